/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes first has the older claim; nobody loses one to a later preset of the same layer. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-claims.h"

#include "kitte-preset-private.h"

#include <glib/gi18n-lib.h>

/* Each to a borrowed preset; @presets keeps them. */
struct _KittePresetClaims
{
  GPtrArray *presets;
  GHashTable *ids;
  GHashTable *domains;
  GHashTable *zones;
};

static JsonArray *
get_names (KittePreset *preset, const char *key)
{
  return kitte_preset_member_array (kitte_preset_member_object (kitte_preset_get_json (preset),
                                                                "match"),
                                    key);
}

static gboolean
check (GHashTable *table, KittePreset *preset, const char *name, GError **error)
{
  KittePreset *owner = g_hash_table_lookup (table, name);

  return owner == NULL ||
         kitte_preset_claims_refuse (preset, name, kitte_preset_get_file (owner), error);
}

static gboolean
check_names (GHashTable *table, KittePreset *preset, const char *key, GError **error)
{
  JsonArray *names = get_names (preset, key);

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    if (!check (table, preset, json_array_get_string_element (names, i), error))
      return FALSE;
  return TRUE;
}

static void
take_names (GHashTable *table, KittePreset *preset, const char *key)
{
  JsonArray *names = get_names (preset, key);

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    g_hash_table_insert (table, (gpointer) json_array_get_string_element (names, i), preset);
}

KittePresetClaims *
kitte_preset_claims_new (void)
{
  KittePresetClaims *self = g_new0 (KittePresetClaims, 1);

  self->presets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->domains = g_hash_table_new (g_str_hash, g_str_equal);
  self->zones = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
kitte_preset_claims_free (KittePresetClaims *self)
{
  g_hash_table_unref (self->ids);
  g_hash_table_unref (self->domains);
  g_hash_table_unref (self->zones);
  g_ptr_array_unref (self->presets);
  g_free (self);
}

/**
 * kitte_preset_claims_add:
 *
 * Takes everything @preset claims, or nothing of it.
 *
 * Returns: whether nobody had any of it; else @error is a %KITTE_PROVIDER_ERROR_CLAIMED
 */
gboolean
kitte_preset_claims_add (KittePresetClaims *self, KittePreset *preset, GError **error)
{
  g_return_val_if_fail (self != NULL && preset != NULL, FALSE);

  if (!check (self->ids, preset, kitte_preset_get_id (preset), error) ||
      !check_names (self->domains, preset, "domains", error) ||
      !check_names (self->zones, preset, "suffixes", error))
    return FALSE;
  g_ptr_array_add (self->presets, kitte_preset_ref (preset));
  g_hash_table_insert (self->ids, (gpointer) kitte_preset_get_id (preset), preset);
  take_names (self->domains, preset, "domains");
  take_names (self->zones, preset, "suffixes");
  return TRUE;
}

gboolean
kitte_preset_claims_has_id (KittePresetClaims *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  return g_hash_table_contains (self->ids, id);
}

/**
 * kitte_preset_claims_refuse:
 * @what: an id, a domain or a zone
 * @owner: the file of the preset it belongs to
 *
 * Returns: %FALSE, with @error set
 */
gboolean
kitte_preset_claims_refuse (KittePreset *preset,
                            const char *what,
                            const char *owner,
                            GError **error)
{
  g_return_val_if_fail (preset != NULL && what != NULL && owner != NULL, FALSE);

  g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_CLAIMED,
               /* TRANSLATORS: about a preset file that is skipped. The first %s is the file,
                * the second a domain or an id, the third the file it belongs to. */
               _ ("%s: “%s” belongs to %s already; leave it out here."),
               kitte_preset_get_file (preset), what, owner);
  return FALSE;
}

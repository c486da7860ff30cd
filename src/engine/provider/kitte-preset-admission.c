/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A brand and the administrator may replace by id, the person may only add, and nobody takes a
 * domain from anybody else. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-admission.h"

#include "kitte-preset-claims.h"
#include "kitte-preset-private.h"

static gboolean
is_own (KittePreset *preset)
{
  return kitte_preset_get_origin (preset) == KITTE_ORIGIN_USER;
}

/* The preset that has @name already, as far as @preset may not take it: the same name in the layers
 * before it; for the person’s own presets also whatever the others answer for. */
static KittePreset *
find_owner (KittePresetLayers *layers,
            KittePreset *preset,
            KittePresetTable table,
            const char *name)
{
  KittePresetRange range = kitte_preset_range_common;
  KittePreset *owner;

  if (kitte_preset_get_origin (preset) == KITTE_ORIGIN_SHIPPED)
    return NULL;
  owner = kitte_preset_layers_find (layers, range, table, name);
  if (owner == NULL && is_own (preset))
    owner = kitte_preset_layers_find_domain (layers, range, name);
  if (owner == NULL && is_own (preset))
    owner = kitte_preset_layers_find (layers, range, KITTE_PRESET_TABLE_ZONES, name);
  return owner;
}

static gboolean
may_claim (KittePresetLayers *layers,
           KittePreset *preset,
           KittePresetTable table,
           const char *key,
           GError **error)
{
  JsonObject *match = kitte_preset_member_object (kitte_preset_get_json (preset), "match");
  JsonArray *names = kitte_preset_member_array (match, key);

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      KittePreset *owner = find_owner (layers, preset, table, name);

      if (owner != NULL)
        return kitte_preset_claims_refuse (preset, name, kitte_preset_get_file (owner), error);
    }
  return TRUE;
}

static gboolean
may_add (KittePresetLayers *layers, KittePreset *preset, GError **error)
{
  const char *id = kitte_preset_get_id (preset);
  KittePreset *former = NULL;

  if (is_own (preset))
    former =
        kitte_preset_layers_find (layers, kitte_preset_range_common, KITTE_PRESET_TABLE_IDS, id);
  if (former != NULL)
    return kitte_preset_claims_refuse (preset, id, kitte_preset_get_file (former), error);
  return may_claim (layers, preset, KITTE_PRESET_TABLE_DOMAINS, "domains", error) &&
         may_claim (layers, preset, KITTE_PRESET_TABLE_ZONES, "suffixes", error);
}

static void
set_former_hidden (KittePresetLayers *layers, KittePreset *preset, gboolean hidden)
{
  if (!is_own (preset))
    kitte_preset_layers_set_former_hidden (layers, kitte_preset_get_origin (preset),
                                           kitte_preset_get_id (preset), hidden);
}

/**
 * kitte_preset_admit:
 * @layers: what was read before; what is replaced gives its domains free, and why others were
 *   refused is added to its problems
 * @presets: (element-type KittePreset): all of one layer
 *
 * Returns: (transfer full) (element-type KittePreset): those that may join. One that is refused
 *   replaces nothing
 */
GPtrArray *
kitte_preset_admit (KittePresetLayers *layers, GPtrArray *presets)
{
  g_autoptr (KittePresetClaims) claims = kitte_preset_claims_new ();
  GPtrArray *admitted = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);

  g_return_val_if_fail (layers != NULL && presets != NULL, admitted);

  for (guint i = 0; i < presets->len; i++)
    set_former_hidden (layers, presets->pdata[i], TRUE);
  for (guint i = 0; i < presets->len; i++)
    {
      KittePreset *preset = presets->pdata[i];
      GError *error = NULL;

      if (may_add (layers, preset, &error) && kitte_preset_claims_add (claims, preset, &error))
        {
          g_ptr_array_add (admitted, kitte_preset_ref (preset));
          continue;
        }
      kitte_preset_layers_take_problem (layers, error);
      if (!kitte_preset_claims_has_id (claims, kitte_preset_get_id (preset)))
        set_former_hidden (layers, preset, FALSE);
    }
  return admitted;
}

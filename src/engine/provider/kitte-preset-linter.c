/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A preset that is checked takes the place of the one of its id, so that a shipped one can be
 * checked too; what it claims must be nobody else’s. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-linter.h"

#include "kitte-preset-claims.h"
#include "kitte-preset-folder.h"
#include "kitte-preset-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* @presets: those without a mistake of their own; @judged: the verdict on each */
typedef struct
{
  KitteCatalogue *catalogue;
  GPtrArray *verdicts;
  GPtrArray *presets;
  GPtrArray *judged;
  GHashTable *ids;
} Linter;

/**
 * kitte_preset_verdict_new:
 *
 * Returns: (transfer full): a verdict without mistakes
 */
KittePresetVerdict *
kitte_preset_verdict_new (const char *file)
{
  KittePresetVerdict *self = g_new0 (KittePresetVerdict, 1);

  self->file = g_strdup (file);
  self->mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  return self;
}

void
kitte_preset_verdict_free (KittePresetVerdict *self)
{
  g_free (self->file);
  g_ptr_array_unref (self->mistakes);
  g_free (self);
}

/* What the claims say begins with the file, which stands before it already. */
static void
add_mistake (KittePresetVerdict *verdict, GError *error)
{
  g_autofree char *prefix = g_strconcat (verdict->file, ": ", NULL);

  if (g_str_has_prefix (error->message, prefix))
    {
      char *message = g_strdup (error->message + strlen (prefix));

      g_free (error->message);
      error->message = message;
    }
  g_ptr_array_add (verdict->mistakes, error);
}

static void
lint_text (Linter *linter, GBytes *json, const char *file)
{
  KittePresetVerdict *verdict = kitte_preset_verdict_new (file);
  KittePreset *preset;

  g_ptr_array_extend_and_steal (verdict->mistakes, kitte_preset_check (json));

  g_ptr_array_add (linter->verdicts, verdict);
  if (verdict->mistakes->len > 0)
    return;
  preset = kitte_preset_new (json, file, KITTE_ORIGIN_SHIPPED, NULL);
  g_ptr_array_add (linter->presets, preset);
  g_ptr_array_add (linter->judged, verdict);
  g_hash_table_add (linter->ids, (gpointer) kitte_preset_get_id (preset));
}

static void
lint_file (Linter *linter, const char *path)
{
  GError *error = NULL;
  g_autoptr (GBytes) json = kitte_preset_read_file (path, &error);
  KittePresetVerdict *verdict;

  if (json != NULL)
    {
      lint_text (linter, json, path);
      return;
    }
  verdict = kitte_preset_verdict_new (path);
  add_mistake (verdict, error);
  g_ptr_array_add (linter->verdicts, verdict);
}

static void
lint_folder (Linter *linter, const char *folder)
{
  g_autoptr (GPtrArray) names = kitte_preset_list_files (folder);
  KittePresetVerdict *verdict;

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      lint_file (linter, path);
    }
  if (names->len > 0)
    return;
  verdict = kitte_preset_verdict_new (folder);
  g_ptr_array_add (verdict->mistakes,
                   g_error_new_literal (KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_UNREADABLE,
                                        /* TRANSLATORS: about a folder. */
                                        _ ("There is no preset in here; the name of each one ends "
                                           "in “.json”.")));
  g_ptr_array_add (linter->verdicts, verdict);
}

/* A file, a folder, or the id of a preset in the catalogue. */
static void
lint_place (Linter *linter, const char *place)
{
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) json = NULL;

  if (g_file_test (place, G_FILE_TEST_IS_DIR))
    {
      lint_folder (linter, place);
      return;
    }
  if (!g_file_test (place, G_FILE_TEST_EXISTS))
    preset = kitte_catalogue_get_preset (linter->catalogue, place);
  if (preset == NULL)
    {
      lint_file (linter, place);
      return;
    }
  node = json_node_alloc ();
  json_node_init_object (node, kitte_preset_get_json (preset));
  text = json_to_string (node, FALSE);
  json = g_bytes_new (text, strlen (text));
  lint_text (linter, json, place);
}

/* The preset of the catalogue that has @name, unless it is checked here itself. */
static char *
find_owner (Linter *linter, const char *name, const char *key)
{
  gboolean zone = g_str_equal (key, "suffixes");
  g_autofree char *asked = zone ? g_strconcat ("a.", name, NULL) : g_strdup (name);
  g_autoptr (KittePreset) owner = kitte_catalogue_find_domain (linter->catalogue, asked);
  JsonObject *match;

  if (owner == NULL || g_hash_table_contains (linter->ids, kitte_preset_get_id (owner)))
    return NULL;
  match = kitte_preset_member_object (kitte_preset_get_json (owner), "match");
  return kitte_preset_member_contains (match, key, name) ?
             g_strdup (kitte_preset_get_file (owner)) :
             NULL;
}

static void
check_catalogue (Linter *linter, KittePreset *preset, KittePresetVerdict *verdict, const char *key)
{
  JsonArray *names = kitte_preset_member_array (
      kitte_preset_member_object (kitte_preset_get_json (preset), "match"), key);

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      g_autofree char *owner = find_owner (linter, name, key);

      if (owner != NULL)
        g_ptr_array_add (
            verdict->mistakes,
            g_error_new (KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_CLAIMED,
                         /* TRANSLATORS: about a preset file. The first %s is a key of the file
                          * (“domains”), then its place in that list, a domain, and the file it
                          * belongs to. */
                         _ ("match.%s[%u]: “%s” belongs to %s already; leave it out here."), key, i,
                         name, owner));
    }
}

static void
check_successor (Linter *linter, KittePreset *preset, KittePresetVerdict *verdict)
{
  const char *id = kitte_preset_member_string (
      kitte_preset_member_object (kitte_preset_get_json (preset), "ended"), "successor");
  g_autoptr (KittePreset) successor = NULL;

  if (id == NULL || g_hash_table_contains (linter->ids, id))
    return;
  successor = kitte_catalogue_get_preset (linter->catalogue, id);
  if (successor == NULL)
    g_ptr_array_add (verdict->mistakes,
                     g_error_new (KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_PRESET,
                                  /* TRANSLATORS: about a preset file; %s is a short name. */
                                  _ ("ended.successor: No preset is called “%s”; write the id of "
                                     "one, or null."),
                                  id));
}

static void
lint_together (Linter *linter)
{
  g_autoptr (KittePresetClaims) claims = kitte_preset_claims_new ();

  for (guint i = 0; i < linter->presets->len; i++)
    {
      KittePresetVerdict *verdict = linter->judged->pdata[i];
      GError *error = NULL;

      if (!kitte_preset_claims_add (claims, linter->presets->pdata[i], &error))
        add_mistake (verdict, error);
      check_catalogue (linter, linter->presets->pdata[i], verdict, "domains");
      check_catalogue (linter, linter->presets->pdata[i], verdict, "suffixes");
      check_successor (linter, linter->presets->pdata[i], verdict);
    }
}

/**
 * kitte_preset_lint:
 * @places: files, folders, or ids of presets in @catalogue
 *
 * Blocks for local files.
 *
 * Returns: (transfer full) (element-type KittePresetVerdict): a verdict on each preset
 */
GPtrArray *
kitte_preset_lint (KitteCatalogue *catalogue, const char *const *places)
{
  g_autoptr (GPtrArray) presets =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  g_autoptr (GPtrArray) judged = g_ptr_array_new ();
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  Linter linter = { catalogue,
                    g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_verdict_free),
                    presets, judged, ids };

  g_return_val_if_fail (KITTE_IS_CATALOGUE (catalogue) && places != NULL, linter.verdicts);

  for (guint i = 0; places[i] != NULL; i++)
    lint_place (&linter, places[i]);
  lint_together (&linter);
  return linter.verdicts;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles a folder of presets at build time, and stops the build where one of them is wrong:
 * compile-presets FOLDER OUTPUT [DEPFILE]. */
#define G_LOG_DOMAIN "compile-presets"
#include "config.h"

#include "kitte-preset-claims.h"
#include "kitte-preset-folder.h"
#include "kitte-preset-index-writer.h"

#include <stdlib.h>

static gboolean
check_name (KittePreset *preset, GError **error)
{
  g_autofree char *name = g_path_get_basename (kitte_preset_get_file (preset));
  g_autofree char *wanted = g_strconcat (kitte_preset_get_id (preset), ".json", NULL);

  if (g_str_equal (name, wanted))
    return TRUE;
  g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_PRESET,
               "%s: id: call this file %s", kitte_preset_get_file (preset), wanted);
  return FALSE;
}

static void
check_together (GPtrArray *presets, GPtrArray *problems)
{
  g_autoptr (KittePresetClaims) claims = kitte_preset_claims_new ();

  for (guint i = 0; i < presets->len; i++)
    {
      GError *error = NULL;

      if (!check_name (presets->pdata[i], &error) ||
          !kitte_preset_claims_add (claims, presets->pdata[i], &error))
        g_ptr_array_add (problems, error);
    }
}

/* The folder is named as well: a new file is noticed without being listed anywhere. */
static gboolean
write_depfile (const char *path,
               const char *output,
               const char *folder,
               GPtrArray *presets,
               GError **error)
{
  g_autoptr (GString) text = g_string_new (output);

  g_string_append_printf (text, ": %s", folder);
  for (guint i = 0; i < presets->len; i++)
    g_string_append_printf (text, " %s", kitte_preset_get_file (presets->pdata[i]));
  g_string_append_c (text, '\n');
  return g_file_set_contents (path, text->str, (gssize) text->len, error);
}

static gboolean
write_index (const char *output, GPtrArray *presets, GError **error)
{
  g_autoptr (GBytes) index = kitte_preset_index_build (presets);
  gsize size;
  const char *data = g_bytes_get_data (index, &size);

  return g_file_set_contents (output, data, (gssize) size, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 3 || argc > 4)
    {
      g_printerr ("Write compile-presets FOLDER OUTPUT [DEPFILE]\n");
      return EXIT_FAILURE;
    }
  presets = kitte_preset_load_folder (argv[1], KITTE_ORIGIN_SHIPPED, problems);
  check_together (presets, problems);
  for (guint i = 0; i < problems->len; i++)
    g_printerr ("%s\n", ((GError *) problems->pdata[i])->message);
  if (problems->len > 0)
    return EXIT_FAILURE;
  if (write_index (argv[2], presets, &error) &&
      (argc < 4 || write_depfile (argv[3], argv[2], argv[1], presets, &error)))
    return EXIT_SUCCESS;
  g_printerr ("%s\n", error->message);
  return EXIT_FAILURE;
}

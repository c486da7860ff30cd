/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preset files on disk, each bounded and read on its own. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-folder.h"

#include "base/kitte-bounds.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* A folder with more files than this is not a folder of presets. */
#define MAX_FILES 20000

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
refuse (const char *path, const char *reason, GError **error)
{
  g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_UNREADABLE, "%s: %s", path,
               reason);
  return FALSE;
}

/* Only an ordinary file: a pipe or a device would hold up the whole program. */
static gboolean
check_file (GFile *file, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, NULL, &local_error);

  if (info == NULL)
    return refuse (path, local_error->message, error);
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return refuse (path, _ ("This is not an ordinary file."), error);
  if (g_file_info_get_size (info) > KITTE_MAX_DOCUMENT)
    {
      g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_NOT_JSON, "%s: %s", path,
                   _ ("The file is larger than a preset can be."));
      return FALSE;
    }
  return TRUE;
}

/**
 * kitte_preset_read_file:
 *
 * Blocks for one small local file.
 *
 * Returns: (transfer full): the text in @path, or %NULL with a #KitteProviderError that names it
 */
GBytes *
kitte_preset_read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_file_new_for_path (path);
  if (!check_file (file, path, error))
    return NULL;
  bytes = g_file_load_bytes (file, NULL, NULL, &local_error);
  if (bytes == NULL)
    refuse (path, local_error->message, error);
  return g_steal_pointer (&bytes);
}

/**
 * kitte_preset_load_file:
 *
 * Blocks for one small local file.
 *
 * Returns: (transfer full): the preset in @path, or %NULL with a #KitteProviderError that names it
 */
KittePreset *
kitte_preset_load_file (const char *path, KitteOrigin origin, GError **error)
{
  g_autoptr (GBytes) bytes = kitte_preset_read_file (path, error);

  return bytes != NULL ? kitte_preset_new (bytes, path, origin, error) : NULL;
}

/**
 * kitte_preset_list_files:
 * @folder: need not exist
 *
 * Returns: (transfer full) (element-type filename): the names of the presets in @folder, sorted
 */
GPtrArray *
kitte_preset_list_files (const char *folder)
{
  g_autoptr (GDir) dir = NULL;
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_return_val_if_fail (folder != NULL, names);

  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && names->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * kitte_preset_load_folder:
 * @folder: need not exist
 * @problems: (element-type GError): takes one error for each file that was skipped
 *
 * Returns: (transfer full) (element-type KittePreset): the good presets in @folder, by file name
 */
GPtrArray *
kitte_preset_load_folder (const char *folder, KitteOrigin origin, GPtrArray *problems)
{
  GPtrArray *presets = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_unref);
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (folder != NULL && problems != NULL, presets);

  names = kitte_preset_list_files (folder);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      GError *error = NULL;
      KittePreset *preset = kitte_preset_load_file (path, origin, &error);

      if (preset != NULL)
        g_ptr_array_add (presets, preset);
      else
        g_ptr_array_add (problems, error);
    }
  return presets;
}

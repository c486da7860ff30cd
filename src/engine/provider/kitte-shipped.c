/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One resource inside the program: the same installed or not, mapped with it, never missing. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-shipped.h"

#include "base/kitte-json.h"

#include <gio/gio.h>

#define PROVIDERS_PATH "/jp/kitte/providers/"
#define SCHEMA_PATH "/jp/kitte/schemas/preset.schema.json"

/* In the source that the build makes from data/providers. */
GResource *kitte_shipped_get_resource (void);
void kitte_shipped_register_resource (void);

/* Registered on the first use: the linker drops a constructor out of a static library. */
static GResource *
get_resource (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      kitte_shipped_register_resource ();
      g_once_init_leave (&once, 1);
    }
  return kitte_shipped_get_resource ();
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/**
 * kitte_shipped_list:
 *
 * Returns: (transfer full): the file names of the shipped presets, sorted
 */
char **
kitte_shipped_list (void)
{
  char **names = g_resource_enumerate_children (get_resource (), PROVIDERS_PATH,
                                                G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_qsort_with_data (names, (int) g_strv_length (names), sizeof (char *), compare_names, NULL);
  return names;
}

/**
 * kitte_shipped_load:
 * @name: one of kitte_shipped_list()
 *
 * Returns: (transfer full): its text, without a copy
 */
GBytes *
kitte_shipped_load (const char *name)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  path = g_strconcat (PROVIDERS_PATH, name, NULL);
  return g_resource_lookup_data (get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

/**
 * kitte_shipped_get_schema:
 *
 * Returns: (transfer none): the schema of presets, read once; for the main thread only
 */
KitteSchema *
kitte_shipped_get_schema (void)
{
  static gsize once;
  static KitteSchema *schema;

  if (g_once_init_enter (&once))
    {
      g_autoptr (GBytes) bytes =
          g_resource_lookup_data (get_resource (), SCHEMA_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      gsize length;
      const char *text = g_bytes_get_data (bytes, &length);
      g_autoptr (JsonNode) root = kitte_json_parse (text, length, NULL);

      schema = kitte_schema_new (root);
      g_once_init_leave (&once, 1);
    }
  return schema;
}

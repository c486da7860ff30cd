/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read when the first preset from outside of the program is checked. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-schema.h"

#include "base/kitte-json.h"

#include <gio/gio.h>

#define SCHEMA_PATH "/jp/kitte/schemas/preset.schema.json"

/* In the source that the build makes from data/schemas. */
GResource *kitte_preset_schema_get_resource (void);
void kitte_preset_schema_register_resource (void);

static KitteSchema *
load (void)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  const char *text;

  kitte_preset_schema_register_resource ();
  bytes = g_resource_lookup_data (kitte_preset_schema_get_resource (), SCHEMA_PATH,
                                  G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  text = g_bytes_get_data (bytes, &length);
  root = kitte_json_parse (text, length, NULL);
  return kitte_schema_new (root);
}

/**
 * kitte_preset_schema_get:
 *
 * Returns: (transfer none): the schema of presets, read once; for the main thread only
 */
KitteSchema *
kitte_preset_schema_get (void)
{
  static gsize once;
  static KitteSchema *schema;

  if (g_once_init_enter (&once))
    {
      schema = load ();
      g_once_init_leave (&once, 1);
    }
  return schema;
}

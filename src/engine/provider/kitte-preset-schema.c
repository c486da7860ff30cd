/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read when the first preset from outside of the program is checked. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-schema.h"

#define SCHEMA_PATH "/jp/kitte/schemas/preset.schema.json"

/* In the source that the build makes from data/schemas. */
GResource *kitte_preset_schema_get_resource (void);
void kitte_preset_schema_register_resource (void);

static KitteSchema *
load (void)
{
  kitte_preset_schema_register_resource ();
  return kitte_schema_new_from_resource (kitte_preset_schema_get_resource (), SCHEMA_PATH);
}

/**
 * kitte_preset_schema_get:
 *
 * Returns: (transfer none): the schema of presets, read once
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

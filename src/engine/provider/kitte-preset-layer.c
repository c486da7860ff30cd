/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came with the program was checked when it was built; everything else is checked when it is
 * read. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-layer.h"

#include "kitte-preset-index-writer.h"
#include "kitte-shipped.h"

#include <glib/gi18n-lib.h>

/* @parsed: (nullable elements): by number in the index */
struct _KittePresetLayer
{
  KittePresetIndex *index;
  KitteOrigin origin;
  gboolean checked;
  KittePreset **parsed;
};

static KittePresetLayer *
layer_new (KittePresetIndex *index, KitteOrigin origin, gboolean checked)
{
  KittePresetLayer *self;

  if (index == NULL)
    return NULL;
  self = g_new0 (KittePresetLayer, 1);
  self->index = index;
  self->origin = origin;
  self->checked = checked;
  self->parsed = g_new0 (KittePreset *, kitte_preset_index_get_n_presets (index) + 1);
  return self;
}

static KittePreset *
parse (KittePresetLayer *self, guint number, GError **error)
{
  g_autofree char *file =
      g_strconcat (kitte_preset_index_get_id (self->index, number), ".json", NULL);
  g_autoptr (GBytes) json = kitte_preset_index_get_json (self->index, number);

  if (json == NULL)
    {
      g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_INDEX, "%s: %s", file,
                   _ ("This catalogue is damaged; build it anew."));
      return NULL;
    }
  return self->checked ? kitte_preset_new_shipped (json, file) :
                         kitte_preset_new (json, file, self->origin, error);
}

/**
 * kitte_preset_layer_new_shipped:
 *
 * Returns: (transfer full): the presets inside the program
 */
KittePresetLayer *
kitte_preset_layer_new_shipped (GError **error)
{
  g_autoptr (GBytes) bytes = kitte_shipped_get_index ();

  return layer_new (kitte_preset_index_new (bytes, error), KITTE_ORIGIN_SHIPPED, TRUE);
}

/**
 * kitte_preset_layer_new_for_file:
 * @path: a compiled catalogue; it is mapped
 *
 * Returns: (transfer full): its presets, or %NULL with a #KitteProviderError
 */
KittePresetLayer *
kitte_preset_layer_new_for_file (const char *path, KitteOrigin origin, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return layer_new (kitte_preset_index_new_for_file (path, error), origin, FALSE);
}

/**
 * kitte_preset_layer_new_for_presets:
 * @presets: (element-type KittePreset): checked, with different ids and claims
 *
 * Returns: (transfer full): a layer of @presets
 */
KittePresetLayer *
kitte_preset_layer_new_for_presets (GPtrArray *presets, KitteOrigin origin)
{
  g_autoptr (GBytes) bytes = NULL;
  KittePresetLayer *self;

  g_return_val_if_fail (presets != NULL, NULL);

  bytes = kitte_preset_index_build (presets);
  self = layer_new (kitte_preset_index_new (bytes, NULL), origin, TRUE);
  for (guint i = 0; i < presets->len; i++)
    {
      guint number;

      if (kitte_preset_index_find (self->index, KITTE_PRESET_TABLE_IDS,
                                   kitte_preset_get_id (presets->pdata[i]), &number) &&
          self->parsed[number] == NULL)
        self->parsed[number] = kitte_preset_ref (presets->pdata[i]);
    }
  return self;
}

void
kitte_preset_layer_free (KittePresetLayer *self)
{
  for (guint i = 0; i < kitte_preset_index_get_n_presets (self->index); i++)
    g_clear_pointer (&self->parsed[i], kitte_preset_unref);
  g_free (self->parsed);
  kitte_preset_index_free (self->index);
  g_free (self);
}

/* Returns: (transfer none) */
KittePresetIndex *
kitte_preset_layer_get_index (KittePresetLayer *self)
{
  return self->index;
}

/**
 * kitte_preset_layer_get_preset:
 * @number: in the index
 *
 * Parses the preset when it is asked for the first time.
 *
 * Returns: (transfer none): the preset, or %NULL with a #KitteProviderError that names its file
 */
KittePreset *
kitte_preset_layer_get_preset (KittePresetLayer *self, guint number, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (number < kitte_preset_index_get_n_presets (self->index), NULL);

  if (self->parsed[number] == NULL)
    self->parsed[number] = parse (self, number, error);
  return self->parsed[number];
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetLayer: the presets of one origin behind one index; only what is hit is parsed. */
#pragma once

#include "kitte-preset-index.h"
#include "kitte-preset.h"

G_BEGIN_DECLS

typedef struct _KittePresetLayer KittePresetLayer;

KittePresetLayer *kitte_preset_layer_new_shipped (GError **error);
KittePresetLayer *
kitte_preset_layer_new_for_file (const char *path, KitteOrigin origin, GError **error);
KittePresetLayer *kitte_preset_layer_new_for_presets (GPtrArray *presets, KitteOrigin origin);
void kitte_preset_layer_free (KittePresetLayer *self);

KittePresetIndex *kitte_preset_layer_get_index (KittePresetLayer *self);
KittePreset *kitte_preset_layer_get_preset (KittePresetLayer *self, guint number, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetLayer, kitte_preset_layer_free)

G_END_DECLS

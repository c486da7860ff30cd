/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetIndex: a compiled catalogue, searched where it lies in memory. */
#pragma once

#include "kitte-preset-index-format.h"

G_BEGIN_DECLS

typedef struct _KittePresetIndex KittePresetIndex;

typedef void (*KittePresetIndexFunc) (const char *name, gpointer user_data);

KittePresetIndex *kitte_preset_index_new (GBytes *bytes, GError **error);
KittePresetIndex *kitte_preset_index_new_for_file (const char *path, GError **error);
void kitte_preset_index_free (KittePresetIndex *self);

guint kitte_preset_index_get_n_presets (KittePresetIndex *self);
const char *kitte_preset_index_get_id (KittePresetIndex *self, guint preset);
GBytes *kitte_preset_index_get_json (KittePresetIndex *self, guint preset);

void kitte_preset_index_set_hidden (KittePresetIndex *self, guint preset, gboolean hidden);
gboolean kitte_preset_index_is_hidden (KittePresetIndex *self, guint preset);

gboolean kitte_preset_index_find_id (KittePresetIndex *self, const char *id, guint *preset);
gboolean kitte_preset_index_find (KittePresetIndex *self,
                                  KittePresetTable table,
                                  const char *name,
                                  guint *preset);
gboolean kitte_preset_index_find_zone (KittePresetIndex *self,
                                       const char *zone,
                                       const char *domain,
                                       guint *preset);
gboolean kitte_preset_index_find_pattern (KittePresetIndex *self,
                                          KittePresetTable table,
                                          const char *tail,
                                          const char *name,
                                          guint *cursor,
                                          guint *preset);
void kitte_preset_index_foreach (KittePresetIndex *self,
                                 KittePresetTable table,
                                 KittePresetIndexFunc function,
                                 gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetIndex, kitte_preset_index_free)

G_END_DECLS

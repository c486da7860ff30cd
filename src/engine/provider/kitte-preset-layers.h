/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetLayers: what was read of every layer at one time, searched as if it were one. */
#pragma once

#include "kitte-preset-layer.h"

G_BEGIN_DECLS

typedef struct _KittePresetLayers KittePresetLayers;

/**
 * KittePresetRange:
 *
 * Layers that are asked one after the other.
 */
typedef struct
{
  KitteOrigin first;
  KitteOrigin last;
} KittePresetRange;

/* What answers for everybody; what the person has put there; what came with the program. */
extern const KittePresetRange kitte_preset_range_common;
extern const KittePresetRange kitte_preset_range_own;
extern const KittePresetRange kitte_preset_range_with_program;

KittePresetLayers *kitte_preset_layers_new (void);
void kitte_preset_layers_free (KittePresetLayers *self);

void
kitte_preset_layers_take (KittePresetLayers *self, KitteOrigin origin, KittePresetLayer *layer);
void kitte_preset_layers_take_problem (KittePresetLayers *self, GError *problem);
GPtrArray *kitte_preset_layers_get_problems (KittePresetLayers *self);
void kitte_preset_layers_set_former_hidden (KittePresetLayers *self,
                                            KitteOrigin origin,
                                            const char *id,
                                            gboolean hidden);
void
kitte_preset_layers_leave_out (KittePresetLayers *self, KitteOrigin origin, const char *const *but);

KittePreset *kitte_preset_layers_find (KittePresetLayers *self,
                                       KittePresetRange range,
                                       KittePresetTable table,
                                       const char *name);
KittePreset *kitte_preset_layers_find_domain (KittePresetLayers *self,
                                              KittePresetRange range,
                                              const char *domain);
KittePreset *kitte_preset_layers_find_pattern (KittePresetLayers *self,
                                               KittePresetRange range,
                                               KittePresetTable table,
                                               const char *name);
KittePreset *kitte_preset_layers_find_hosts (KittePresetLayers *self,
                                             KittePresetRange range,
                                             KittePresetTable table,
                                             const char *host,
                                             const char *other);
gboolean kitte_preset_layers_foreach (KittePresetLayers *self,
                                      KitteOrigin origin,
                                      gboolean all,
                                      KittePresetFunc function,
                                      gpointer user_data);
void kitte_preset_layers_foreach_common (KittePresetLayers *self,
                                         KittePresetIndexFunc function,
                                         gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetLayers, kitte_preset_layers_free)

G_END_DECLS

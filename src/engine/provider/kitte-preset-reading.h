/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetReading: the places presets stand in, read at one time, and whether they changed. */
#pragma once

#include "kitte-preset-layers.h"

G_BEGIN_DECLS

typedef struct _KittePresetReading KittePresetReading;

/**
 * KittePresetPlaces:
 * @folders: (nullable elements): by origin; that of the shipped ones may be a compiled catalogue,
 *   and without one they are those inside the program
 * @shown: (nullable): the ids of the shipped presets that a brand leaves; %NULL: all
 */
typedef struct
{
  char *folders[KITTE_ORIGIN_USER + 1];
  char **shown;
} KittePresetPlaces;

void kitte_preset_places_clear (KittePresetPlaces *places);

KittePresetReading *kitte_preset_reading_new (const KittePresetPlaces *places);
void kitte_preset_reading_free (KittePresetReading *self);

KittePresetLayers *kitte_preset_reading_get_layers (KittePresetReading *self);
GPtrArray *kitte_preset_reading_get_common_domains (KittePresetReading *self);
gboolean kitte_preset_reading_is_stale (KittePresetReading *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetReading, kitte_preset_reading_free)

G_END_DECLS

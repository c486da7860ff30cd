/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which presets of a layer may join those that were read before it. */
#pragma once

#include "kitte-preset-layers.h"

G_BEGIN_DECLS

GPtrArray *kitte_preset_admit (KittePresetLayers *layers, GPtrArray *presets);

G_END_DECLS

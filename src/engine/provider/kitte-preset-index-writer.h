/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiles presets into one index; what is built at build time, and what a layer is made of. */
#pragma once

#include "kitte-preset.h"

G_BEGIN_DECLS

GBytes *kitte_preset_index_build (GPtrArray *presets);

G_END_DECLS

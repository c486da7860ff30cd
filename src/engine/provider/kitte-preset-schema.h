/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema of presets, out of the program itself. */
#pragma once

#include "base/kitte-schema.h"

G_BEGIN_DECLS

KitteSchema *kitte_preset_schema_get (void);

G_END_DECLS

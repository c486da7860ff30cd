/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The presets and the schema that were built into the program. */
#pragma once

#include "base/kitte-schema.h"

G_BEGIN_DECLS

char **kitte_shipped_list (void);
GBytes *kitte_shipped_load (const char *name);
KitteSchema *kitte_shipped_get_schema (void);

G_END_DECLS

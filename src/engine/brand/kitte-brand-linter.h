/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks a brand for those who make it: what the program needs, its presets, and its time. */
#pragma once

#include "kitte-brand.h"

G_BEGIN_DECLS

GPtrArray *kitte_brand_lint (const char *folder, gint64 now, KitteBrand **brand);

G_END_DECLS

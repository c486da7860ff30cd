/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a brand out of its folder, and says everything that is wrong with it. */
#pragma once

#include "kitte-brand.h"

G_BEGIN_DECLS

KitteBrand *kitte_brand_read (const char *folder, GPtrArray *verdicts);

G_END_DECLS

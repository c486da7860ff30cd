/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One preset as a page to read: what it knows, who says so, and how certain it is. */
#pragma once

#include "provider/kitte-preset.h"

G_BEGIN_DECLS

void kittectl_print_preset (KittePreset *preset);

G_END_DECLS

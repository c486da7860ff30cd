/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The compiled catalogue that was built into the program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *kitte_shipped_get_index (void);

G_END_DECLS

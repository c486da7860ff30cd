/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every program of Kitte does first. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kitte_init (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GMime, begun once for the process. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kitte_gmime_ensure (void);

G_END_DECLS

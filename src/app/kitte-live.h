/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Labels that are read out when they change: those whose role is status or alert. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gulong kitte_live_start (void);
void kitte_live_stop (gulong id);

G_END_DECLS

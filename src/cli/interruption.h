/* SPDX-License-Identifier: GPL-3.0-or-later */
/* That the person pressed Ctrl-C or the system ends the program, heard at any point. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kittectl_interruption_open (GError **error);
int kittectl_interruption_get_fd (void);

G_END_DECLS

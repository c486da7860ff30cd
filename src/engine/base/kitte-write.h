/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing all of some bytes to a file descriptor. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_write_all (int fd, const void *data, gsize length);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which TLS versions a GnuTLS priority string pins, as people write it into mail programs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kitte_priority_string_get_versions (const char *priority, guint *oldest, guint *newest);

G_END_DECLS

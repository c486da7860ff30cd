/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificates that Evolution was told to accept: Camel’s database, read. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_camel_certs_accept (GBytes *bytes, const char *host);

G_END_DECLS

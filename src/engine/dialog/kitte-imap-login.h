/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The LOGIN command cut into the lines that are sent between the server’s continuations. */
#pragma once

#include "model/kitte-credential.h"

G_BEGIN_DECLS

GPtrArray *
kitte_imap_login_lines (const char *tag, KitteCredential *credential, gboolean literal_plus);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out whose internet line this computer is on, as far as the line itself tells. */
#pragma once

#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

gboolean kitte_line_is_public (GInetAddress *address);
GPtrArray *kitte_line_list_addresses (void);

void kitte_line_find_async (KitteResolver *resolver,
                            GPtrArray *addresses,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *kitte_line_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS

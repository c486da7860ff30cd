/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a mail domain is at home in a private network, so that its servers may be there too. */
#pragma once

#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

gboolean kitte_home_is_near (GPtrArray *addresses);
gboolean kitte_home_has_host (const char *domain, const char *host);

void kitte_home_ask_async (KitteResolver *resolver,
                           const char *domain,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean kitte_home_ask_finish (GAsyncResult *result);

G_END_DECLS

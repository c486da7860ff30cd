/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why nothing is known of a domain: it does not exist, it takes no mail, or nobody knows it. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-finding.h"
#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

void kitte_domain_inquiry_async (KitteResolver *resolver,
                                 const char *domain,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KitteFinding *kitte_domain_inquiry_finish (GAsyncResult *result, GError **error);

G_END_DECLS

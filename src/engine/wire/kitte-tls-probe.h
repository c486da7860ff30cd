/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks a port that says nothing whether it waits for TLS from the first byte. */
#pragma once

#include "kitte-trust-store.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

void kitte_tls_probe_async (KitteServer *server,
                            KitteTrustStore *trust,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kitte_tls_probe_finish (GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteTrustStore: the certificate authorities this computer trusts, loaded once off the path. */
#pragma once

#include <gio/gio.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

#define KITTE_TYPE_TRUST_STORE (kitte_trust_store_get_type ())
G_DECLARE_FINAL_TYPE (KitteTrustStore, kitte_trust_store, KITTE, TRUST_STORE, GObject)

KitteTrustStore *kitte_trust_store_new (const char *test_authority);
KitteTrustStore *kitte_trust_store_get_default (void);

const char *kitte_trust_store_get_test_authority (KitteTrustStore *self);
gboolean kitte_trust_store_uses_test_authority (void);
gnutls_certificate_credentials_t kitte_trust_store_get_credentials (KitteTrustStore *self);

void kitte_trust_store_load_async (KitteTrustStore *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean
kitte_trust_store_load_finish (KitteTrustStore *self, GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteTls: GnuTLS over a non-blocking socket; nothing passes before the certificate is accepted.
 */
#pragma once

#include "kitte-trips.h"
#include "kitte-trust-store.h"
#include "model/kitte-connection.h"

G_BEGIN_DECLS

/**
 * KitteTlsProgress:
 * @KITTE_TLS_DONE: done; bytes were moved, or the handshake and the certificate are accepted
 * @KITTE_TLS_WANTS_READ: call again when the socket can be read
 * @KITTE_TLS_WANTS_WRITE: call again when the socket can be written
 * @KITTE_TLS_CLOSED: the other side closed in order
 * @KITTE_TLS_FAILED: kitte_tls_get_finding() says why
 */
typedef enum
{
  KITTE_TLS_DONE,
  KITTE_TLS_WANTS_READ,
  KITTE_TLS_WANTS_WRITE,
  KITTE_TLS_CLOSED,
  KITTE_TLS_FAILED,
} KitteTlsProgress;

typedef struct _KitteTls KitteTls;

KitteTls *kitte_tls_new (GSocket *socket,
                         KitteTrustStore *trust,
                         const char *host,
                         gboolean implicit,
                         KitteTrips *trips);
void kitte_tls_free (KitteTls *self);

void kitte_tls_offer_old_versions (KitteTls *self);

KitteTlsProgress kitte_tls_handshake (KitteTls *self);
KitteTlsProgress kitte_tls_read (KitteTls *self, char *buffer, gsize size, gsize *n_read);
KitteTlsProgress kitte_tls_write (KitteTls *self, const char *bytes, gsize size, gsize *n_written);
void kitte_tls_close (KitteTls *self);

gboolean kitte_tls_is_accepted (const KitteTls *self);
gboolean kitte_tls_has_heard_tls (const KitteTls *self);
KitteFinding *kitte_tls_get_finding (const KitteTls *self);
char *kitte_tls_describe (const KitteTls *self);
void kitte_tls_note (const KitteTls *self, KitteConnection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteTls, kitte_tls_free)

G_END_DECLS

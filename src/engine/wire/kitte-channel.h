/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteChannel: bounded lines in and bytes out over a non-blocking socket, plain or under TLS. */
#pragma once

#include "base/kitte-secret.h"
#include "kitte-tls.h"

G_BEGIN_DECLS

typedef struct _KitteChannel KitteChannel;

KitteChannel *kitte_channel_new (GSocket *socket, KitteTrips *trips);
void kitte_channel_free (KitteChannel *self);

void kitte_channel_begin_tls (KitteChannel *self,
                              KitteTrustStore *trust,
                              const char *host,
                              gboolean implicit);
void kitte_channel_offer_old_tls (KitteChannel *self);
KitteTlsProgress kitte_channel_handshake (KitteChannel *self);
gboolean kitte_channel_has_tls (const KitteChannel *self);
gboolean kitte_channel_heard_tls (const KitteChannel *self);
char *kitte_channel_describe_tls (const KitteChannel *self);
void kitte_channel_note_tls (const KitteChannel *self, KitteConnection *connection);
gboolean kitte_channel_has_early_input (KitteChannel *self);

void kitte_channel_queue (KitteChannel *self, KitteSecret *bytes);
gboolean kitte_channel_has_output (const KitteChannel *self);
KitteTlsProgress kitte_channel_flush (KitteChannel *self);

KitteTlsProgress kitte_channel_fill (KitteChannel *self);
const char *kitte_channel_next_line (KitteChannel *self, gsize *length);
const char *kitte_channel_last_piece (KitteChannel *self, gsize *length);
gboolean kitte_channel_has_received (const KitteChannel *self);

KitteFinding *kitte_channel_get_finding (const KitteChannel *self);
GSocket *kitte_channel_get_socket (const KitteChannel *self);
void kitte_channel_close (KitteChannel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteChannel, kitte_channel_free)

G_END_DECLS

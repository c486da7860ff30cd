/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLateGreeting: whether a plain port that says nothing waits for TLS. */
#pragma once

#include "kitte-channel.h"
#include "kitte-trust-store.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

typedef struct _KitteLateGreeting KitteLateGreeting;

/* It waits for TLS; the one who is told may free what told it. */
typedef void (*KitteWaitsForTls) (gpointer user_data);

KitteLateGreeting *kitte_late_greeting_new (KitteServer *server,
                                            KitteTrustStore *trust,
                                            KitteChannel *channel,
                                            KitteWaitsForTls waits_for_tls,
                                            gpointer user_data);
void kitte_late_greeting_free (KitteLateGreeting *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteLateGreeting, kitte_late_greeting_free)

G_END_DECLS

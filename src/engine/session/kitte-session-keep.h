/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSessionKeep: sessions that are ready for sign-in before anybody has asked for them. */
#pragma once

#include "kitte-session.h"
#include "model/kitte-proposal.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SESSION_KEEP (kitte_session_keep_get_type ())
G_DECLARE_FINAL_TYPE (KitteSessionKeep, kitte_session_keep, KITTE, SESSION_KEEP, GObject)

KitteSessionKeep *kitte_session_keep_new (void);
KitteSessionKeep *kitte_session_keep_new_with (GNetworkMonitor *monitor, guint lifetime_ms);

gboolean kitte_session_keep_prepare (KitteSessionKeep *self, const KitteProposal *proposal);
KitteSession *kitte_session_keep_begin (KitteSessionKeep *self,
                                        KitteServer *server,
                                        GPtrArray *addresses,
                                        gint64 deadline);
void
kitte_session_keep_claim (KitteSessionKeep *self, KitteServer *incoming, KitteServer *outgoing);
void kitte_session_keep_drop (KitteSessionKeep *self, KitteSession *session);
void kitte_session_keep_drop_unclaimed (KitteSessionKeep *self);
KitteSession *kitte_session_keep_take (KitteSessionKeep *self, KitteServer *server);
guint kitte_session_keep_count_open (KitteSessionKeep *self);
guint kitte_session_keep_count_ready (KitteSessionKeep *self);
void kitte_session_keep_close (KitteSessionKeep *self);

G_END_DECLS

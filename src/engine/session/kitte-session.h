/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSession: a server brought up to “ready for sign-in”, then signed in to or told goodbye. */
#pragma once

#include <gio/gio.h>

#include "dialog/kitte-errand.h"
#include "model/kitte-credential.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SESSION (kitte_session_get_type ())
G_DECLARE_FINAL_TYPE (KitteSession, kitte_session, KITTE, SESSION, GObject)

/* Signals: “signed-in”: user name and password were accepted; a mailbox may still have to be
 * opened. “prepared”: the preparation is over and nobody has waited for it. */
KitteSession *kitte_session_new (KitteServer *server, KitteCheck *check);

void kitte_session_allow_cleartext (KitteSession *self);

void kitte_session_stay (KitteSession *self);

void kitte_session_guess (KitteSession *self, GPtrArray *addresses);
gboolean kitte_session_narrow (KitteSession *self, KitteServer *server);

KitteServer *kitte_session_get_server (KitteSession *self);
KitteCheck *kitte_session_get_check (KitteSession *self);
KitteFinding *kitte_session_get_finding (KitteSession *self);
GInetAddress *kitte_session_get_remote_address (KitteSession *self);
gboolean kitte_session_get_encrypted (KitteSession *self);
gboolean kitte_session_get_method (KitteSession *self, KitteAuth *method);
gboolean kitte_session_get_sign_in_sent (KitteSession *self);
gboolean kitte_session_get_signed_in (KitteSession *self);
KitteServer *kitte_session_dup_proven_server (KitteSession *self, const char *username);

void kitte_session_prepare (KitteSession *self, gint64 deadline);
gboolean kitte_session_is_open (KitteSession *self);
gboolean kitte_session_is_ready (KitteSession *self);
void kitte_session_go_on (KitteSession *self, KitteCheck *check, gint64 deadline);

void kitte_session_open_async (KitteSession *self,
                               gint64 deadline,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean kitte_session_open_finish (KitteSession *self, GAsyncResult *result, GError **error);

void kitte_session_sign_in_async (KitteSession *self,
                                  KitteCredential *credential,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean kitte_session_sign_in_finish (KitteSession *self, GAsyncResult *result, GError **error);

void kitte_session_run_async (KitteSession *self,
                              KitteErrand *errand,
                              gint64 deadline,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean kitte_session_run_finish (KitteSession *self, GAsyncResult *result, GError **error);

void kitte_session_goodbye (KitteSession *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteWire: one connection that drives one dialog. */
#pragma once

#include "dialog/kitte-dialog.h"
#include "kitte-trust-store.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_WIRE (kitte_wire_get_type ())
G_DECLARE_FINAL_TYPE (KitteWire, kitte_wire, KITTE, WIRE, GObject)

/* Signal “signed-in”: user name and password were accepted; a mailbox may still have to be opened.
 */
KitteWire *kitte_wire_new (KitteServer *server, KitteTrustStore *trust, KitteCheck *check);

void kitte_wire_allow_cleartext (KitteWire *self);
void kitte_wire_ask_for_old_tls (KitteWire *self);
void kitte_wire_guess (KitteWire *self, GPtrArray *addresses);

KitteDialog *kitte_wire_get_dialog (KitteWire *self);
KitteFinding *kitte_wire_get_finding (KitteWire *self);
GInetAddress *kitte_wire_get_remote_address (KitteWire *self);

void kitte_wire_open_async (KitteWire *self,
                            gint64 deadline,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
void kitte_wire_sign_in_async (KitteWire *self,
                               KitteCredential *credential,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

void kitte_wire_run_async (KitteWire *self,
                           KitteErrand *errand,
                           gint64 deadline,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

gboolean kitte_wire_finish (KitteWire *self, GAsyncResult *result, GError **error);

void kitte_wire_keep (KitteWire *self);
gboolean kitte_wire_is_open (KitteWire *self);
void kitte_wire_go_on (KitteWire *self, KitteCheck *check, gint64 deadline);
void kitte_wire_goodbye (KitteWire *self);

G_END_DECLS

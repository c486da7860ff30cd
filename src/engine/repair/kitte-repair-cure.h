/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCure: a mailbox as it should be: the servers that were proven, and with what. */
#pragma once

#include "kitte-repair.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CURE (kitte_cure_get_type ())

/**
 * KitteCure:
 * @incoming: (nullable): the receiving server, with exactly one method; %NULL: as before
 * @also_incoming: (nullable): the receiving server of the other protocol, IMAP or POP, where some
 *   program fetches by that one
 * @outgoing: (nullable): the sending server, with exactly one method; %NULL: as before
 * @password: (nullable): what they accepted
 * @password_is_new: the programs keep another one, or none: it is stored in every program
 * @fetch_minutes: sending is opened by receiving only: mail is to be fetched when the program
 *   starts and this often; 0: no need
 * @leave_on_server: what was fetched by POP is to stay on the server
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteServer *incoming;
  KitteServer *also_incoming;
  KitteServer *outgoing;
  KitteSecret *password;
  gboolean password_is_new;
  guint fetch_minutes;
  gboolean leave_on_server;
} KitteCure;

/**
 * KitteCureRequest:
 * @password: (nullable): for receiving; for sending the same, as providers want it; %NULL: as far
 * as one can without
 * @password_is_new: the person typed it because the one that is kept is not accepted
 * @something_changed: the person’s word that something changed at the provider
 * @cleartext_hosts: (nullable): hosts the person agreed to talk to without encryption
 * @keep_mail: the person wants what is fetched by POP to stay on the server
 * @deadline: seconds; 0: the default
 */
typedef struct
{
  KitteSecret *password;
  gboolean password_is_new;
  gboolean something_changed;
  const char *const *cleartext_hosts;
  gboolean keep_mail;
  guint deadline;
} KitteCureRequest;

GType kitte_cure_get_type (void);

void kitte_repair_prove_async (KitteRepair *self,
                               const KitteCureRequest *request,
                               KitteReport *report,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KitteCure *kitte_repair_prove_finish (KitteRepair *self, GAsyncResult *result, GError **error);

KitteCure *kitte_cure_new_to_keep_mail (void);
KitteServer *kitte_cure_get_incoming (const KitteCure *self, const KitteServer *present);
KitteCure *kitte_cure_ref (KitteCure *self);
void kitte_cure_unref (KitteCure *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteCure, kitte_cure_unref)

G_END_DECLS

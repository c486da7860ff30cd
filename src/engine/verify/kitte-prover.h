/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProver: proves a list of candidates for each direction, going on only where it is harmless.
 */
#pragma once

#include "kitte-verifier.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROVER (kitte_prover_get_type ())
G_DECLARE_FINAL_TYPE (KitteProver, kitte_prover, KITTE, PROVER, GObject)

/**
 * KitteProveRequest:
 * @incoming: (nullable) (element-type KitteServer): receiving servers, best first; only those with
 *   the first one’s protocol are tried
 * @also_incoming: (nullable) (element-type KitteServer): the same mailbox by another protocol, best
 *   first; proven once everything else was, with the same credential
 * @outgoing: (nullable) (element-type KitteServer): sending servers, best first
 * @incoming_credential: (nullable): its user name counts where a server names none
 * @outgoing_credential: (nullable): the same
 *
 * @sign_in_later: the mail program signs in by the provider’s page: only servers that can do so are
 *   tried, and only that method
 *
 * The rest is as in #KitteVerifyRequest. Plain arguments; copied where they are needed longer.
 */
typedef struct
{
  GPtrArray *incoming;
  GPtrArray *also_incoming;
  GPtrArray *outgoing;
  KitteCredential *incoming_credential;
  KitteCredential *outgoing_credential;
  const char *const *cleartext_hosts;
  gboolean something_changed;
  gboolean sign_in_later;
  guint locks_after;
  KittePopBeforeSmtp pop_before_smtp;
  KitteSessionKeep *keep;
  guint deadline;
} KitteProveRequest;

KitteProver *kitte_prover_new (void);

void kitte_prover_run_async (KitteProver *self,
                             const KitteProveRequest *request,
                             KitteReport *report,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kitte_prover_run_finish (KitteProver *self, GAsyncResult *result, GError **error);

G_END_DECLS

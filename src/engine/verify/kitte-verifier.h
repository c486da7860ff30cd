/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteVerifier: proves a proposal against its servers, receiving first, within the budget. */
#pragma once

#include "kitte-budget.h"
#include "kitte-inquiry.h"
#include "model/kitte-credential.h"
#include "model/kitte-proposal.h"
#include "model/kitte-report.h"
#include "session/kitte-session-keep.h"

G_BEGIN_DECLS

#define KITTE_TYPE_VERIFIER (kitte_verifier_get_type ())
G_DECLARE_FINAL_TYPE (KitteVerifier, kitte_verifier, KITTE, VERIFIER, GObject)

/**
 * KitteVerifyRequest:
 * @incoming: (nullable): the receiving server to prove; %NULL: none
 * @outgoing: (nullable): the sending server to prove; %NULL: none
 * @incoming_credential: (nullable): %NULL: as far as one can without a password
 * @outgoing_credential: (nullable): usually the same
 * @cleartext_hosts: (nullable): hosts the person agreed to talk to without encryption
 * @something_changed: the person’s word that something changed at the provider: grants one sign-in
 * @locks_after: how many rejected sign-ins make the provider lock the sign-in; 0: not known
 * @incoming_has_more: another receiving server is tried where this one cannot be reached; then the
 *   reason is not looked for
 * @outgoing_has_more: the same for sending
 * @pop_before_smtp: what is known of the provider
 * @keep: (nullable): sessions that may be ready; used where host, port, security and methods match
 * @stay: sessions that were proven are wanted: kitte_verifier_take_session()
 * @deadline: seconds for all of it; 0: the default
 *
 * Plain arguments; nothing is kept longer than the run.
 */
typedef struct
{
  KitteServer *incoming;
  KitteServer *outgoing;
  KitteCredential *incoming_credential;
  KitteCredential *outgoing_credential;
  const char *const *cleartext_hosts;
  gboolean something_changed;
  guint locks_after;
  gboolean incoming_has_more;
  gboolean outgoing_has_more;
  KittePopBeforeSmtp pop_before_smtp;
  KitteSessionKeep *keep;
  gboolean stay;
  guint deadline;
} KitteVerifyRequest;

KitteVerifier *kitte_verifier_new (void);
KitteVerifier *kitte_verifier_new_with_budget (KitteBudget *budget);

void kitte_verifier_set_surroundings (KitteVerifier *self, const KitteSurroundings *surroundings);

void kitte_verifier_run_async (KitteVerifier *self,
                               const KitteVerifyRequest *request,
                               KitteReport *report,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean kitte_verifier_run_finish (KitteVerifier *self, GAsyncResult *result, GError **error);
KitteSession *
kitte_verifier_take_session (KitteVerifier *self, GAsyncResult *result, gboolean incoming);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteTrial: a test message to oneself: sent, awaited, and removed again. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-account.h"
#include "verify/kitte-verifier.h"

G_BEGIN_DECLS

/**
 * KitteTrialState:
 * @KITTE_TRIAL_NEW: nothing was sent
 * @KITTE_TRIAL_SENDING: on the way to the sending server
 * @KITTE_TRIAL_NOT_SENT: kitte_trial_get_finding() says why
 * @KITTE_TRIAL_AWAITED: sent, and looked for
 * @KITTE_TRIAL_ARRIVED: sent and received
 * @KITTE_TRIAL_ON_ITS_WAY: sent, and not there yet; that is no failure
 * @KITTE_TRIAL_NOT_SEEN: sent, but the mailbox cannot be looked into: see the finding
 */
typedef enum
{
  KITTE_TRIAL_NEW,
  KITTE_TRIAL_SENDING,
  KITTE_TRIAL_NOT_SENT,
  KITTE_TRIAL_AWAITED,
  KITTE_TRIAL_ARRIVED,
  KITTE_TRIAL_ON_ITS_WAY,
  KITTE_TRIAL_NOT_SEEN,
} KitteTrialState;

/* How long a message is awaited. */
#define KITTE_TRIAL_SECONDS 120

#define KITTE_TYPE_TRIAL (kitte_trial_get_type ())
G_DECLARE_FINAL_TYPE (KitteTrial, kitte_trial, KITTE, TRIAL, GObject)

/* Signal “changed”: the state is another one. */
KitteTrial *kitte_trial_new (KitteAccount *account);
KitteTrial *kitte_trial_new_with (KitteAccount *account,
                                  KitteVerifier *verifier,
                                  guint patience_ms,
                                  guint pause_ms);
gboolean kitte_trial_is_possible (const KitteAccount *account, KitteReport *report);

KitteTrialState kitte_trial_get_state (KitteTrial *self);
guint kitte_trial_get_sent_ms (KitteTrial *self);
guint kitte_trial_get_arrived_ms (KitteTrial *self);
gboolean kitte_trial_get_removed (KitteTrial *self);
KitteFinding *kitte_trial_get_finding (KitteTrial *self);
KitteServer *kitte_trial_get_server (KitteTrial *self);
const char *kitte_trial_get_transcript (KitteTrial *self);

void kitte_trial_run_async (KitteTrial *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kitte_trial_run_finish (KitteTrial *self, GAsyncResult *result, GError **error);

const char *kitte_trial_state_to_nick (KitteTrialState state);

G_END_DECLS

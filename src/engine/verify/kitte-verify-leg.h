/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteVerifyLeg: one direction of a verification, from the name to the answer to its sign-in. */
#pragma once

#include "kitte-budget.h"
#include "kitte-doubt.h"
#include "model/kitte-proposal.h"
#include "model/kitte-report.h"
#include "session/kitte-session-keep.h"

G_BEGIN_DECLS

typedef enum
{
  KITTE_LEG_WAITING,
  KITTE_LEG_OPENING,
  KITTE_LEG_READY,
  KITTE_LEG_LOOKING_FOR_TLS,
  KITTE_LEG_SIGNING_IN,
  KITTE_LEG_DONE,
} KitteLegState;

typedef struct _KitteVerifyLeg KitteVerifyLeg;

/* Called when the leg has come further: it is ready, its sign-in was accepted, or it is done. */
typedef void (*KitteLegMoved) (KitteVerifyLeg *leg, gpointer user_data);

/* Called when the connection failed before the sign-in; %TRUE: it will be opened again. */
typedef gboolean (*KitteLegFailed) (KitteVerifyLeg *leg,
                                    const KitteFinding *finding,
                                    gpointer user_data);

/**
 * KitteVerifyLeg:
 * @remote: (nullable): which of the host’s addresses answered
 * @moved: (nullable): %NULL once nobody waits for the leg any more
 * @most: how many sign-ins may fail at the server; 0: as many as anywhere
 * @pop_before_smtp: what is known of the provider
 * @receives_too: (nullable): the server that receives for the same mailbox
 * @addresses: (nullable): the addresses of the sign-in that the budget allowed
 * @held: (nullable): a failure that waits until it is known whether others came before
 * @doubt: (nullable): what is asked of others about this server
 * @has_more: another candidate stands behind this one
 * @keep: (nullable): where a session may be ready
 * @kept: the session was kept ready: that the server closed it while it waited says nothing
 * @signed_in: user name and password were accepted
 * @stay: the session is wanted after the sign-in
 * @stayed: (nullable): the session that was signed in and stays
 * @concluded: the session has nothing more to say
 */
struct _KitteVerifyLeg
{
  KitteServer *server;
  KitteCredential *credential;
  KitteReport *report;
  KitteCheck *check;
  KitteBudget *budget;
  KitteSessionKeep *keep;
  KitteSession *session;
  GCancellable *cancellable;
  GInetAddress *remote;
  KitteLegState state;
  KitteLegMoved moved;
  KitteLegFailed failed;
  gpointer user_data;
  gint64 deadline;
  guint most;
  KittePopBeforeSmtp pop_before_smtp;
  KitteServer *receives_too;
  char **addresses;
  KitteFinding *held;
  KitteDoubt *doubt;
  const KitteSurroundings *surroundings;
  KitteSession *stayed;
  gboolean stay;
  gboolean has_more;
  gboolean kept;
  gboolean cleartext_allowed;
  gboolean something_changed;
  gboolean signed_in;
  gboolean concluded;
};

KitteVerifyLeg *kitte_verify_leg_new (KitteServer *server,
                                      KitteCredential *credential,
                                      KitteReport *report,
                                      KitteBudget *budget);
void kitte_verify_leg_unref (KitteVerifyLeg *self);

void kitte_verify_leg_open (KitteVerifyLeg *self);
void kitte_verify_leg_decide (KitteVerifyLeg *self);
void kitte_verify_leg_skip (KitteVerifyLeg *self);
void kitte_verify_leg_cancel (KitteVerifyLeg *self);
void kitte_verify_leg_put_off (KitteVerifyLeg *self);

gboolean kitte_verify_leg_may_give_way (KitteFindingCode code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteVerifyLeg, kitte_verify_leg_unref)

G_END_DECLS

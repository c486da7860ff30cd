/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteBudget: how often a host may still be signed in to, remembered across runs. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-credential.h"
#include "model/kitte-protocol.h"

G_BEGIN_DECLS

/* At most so many sign-ins may fail at one host in so many seconds: providers that publish a number
 * lock after five or more. */
#define KITTE_BUDGET_MOST 3
#define KITTE_BUDGET_WINDOW 600

/**
 * KitteBudgetPlace:
 * @protocol: what is spoken there
 * @host: the server’s name
 * @addresses: (nullable): the name’s addresses; hosts that have one in common are one server
 * @most: how many sign-ins may fail there; 0, or more than it: %KITTE_BUDGET_MOST
 *
 * Where a sign-in is made. A value that the caller keeps; copied where it is needed longer.
 */
typedef struct
{
  KitteProtocol protocol;
  const char *host;
  const char *const *addresses;
  guint most;
} KitteBudgetPlace;

/**
 * KitteBudgetVerdict:
 * @KITTE_BUDGET_ALLOWED: one sign-in may be made; its outcome must be told
 * @KITTE_BUDGET_REJECTED_BEFORE: this user name was rejected by this host through this protocol,
 * and nothing is known to have changed since
 * @KITTE_BUDGET_SPENT: too many sign-ins have failed at this server, through any protocol
 */
typedef enum
{
  KITTE_BUDGET_ALLOWED,
  KITTE_BUDGET_REJECTED_BEFORE,
  KITTE_BUDGET_SPENT,
} KitteBudgetVerdict;

/**
 * KitteBudgetOutcome:
 * @KITTE_BUDGET_ACCEPTED: what this user name failed before through this protocol no longer counts
 * @KITTE_BUDGET_REJECTED: the host judged user name and password and said no
 * @KITTE_BUDGET_UNCLEAR: the host may count it as failed: the connection broke, or it did not say
 * @KITTE_BUDGET_NOT_JUDGED: the host said that it could not judge the password at the moment, or
 *   that all but the password is in the way. That is no failed sign-in, unless others are on
 *   record there: then it may be how a lock-out looks, and counts
 * @KITTE_BUDGET_UNSENT: nothing was sent after all
 */
typedef enum
{
  KITTE_BUDGET_ACCEPTED,
  KITTE_BUDGET_REJECTED,
  KITTE_BUDGET_UNCLEAR,
  KITTE_BUDGET_NOT_JUDGED,
  KITTE_BUDGET_UNSENT,
} KitteBudgetOutcome;

#define KITTE_TYPE_BUDGET (kitte_budget_get_type ())
G_DECLARE_FINAL_TYPE (KitteBudget, kitte_budget, KITTE, BUDGET, GObject)

KitteBudget *kitte_budget_new (const char *file, gint64 (*now) (void));
KitteBudget *kitte_budget_get_default (void);

KitteBudgetVerdict kitte_budget_begin (KitteBudget *self,
                                       const KitteBudgetPlace *place,
                                       KitteCredential *credential,
                                       gboolean something_changed,
                                       guint *seconds);
void kitte_budget_end (KitteBudget *self,
                       const KitteBudgetPlace *place,
                       KitteCredential *credential,
                       KitteBudgetOutcome outcome);
guint kitte_budget_count_failures (KitteBudget *self, const KitteBudgetPlace *place);

void kitte_budget_begin_async (KitteBudget *self,
                               const KitteBudgetPlace *place,
                               KitteCredential *credential,
                               gboolean something_changed,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KitteBudgetVerdict
kitte_budget_begin_finish (KitteBudget *self, GAsyncResult *result, guint *seconds);

void kitte_budget_end_async (KitteBudget *self,
                             const KitteBudgetPlace *place,
                             KitteCredential *credential,
                             KitteBudgetOutcome outcome,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
void kitte_budget_end_finish (KitteBudget *self, GAsyncResult *result);

void kitte_budget_count_failures_async (KitteBudget *self,
                                        const KitteBudgetPlace *place,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
guint kitte_budget_count_failures_finish (KitteBudget *self, GAsyncResult *result);

G_END_DECLS

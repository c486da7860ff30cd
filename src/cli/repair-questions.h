/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittectlRepairing: repair at work on one mailbox, and what it asks the person about it. */
#pragma once

#include "kittectl.h"
#include "repair/kitte-repair-plan.h"

G_BEGIN_DECLS

/* One mailbox after the other, each with its own report, its own answers and its own place in the
 * output. */
typedef struct
{
  KittectlRun *run;
  GHashTable *given; /* answers of the command line */
  GPtrArray *repairs;
  guint index;
  KitteSecret *password;
  KitteRepair *password_of; /* whose mailbox it opens */
  KitteCure *cure;
  KitteRepairPlan *plan;
  JsonBuilder *builder;
  KittectlStatus status;
  gboolean password_read;   /* the one on standard input */
  gboolean password_stored; /* it is the one that a program keeps */
  gboolean password_is_new; /* it takes the place of the one that a program keeps */
} KittectlRepairing;

KitteRepair *kittectl_repairing_get_current (KittectlRepairing *self);
const char *kittectl_repairing_get_answer (KittectlRepairing *self, const char *key);
gboolean kittectl_repairing_has_yes (KittectlRepairing *self, const char *key);
gboolean kittectl_repairing_is_conversation (KittectlRepairing *self);

KitteAsk *kittectl_repairing_make_password_ask (KittectlRepairing *self);
gboolean kittectl_repairing_has_password (KittectlRepairing *self, GError **error);
gboolean kittectl_repairing_has_new_password (KittectlRepairing *self, GError **error);
gboolean kittectl_repairing_is_declined (KittectlRepairing *self, GError **error);
gboolean kittectl_repairing_keeps_mail (KittectlRepairing *self, GError **error);
KitteAsk *kittectl_repairing_ask_for_provider (KittectlRepairing *self, GError **error);
gboolean kittectl_repairing_answer_asks (KittectlRepairing *self, GError **error);

G_END_DECLS

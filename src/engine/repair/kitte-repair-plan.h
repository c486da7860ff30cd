/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRepairPlan: the smallest change that gives a mailbox what was proven, in every program. */
#pragma once

#include "kitte-repair-cure.h"

G_BEGIN_DECLS

/**
 * KitteDeed:
 * @what: for scripts: `port`, `smtp-auth`, `pop-before-smtp`, …
 * @incoming: whether it is about receiving; else about sending
 * @from: (nullable): as it was, in words for people
 * @to: (nullable): as it will be
 * @text: all of it on one line, in the words of provider pages: “port for sending: 25 → 587”
 *
 * One thing that is done to an account.
 */
typedef struct
{
  char *what;
  gboolean incoming;
  char *from;
  char *to;
  char *text;
} KitteDeed;

/**
 * KitteRepairStep:
 * @account: whose account it is about; belongs to the repair
 * @deeds: (element-type KitteDeed): what is done to it; what is to be done by hand with @why
 * @why: (nullable): why Kitte cannot write it, for the person; %NULL: it is in the change set
 * @by_hand: (nullable): where the program shows these settings, and what is to stand there
 * @n_files: how many files of the change set are of this account, from @first_file on
 */
typedef struct
{
  KitteRepairAccount *account;
  GPtrArray *deeds;
  char *why;
  char *by_hand;
  guint first_file;
  guint n_files;
} KitteRepairStep;

#define KITTE_TYPE_REPAIR_PLAN (kitte_repair_plan_get_type ())

/**
 * KitteRepairPlan:
 * @repair: keeps the accounts
 * @changes: (nullable): what will be written and stored in all programs, in one go; %NULL: nothing
 * @steps: (element-type KitteRepairStep): one for each account that is not right yet
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteRepair *repair;
  KitteChangeSet *changes;
  GPtrArray *steps;
} KitteRepairPlan;

GType kitte_repair_plan_get_type (void);

KitteRepairPlan *kitte_repair_plan_new (KitteRepair *repair, const KitteCure *cure, GError **error);
KitteRepairPlan *kitte_repair_plan_ref (KitteRepairPlan *self);
void kitte_repair_plan_unref (KitteRepairPlan *self);

const KitteRepairStep *kitte_repair_plan_find (const KitteRepairPlan *self,
                                               const KitteRepairAccount *account);
char *kitte_repair_plan_describe (const KitteRepairPlan *self);
char *kitte_repair_plan_describe_by_hand (const KitteRepairPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteRepairPlan, kitte_repair_plan_unref)

G_END_DECLS

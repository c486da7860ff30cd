/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What KitteWriting has done in a worker thread: finding programs and planning for them. */
#pragma once

#include "clients/kitte-plan.h"
#include "clients/kitte-preselection.h"
#include "repair/kitte-repair-plan.h"

G_BEGIN_DECLS

/**
 * KitteWritingWork:
 * @clients: every mail program Kitte knows
 * @installations: to plan for; or those found
 * @account: (nullable): to be written; else @repair with @cure
 * @repair_plan: (nullable): what the repair takes
 * @changes: (nullable): what was planned
 * @for_existing: (element-type KitteForExisting): for each of @installations
 * @notes: (nullable) (element-type KittePlanNote): what else there is to say
 * @preselections: (nullable) (element-type KittePreselection): for each of those found
 * @left_out: (nullable) (element-type KitteLeftOut): for whom not, and why
 *
 * What a worker thread gets and gives back: nothing that belongs to the window.
 */
typedef struct
{
  GPtrArray *clients;
  GPtrArray *installations;
  KitteAccount *account;
  KitteRepair *repair;
  KitteCure *cure;
  KitteRepairPlan *repair_plan;
  KitteChangeSet *changes;
  GArray *for_existing;
  GPtrArray *left_out;
  GPtrArray *notes;
  GPtrArray *preselections;
} KitteWritingWork;

KitteWritingWork *kitte_writing_work_new (GPtrArray *clients);
void kitte_writing_work_free (KitteWritingWork *self);

/* Both are a GTaskThreadFunc whose task data is a KitteWritingWork. */
void
kitte_writing_work_find (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);
void
kitte_writing_work_plan (GTask *task, gpointer source, gpointer data, GCancellable *cancellable);

G_END_DECLS

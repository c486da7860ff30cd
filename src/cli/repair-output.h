/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What repair says of one mailbox: rows for scripts, lines for people. */
#pragma once

#include "kittectl.h"
#include "repair/kitte-repair-plan.h"

G_BEGIN_DECLS

/**
 * KittectlRepaired:
 * @cure: (nullable): what was proven
 * @plan: (nullable): what it takes
 * @report: (nullable): the check
 * @proposal: (nullable): for the sentences of the check
 * @asks: (nullable): what only the person can say
 * @error: (nullable): why nothing was written
 * @undo_id: (nullable): how to take it back
 */
typedef struct
{
  KitteRepair *repair;
  KitteCure *cure;
  KitteRepairPlan *plan;
  KitteReport *report;
  KitteProposal *proposal;
  GPtrArray *asks;
  const GError *error;
  const char *undo_id;
} KittectlRepaired;

void kittectl_json_repaired (JsonBuilder *builder, const KittectlRepaired *repaired);
void kittectl_print_mailbox (KitteRepair *repair);
void kittectl_print_repair_plan (const KitteRepairPlan *plan);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list of sign-ins that failed means for the next one at a place. */
#pragma once

#include "kitte-budget-file.h"
#include "kitte-budget.h"

G_BEGIN_DECLS

KitteBudgetEntry *kitte_budget_ledger_find_rejected (GPtrArray *entries,
                                                     const KitteBudgetPlace *place,
                                                     const KitteCredential *credential);
const KitteBudgetEntry *kitte_budget_ledger_find_in_the_way (GPtrArray *entries,
                                                             const KitteBudgetPlace *place);
KitteBudgetEntry *kitte_budget_ledger_add (GPtrArray *entries,
                                           const KitteBudgetPlace *place,
                                           const KitteCredential *credential,
                                           gint64 now);
KitteBudgetEntry *kitte_budget_ledger_find_sent (GPtrArray *entries,
                                                 const KitteBudgetPlace *place,
                                                 const KitteCredential *credential,
                                                 gint64 now);
guint kitte_budget_ledger_count (GPtrArray *entries, const KitteBudgetPlace *place);
void kitte_budget_ledger_clear (GPtrArray *entries,
                                const KitteBudgetPlace *place,
                                const KitteCredential *credential);

G_END_DECLS

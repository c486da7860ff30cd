/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The way through the wizard, as a table one can read. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-flow.h"

typedef struct
{
  KittePageId page;
  KitteOutcome outcome;
  KittePageId next;
} KitteStepRow;

static const KitteStepRow flow[] = {
  { KITTE_PAGE_ID_START, KITTE_OUTCOME_CONTINUE, KITTE_PAGE_ID_CHECK },
  { KITTE_PAGE_ID_START, KITTE_OUTCOME_REPAIR, KITTE_PAGE_ID_REPAIR },
  { KITTE_PAGE_ID_START, KITTE_OUTCOME_ACCOUNTS, KITTE_PAGE_ID_ACCOUNTS },
  { KITTE_PAGE_ID_ACCOUNTS, KITTE_OUTCOME_REPAIR, KITTE_PAGE_ID_REPAIR },
  { KITTE_PAGE_ID_ACCOUNTS, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_START, KITTE_OUTCOME_CHANGES, KITTE_PAGE_ID_CHANGES },
  { KITTE_PAGE_ID_START, KITTE_OUTCOME_EXPLAIN, KITTE_PAGE_ID_EXPLAIN },
  { KITTE_PAGE_ID_START, KITTE_OUTCOME_BY_HAND, KITTE_PAGE_ID_BY_HAND },
  { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_BY_HAND, KITTE_PAGE_ID_BY_HAND },
  { KITTE_PAGE_ID_BY_HAND, KITTE_OUTCOME_CONTINUE, KITTE_PAGE_ID_CHECK },
  { KITTE_PAGE_ID_BY_HAND, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_PROVEN, KITTE_PAGE_ID_READY },
  { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_RETYPE, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_READY, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_READY, KITTE_OUTCOME_AGAIN, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_REPAIR, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_CHANGES, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  { KITTE_PAGE_ID_EXPLAIN, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
};

/**
 * kitte_flow_next:
 * @page: the page on screen
 * @outcome: what came of it
 *
 * Returns: the page to show; @page itself where @outcome leads nowhere from there
 */
KittePageId
kitte_flow_next (KittePageId page, KitteOutcome outcome)
{
  for (gsize i = 0; i < G_N_ELEMENTS (flow); i++)
    if (flow[i].page == page && flow[i].outcome == outcome)
      return flow[i].next;
  return page;
}

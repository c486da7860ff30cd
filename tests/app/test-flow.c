/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page follows which result. */
#include "kitte-flow.h"

static void
test_table (void)
{
  static const struct
  {
    KittePageId page;
    KitteOutcome outcome;
    KittePageId next;
  } cases[] = {
    { KITTE_PAGE_ID_START, KITTE_OUTCOME_CONTINUE, KITTE_PAGE_ID_CHECK },
    { KITTE_PAGE_ID_START, KITTE_OUTCOME_PROVEN, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_START, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_PROVEN, KITTE_PAGE_ID_READY },
    { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_RETYPE, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_CHECK, KITTE_OUTCOME_CONTINUE, KITTE_PAGE_ID_CHECK },
    { KITTE_PAGE_ID_READY, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_READY, KITTE_OUTCOME_AGAIN, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_READY, KITTE_OUTCOME_PROVEN, KITTE_PAGE_ID_READY },
    { KITTE_PAGE_ID_START, KITTE_OUTCOME_REPAIR, KITTE_PAGE_ID_REPAIR },
    { KITTE_PAGE_ID_REPAIR, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_START, KITTE_OUTCOME_CHANGES, KITTE_PAGE_ID_CHANGES },
    { KITTE_PAGE_ID_CHANGES, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
    { KITTE_PAGE_ID_START, KITTE_OUTCOME_EXPLAIN, KITTE_PAGE_ID_EXPLAIN },
    { KITTE_PAGE_ID_EXPLAIN, KITTE_OUTCOME_BACK, KITTE_PAGE_ID_START },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (kitte_flow_next (cases[i].page, cases[i].outcome), ==, cases[i].next);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/flow/table", test_table);
  return g_test_run ();
}

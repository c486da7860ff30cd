/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of a change in a process of its own, for killed-at-system-calls to kill. */
#include "config.h"

#include <stdlib.h>

#include "support/change-fixture.h"

static gboolean
run (ChangeFixture *fixture, const char *step)
{
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (KitteChangeSet) changes = NULL;
  g_autofree char *id = NULL;

  if (g_str_equal (step, "apply"))
    {
      changes = change_fixture_make_plan (fixture);
      id = kitte_apply_run (changes, &context, NULL);
      return id != NULL;
    }
  if (g_str_equal (step, "undo"))
    return kitte_undo_run (fixture->owners, NULL, &context, NULL);
  return g_str_equal (step, "recover") && kitte_recover_run (fixture->owners, &context, NULL);
}

/* driver FOLDER seed|apply|undo|recover */
int
main (int argc, char *argv[])
{
  ChangeFixture fixture = { 0 };

  g_assert (argc == 3);
  test_home_init_at (argv[1]);
  if (g_str_equal (argv[2], "seed"))
    change_fixture_set_up (&fixture, NULL);
  else
    change_fixture_open (&fixture);
  return g_str_equal (argv[2], "seed") || run (&fixture, argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step with the three mail programs in a process of its own, for killed-in-programs to kill. */
#include "config.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#include "support/lived-in.h"

static gboolean
write_plan (TestLivedIn *home, gboolean old, KitteForExisting for_existing)
{
  g_autoptr (KittePlan) plan = test_lived_in_plan (home, old, for_existing, NULL);
  g_autofree char *id = NULL;

  if (plan == NULL || plan->left_out->len > 0)
    return FALSE;
  id = test_lived_in_apply (home, plan, NULL);
  return id != NULL;
}

static gboolean
seed_old (TestLivedIn *home)
{
  gboolean done;

  test_lived_in_lay_out (home);
  done = write_plan (home, TRUE, KITTE_FOR_EXISTING_LEAVE);
  test_lived_in_forget (home);
  return done;
}

static gboolean
run (TestLivedIn *home, const char *step)
{
  if (g_str_equal (step, "seed-fresh"))
    return TRUE;
  if (g_str_equal (step, "seed-old"))
    return seed_old (home);
  if (g_str_equal (step, "set-up"))
    return write_plan (home, FALSE, KITTE_FOR_EXISTING_LEAVE);
  if (g_str_equal (step, "repair"))
    return write_plan (home, FALSE, KITTE_FOR_EXISTING_REPAIR);
  if (g_str_equal (step, "undo"))
    return test_lived_in_undo (home, NULL);
  if (g_str_equal (step, "recover"))
    return test_lived_in_recover (home, NULL);
  g_assert_true (g_str_equal (step, "seed-lived-in") || g_str_equal (step, "use"));
  if (g_str_equal (step, "use"))
    test_lived_in_use (home);
  else
    test_lived_in_lay_out (home);
  return TRUE;
}

/* driver FOLDER seed-fresh|seed-lived-in|seed-old|set-up|repair|use|undo|recover */
int
main (int argc, char *argv[])
{
  TestLivedIn home = { 0 };
  g_autofree char *runtime = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  runtime = g_build_filename (argv[1], "run", NULL);
  g_assert_no_errno (g_mkdir_with_parents (runtime, 0700));
  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  test_home_init_at (argv[1]);
  test_lived_in_open (&home);
  return run (&home, argv[2]) ? EXIT_SUCCESS : EXIT_FAILURE;
}

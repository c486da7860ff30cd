/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of taking back: after use, one of two changes, and whatever a kill left half done. */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/change-fixture.h"

/* Somebody wrote one file since: our part goes, theirs stays, and no file goes back as a whole. */
static void
test_undo_after_use (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *id = change_fixture_apply (fixture);

  test_home_write (&fixture->home, "files/prefs", "new\ntheirs\nours one\nafter\n", 0640);
  test_home_write (&fixture->home, "files/new/deep/mail", "a message\n", 0600);
  change_fixture_undo (fixture, id);
  change_fixture_assert_content (fixture, "files/prefs", "new\ntheirs\nafter\n");
  change_fixture_assert_content (fixture, "files/clear", "password " CLEAR_SECRET "\n");
  change_fixture_assert_content (fixture, "files/dotfiles/linked", "linked\n");
  change_fixture_assert_content (fixture, "files/new/deep/file", NULL);
  change_fixture_assert_content (fixture, "files/new/deep/mail", "a message\n");
  g_assert_cmpuint (change_fixture_count_entries (), ==, 0);
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 1);
}

static void
test_two_changes (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *first = change_fixture_apply (fixture);
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("jiro@example.test");
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autofree char *second = NULL;

  change_fixture_plan_line (changes, fixture, "files/prefs", "second");
  second = kitte_apply_run (changes, &context, NULL);
  g_assert_nonnull (second);
  change_fixture_undo (fixture, first);
  change_fixture_assert_content (fixture, "files/prefs", "theirs\nsecond\n");
  change_fixture_undo (fixture, second);
  change_fixture_assert_as_before (fixture);
}

/* From the last step on nothing can be removed from the folder any more. */
static gboolean
close_folder (const char *step, gpointer data, GError **error)
{
  if (g_str_equal (step, "commit"))
    g_assert_no_errno (g_chmod (data, 0500));
  return TRUE;
}

/* What could not be tidied is not offered for undo again, and goes at the first start that can. */
static void
test_undo_leaves_rubbish (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *id = change_fixture_apply (fixture);
  g_autofree char *folder = test_home_path (&fixture->home, "files");
  g_autofree char *entry = g_build_filename (fixture->home.state, "kitte/changes", id, NULL);
  g_autofree char *leftover = NULL;
  KitteApplyContext context = change_fixture_make_context (fixture);
  const char *ids[] = { NULL, id };

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }
  context.step = close_folder;
  context.step_data = folder;
  g_assert_true (kitte_undo_run (fixture->owners, id, &context, NULL));
  leftover = change_fixture_describe (fixture);
  g_assert_nonnull (strstr (leftover, ".kitte-"));
  g_assert_cmpuint (change_fixture_count_entries (), ==, 0);
  context.step = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kitte_undo_run (fixture->owners, ids[i], &context, &error));
      g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NOTHING_TO_UNDO);
    }
  change_fixture_recover (fixture);
  g_assert_true (g_file_test (entry, G_FILE_TEST_IS_DIR));
  g_assert_no_errno (g_chmod (folder, 0700));
  change_fixture_recover (fixture);
  g_assert_false (g_file_test (entry, G_FILE_TEST_EXISTS));
  change_fixture_assert_as_before (fixture);
}

static void
test_unknown_undo (ChangeFixture *fixture, gconstpointer data)
{
  KitteApplyContext context = change_fixture_make_context (fixture);
  const char *ids[] = { NULL, "20200101-000000-0000", "../../secrets", "" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kitte_undo_run (fixture->owners, ids[i], &context, &error));
      g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NOTHING_TO_UNDO);
    }
}

static void
test_undo_locked_keyring (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *id = change_fixture_apply (fixture);
  g_autofree char *after = change_fixture_describe (fixture);
  g_autofree char *now = NULL;
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;

  test_folder_store_set_locked (fixture->store, TRUE);
  g_assert_false (kitte_undo_run (fixture->owners, id, &context, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE);
  now = change_fixture_describe (fixture);
  g_assert_cmpstr (now, ==, after);
  test_folder_store_set_locked (fixture->store, FALSE);
  change_fixture_undo (fixture, id);
  change_fixture_assert_as_before (fixture);
}

static gboolean
die_in_child (ChangeFixture *fixture, guint n, const char *undo_id)
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      KitteApplyContext context = change_fixture_make_context (fixture);
      Countdown countdown = { n, TRUE };
      g_autoptr (KitteChangeSet) changes = NULL;

      context.step = change_fixture_count_down;
      context.step_data = &countdown;
      if (undo_id != NULL)
        _exit (kitte_undo_run (fixture->owners, undo_id, &context, NULL) ? 0 : 1);
      changes = change_fixture_make_plan (fixture);
      _exit (kitte_apply_run (changes, &context, NULL) != NULL ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 0)
    return FALSE;
  g_assert_cmpint (WEXITSTATUS (status), ==, 42);
  return TRUE;
}

/* A closed keyring is not waited for: the person undoes once more when it is open. */
static void
test_undo_killed_before_locked_keyring (ChangeFixture *fixture, gconstpointer data)
{
  guint n = 0;
  g_autofree char *id = change_fixture_apply (fixture);

  /* The last step of an undo is the keyring’s. */
  while (die_in_child (fixture, n, id))
    {
      test_folder_store_set_locked (fixture->store, TRUE);
      change_fixture_recover (fixture);
      test_folder_store_set_locked (fixture->store, FALSE);
      g_assert_cmpuint (change_fixture_count_entries (), ==, 1);
      n++;
    }
  g_assert_cmpuint (n, >, 8);
  change_fixture_assert_as_before (fixture);
}

/* Killed at each step: the next start finds all of it or nothing of it. */
static void
test_killed_at_every_step (ChangeFixture *fixture, gconstpointer data)
{
  for (guint n = 0; die_in_child (fixture, n, NULL); n++)
    {
      g_assert_cmpuint (n, <, MAX_STEPS);
      change_fixture_recover (fixture);
      change_fixture_recover (fixture);
      if (change_fixture_count_entries () == 1)
        {
          g_autofree char *leftover = change_fixture_describe (fixture);

          change_fixture_assert_all_written (fixture);
          g_assert_null (strstr (leftover, ".kitte-"));
          change_fixture_undo (fixture, NULL);
        }
      change_fixture_assert_as_before (fixture);
    }
  change_fixture_assert_all_written (fixture);
}

/* The next start finds nothing of the undo, or completes it, with the keyring. */
static void
test_undo_killed_at_every_step (ChangeFixture *fixture, gconstpointer data)
{
  guint completed = 0;

  for (guint n = 0; n < MAX_STEPS; n++)
    {
      g_autofree char *id = change_fixture_apply (fixture);
      g_autofree char *after = change_fixture_describe (fixture);
      g_autofree char *now = NULL;

      if (!die_in_child (fixture, n, id))
        {
          g_assert_cmpuint (n, >, 8);
          g_assert_cmpuint (completed, >, 0);
          change_fixture_assert_as_before (fixture);
          return;
        }
      change_fixture_recover (fixture);
      if (change_fixture_count_entries () == 0)
        {
          change_fixture_assert_as_before (fixture);
          completed++;
          continue;
        }
      now = change_fixture_describe (fixture);
      g_assert_cmpstr (now, ==, after);
      change_fixture_undo (fixture, id);
      change_fixture_assert_as_before (fixture);
    }
  g_assert_not_reached ();
}

/* Killed, and before the next start the mail program wrote its file: theirs stays, ours goes. */
static void
test_killed_and_used (ChangeFixture *fixture, gconstpointer data)
{
  for (guint n = 0; n < MAX_STEPS; n++)
    {
      g_autofree char *prefs = NULL;

      if (!die_in_child (fixture, n, NULL))
        return;
      prefs = test_home_read (&fixture->home, "files/prefs");
      if (strstr (prefs, "ours one") == NULL || change_fixture_count_entries () == 1)
        {
          change_fixture_recover (fixture);
          if (change_fixture_count_entries () == 1)
            change_fixture_undo (fixture, NULL);
          continue;
        }
      test_home_write (&fixture->home, "files/prefs", "theirs\nours one\nused\n", 0640);
      change_fixture_recover (fixture);
      if (change_fixture_count_entries () == 1)
        change_fixture_undo (fixture, NULL);
      change_fixture_assert_content (fixture, "files/prefs", "theirs\nused\n");
      change_fixture_assert_content (fixture, "files/clear", "password " CLEAR_SECRET "\n");
      test_home_write (&fixture->home, "files/prefs", "theirs\n", 0640);
      change_fixture_assert_as_before (fixture);
    }
}

/* Killed, and at the next start the mail program is open: its files wait until it is closed. */
static void
test_killed_and_running (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *lock_path = test_home_path (&fixture->home, "parentlock");
  gboolean waited = FALSE;

  for (guint n = 0; die_in_child (fixture, n, NULL); n++)
    {
      GPid pid = change_fixture_hold_lock (lock_path);
      g_autofree char *left = change_fixture_describe (fixture);
      g_autofree char *now = NULL;

      change_fixture_recover (fixture);
      now = change_fixture_describe (fixture);
      if (strstr (left, ".kitte-") != NULL && change_fixture_count_entries () == 0)
        {
          g_assert_cmpstr (now, ==, left);
          waited = TRUE;
        }
      change_fixture_stop (pid);
      change_fixture_recover (fixture);
      if (change_fixture_count_entries () == 1)
        change_fixture_undo (fixture, NULL);
      change_fixture_assert_as_before (fixture);
    }
  g_assert_true (waited);
}

/* After a month the old bytes and the replaced secret are nobody's business any more. */
static void
test_forgotten (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *id = change_fixture_apply (fixture);
  g_autofree char *name = g_build_filename ("state/kitte/changes", id, "journal.json", NULL);
  g_autofree char *folder = g_build_filename (fixture->home.state, "kitte/changes", id, NULL);
  g_autofree char *text = test_home_read (&fixture->home, name);
  g_autoptr (GString) edited = g_string_new (text);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *today = g_strdup (strstr (text, "\"time\" : "));

  *strchr (today, ',') = '\0';
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 3);
  for (guint days = 29; days <= 31; days += 2)
    {
      g_autofree char *old =
          g_strdup_printf ("\"time\" : %" G_GINT64_FORMAT, now - (gint64) days * 24 * 60 * 60);

      g_assert_cmpuint (g_string_replace (edited, today, old, 0), ==, 1);
      g_free (today);
      today = g_strdup (old);
      test_home_write (&fixture->home, name, edited->str, 0600);
      change_fixture_recover (fixture);
      g_assert_cmpint (g_file_test (folder, G_FILE_TEST_EXISTS), ==, days < 30);
    }
  g_assert_cmpuint (change_fixture_count_entries (), ==, 0);
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 2);
  change_fixture_assert_all_written (fixture);
}

/* The record does not grow: the oldest change is forgotten for the newest. */
static void
test_bounded (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *folder = NULL;

  for (guint i = 0; i < 52; i++)
    {
      g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("taro@example.test");
      KitteApplyContext context = change_fixture_make_context (fixture);
      g_autofree char *line = g_strdup_printf ("line %u", i);
      g_autofree char *id = NULL;

      change_fixture_plan_line (changes, fixture, "files/prefs", line);
      id = kitte_apply_run (changes, &context, NULL);
      g_assert_nonnull (id);
      if (first == NULL)
        first = g_steal_pointer (&id);
    }
  change_fixture_recover (fixture);
  g_assert_cmpuint (change_fixture_count_entries (), ==, 50);
  folder = g_build_filename (fixture->home.state, "kitte/changes", first, NULL);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* An old secret that a program's own store keeps goes from its file at the same time. */
static void
test_forgotten_in_files (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("taro@example.test");
  g_autofree char *path = test_home_path (&fixture->home, "files/prefs");
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GBytes) before = kitte_change_set_read (changes, path, 1000, NULL);
  g_autoptr (GBytes) after = g_bytes_new_static ("theirs\nkept\nours\n", 17);
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) edited = NULL;
  g_autofree char *today = NULL;

  g_assert_nonnull (before);
  kitte_change_set_write (changes, "thunderbird", path, after, 0600, NULL, NULL);
  kitte_change_set_set_holds_secrets (changes, path);
  kitte_change_set_set_keeps (changes, path);
  id = kitte_apply_run (changes, &context, NULL);
  g_assert_nonnull (id);
  name = g_build_filename ("state/kitte/changes", id, "journal.json", NULL);
  text = test_home_read (&fixture->home, name);
  edited = g_string_new (text);
  today = g_strdup (strstr (text, "\"time\" : "));
  *strchr (today, ',') = '\0';
  g_assert_cmpuint (g_string_replace (edited, today, "\"time\" : 1000000000", 0), ==, 1);
  test_home_write (&fixture->home, name, edited->str, 0600);
  change_fixture_recover (fixture);
  change_fixture_assert_content (fixture, "files/prefs", "theirs\nours\n");
  g_assert_cmpuint (change_fixture_count_entries (), ==, 0);
}

/* A disk that refused an undo, and then even the word that it is over, leaves the word that it has
 * begun: the change is still there, and can still be taken back. */
static void
test_undo_never_begun (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *id = change_fixture_apply (fixture);
  g_autofree char *name = g_build_filename ("state/kitte/changes", id, "journal.json", NULL);
  g_autofree char *text = test_home_read (&fixture->home, name);
  g_autoptr (GString) edited = g_string_new (text);

  g_assert_cmpuint (g_string_replace (edited, "\"taking-back\" : false", "\"taking-back\" : true",
                                      0),
                    ==, 1);
  test_home_write (&fixture->home, name, edited->str, 0600);
  change_fixture_recover (fixture);
  change_fixture_assert_all_written (fixture);
  change_fixture_undo (fixture, id);
  change_fixture_assert_as_before (fixture);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/change/undo/" name, ChangeFixture, NULL, change_fixture_set_up, function,          \
              change_fixture_tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("after-use", test_undo_after_use);
  ADD ("two-changes", test_two_changes);
  ADD ("leaves-rubbish", test_undo_leaves_rubbish);
  ADD ("unknown", test_unknown_undo);
  ADD ("locked-keyring", test_undo_locked_keyring);
  ADD ("killed-at-every-step", test_killed_at_every_step);
  ADD ("undo-killed-at-every-step", test_undo_killed_at_every_step);
  ADD ("undo-killed-before-locked-keyring", test_undo_killed_before_locked_keyring);
  ADD ("never-begun", test_undo_never_begun);
  ADD ("killed-and-used", test_killed_and_used);
  ADD ("killed-and-running", test_killed_and_running);
  ADD ("bounded", test_bounded);
  ADD ("forgotten", test_forgotten);
  ADD ("forgotten-in-files", test_forgotten_in_files);
  return g_test_run ();
}

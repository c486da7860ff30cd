/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of applying: all or nothing at every step, disks that are full or read-only, files changed
 * by others, secrets nowhere but in the store. */
#define _GNU_SOURCE
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "support/change-fixture.h"

static void
test_round_trip (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *prefs = test_home_path (&fixture->home, "files/prefs");
  g_autofree char *link_path = test_home_path (&fixture->home, "files/link");
  g_autofree char *id = change_fixture_apply (fixture);
  g_autoptr (GPtrArray) list = kitte_undo_list (NULL);
  KitteUndoEntry *entry = list->pdata[0];
  struct stat info;

  change_fixture_assert_all_written (fixture);
  g_assert_no_errno (stat (prefs, &info));
  g_assert_cmpuint (info.st_mode & 07777, ==, 0640);
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (entry->id, ==, id);
  g_assert_cmpstr (entry->title, ==, "taro@example.test");
  g_assert_cmpstr (entry->clients[0], ==, "thunderbird");
  g_assert_null (entry->clients[1]);
  change_fixture_undo (fixture, NULL);
  change_fixture_assert_as_before (fixture);
}

/* Access lists are such attributes too. */
static void
test_attributes (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *prefs = test_home_path (&fixture->home, "files/prefs");
  g_autofree char *id = NULL;
  char value[8] = { 0 };

  if (setxattr (prefs, "user.note", "mine", 4, 0) != 0)
    {
      g_test_skip ("the file system keeps no attributes");
      return;
    }
  id = change_fixture_apply (fixture);
  g_assert_cmpint (getxattr (prefs, "user.note", value, sizeof value), ==, 4);
  g_assert_cmpstr (value, ==, "mine");
  change_fixture_undo (fixture, id);
  g_assert_cmpint (getxattr (prefs, "user.note", value, sizeof value), ==, 4);
}

/* What `setfacl -m u:65534:r` makes of a file that its owner may write and nobody else may read. */
static const guint8 access_list[] = {
  2,  0, 0, 0,                         /* version */
  1,  0, 6, 0, 0xff, 0xff, 0xff, 0xff, /* owner: rw */
  2,  0, 4, 0, 0xfe, 0xff, 0,    0,    /* user 65534: r */
  4,  0, 0, 0, 0xff, 0xff, 0xff, 0xff, /* group: nothing */
  16, 0, 4, 0, 0xff, 0xff, 0xff, 0xff, /* mask: r */
  32, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, /* others: nothing */
};

static void
assert_access_list (const char *path)
{
  guint8 value[2 * sizeof access_list];
  gssize length = getxattr (path, "system.posix_acl_access", value, sizeof value);

  g_assert_cmpmem (value, MAX (length, 0), access_list, sizeof access_list);
}

static void
test_access_list (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *prefs = test_home_path (&fixture->home, "files/prefs");
  g_autofree char *id = NULL;

  if (setxattr (prefs, "system.posix_acl_access", access_list, sizeof access_list, 0) != 0)
    {
      g_test_skip ("the file system keeps no access lists");
      return;
    }
  id = change_fixture_apply (fixture);
  assert_access_list (prefs);
  /* By its old bytes, and by the client after use. */
  change_fixture_undo (fixture, id);
  assert_access_list (prefs);
  g_free (id);
  id = change_fixture_apply (fixture);
  test_home_write (&fixture->home, "files/clear", "used\nours two\n", 0600);
  change_fixture_undo (fixture, id);
  assert_access_list (prefs);
}

/* Only the store may hold a secret, and the journal is readable by its owner alone. */
static void
test_no_secret_kept (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *id = change_fixture_apply (fixture);
  g_autofree char *folder = g_build_filename (fixture->home.state, "kitte", "changes", id, NULL);
  g_autofree char *tree = test_tree_describe (folder);
  g_auto (GStrv) lines = g_strsplit (tree, "\n", -1);
  struct stat info;

  g_assert_false (test_tree_contains (fixture->home.state, NEW_SECRET));
  g_assert_false (test_tree_contains (fixture->home.state, OLD_SECRET));
  g_assert_false (test_tree_contains (fixture->home.state, CLEAR_SECRET));
  g_assert_no_errno (stat (folder, &info));
  g_assert_cmpuint (info.st_mode & 07777, ==, 0700);
  g_assert_cmpuint (g_strv_length (lines), >, 2);
  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_assert_true (g_str_has_prefix (lines[i], "100600 "));
}

static void
assert_refused (ChangeFixture *fixture, KitteChangeSet *changes, KitteChangeError code)
{
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kitte_apply_run (changes, &context, &error);

  g_assert_null (id);
  g_assert_error (error, KITTE_CHANGE_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

static void
test_changed_meanwhile (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);

  test_home_write (&fixture->home, "files/dotfiles/linked", "someone else\n", 0600);
  g_free (fixture->before);
  fixture->before = change_fixture_describe (fixture);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_CHANGED);
  change_fixture_assert_as_before (fixture);
}

static void
test_appeared_meanwhile (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);

  test_home_write (&fixture->home, "files/new/deep/file", "someone else\n", 0600);
  g_free (fixture->before);
  fixture->before = change_fixture_describe (fixture);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_CHANGED);
  change_fixture_assert_as_before (fixture);
}

/* Right before the first rename somebody writes: found by the second look. */
static gboolean
write_at_last_moment (const char *step, gpointer data, GError **error)
{
  if (g_str_equal (step, "files"))
    test_home_write (data, "files/clear", "password changed\n", 0600);
  return TRUE;
}

static void
test_changed_at_last_moment (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;

  context.step = write_at_last_moment;
  context.step_data = &fixture->home;
  g_assert_null (kitte_apply_run (changes, &context, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_CHANGED);
  change_fixture_assert_content (fixture, "files/clear", "password changed\n");
  test_home_write (&fixture->home, "files/clear", "password " CLEAR_SECRET "\n", 0600);
  change_fixture_assert_as_before (fixture);
}

static void
test_running (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *lock_path = test_home_path (&fixture->home, "parentlock");
  g_autofree char *path = test_home_path (&fixture->home, "files/prefs");
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("taro@example.test");
  g_autoptr (GBytes) before = kitte_change_set_read (changes, path, 100, NULL);
  g_autoptr (GBytes) after = g_bytes_new_static ("after", 5);
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autofree char *id = NULL;
  pid_t pid = change_fixture_hold_lock (lock_path);

  kitte_change_set_write (changes, "thunderbird", path, after, 0600, NULL, lock_path);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_RUNNING);
  change_fixture_assert_as_before (fixture);
  change_fixture_stop (pid);
  /* A stale lock file is no lock. */
  id = kitte_apply_run (changes, &context, NULL);
  g_assert_nonnull (id);
}

static void
test_locked_keyring (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);

  test_folder_store_set_locked (fixture->store, TRUE);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_STORE);
  change_fixture_assert_as_before (fixture);
}

static void
test_read_only_folder (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = test_home_path (&fixture->home, "files");
  g_autofree char *changes_folder = test_home_path (&fixture->home, "state/kitte/changes");
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);
  g_autoptr (KitteChangeSet) again = change_fixture_make_plan (fixture);

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }
  g_assert_no_errno (g_chmod (folder, 0500));
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_READ_ONLY);
  g_assert_no_errno (g_chmod (folder, 0700));
  change_fixture_assert_as_before (fixture);

  /* Not even the journal can be written. */
  g_assert_no_errno (g_chmod (changes_folder, 0500));
  assert_refused (fixture, again, KITTE_CHANGE_ERROR_READ_ONLY);
  g_assert_no_errno (g_chmod (changes_folder, 0700));
  change_fixture_assert_as_before (fixture);
}

static void
test_read_only_file (ChangeFixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_home_path (&fixture->home, "files/prefs");
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }
  g_assert_no_errno (g_chmod (path, 0400));
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_READ_ONLY);
  g_assert_no_errno (g_chmod (path, 0640));
  change_fixture_assert_as_before (fixture);
}

static void
test_cancelled (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  context.cancellable = cancellable;
  g_assert_null (kitte_apply_run (changes, &context, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  change_fixture_assert_as_before (fixture);
}

/* An error at each step: everything as it was, at once. */
static void
test_fails_at_every_step (ChangeFixture *fixture, gconstpointer data)
{
  for (guint n = 0; n < MAX_STEPS; n++)
    {
      g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);
      KitteApplyContext context = change_fixture_make_context (fixture);
      Countdown countdown = { n, FALSE };
      g_autofree char *id = NULL;

      context.step = change_fixture_count_down;
      context.step_data = &countdown;
      id = kitte_apply_run (changes, &context, NULL);
      if (id != NULL)
        {
          g_assert_cmpuint (n, >, 15);
          change_fixture_assert_all_written (fixture);
          return;
        }
      change_fixture_assert_as_before (fixture);
    }
  g_assert_not_reached ();
}

/* Each size of disk from one that holds nothing to one that holds all. */
static void
run_on_full_disk (gpointer data)
{
  ChangeFixture *fixture = data;
  ChangeFixture inner = { .owners = fixture->owners };
  g_autofree char *filler = test_home_path (&fixture->home, "filler");
  gboolean succeeded = FALSE;
  guint refused = 0;

  inner.home = fixture->home;
  for (guint free_blocks = 0; free_blocks < 64 && !succeeded; free_blocks++)
    {
      g_autoptr (KitteChangeSet) changes = NULL;
      KitteApplyContext context;
      g_autoptr (GError) error = NULL;
      g_autofree char *id = NULL;
      g_autofree char *block = g_malloc0 (4096);
      int fd;

      if (free_blocks == 0)
        {
          g_autofree char *secrets = test_home_path (&inner.home, "secrets");

          test_home_write (&inner.home, "files/prefs", "theirs\n", 0640);
          test_home_write (&inner.home, "files/clear", "password " CLEAR_SECRET "\n", 0600);
          test_home_write (&inner.home, "files/link", "linked\n", 0600);
          inner.store = test_folder_store_new (secrets);
          inner.before = change_fixture_describe (&inner);
        }
      g_unlink (filler);
      fd = open (filler, O_WRONLY | O_CREAT, 0600);
      while (write (fd, block, 4096) == 4096)
        ;
      g_assert_no_errno (ftruncate (fd, MAX (0, lseek (fd, 0, SEEK_CUR) - free_blocks * 4096)));
      close (fd);
      changes = kitte_change_set_new ("taro@example.test");
      change_fixture_plan_line (changes, &inner, "files/prefs", "ours one");
      change_fixture_plan_line (changes, &inner, "files/link", "ours three");
      change_fixture_plan_line (changes, &inner, "files/new/deep/file", "ours four");
      context = change_fixture_make_context (&inner);
      id = kitte_apply_run (changes, &context, &error);
      succeeded = id != NULL;
      if (succeeded)
        break;
      g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NO_SPACE);
      change_fixture_recover (&inner);
      change_fixture_assert_as_before (&inner);
      refused++;
    }
  g_assert_true (succeeded);
  g_assert_cmpuint (refused, >, 2);
}

static void
test_full_disk (ChangeFixture *fixture, gconstpointer data)
{
  test_with_small_disk (fixture->home.home, 512 * 1024, run_on_full_disk, fixture);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(char **) data = kitte_change_set_apply_finish (KITTE_CHANGE_SET (source), result, &error);
  g_assert_no_error (error);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(gboolean *) data = kitte_undo_finish (result, &error);
  g_assert_no_error (error);
}

/* The public way; no secrets, so that no keyring is asked. */
static void
test_async (ChangeFixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("taro@example.test");
  g_autofree char *id = NULL;
  gboolean undone = FALSE;

  change_fixture_plan_line (changes, fixture, "files/prefs", "ours one");
  kitte_change_set_apply_async (changes, NULL, applied_cb, &id);
  while (id == NULL)
    g_main_context_iteration (NULL, TRUE);
  change_fixture_assert_content (fixture, "files/prefs", "theirs\nours one\n");
  g_assert_true (kitte_undo_recover (fixture->owners, NULL));
  kitte_undo_async (fixture->owners, id, NULL, undone_cb, &undone);
  while (!undone)
    g_main_context_iteration (NULL, TRUE);
  change_fixture_assert_as_before (fixture);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/change/apply/" name, ChangeFixture, NULL, change_fixture_set_up, function,         \
              change_fixture_tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("attributes", test_attributes);
  ADD ("access-list", test_access_list);
  ADD ("no-secret-kept", test_no_secret_kept);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("appeared-meanwhile", test_appeared_meanwhile);
  ADD ("changed-at-last-moment", test_changed_at_last_moment);
  ADD ("running", test_running);
  ADD ("locked-keyring", test_locked_keyring);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("read-only-file", test_read_only_file);
  ADD ("cancelled", test_cancelled);
  ADD ("fails-at-every-step", test_fails_at_every_step);
  ADD ("full-disk", test_full_disk);
  ADD ("async", test_async);
  return g_test_run ();
}

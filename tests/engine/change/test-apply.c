/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of applying and taking back: all or nothing at every step, killed at every step, disks
 * that are full or read-only, files touched by others, secrets nowhere but in the store. */
#define _GNU_SOURCE
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "change/kitte-apply-private.h"
#include "change/kitte-file-owner.h"
#include "change/kitte-undo.h"
#include "support/folder-store.h"
#include "support/home.h"

#define OLD_SECRET "an-older-password-8c1f"
#define NEW_SECRET "the-typed-password-51aa"
#define CLEAR_SECRET "in-clear-in-a-file-77e0"
#define MAX_STEPS 200

/* The owner of these tests' files: our part is every line that one of the parts names. */

#define TEST_TYPE_OWNER (test_owner_get_type ())
G_DECLARE_FINAL_TYPE (TestOwner, test_owner, TEST, OWNER, GObject)

struct _TestOwner
{
  GObject parent_instance;
};

static const char *
owner_get_id (KitteFileOwner *owner)
{
  return "thunderbird";
}

static gboolean
owner_take_back (KitteFileOwner *owner,
                 const KitteFileTrace *trace,
                 GBytes *now,
                 GBytes **then,
                 GError **error)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (now, NULL), g_bytes_get_size (now));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) kept = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (!g_strv_contains (trace->parts, lines[i]))
      g_string_append_printf (kept, "%s%s", lines[i], lines[i + 1] != NULL ? "\n" : "");
  *then = trace->created && kept->len == 0 ? NULL : g_bytes_new (kept->str, kept->len);
  return TRUE;
}

static void
owner_iface_init (KitteFileOwnerInterface *iface)
{
  iface->get_id = owner_get_id;
  iface->take_back = owner_take_back;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestOwner,
                               test_owner,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KITTE_TYPE_FILE_OWNER, owner_iface_init))

static void
test_owner_class_init (TestOwnerClass *klass)
{
}

static void
test_owner_init (TestOwner *self)
{
}

/* The fixture: a home with an existing file, one that holds passwords, and a linked one. */

typedef struct
{
  TestHome home;
  TestFolderStore *store;
  GPtrArray *owners;
  char *before;
} Fixture;

typedef struct
{
  guint left;
  gboolean die;
} Countdown;

static char *
describe (Fixture *fixture)
{
  g_autofree char *files = test_home_path (&fixture->home, "files");
  g_autofree char *secrets = test_home_path (&fixture->home, "secrets");
  g_autofree char *first = test_tree_describe (files);
  g_autofree char *second = test_tree_describe (secrets);

  return g_strconcat (first, "\n", second, NULL);
}

static GHashTable *
attributes_of (const char *user)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) "user", (gpointer) user);
  return attributes;
}

static void
seed_store (Fixture *fixture)
{
  g_autoptr (GHashTable) attributes = attributes_of ("hanako");
  g_autoptr (KitteSecret) old = kitte_secret_new (OLD_SECRET);

  g_assert_true (kitte_secret_store_store (KITTE_SECRET_STORE (fixture->store), "test", attributes,
                                           "old", old, NULL, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *secrets = NULL;
  g_autofree char *link_path = NULL;

  test_home_set_up (&fixture->home);
  secrets = test_home_path (&fixture->home, "secrets");
  fixture->store = test_folder_store_new (secrets);
  fixture->owners = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->owners, g_object_new (TEST_TYPE_OWNER, NULL));
  test_home_write (&fixture->home, "files/prefs", "theirs\n", 0640);
  test_home_write (&fixture->home, "files/clear", "password " CLEAR_SECRET "\n", 0600);
  test_home_write (&fixture->home, "files/dotfiles/linked", "linked\n", 0600);
  link_path = test_home_path (&fixture->home, "files/link");
  g_assert_no_errno (symlink ("dotfiles/linked", link_path));
  seed_store (fixture);
  fixture->before = describe (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->store);
  g_ptr_array_unref (fixture->owners);
  g_free (fixture->before);
  test_home_tear_down (&fixture->home);
}

static void
plan_line (KitteChangeSet *changes, Fixture *fixture, const char *name, const char *line)
{
  g_autofree char *path = test_home_path (&fixture->home, name);
  g_autoptr (GBytes) before = kitte_change_set_read (changes, path, 1024, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) after = NULL;

  if (before != NULL)
    g_string_append_len (text, g_bytes_get_data (before, NULL), (gssize) g_bytes_get_size (before));
  g_string_append_printf (text, "%s\n", line);
  after = g_bytes_new (text->str, text->len);
  kitte_change_set_write (changes, "thunderbird", path, after, 0600, line, NULL);
  kitte_change_set_add_part (changes, path, line);
}

static void
plan_secret (KitteChangeSet *changes, const char *user)
{
  g_autoptr (GHashTable) attributes = attributes_of (user);
  g_autoptr (KitteSecret) secret = kitte_secret_new (NEW_SECRET);

  kitte_change_set_store_in_keyring (changes, "thunderbird", "label", "test", attributes, secret);
}

static KitteChangeSet *
make_plan (Fixture *fixture)
{
  KitteChangeSet *changes = kitte_change_set_new ("taro@example.test");
  g_autofree char *clear = test_home_path (&fixture->home, "files/clear");

  plan_line (changes, fixture, "files/prefs", "ours one");
  plan_line (changes, fixture, "files/clear", "ours two");
  kitte_change_set_set_holds_secrets (changes, clear);
  plan_line (changes, fixture, "files/link", "ours three");
  plan_line (changes, fixture, "files/new/deep/file", "ours four");
  plan_secret (changes, "taro");
  plan_secret (changes, "hanako");
  return changes;
}

static KitteApplyContext
make_context (Fixture *fixture)
{
  return (KitteApplyContext){ .store = KITTE_SECRET_STORE (fixture->store) };
}

static gboolean
count_down (const char *step, gpointer data, GError **error)
{
  Countdown *countdown = data;

  if (countdown->left-- > 0)
    return TRUE;
  if (countdown->die)
    _exit (42);
  g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO, "stopped at %s", step);
  return FALSE;
}

static char *
apply (Fixture *fixture)
{
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;
  char *id = kitte_apply_run (changes, &context, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
  return id;
}

static void
undo (Fixture *fixture, const char *id)
{
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;

  kitte_undo_run (fixture->owners, id, &context, &error);
  g_assert_no_error (error);
}

static void
recover (Fixture *fixture)
{
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;

  kitte_recover_run (fixture->owners, &context, &error);
  g_assert_no_error (error);
}

static guint
count_entries (void)
{
  g_autoptr (GPtrArray) list = kitte_undo_list (NULL);

  return list->len;
}

static void
assert_as_before (Fixture *fixture)
{
  g_autofree char *now = describe (fixture);

  g_assert_cmpstr (now, ==, fixture->before);
  g_assert_cmpuint (count_entries (), ==, 0);
}

static void
assert_content (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *text = test_home_read (&fixture->home, name);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_all_written (Fixture *fixture)
{
  assert_content (fixture, "files/prefs", "theirs\nours one\n");
  assert_content (fixture, "files/clear", "password " CLEAR_SECRET "\nours two\n");
  assert_content (fixture, "files/dotfiles/linked", "linked\nours three\n");
  assert_content (fixture, "files/new/deep/file", "ours four\n");
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *prefs = test_home_path (&fixture->home, "files/prefs");
  g_autofree char *link_path = test_home_path (&fixture->home, "files/link");
  g_autofree char *id = apply (fixture);
  g_autoptr (GPtrArray) list = kitte_undo_list (NULL);
  KitteUndoEntry *entry = list->pdata[0];
  struct stat info;

  assert_all_written (fixture);
  g_assert_no_errno (stat (prefs, &info));
  g_assert_cmpuint (info.st_mode & 07777, ==, 0640);
  g_assert_true (g_file_test (link_path, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpstr (entry->id, ==, id);
  g_assert_cmpstr (entry->title, ==, "taro@example.test");
  g_assert_cmpstr (entry->clients[0], ==, "thunderbird");
  g_assert_null (entry->clients[1]);
  undo (fixture, NULL);
  assert_as_before (fixture);
}

/* Only the store may hold a secret, and the journal is readable by its owner alone. */
static void
test_no_secret_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = apply (fixture);
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

/* Somebody wrote one file since: our part goes, theirs stays, and no file goes back as a whole. */
static void
test_undo_after_use (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = apply (fixture);

  test_home_write (&fixture->home, "files/prefs", "new\ntheirs\nours one\nafter\n", 0640);
  test_home_write (&fixture->home, "files/new/deep/mail", "a message\n", 0600);
  undo (fixture, id);
  assert_content (fixture, "files/prefs", "new\ntheirs\nafter\n");
  assert_content (fixture, "files/clear", "password " CLEAR_SECRET "\n");
  assert_content (fixture, "files/dotfiles/linked", "linked\n");
  assert_content (fixture, "files/new/deep/file", NULL);
  assert_content (fixture, "files/new/deep/mail", "a message\n");
  g_assert_cmpuint (count_entries (), ==, 0);
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 1);
}

static void
test_two_changes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = apply (fixture);
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("jiro@example.test");
  KitteApplyContext context = make_context (fixture);
  g_autofree char *second = NULL;

  plan_line (changes, fixture, "files/prefs", "second");
  second = kitte_apply_run (changes, &context, NULL);
  g_assert_nonnull (second);
  undo (fixture, first);
  assert_content (fixture, "files/prefs", "theirs\nsecond\n");
  undo (fixture, second);
  assert_as_before (fixture);
}

static void
test_unknown_undo (Fixture *fixture, gconstpointer data)
{
  KitteApplyContext context = make_context (fixture);
  const char *ids[] = { NULL, "20200101-000000-0000", "../../secrets", "" };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (kitte_undo_run (fixture->owners, ids[i], &context, &error));
      g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NOTHING_TO_UNDO);
    }
}

static void
assert_refused (Fixture *fixture, KitteChangeSet *changes, KitteChangeError code)
{
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kitte_apply_run (changes, &context, &error);

  g_assert_null (id);
  g_assert_error (error, KITTE_CHANGE_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

static void
test_changed_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);

  test_home_write (&fixture->home, "files/dotfiles/linked", "someone else\n", 0600);
  g_free (fixture->before);
  fixture->before = describe (fixture);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_CHANGED);
  assert_as_before (fixture);
}

static void
test_appeared_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);

  test_home_write (&fixture->home, "files/new/deep/file", "someone else\n", 0600);
  g_free (fixture->before);
  fixture->before = describe (fixture);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_CHANGED);
  assert_as_before (fixture);
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
test_changed_at_last_moment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;

  context.step = write_at_last_moment;
  context.step_data = &fixture->home;
  g_assert_null (kitte_apply_run (changes, &context, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_CHANGED);
  assert_content (fixture, "files/clear", "password changed\n");
  test_home_write (&fixture->home, "files/clear", "password " CLEAR_SECRET "\n", 0600);
  assert_as_before (fixture);
}

static pid_t
hold_lock (const char *path)
{
  int ready[2];
  char byte;
  pid_t pid;

  g_assert_no_errno (pipe (ready));
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
      int fd = open (path, O_RDWR | O_CREAT, 0600);

      if (fcntl (fd, F_SETLK, &lock) == 0 && write (ready[1], "x", 1) == 1)
        pause ();
      _exit (1);
    }
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  close (ready[1]);
  return pid;
}

static void
test_running (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lock_path = test_home_path (&fixture->home, "parentlock");
  g_autofree char *path = test_home_path (&fixture->home, "files/prefs");
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("taro@example.test");
  g_autoptr (GBytes) before = kitte_change_set_read (changes, path, 100, NULL);
  g_autoptr (GBytes) after = g_bytes_new_static ("after", 5);
  KitteApplyContext context = make_context (fixture);
  g_autofree char *id = NULL;
  pid_t pid = hold_lock (lock_path);

  kitte_change_set_write (changes, "thunderbird", path, after, 0600, NULL, lock_path);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_RUNNING);
  assert_as_before (fixture);
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  /* A stale lock file is no lock. */
  id = kitte_apply_run (changes, &context, NULL);
  g_assert_nonnull (id);
}

static void
test_locked_keyring (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);

  test_folder_store_set_locked (fixture->store, TRUE);
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_STORE);
  assert_as_before (fixture);
}

static void
test_undo_locked_keyring (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = apply (fixture);
  g_autofree char *after = describe (fixture);
  g_autofree char *now = NULL;
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;

  test_folder_store_set_locked (fixture->store, TRUE);
  g_assert_false (kitte_undo_run (fixture->owners, id, &context, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE);
  now = describe (fixture);
  g_assert_cmpstr (now, ==, after);
  test_folder_store_set_locked (fixture->store, FALSE);
  undo (fixture, id);
  assert_as_before (fixture);
}

static void
test_read_only_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = test_home_path (&fixture->home, "files");
  g_autofree char *changes_folder = test_home_path (&fixture->home, "state/kitte/changes");
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);
  g_autoptr (KitteChangeSet) again = make_plan (fixture);

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }
  g_assert_no_errno (g_chmod (folder, 0500));
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_READ_ONLY);
  g_assert_no_errno (g_chmod (folder, 0700));
  assert_as_before (fixture);

  /* Not even the journal can be written. */
  g_assert_no_errno (g_chmod (changes_folder, 0500));
  assert_refused (fixture, again, KITTE_CHANGE_ERROR_READ_ONLY);
  g_assert_no_errno (g_chmod (changes_folder, 0700));
  assert_as_before (fixture);
}

static void
test_read_only_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = test_home_path (&fixture->home, "files/prefs");
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }
  g_assert_no_errno (g_chmod (path, 0400));
  assert_refused (fixture, changes, KITTE_CHANGE_ERROR_READ_ONLY);
  g_assert_no_errno (g_chmod (path, 0640));
  assert_as_before (fixture);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = make_plan (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KitteApplyContext context = make_context (fixture);
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  context.cancellable = cancellable;
  g_assert_null (kitte_apply_run (changes, &context, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_as_before (fixture);
}

/* An error at each step: everything as it was, at once. */
static void
test_fails_at_every_step (Fixture *fixture, gconstpointer data)
{
  for (guint n = 0; n < MAX_STEPS; n++)
    {
      g_autoptr (KitteChangeSet) changes = make_plan (fixture);
      KitteApplyContext context = make_context (fixture);
      Countdown countdown = { n, FALSE };
      g_autofree char *id = NULL;

      context.step = count_down;
      context.step_data = &countdown;
      id = kitte_apply_run (changes, &context, NULL);
      if (id != NULL)
        {
          g_assert_cmpuint (n, >, 15);
          assert_all_written (fixture);
          return;
        }
      assert_as_before (fixture);
    }
  g_assert_not_reached ();
}

static gboolean
die_in_child (Fixture *fixture, guint n, const char *undo_id)
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      KitteApplyContext context = make_context (fixture);
      Countdown countdown = { n, TRUE };
      g_autoptr (KitteChangeSet) changes = NULL;

      context.step = count_down;
      context.step_data = &countdown;
      if (undo_id != NULL)
        _exit (kitte_undo_run (fixture->owners, undo_id, &context, NULL) ? 0 : 1);
      changes = make_plan (fixture);
      _exit (kitte_apply_run (changes, &context, NULL) != NULL ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 0)
    return FALSE;
  g_assert_cmpint (WEXITSTATUS (status), ==, 42);
  return TRUE;
}

/* Killed at each step: the next start finds all of it or nothing of it. */
static void
test_killed_at_every_step (Fixture *fixture, gconstpointer data)
{
  for (guint n = 0; die_in_child (fixture, n, NULL); n++)
    {
      g_assert_cmpuint (n, <, MAX_STEPS);
      recover (fixture);
      recover (fixture);
      if (count_entries () == 1)
        {
          g_autofree char *leftover = describe (fixture);

          assert_all_written (fixture);
          g_assert_null (strstr (leftover, ".kitte-"));
          undo (fixture, NULL);
        }
      assert_as_before (fixture);
    }
  assert_all_written (fixture);
}

static void
test_undo_killed_at_every_step (Fixture *fixture, gconstpointer data)
{
  for (guint n = 0; n < MAX_STEPS; n++)
    {
      g_autofree char *id = apply (fixture);
      g_autofree char *after = describe (fixture);
      g_autofree char *now = NULL;

      if (!die_in_child (fixture, n, id))
        {
          g_assert_cmpuint (n, >, 8);
          assert_as_before (fixture);
          return;
        }
      recover (fixture);
      now = describe (fixture);
      g_assert_cmpstr (now, ==, after);
      undo (fixture, id);
      assert_as_before (fixture);
    }
  g_assert_not_reached ();
}

/* Killed, and before the next start the mail program wrote its file: theirs stays, ours goes. */
static void
test_killed_and_used (Fixture *fixture, gconstpointer data)
{
  for (guint n = 0; n < MAX_STEPS; n++)
    {
      g_autofree char *prefs = NULL;

      if (!die_in_child (fixture, n, NULL))
        return;
      prefs = test_home_read (&fixture->home, "files/prefs");
      if (strstr (prefs, "ours one") == NULL || count_entries () == 1)
        {
          recover (fixture);
          if (count_entries () == 1)
            undo (fixture, NULL);
          continue;
        }
      test_home_write (&fixture->home, "files/prefs", "theirs\nours one\nused\n", 0640);
      recover (fixture);
      if (count_entries () == 1)
        undo (fixture, NULL);
      assert_content (fixture, "files/prefs", "theirs\nused\n");
      assert_content (fixture, "files/clear", "password " CLEAR_SECRET "\n");
      test_home_write (&fixture->home, "files/prefs", "theirs\n", 0640);
      assert_as_before (fixture);
    }
}

/* Each size of disk from one that holds nothing to one that holds all. */
static void
run_on_full_disk (gpointer data)
{
  Fixture *fixture = data;
  Fixture inner = { .owners = fixture->owners };
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
          inner.before = describe (&inner);
        }
      g_unlink (filler);
      fd = open (filler, O_WRONLY | O_CREAT, 0600);
      while (write (fd, block, 4096) == 4096)
        ;
      g_assert_no_errno (ftruncate (fd, MAX (0, lseek (fd, 0, SEEK_CUR) - free_blocks * 4096)));
      close (fd);
      changes = kitte_change_set_new ("taro@example.test");
      plan_line (changes, &inner, "files/prefs", "ours one");
      plan_line (changes, &inner, "files/link", "ours three");
      plan_line (changes, &inner, "files/new/deep/file", "ours four");
      context = make_context (&inner);
      id = kitte_apply_run (changes, &context, &error);
      succeeded = id != NULL;
      if (succeeded)
        break;
      g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NO_SPACE);
      recover (&inner);
      assert_as_before (&inner);
      refused++;
    }
  g_assert_true (succeeded);
  g_assert_cmpuint (refused, >, 2);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
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
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("taro@example.test");
  g_autofree char *id = NULL;
  gboolean undone = FALSE;

  plan_line (changes, fixture, "files/prefs", "ours one");
  kitte_change_set_apply_async (changes, NULL, applied_cb, &id);
  while (id == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_content (fixture, "files/prefs", "theirs\nours one\n");
  g_assert_true (kitte_undo_recover (fixture->owners, NULL));
  kitte_undo_async (fixture->owners, id, NULL, undone_cb, &undone);
  while (!undone)
    g_main_context_iteration (NULL, TRUE);
  assert_as_before (fixture);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/change/apply/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("no-secret-kept", test_no_secret_kept);
  ADD ("undo-after-use", test_undo_after_use);
  ADD ("two-changes", test_two_changes);
  ADD ("unknown-undo", test_unknown_undo);
  ADD ("changed-meanwhile", test_changed_meanwhile);
  ADD ("appeared-meanwhile", test_appeared_meanwhile);
  ADD ("changed-at-last-moment", test_changed_at_last_moment);
  ADD ("running", test_running);
  ADD ("locked-keyring", test_locked_keyring);
  ADD ("undo-locked-keyring", test_undo_locked_keyring);
  ADD ("read-only-folder", test_read_only_folder);
  ADD ("read-only-file", test_read_only_file);
  ADD ("cancelled", test_cancelled);
  ADD ("fails-at-every-step", test_fails_at_every_step);
  ADD ("killed-at-every-step", test_killed_at_every_step);
  ADD ("undo-killed-at-every-step", test_undo_killed_at_every_step);
  ADD ("killed-and-used", test_killed_and_used);
  ADD ("full-disk", test_full_disk);
  ADD ("async", test_async);
  return g_test_run ();
}

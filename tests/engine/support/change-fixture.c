/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The owner's rule: our part is every line that one of the parts names. */
#include "config.h"

#include "support/change-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "change/kitte-file-owner.h"

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

/* What the owner keeps for undo is the line “kept”. */
static gboolean
owner_forget (KitteFileOwner *owner,
              const KitteFileTrace *trace,
              GBytes *now,
              GBytes **then,
              GError **error)
{
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (now, NULL), (gssize) g_bytes_get_size (now));

  g_string_replace (text, "kept\n", "", 0);
  *then = g_bytes_new (text->str, text->len);
  return TRUE;
}

static void
owner_iface_init (KitteFileOwnerInterface *iface)
{
  iface->get_id = owner_get_id;
  iface->take_back = owner_take_back;
  iface->forget = owner_forget;
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

char *
change_fixture_describe (ChangeFixture *fixture)
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
seed_store (ChangeFixture *fixture)
{
  g_autoptr (GHashTable) attributes = attributes_of ("hanako");
  g_autoptr (KitteSecret) old = kitte_secret_new (OLD_SECRET);

  g_assert_true (kitte_secret_store_store (KITTE_SECRET_STORE (fixture->store), "test", attributes,
                                           "old", old, NULL, NULL));
}

static void
seed_files (ChangeFixture *fixture)
{
  g_autofree char *link_path = test_home_path (&fixture->home, "files/link");

  test_home_write (&fixture->home, "files/prefs", "theirs\n", 0640);
  test_home_write (&fixture->home, "files/clear", "password " CLEAR_SECRET "\n", 0600);
  test_home_write (&fixture->home, "files/dotfiles/linked", "linked\n", 0600);
  g_assert_no_errno (symlink ("dotfiles/linked", link_path));
}

void
change_fixture_open (ChangeFixture *fixture)
{
  g_autofree char *secrets = NULL;

  test_home_set_up (&fixture->home);
  secrets = test_home_path (&fixture->home, "secrets");
  fixture->store = test_folder_store_new (secrets);
  fixture->owners = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->owners, g_object_new (TEST_TYPE_OWNER, NULL));
}

void
change_fixture_set_up (ChangeFixture *fixture, gconstpointer data)
{
  change_fixture_open (fixture);
  seed_files (fixture);
  seed_store (fixture);
  fixture->before = change_fixture_describe (fixture);
}

void
change_fixture_tear_down (ChangeFixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->store);
  g_ptr_array_unref (fixture->owners);
  g_free (fixture->before);
  test_home_tear_down (&fixture->home);
}

void
change_fixture_plan_line (KitteChangeSet *changes,
                          ChangeFixture *fixture,
                          const char *name,
                          const char *line)
{
  g_autofree char *path = test_home_path (&fixture->home, name);
  g_autofree char *lock_path = test_home_path (&fixture->home, "parentlock");
  g_autoptr (GBytes) before = kitte_change_set_read (changes, path, 1024, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) after = NULL;

  if (before != NULL)
    g_string_append_len (text, g_bytes_get_data (before, NULL), (gssize) g_bytes_get_size (before));
  g_string_append_printf (text, "%s\n", line);
  after = g_bytes_new (text->str, text->len);
  kitte_change_set_write (changes, "thunderbird", path, after, 0600, line, lock_path);
  kitte_change_set_add_part (changes, path, line);
}

static void
plan_secret (KitteChangeSet *changes, const char *user)
{
  g_autoptr (GHashTable) attributes = attributes_of (user);
  g_autoptr (KitteSecret) secret = kitte_secret_new (NEW_SECRET);

  kitte_change_set_store_in_keyring (changes, "thunderbird", "label", "test", attributes, secret);
}

KitteChangeSet *
change_fixture_make_plan (ChangeFixture *fixture)
{
  KitteChangeSet *changes = kitte_change_set_new ("taro@example.test");
  g_autofree char *clear = test_home_path (&fixture->home, "files/clear");

  change_fixture_plan_line (changes, fixture, "files/prefs", "ours one");
  change_fixture_plan_line (changes, fixture, "files/clear", "ours two");
  kitte_change_set_set_holds_secrets (changes, clear);
  change_fixture_plan_line (changes, fixture, "files/link", "ours three");
  change_fixture_plan_line (changes, fixture, "files/new/deep/file", "ours four");
  plan_secret (changes, "taro");
  plan_secret (changes, "hanako");
  return changes;
}

KitteApplyContext
change_fixture_make_context (ChangeFixture *fixture)
{
  return (KitteApplyContext){ .store = KITTE_SECRET_STORE (fixture->store) };
}

gboolean
change_fixture_count_down (const char *step, gpointer data, GError **error)
{
  Countdown *countdown = data;

  if (countdown->left-- > 0)
    return TRUE;
  if (countdown->die)
    _exit (42);
  g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO, "stopped at %s", step);
  return FALSE;
}

char *
change_fixture_apply (ChangeFixture *fixture)
{
  g_autoptr (KitteChangeSet) changes = change_fixture_make_plan (fixture);
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;
  char *id = kitte_apply_run (changes, &context, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
  return id;
}

void
change_fixture_undo (ChangeFixture *fixture, const char *id)
{
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;

  kitte_undo_run (fixture->owners, id, &context, &error);
  g_assert_no_error (error);
}

void
change_fixture_recover (ChangeFixture *fixture)
{
  KitteApplyContext context = change_fixture_make_context (fixture);
  g_autoptr (GError) error = NULL;

  kitte_recover_run (fixture->owners, &context, &error);
  g_assert_no_error (error);
}

guint
change_fixture_count_entries (void)
{
  g_autoptr (GPtrArray) list = kitte_undo_list (NULL);

  return list->len;
}

void
change_fixture_assert_as_before (ChangeFixture *fixture)
{
  g_autofree char *now = change_fixture_describe (fixture);

  g_assert_cmpstr (now, ==, fixture->before);
  g_assert_cmpuint (change_fixture_count_entries (), ==, 0);
}

void
change_fixture_assert_content (ChangeFixture *fixture, const char *name, const char *expected)
{
  g_autofree char *text = test_home_read (&fixture->home, name);

  g_assert_cmpstr (text, ==, expected);
}

void
change_fixture_assert_all_written (ChangeFixture *fixture)
{
  change_fixture_assert_content (fixture, "files/prefs", "theirs\nours one\n");
  change_fixture_assert_content (fixture, "files/clear", "password " CLEAR_SECRET "\nours two\n");
  change_fixture_assert_content (fixture, "files/dotfiles/linked", "linked\nours three\n");
  change_fixture_assert_content (fixture, "files/new/deep/file", "ours four\n");
}

GPid
change_fixture_hold_lock (const char *path)
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

void
change_fixture_stop (GPid pid)
{
  g_assert_no_errno (kill (pid, SIGKILL));
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

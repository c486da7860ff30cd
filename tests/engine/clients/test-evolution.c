/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of Evolution: the files as fixtures show them, doubles, what it cannot do, and undo. */
#include "config.h"

#include "clients/kitte-evolution.h"

#include <glib/gstdio.h>

#include "change/kitte-apply-private.h"
#include "support/account.h"
#include "support/folder-store.h"
#include "support/home.h"

#define ROOT "config/evolution/sources"
#define IMAP "imaps://taro%40example.test@imap.example.test"
#define SMTP "smtps://taro%40example.test@smtp.example.test"

typedef struct
{
  TestHome home;
  KitteClient *client;
  KitteInstallation *installation;
  TestFolderStore *store;
} Fixture;

static const struct
{
  const char *name;
  TestAccountSpec spec;
  guint n_secrets;
} cases[] = {
  { "imap",
    { "taro@example.test", "山田 太郎", IMAP, SMTP, KITTE_AUTH_PLAIN, KITTE_AUTH_PLAIN },
    2 },
  { "imap-login-starttls",
    { "taro@example.test", "Taro Yamada", "imap://taro@imap.example.test",
      "smtp://taro@smtp.example.test", KITTE_AUTH_USER_PASS, KITTE_AUTH_LOGIN },
    2 },
  { "pop3",
    { "taro@example.test", " Taro; Yamada", "pop3s://taro%5Cpop@pop.example.test",
      "smtp://taro%5Cpop@smtp.example.test", KITTE_AUTH_USER_PASS, KITTE_AUTH_CRAM_MD5 },
    2 },
  { "gmail",
    { "taro@gmail.com", "Taro", "imaps://taro%40gmail.com@imap.gmail.com",
      "smtps://taro%40gmail.com@smtp.gmail.com", KITTE_AUTH_OAUTH2, KITTE_AUTH_OAUTH2 },
    0 },
};

static const TestAccountSpec unsupported[] = {
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_SCRAM_SHA_256, KITTE_AUTH_PLAIN },
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_PLAIN, KITTE_AUTH_SCRAM_SHA_1 },
  { "taro@example.test", "", "pop3s://taro@pop.example.test", SMTP, KITTE_AUTH_APOP,
    KITTE_AUTH_PLAIN },
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_OAUTH2, KITTE_AUTH_PLAIN },
  { "taro@company.example", "", "imaps://taro@outlook.office365.com",
    "smtp://taro@smtp.office365.com", KITTE_AUTH_OAUTH2, KITTE_AUTH_OAUTH2 },
};

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *root = NULL;
  g_autofree char *secrets = NULL;

  test_home_set_up (&fixture->home);
  root = test_home_path (&fixture->home, ROOT);
  secrets = test_home_path (&fixture->home, "secrets");
  fixture->client = kitte_evolution_new ();
  fixture->installation =
      kitte_installation_new ("evolution", "Evolution", NULL, NULL, root, FALSE);
  fixture->store = test_folder_store_new (secrets);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->client);
  g_object_unref (fixture->store);
  kitte_installation_unref (fixture->installation);
  test_home_tear_down (&fixture->home);
}

static KitteChangeSet *
plan (Fixture *fixture, const TestAccountSpec *spec, GError **error)
{
  g_autoptr (KitteAccount) account = test_account_new (spec);
  KitteChangeSet *changes = kitte_change_set_new (spec->address);

  kitte_client_plan (fixture->client, fixture->installation, account, changes, error);
  return changes;
}

static char *
get_uid (const KitteFileChange *file)
{
  g_autofree char *name = g_path_get_basename (file->path);

  g_assert_true (g_str_has_suffix (name, ".source"));
  return g_strndup (name, strlen (name) - strlen (".source"));
}

/* Uids are random: the fixtures name the roles instead. Files are written in the order transport,
 * identity, account. */
static char *
with_roles (GPtrArray *files, guint index)
{
  const char *const roles[] = { "TRANSPORT", "IDENTITY", "ACCOUNT" };
  KitteFileChange *file = files->pdata[index];
  GString *text = g_string_new_len (g_bytes_get_data (file->after, NULL),
                                    (gssize) g_bytes_get_size (file->after));

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autofree char *uid = get_uid (files->pdata[i]);

      g_assert_cmpuint (strlen (uid), ==, 40);
      g_string_replace (text, uid, roles[i], 0);
    }
  return g_string_free (text, FALSE);
}

static void
test_files (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "transport.source", "identity.source", "account.source" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteChangeSet) changes = plan (fixture, &cases[i].spec, &error);
      GPtrArray *files = kitte_change_set_get_files (changes);

      g_assert_no_error (error);
      g_assert_cmpuint (files->len, ==, G_N_ELEMENTS (names));
      g_assert_cmpuint (kitte_change_set_get_secrets (changes)->len, ==, cases[i].n_secrets);
      for (guint j = 0; j < files->len; j++)
        {
          g_autofree char *text = with_roles (files, j);
          g_autoptr (GBytes) expected =
              test_fixture_load ("homes", "evolution", cases[i].name, names[j], NULL);

          g_assert_nonnull (expected);
          g_test_message ("%s/%s", cases[i].name, names[j]);
          g_assert_cmpmem (text, strlen (text), g_bytes_get_data (expected, NULL),
                           g_bytes_get_size (expected));
          g_assert_cmpuint (((KitteFileChange *) files->pdata[j])->mode, ==, 0600);
        }
    }
}

static void
test_secrets (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = plan (fixture, &cases[0].spec, NULL);
  GPtrArray *files = kitte_change_set_get_files (changes);
  GPtrArray *secrets = kitte_change_set_get_secrets (changes);
  const guint file_of_secret[] = { 2, 0 };

  for (guint i = 0; i < secrets->len; i++)
    {
      KitteSecretChange *secret = secrets->pdata[i];
      g_autofree char *uid = get_uid (files->pdata[file_of_secret[i]]);

      g_assert_cmpint (secret->place, ==, KITTE_SECRET_PLACE_KEYRING);
      g_assert_cmpstr (secret->schema, ==, "org.gnome.Evolution.Data.Source");
      g_assert_cmpstr (g_hash_table_lookup (secret->attributes, "e-source-uid"), ==, uid);
      g_assert_cmpstr (g_hash_table_lookup (secret->attributes, "eds-origin"), ==,
                       "evolution-data-server");
      g_assert_cmpuint (g_hash_table_size (secret->attributes), ==, 2);
      g_assert_cmpstr (kitte_secret_peek (secret->secret), ==, TEST_PASSWORD);
    }
}

static void
test_unsupported (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteChangeSet) changes = plan (fixture, &unsupported[i], &error);

      g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED);
      g_assert_true (kitte_change_set_is_empty (changes));
    }
}

static void
apply (Fixture *fixture, KitteChangeSet *changes)
{
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (fixture->store) };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kitte_apply_run (changes, &context, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
}

static void
undo (Fixture *fixture)
{
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (fixture->store) };
  g_autoptr (GPtrArray) owners = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (owners, fixture->client);
  kitte_undo_run (owners, NULL, &context, &error);
  g_assert_no_error (error);
}

static void
assert_found (Fixture *fixture, const char *const *names)
{
  g_autoptr (GPtrArray) found = kitte_client_find (fixture->client);

  g_assert_cmpuint (found->len, ==, g_strv_length ((GStrv) names));
  for (guint i = 0; i < found->len; i++)
    g_assert_cmpstr (((KitteInstallation *) found->pdata[i])->name, ==, names[i]);
}

/* The one of the system before that of Flatpak, each by its name; the sandbox has its own folder,
 * and takes no password from outside. */
static void
test_find (Fixture *fixture, gconstpointer data)
{
  static const char *const both[] = { "Evolution", "Evolution (Flatpak)", NULL };
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *bin = test_home_path (&fixture->home, "bin");
  g_autofree char *root =
      test_home_path (&fixture->home, ".var/app/org.gnome.Evolution/config/evolution/sources");
  g_autofree char *sandbox = test_home_path (&fixture->home, ".var/app/org.gnome.Evolution");
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (KitteAccount) account = test_account_new (&cases[0].spec);
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("");
  KitteInstallation *flatpak;

  g_setenv ("PATH", bin, TRUE);
  g_assert_no_errno (g_mkdir_with_parents (sandbox, 0700));
  assert_found (fixture, both + 1);
  test_home_write (&fixture->home, "bin/evolution", "#!/bin/sh\n", 0700);
  assert_found (fixture, both);
  found = kitte_client_find (fixture->client);
  g_setenv ("PATH", path, TRUE);
  flatpak = found->pdata[1];
  g_assert_cmpstr (flatpak->root, ==, root);
  g_assert_true (kitte_client_plan (fixture->client, flatpak, account, changes, NULL));
  g_assert_cmpuint (kitte_change_set_get_files (changes)->len, ==, 3);
  g_assert_cmpuint (kitte_change_set_get_secrets (changes)->len, ==, 0);
}

static void
test_exists (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) first = plan (fixture, &cases[0].spec, NULL);
  g_autoptr (KitteChangeSet) second = NULL;
  g_autoptr (KitteChangeSet) other = NULL;
  g_autoptr (GError) error = NULL;
  TestAccountSpec same_box = cases[0].spec;

  apply (fixture, first);
  same_box.address = "alias@example.test";
  second = plan (fixture, &same_box, &error);
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS);
  g_assert_true (kitte_change_set_is_empty (second));
  g_clear_error (&error);
  /* The same address by the other protocol is another account. */
  other = plan (fixture, &cases[2].spec, &error);
  g_assert_no_error (error);
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = plan (fixture, &cases[2].spec, NULL);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  KitteExistingAccount *account;

  apply (fixture, changes);
  test_home_write (&fixture->home, ROOT "/broken.source", "[Data Source\nrubbish", 0600);
  test_home_write (&fixture->home, ROOT "/local.source",
                   "[Data Source]\n[Mail Account]\nBackendName=imapx\n", 0600);
  test_home_write (&fixture->home, ROOT "/cloud.source",
                   "[Data Source]\n[GNOME Online Accounts]\n[Mail Account]\nBackendName=imapx\n",
                   0600);
  accounts = kitte_client_read (fixture->client, fixture->installation, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  account = accounts->pdata[0];
  g_assert_cmpstr (account->address, ==, "taro@example.test");
  g_assert_cmpstr (account->name, ==, "Taro; Yamada");
  g_assert_cmpint (account->incoming->protocol, ==, KITTE_PROTOCOL_POP3);
  g_assert_cmpint (account->incoming->security, ==, KITTE_SECURITY_TLS);
  g_assert_cmpint (account->incoming->auth.items[0], ==, KITTE_AUTH_USER_PASS);
  g_assert_cmpstr (account->incoming->username, ==, "taro\\pop");
  g_assert_cmpint (account->outgoing->port, ==, 587);
  g_assert_cmpint (account->outgoing->security, ==, KITTE_SECURITY_STARTTLS);
  g_assert_cmpint (account->outgoing->auth.items[0], ==, KITTE_AUTH_CRAM_MD5);
}

static void
test_unreadable_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) changes = NULL;

  test_home_write (&fixture->home, ROOT, "a file where a folder belongs", 0600);
  changes = plan (fixture, &cases[0].spec, &error);
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_IO);
  g_assert_true (kitte_change_set_is_empty (changes));
}

/* Untouched: the home is as it was, down to folders that were made. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *config = test_home_path (&fixture->home, "config");
  g_autoptr (KitteChangeSet) changes = plan (fixture, &cases[0].spec, NULL);

  apply (fixture, changes);
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 2);
  g_assert_false (test_tree_contains (config, TEST_PASSWORD));
  g_assert_false (test_tree_contains (fixture->home.state, TEST_PASSWORD));
  undo (fixture);
  g_assert_false (g_file_test (config, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 0);
}

/* Evolution started: it rewrote our three with all keys and made files of its own. */
static void
test_undo_after_use (Fixture *fixture, gconstpointer data)
{
  g_autofree char *root = test_home_path (&fixture->home, ROOT);
  g_autoptr (KitteChangeSet) changes = plan (fixture, &cases[0].spec, NULL);
  GPtrArray *files = kitte_change_set_get_files (changes);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  test_home_write (&fixture->home, ROOT "/other.source", "[Data Source]\nDisplayName=x\n", 0600);
  before = test_tree_describe (root);
  apply (fixture, changes);
  for (guint i = 0; i < files->len; i++)
    {
      KitteFileChange *file = files->pdata[i];
      g_autoptr (GString) text = g_string_new_len (g_bytes_get_data (file->after, NULL),
                                                   (gssize) g_bytes_get_size (file->after));

      g_string_append (text, "\n[Refresh]\nEnabled=true\n");
      g_assert_true (g_file_set_contents (file->path, text->str, -1, NULL));
    }
  undo (fixture);
  after = test_tree_describe (root);
  g_assert_cmpstr (after, ==, before);
}

static const char *const homes[] = { "beside-two", "hand-written", "switched-off-and-cloud",
                                     "broken-beside", "started-once" };

static void
copy_folder (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_no_errno (g_mkdir_with_parents (to, 0700));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (source, &text, &length, NULL));
      g_assert_true (g_file_set_contents_full (target, text, (gssize) length,
                                               G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
    }
}

/* The data server lists its sources: it adds the keys that have their usual values to each that it
 * can read, ours and theirs, and makes its own. What it cannot read it leaves alone. */
static void
use (const char *root)
{
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  g_autofree char *own = g_build_filename (root, "rss.source", NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (root, name, NULL);
      g_autoptr (GKeyFile) file = g_key_file_new ();

      if (!g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS, NULL) ||
          !g_key_file_has_group (file, "Data Source"))
        continue;
      g_key_file_set_boolean (file, "Refresh", "Enabled", TRUE);
      g_key_file_set_integer (file, "Refresh", "IntervalMinutes", 60);
      g_assert_true (g_key_file_save_to_file (file, path, NULL));
      g_assert_no_errno (g_chmod (path, 0600));
    }
  g_assert_true (g_file_set_contents (own, "[Data Source]\nDisplayName=News\n", -1, NULL));
}

static void
assert_like_fixture (const char *name, const char *root)
{
  g_autofree char *folder =
      g_test_build_filename (G_TEST_DIST, "fixtures", "homes", "evolution", name, "undone", NULL);
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  g_autoptr (GDir) expected = NULL;
  const char *file;
  guint n_files = 0;

  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (root, file, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GBytes) wanted = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      if (g_getenv ("KITTE_UPDATE_FIXTURES") != NULL)
        {
          g_autofree char *copy = g_build_filename (folder, file, NULL);

          g_assert_no_errno (g_mkdir_with_parents (folder, 0755));
          g_assert_true (g_file_set_contents (copy, text, (gssize) length, NULL));
        }
      g_test_message ("%s/%s", name, file);
      wanted = test_fixture_load ("homes", "evolution", name, "undone", file, NULL);
      g_assert_nonnull (wanted);
      g_assert_cmpmem (text, length, g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));
      n_files++;
    }
  expected = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (expected) != NULL)
    n_files--;
  g_assert_cmpuint (n_files, ==, 0);
}

/* A home that is lived in: three files more, and none again after undo; after use the others are as
 * the data server left them. */
static void
test_home (Fixture *fixture, gconstpointer data)
{
  const char *name = data;
  g_autofree char *from =
      g_test_build_filename (G_TEST_DIST, "fixtures", "homes", "evolution", name, "before", NULL);
  g_autofree char *root = test_home_path (&fixture->home, ROOT);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autoptr (KitteChangeSet) first = NULL;
  g_autoptr (KitteChangeSet) second = NULL;
  g_autoptr (GError) error = NULL;

  copy_folder (from, root);
  before = test_tree_describe (root);
  first = plan (fixture, &cases[0].spec, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kitte_change_set_get_files (first)->len, ==, 3);
  apply (fixture, first);
  after = test_tree_describe (root);
  g_assert_cmpstr (after, !=, before);
  undo (fixture);
  undone = test_tree_describe (root);
  g_assert_cmpstr (undone, ==, before);

  second = plan (fixture, &cases[0].spec, &error);
  g_assert_no_error (error);
  apply (fixture, second);
  use (root);
  undo (fixture);
  assert_like_fixture (name, root);
  g_assert_cmpuint (test_folder_store_count (fixture->store), ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/clients/evolution/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("find", test_find);
  ADD ("files", test_files);
  ADD ("secrets", test_secrets);
  ADD ("unsupported", test_unsupported);
  ADD ("exists", test_exists);
  ADD ("read", test_read);
  ADD ("unreadable-folder", test_unreadable_folder);
  ADD ("undo", test_undo);
  ADD ("undo-after-use", test_undo_after_use);
  for (gsize i = 0; i < G_N_ELEMENTS (homes); i++)
    {
      g_autofree char *path = g_strconcat ("/clients/evolution/homes/", homes[i], NULL);

      g_test_add (path, Fixture, homes[i], set_up, test_home, tear_down);
    }
  return g_test_run ();
}

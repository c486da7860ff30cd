/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of msmtp: a fixture folder a case: before, after a set-up, and undone after somebody worked
 * on the file; what the program must be. KITTE_UPDATE_FIXTURES=1 writes the last of them. */
#include "config.h"

#include "clients/kitte-msmtp.h"

#include <glib/gstdio.h>
#include <string.h>

#include "change/kitte-apply-private.h"
#include "support/account.h"
#include "support/folder-store.h"
#include "support/home.h"

#define RC ".msmtprc"
#define IMAP "imaps://taro%40example.test@imap.example.test"
#define SMTP "smtps://taro%40example.test@smtp.example.test"
#define USED_ABOVE "# mine\n"
#define VERSION_WITH "#!/bin/sh\necho 'Keyring support: Gnome '\n"
#define VERSION_WITHOUT "#!/bin/sh\necho 'Keyring support: none'\n"

typedef struct
{
  TestHome home;
  KitteClient *client;
  KitteInstallation *installation;
  TestFolderStore *store;
  char *path;
} Fixture;

static const TestAccountSpec usual = { "taro@example.test", "Taro",          IMAP, SMTP,
                                       KITTE_AUTH_PLAIN,    KITTE_AUTH_PLAIN };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *secrets = NULL;
  g_autofree char *program = NULL;

  test_home_set_up (&fixture->home);
  fixture->path = test_home_path (&fixture->home, RC);
  secrets = test_home_path (&fixture->home, "secrets");
  program = test_home_path (&fixture->home, "bin/msmtp");
  test_home_write (&fixture->home, "bin/msmtp", VERSION_WITH, 0700);
  fixture->client = kitte_msmtp_new ();
  fixture->installation =
      kitte_installation_new ("msmtp", "msmtp", NULL, program, fixture->path, FALSE);
  fixture->store = test_folder_store_new (secrets);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->client);
  g_object_unref (fixture->store);
  g_free (fixture->path);
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

static void
apply (Fixture *fixture, KitteChangeSet *changes)
{
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (fixture->store) };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kitte_apply_run (changes, &context, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
}

static gboolean
undo (Fixture *fixture, GError **error)
{
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (fixture->store) };
  g_autoptr (GPtrArray) owners = g_ptr_array_new ();

  g_ptr_array_add (owners, fixture->client);
  return kitte_undo_run (owners, NULL, &context, error);
}

static void
put (Fixture *fixture, GBytes *bytes)
{
  g_unlink (fixture->path);
  if (bytes != NULL)
    g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (bytes, NULL),
                                        (gssize) g_bytes_get_size (bytes), NULL));
}

static void
assert_file (Fixture *fixture, GBytes *expected)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (fixture->path, &text, &length, NULL))
    g_assert_null (expected);
  else
    g_assert_cmpmem (text, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

static void
run_written (Fixture *fixture, GBytes *before, GBytes *after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) changes = plan (fixture, &usual, &error);

  g_assert_no_error (error);
  apply (fixture, changes);
  assert_file (fixture, after);
  g_assert_false (test_tree_contains (fixture->home.state, "old-clear-text"));
  g_assert_false (test_tree_contains (fixture->home.state, TEST_PASSWORD));
  g_assert_true (undo (fixture, &error));
  g_assert_no_error (error);
  assert_file (fixture, before);
}

/* The person wrote a comment above and an account below, in the line ends of the file. */
static void
use (Fixture *fixture)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  gboolean crlf;
  g_autoptr (GString) edited = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  crlf = g_strstr_len (text, (gssize) length, "\r\n") != NULL;
  edited = g_string_new (USED_ABOVE);
  if (crlf)
    g_string_insert_c (edited, (gssize) edited->len - 1, '\r');
  g_string_append_len (edited, text, (gssize) length);
  g_string_append (edited, crlf ? "\r\naccount later\r\nhost later.example\r\n" :
                                  "\naccount later\nhost later.example\n");
  bytes = g_bytes_new (edited->str, edited->len);
  put (fixture, bytes);
}

/* Ours is gone, each byte that was there before and each that was written since stays. */
static void
run_used (Fixture *fixture, const char *name, GBytes *before)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fixtures", "homes", "msmtp", name, "undone", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) changes = plan (fixture, &usual, &error);
  g_autoptr (GBytes) expected = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;

  g_assert_no_error (error);
  apply (fixture, changes);
  use (fixture);
  g_assert_true (undo (fixture, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (fixture->path, &text, &length, NULL));
  if (g_getenv ("KITTE_UPDATE_FIXTURES") != NULL)
    g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
  expected = test_fixture_load ("homes", "msmtp", name, "undone", NULL);
  g_assert_nonnull (expected);
  g_assert_cmpmem (text, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
  g_assert_true (g_str_has_prefix (text, "# mine"));
  g_assert_nonnull (g_strstr_len (text, (gssize) length, "account later"));
  g_assert_null (g_strstr_len (text, (gssize) length, "smtp.example.test"));
  if (before != NULL)
    g_assert_cmpint (memcmp (strchr (text, '\n') + 1, g_bytes_get_data (before, NULL),
                             g_bytes_get_size (before)),
                     ==, 0);
}

static void
run_refused (Fixture *fixture, GBytes *before, KitteClientError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) changes = plan (fixture, &usual, &error);

  g_assert_error (error, KITTE_CLIENT_ERROR, (int) code);
  g_assert_true (kitte_change_set_is_empty (changes));
  assert_file (fixture, before);
}

/* A folder with `after` is written; without it, its name says why it is refused. */
static void
test_fixtures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fixtures", "homes", "msmtp", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint count = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (GBytes) before = test_fixture_load ("homes", "msmtp", name, "before", NULL);
      g_autoptr (GBytes) after = test_fixture_load ("homes", "msmtp", name, "after", NULL);

      g_test_message ("%s", name);
      put (fixture, before);
      if (after != NULL)
        {
          run_written (fixture, before, after);
          run_used (fixture, name, before);
        }
      else if (g_str_has_prefix (name, "exists"))
        run_refused (fixture, before, KITTE_CLIENT_ERROR_EXISTS);
      else
        run_refused (fixture, before, KITTE_CLIENT_ERROR_UNREADABLE);
      count++;
    }
  g_assert_cmpuint (count, >=, 20);
}

static void
test_secret (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = plan (fixture, &usual, NULL);
  GPtrArray *secrets = kitte_change_set_get_secrets (changes);
  KitteSecretChange *secret;

  g_assert_cmpuint (secrets->len, ==, 1);
  secret = secrets->pdata[0];
  g_assert_cmpstr (secret->schema, ==, "de.marlam.msmtp.password");
  g_assert_cmpstr (g_hash_table_lookup (secret->attributes, "host"), ==, "smtp.example.test");
  g_assert_cmpstr (g_hash_table_lookup (secret->attributes, "service"), ==, "smtp");
  g_assert_cmpstr (g_hash_table_lookup (secret->attributes, "user"), ==, "taro@example.test");
  g_assert_cmpuint (g_hash_table_size (secret->attributes), ==, 3);
}

static const struct
{
  KitteAuth auth;
  const char *outgoing;
  const char *expected;
} methods[] = {
  { KITTE_AUTH_PLAIN, SMTP, "auth plain\nuser taro@example.test\n" },
  { KITTE_AUTH_LOGIN, SMTP, "auth login\nuser" },
  { KITTE_AUTH_CRAM_MD5, SMTP, "auth cram-md5\nuser" },
  { KITTE_AUTH_DIGEST_MD5, SMTP, "auth digest-md5\nuser" },
  { KITTE_AUTH_SCRAM_SHA_1, SMTP, "auth scram-sha-1\nuser" },
  { KITTE_AUTH_SCRAM_SHA_256, SMTP, "auth scram-sha-256\nuser" },
  { KITTE_AUTH_NONE, SMTP, "auth off\nfrom taro@example.test\n" },
  { KITTE_AUTH_PLAIN, "smtp://taro@s.example.test:587", "port 587\ntls on\ntls_starttls on\n" },
  { KITTE_AUTH_PLAIN, "smtp://taro@s.example.test:25?starttls=no",
    "port 25\ntls off\ntls_starttls off\n" },
  { KITTE_AUTH_PLAIN, "smtps://%20taro%20@s.example.test", "user \" taro \"\n" },
  { KITTE_AUTH_PLAIN, "smtps://%22taro%22@s.example.test", "user \"\"taro\"\"\n" },
};

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      TestAccountSpec spec = usual;
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteChangeSet) changes = NULL;
      KitteFileChange *file;
      g_autofree char *text = NULL;

      spec.outgoing = methods[i].outgoing;
      spec.outgoing_auth = methods[i].auth;
      changes = plan (fixture, &spec, &error);
      g_assert_no_error (error);
      file = kitte_change_set_get_files (changes)->pdata[0];
      text = g_strndup (g_bytes_get_data (file->after, NULL), g_bytes_get_size (file->after));
      g_test_message ("%s", text);
      g_assert_nonnull (strstr (text, methods[i].expected));
    }
}

static void
test_unsupported (Fixture *fixture, gconstpointer data)
{
  const KitteAuth auths[] = { KITTE_AUTH_OAUTH2, KITTE_AUTH_APOP, KITTE_AUTH_USER_PASS };

  for (gsize i = 0; i < G_N_ELEMENTS (auths); i++)
    {
      TestAccountSpec spec = usual;
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteChangeSet) changes = NULL;

      spec.outgoing_auth = auths[i];
      changes = plan (fixture, &spec, &error);
      g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED);
      g_assert_true (kitte_change_set_is_empty (changes));
    }
}

/* Built without keyring support: by the desktop's tool, or not at all. */
static void
test_no_keyring (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *bin = test_home_path (&fixture->home, "bin");
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) refused = NULL;
  g_autoptr (KitteChangeSet) changes = NULL;
  KitteFileChange *file;

  test_home_write (&fixture->home, "bin/msmtp", VERSION_WITHOUT, 0700);
  g_setenv ("PATH", bin, TRUE);
  refused = plan (fixture, &usual, &error);
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED);
  g_clear_error (&error);
  test_home_write (&fixture->home, "bin/secret-tool", "#!/bin/sh\n", 0700);
  changes = plan (fixture, &usual, &error);
  g_setenv ("PATH", path, TRUE);
  g_assert_no_error (error);
  file = kitte_change_set_get_files (changes)->pdata[0];
  g_assert_nonnull (strstr (file->preview, "+passwordeval secret-tool lookup host "
                                           "'smtp.example.test' service smtp user "
                                           "'taro@example.test'\n"));
}

/* Which file msmtp reads: the first that is there, and never a second one beside it. */
static void
test_find (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_strdup (g_getenv ("PATH"));
  g_autofree char *bin = test_home_path (&fixture->home, "bin");
  const char *const expected[] = { RC, ".config/msmtp/config", RC };

  g_setenv ("PATH", bin, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GPtrArray) found = NULL;
      g_autofree char *file = test_home_path (&fixture->home, expected[i]);

      if (i > 0)
        test_home_write (&fixture->home, expected[i], "", 0600);
      found = kitte_client_find (fixture->client);
      g_assert_cmpuint (found->len, ==, 1);
      g_assert_cmpstr (((KitteInstallation *) found->pdata[0])->root, ==, file);
    }
  g_setenv ("PATH", path, TRUE);
}

/* The system's default account stays everybody's. */
static void
test_system_default (Fixture *fixture, gconstpointer data)
{
  g_autofree char *system = test_home_path (&fixture->home, "system");
  g_autofree char *script = g_strdup_printf (
      "#!/bin/sh\necho 'Keyring support: Gnome'\necho 'System configuration file name: %s'\n",
      system);
  g_autoptr (KitteChangeSet) changes = NULL;
  KitteFileChange *file;

  test_home_write (&fixture->home, "bin/msmtp", script, 0700);
  test_home_write (&fixture->home, "system", "account default\nhost relay.example\n", 0600);
  changes = plan (fixture, &usual, NULL);
  file = kitte_change_set_get_files (changes)->pdata[0];
  g_assert_null (strstr (file->preview, "account default"));
}

static void
edit (Fixture *fixture, const char *from, const char *to)
{
  g_autofree char *text = test_home_read (&fixture->home, RC);
  g_autoptr (GString) edited = g_string_new (text);

  g_assert_cmpuint (g_string_replace (edited, from, to, 0), ==, 1);
  test_home_write (&fixture->home, RC, edited->str, 0600);
}

static const struct
{
  const char *from;
  const char *to;
  /* NULL: refused */
  const char *expected;
} edits[] = {
  { "# end\n", "# end\n# more\n", "# start\naccount a\nhost h\npassword secret\n# end\n# more\n" },
  { "port 465\n", "port 587\n# mine\n",
    "# start\naccount a\nhost h\npassword secret\n# end\n\n# mine\n\n" },
  { "account default : taro@example.test\n", "account default : a\n",
    "# start\naccount a\nhost h\npassword secret\n# end\n\n\naccount default : a\n" },
  { "account default : taro@example.test\n", "account b : taro@example.test\nport 25\n", NULL },
  { "from taro@example.test\n", "from taro@example.test\n\ndefaults\nport 1\n",
    "# start\naccount a\nhost h\npassword secret\n# end\n\n\ndefaults\nport 1\n\n" },
};

/* The person worked on the file since: our account goes by its name, the rest stays. */
static void
test_undo_after_edit (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (KitteChangeSet) changes = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      test_home_write (&fixture->home, RC, "# start\naccount a\nhost h\npassword secret\n# end\n",
                       0600);
      changes = plan (fixture, &usual, NULL);
      apply (fixture, changes);
      edit (fixture, edits[i].from, edits[i].to);
      g_test_message ("%s", edits[i].to);
      if (edits[i].expected == NULL)
        {
          g_assert_false (undo (fixture, &error));
          g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE);
          edit (fixture, edits[i].to, "");
          g_assert_true (undo (fixture, NULL));
          continue;
        }
      g_assert_true (undo (fixture, &error));
      g_assert_no_error (error);
      text = test_home_read (&fixture->home, RC);
      g_assert_cmpstr (text, ==, edits[i].expected);
    }
}

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  KitteExistingAccount *old;
  KitteExistingAccount *new;

  test_home_write (&fixture->home, RC,
                   "defaults\ntls on\naccount old\nhost old.example\nfrom a@old.example\n"
                   "account new\nhost new.example\ntls_starttls off\nauth login\nuser \" u\"\n"
                   "account default : old\naccount nothing\n",
                   0600);
  accounts = kitte_client_read (fixture->client, fixture->installation, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 2);
  old = accounts->pdata[0];
  new = accounts->pdata[1];
  g_assert_cmpstr (old->key, ==, "old");
  g_assert_cmpstr (old->address, ==, "a@old.example");
  g_assert_null (old->incoming);
  g_assert_cmpint (old->outgoing->port, ==, 25);
  g_assert_cmpint (old->outgoing->security, ==, KITTE_SECURITY_STARTTLS);
  g_assert_cmpint (old->outgoing->auth.items[0], ==, KITTE_AUTH_NONE);
  g_assert_cmpint (new->outgoing->port, ==, 465);
  g_assert_cmpint (new->outgoing->security, ==, KITTE_SECURITY_TLS);
  g_assert_cmpint (new->outgoing->auth.items[0], ==, KITTE_AUTH_LOGIN);
  g_assert_cmpstr (new->outgoing->username, ==, " u");
}

/* The real program agrees with every expected file. */
static void
test_real_program (Fixture *fixture, gconstpointer data)
{
  g_autofree char *program = g_find_program_in_path ("msmtp");
  g_autoptr (KitteChangeSet) changes = NULL;
  const char *argv[] = { program,          "-C", fixture->path,
                         "--pretend",      "-a", "taro@example.test",
                         "x@example.test", NULL };
  g_autofree char *output = NULL;
  int status = 0;

  if (program == NULL)
    {
      g_test_skip ("msmtp is not installed");
      return;
    }
  test_home_write (&fixture->home, RC, "defaults\npassword theirs\naccount a\nhost h\n", 0600);
  changes = plan (fixture, &usual, NULL);
  apply (fixture, changes);
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output,
                               NULL, &status, NULL));
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (output, "host = smtp.example.test\n"));
  g_assert_nonnull (strstr (output, "password = (not set)\n"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/clients/msmtp/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("fixtures", test_fixtures);
  ADD ("secret", test_secret);
  ADD ("settings", test_settings);
  ADD ("unsupported", test_unsupported);
  ADD ("no-keyring", test_no_keyring);
  ADD ("find", test_find);
  ADD ("system-default", test_system_default);
  ADD ("undo-after-edit", test_undo_after_edit);
  ADD ("read", test_read);
  ADD ("real-program", test_real_program);
  return g_test_run ();
}

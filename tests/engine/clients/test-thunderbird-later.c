/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests what comes after a set-up: undo when Thunderbird has used the account, another sending
 * server, primary passwords, running programs, and which installations are found. */
#define _GNU_SOURCE
#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nss-fixture.h"
#include "support/thunderbird.h"

#define DEBIAN "/usr/lib/thunderbird"
#define IMAP "imaps://taro%40example.test@imap.example.test"
#define SMTP "smtps://taro%40example.test@smtp.example.test"
#define PROFILE "abcd1234.default"
#define PREFS TEST_THUNDERBIRD_ROOT "/" PROFILE "/prefs.js"

static const TestAccountSpec usual = { "taro@example.test", "山田 太郎",     IMAP, SMTP,
                                       KITTE_AUTH_PLAIN,    KITTE_AUTH_PLAIN };

static void
set_up (TestThunderbird *fixture, gconstpointer data)
{
  test_thunderbird_set_up (fixture);
  test_thunderbird_install (fixture, DEBIAN);
}

static void
tear_down (TestThunderbird *fixture, gconstpointer data)
{
  test_thunderbird_tear_down (fixture);
}

static void
set_up_account (TestThunderbird *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) changes = test_thunderbird_plan (fixture, &usual, &error);

  g_assert_no_error (error);
  test_thunderbird_apply (fixture, changes);
}

static void
replace_in (TestThunderbird *fixture, const char *name, const char *old, const char *new)
{
  g_autofree char *path = test_home_path (&fixture->home, name);
  g_autofree char *contents = NULL;
  g_autoptr (GString) text = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  text = g_string_new (contents);
  g_assert_cmpuint (g_string_replace (text, old, new, 0), >, 0);
  g_assert_true (
      g_file_set_contents_full (path, text->str, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
append_to (TestThunderbird *fixture, const char *name, const char *more)
{
  g_autofree char *text = test_home_read (&fixture->home, name);
  g_autofree char *longer = g_strconcat (text, more, NULL);

  test_home_write (&fixture->home, name, longer, 0600);
}

static void
assert_not_named (TestThunderbird *fixture, const char *name, const char *text)
{
  g_autofree char *contents = test_home_read (&fixture->home, name);

  g_assert_null (strstr (contents, text));
}

/* What Thunderbird wrote since stays, our keys and those it added to our account go. */
static void
test_undo_after_use (TestThunderbird *fixture, gconstpointer data)
{
  g_autofree char *before = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *after = NULL;
  g_autofree char *logins = NULL;

  test_thunderbird_lay_out (fixture, "one-account", TEST_THUNDERBIRD_ROOT);
  before = test_home_read (&fixture->home, PREFS);
  set_up_account (fixture);
  append_to (fixture, PREFS,
             "user_pref(\"mail.server.server3.directory-rel\", \"[ProfD]ImapMail/x\");\n"
             "user_pref(\"mail.identity.id2.doBcc\", false);\n"
             "user_pref(\"mail.server.server30.port\", 1);\n"
             "user_pref(\"mailnews.mark_message_read.delay\", true);\n");
  replace_in (fixture, TEST_THUNDERBIRD_ROOT "/" PROFILE "/logins.json", "\"logins\":[",
              "\"logins\":[{\"id\":9,\"hostname\":\"imap://other\",\"guid\":\"{x}\"},");
  test_thunderbird_undo (fixture);
  expected = g_strconcat (before,
                          "user_pref(\"mail.server.server30.port\", 1);\n"
                          "user_pref(\"mailnews.mark_message_read.delay\", true);\n",
                          NULL);
  after = test_home_read (&fixture->home, PREFS);
  replace_in (fixture, PREFS, "lastKey\", 3", "lastKey\", 2");
  g_free (g_steal_pointer (&after));
  after = test_home_read (&fixture->home, PREFS);
  g_assert_cmpstr (after, ==, expected);
  logins = test_home_read (&fixture->home, TEST_THUNDERBIRD_ROOT "/" PROFILE "/logins.json");
  g_assert_nonnull (strstr (logins, "{\"id\":9,\"hostname\":\"imap://other\",\"guid\":\"{x}\"}]"));
}

/* A new profile that was used keeps its place: mail may lie in it. */
static void
test_undo_keeps_used_profile (TestThunderbird *fixture, gconstpointer data)
{
  g_autofree char *name = NULL;
  g_autofree char *prefs = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  test_thunderbird_lay_out (fixture, "fresh", TEST_THUNDERBIRD_ROOT);
  set_up_account (fixture);
  name = test_thunderbird_find_new_profile (fixture, "");
  prefs = g_build_filename (TEST_THUNDERBIRD_ROOT, name, "prefs.js", NULL);
  keys = g_build_filename (fixture->root, name, "key4.db", NULL);
  append_to (fixture, prefs, "user_pref(\"mail.rights.version\", 1);\n");
  test_thunderbird_undo (fixture);
  again = test_thunderbird_find_new_profile (fixture, "");
  g_assert_cmpstr (again, ==, name);
  g_assert_true (g_file_test (keys, G_FILE_TEST_EXISTS));
  assert_not_named (fixture, prefs, "example.test");
  accounts = test_thunderbird_read (fixture);
  g_assert_cmpuint (accounts->len, ==, 0);
  /* And the account can be set up once more. */
  set_up_account (fixture);
}

/* Another account has come to send through our server: it keeps it. */
static void
test_undo_leaves_used_sender (TestThunderbird *fixture, gconstpointer data)
{
  g_autofree char *prefs = NULL;

  test_thunderbird_lay_out (fixture, "one-account", TEST_THUNDERBIRD_ROOT);
  set_up_account (fixture);
  replace_in (fixture, PREFS, "id1.smtpServer\", \"smtp1\"", "id1.smtpServer\", \"smtp2\"");
  test_thunderbird_undo (fixture);
  prefs = test_home_read (&fixture->home, PREFS);
  g_assert_nonnull (strstr (prefs, "mail.smtpservers\", \"smtp1,smtp2\""));
  g_assert_nonnull (strstr (prefs, "smtp2.hostname\", \"smtp.example.test\""));
  g_assert_null (strstr (prefs, "imap.example.test"));
}

static KitteExistingAccount *
read_account (TestThunderbird *fixture, const char *address)
{
  g_autoptr (GPtrArray) accounts = test_thunderbird_read (fixture);

  for (guint i = 0; i < accounts->len; i++)
    if (g_str_equal (((KitteExistingAccount *) accounts->pdata[i])->address, address))
      return kitte_existing_account_ref (accounts->pdata[i]);
  g_assert_not_reached ();
}

static void
assert_server (const KitteServer *server,
               const char *text,
               KitteSecurity security,
               KitteAuth first,
               const char *username)
{
  g_autofree char *endpoint = g_strdup_printf ("%s:%u", server->host, server->port);

  g_assert_cmpstr (endpoint, ==, text);
  g_assert_cmpint (server->security, ==, security);
  g_assert_cmpint (server->auth.items[0], ==, first);
  g_assert_cmpstr (server->username, ==, username);
}

static void
test_read_old (TestThunderbird *fixture, gconstpointer data)
{
  g_autoptr (KitteExistingAccount) home = NULL;
  g_autoptr (KitteExistingAccount) work = NULL;
  g_autoptr (GPtrArray) accounts = NULL;

  test_thunderbird_lay_out (fixture, "from-2006", TEST_THUNDERBIRD_ROOT);
  /* Nothing opens that profile now: a set-up takes it over first. */
  accounts = test_thunderbird_read (fixture);
  g_assert_cmpuint (accounts->len, ==, 0);
  set_up_account (fixture);
  home = read_account (fixture, "hanako@sannet.example.jp");
  g_assert_cmpstr (home->key, ==, "account1");
  g_assert_cmpstr (home->outgoing_key, ==, "smtp1");
  assert_server (home->incoming, "pop.sannet.example.jp:110", KITTE_SECURITY_NONE, KITTE_AUTH_PLAIN,
                 "hanako");
  assert_server (home->outgoing, "smtp.sannet.example.jp:25", KITTE_SECURITY_NONE, KITTE_AUTH_NONE,
                 NULL);
  work = read_account (fixture, "hanako@work.example.jp");
  assert_server (work->incoming, "imap.work.example.jp:993", KITTE_SECURITY_TLS, KITTE_AUTH_PLAIN,
                 "yamada");
  assert_server (work->outgoing, "smtp.work.example.jp:587", KITTE_SECURITY_STARTTLS,
                 KITTE_AUTH_PLAIN, "yamada");
}

static KitteChangeSet *
plan_outgoing (TestThunderbird *fixture, const char *address, const char *url, GError **error)
{
  g_autoptr (KitteExistingAccount) existing = read_account (fixture, address);
  g_autoptr (KitteServer) plain = kitte_server_new_from_url (url, FALSE, NULL);
  g_autoptr (KitteServer) outgoing = kitte_server_with_auth (plain, KITTE_AUTH_PLAIN);
  g_autoptr (KitteSecret) secret = kitte_secret_new (TEST_PASSWORD);
  g_autoptr (KitteCredential) credential = kitte_credential_new (outgoing->username, secret);
  KitteChangeSet *changes = kitte_change_set_new (address);

  kitte_client_plan_outgoing (fixture->client, existing, outgoing, credential,
                              KITTE_SHARED_SERVER_LEAVE, changes, error);
  return changes;
}

static const KitteFileChange *
find_change (KitteChangeSet *changes, const char *name)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    if (g_str_has_suffix (((KitteFileChange *) files->pdata[i])->path, name))
      return files->pdata[i];
  return NULL;
}

static void
test_outgoing_alone (TestThunderbird *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = NULL;
  g_autoptr (KitteExistingAccount) after = NULL;
  g_autoptr (KitteSecret) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *then = NULL;

  test_thunderbird_lay_out (fixture, "one-account", TEST_THUNDERBIRD_ROOT);
  replace_in (fixture, PREFS, "smtp1.port\", 465", "smtp1.port\", 25");
  replace_in (fixture, PREFS, "smtp1.try_ssl\", 3", "smtp1.try_ssl\", 0");
  before = test_home_read (&fixture->home, PREFS);
  changes =
      plan_outgoing (fixture, "hanako@example.jp",
                     "smtp://hanako%40example.jp@mail.example.jp:587?starttls=required", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (find_change (changes, "prefs.js")->preview, ==,
                   "- user_pref(\"mail.smtpserver.smtp1.port\", 25);\n"
                   "+ user_pref(\"mail.smtpserver.smtp1.port\", 587);\n"
                   "- user_pref(\"mail.smtpserver.smtp1.try_ssl\", 0);\n"
                   "+ user_pref(\"mail.smtpserver.smtp1.try_ssl\", 2);\n");
  g_assert_null (find_change (changes, "profiles.ini"));
  test_thunderbird_apply (fixture, changes);
  after = read_account (fixture, "hanako@example.jp");
  saved = kitte_client_lookup_password (fixture->client, after, after->outgoing, NULL, NULL);
  g_assert_cmpstr (kitte_secret_peek (saved), ==, TEST_PASSWORD);

  /* Used since: the old values come back, what was added stays. */
  append_to (fixture, PREFS, "user_pref(\"a\", 1);\n");
  test_thunderbird_undo (fixture);
  then = test_home_read (&fixture->home, PREFS);
  g_assert_true (g_str_has_suffix (then, "user_pref(\"a\", 1);\n"));
  then[strlen (then) - strlen ("user_pref(\"a\", 1);\n")] = '\0';
  g_assert_cmpstr (then, ==, before);
}

static void
test_outgoing_shared (TestThunderbird *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = NULL;
  g_autoptr (KitteExistingAccount) first = NULL;
  g_autoptr (KitteExistingAccount) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  test_thunderbird_lay_out (fixture, "sender-there", TEST_THUNDERBIRD_ROOT);
  set_up_account (fixture);
  before = test_home_read (&fixture->home, PREFS);
  changes = plan_outgoing (fixture, "taro@example.test",
                           "smtp://taro@smtp.example.test:587?starttls=required", &error);
  g_assert_no_error (error);
  test_thunderbird_apply (fixture, changes);
  first = read_account (fixture, "hanako@example.jp");
  second = read_account (fixture, "taro@example.test");
  g_assert_cmpstr (first->outgoing_key, ==, "smtp1");
  g_assert_cmpint (first->outgoing->port, ==, 465);
  g_assert_cmpstr (second->outgoing_key, ==, "smtp2");
  g_assert_cmpint (second->outgoing->port, ==, 587);
  append_to (fixture, PREFS, "\n");
  test_thunderbird_undo (fixture);
  after = test_home_read (&fixture->home, PREFS);
  g_assert_true (g_str_has_prefix (after, before));
}

static void
write_store (TestThunderbird *fixture, const char *primary_password)
{
  g_autoptr (GBytes) key4 = make_key4 (FIXTURE_DES3, primary_password, NULL);
  g_autofree char *path = g_build_filename (fixture->root, PROFILE, "key4.db", NULL);

  g_assert_true (g_file_set_contents (path, g_bytes_get_data (key4, NULL),
                                      (gssize) g_bytes_get_size (key4), NULL));
}

static void
test_primary_password (TestThunderbird *fixture, gconstpointer data)
{
  g_autoptr (KitteSecret) right = kitte_secret_new ("open sesame");
  g_autoptr (KitteSecret) none = kitte_secret_new ("");
  g_autoptr (KitteChangeSet) asked = NULL;
  g_autoptr (KitteChangeSet) opened = NULL;
  g_autoptr (KitteChangeSet) left_out = NULL;
  g_autoptr (KitteChangeSet) repaired = NULL;
  g_autoptr (GError) error = NULL;

  test_thunderbird_lay_out (fixture, "one-account", TEST_THUNDERBIRD_ROOT);
  write_store (fixture, "open sesame");
  asked = test_thunderbird_plan (fixture, &usual, &error);
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD);
  g_assert_true (kitte_change_set_is_empty (asked));
  g_clear_error (&error);

  kitte_client_set_primary_password (fixture->client, right);
  opened = test_thunderbird_plan (fixture, &usual, &error);
  g_assert_no_error (error);
  g_assert_nonnull (find_change (opened, "logins.json"));
  g_assert_null (find_change (opened, "key4.db"));

  kitte_client_set_primary_password (fixture->client, none);
  left_out = test_thunderbird_plan (fixture, &usual, &error);
  g_assert_no_error (error);
  g_assert_null (find_change (left_out, "logins.json"));
  g_assert_nonnull (find_change (left_out, "prefs.js"));
  g_assert_cmpuint (kitte_change_set_get_secrets (left_out)->len, ==, 0);

  repaired =
      plan_outgoing (fixture, "hanako@example.jp",
                     "smtp://hanako%40example.jp@mail.example.jp:587?starttls=required", &error);
  g_assert_no_error (error);
  g_assert_null (find_change (repaired, "logins.json"));
  g_assert_nonnull (find_change (repaired, "prefs.js"));
}

/* A child that holds the lock as Thunderbird does; returns once it has it. */
static pid_t
hold_lock (const char *path)
{
  int ready[2];
  char byte;
  pid_t child;

  g_assert_no_errno (pipe (ready));
  child = fork ();
  g_assert_no_errno (child);
  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
      int fd = open (path, O_WRONLY | O_CREAT, 0600);

      if (fd < 0 || fcntl (fd, F_SETLK, &lock) != 0 || write (ready[1], "x", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return child;
}

static void
test_running (TestThunderbird *fixture, gconstpointer data)
{
  g_autofree char *lock = NULL;
  g_autoptr (GPtrArray) open_now = NULL;
  g_autoptr (GPtrArray) closed = NULL;
  pid_t child;

  test_thunderbird_lay_out (fixture, "one-account", TEST_THUNDERBIRD_ROOT);
  lock = g_build_filename (fixture->root, PROFILE, ".parentlock", NULL);
  child = hold_lock (lock);
  open_now = kitte_client_find (fixture->client);
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  closed = kitte_client_find (fixture->client);
  g_assert_true (((KitteInstallation *) open_now->pdata[0])->running);
  g_assert_false (((KitteInstallation *) closed->pdata[0])->running);
}

static void
make_folder (TestThunderbird *fixture, const char *name)
{
  g_autofree char *path = test_home_path (&fixture->home, name);

  g_assert_no_errno (g_mkdir_with_parents (path, 0700));
}

static void
test_find (TestThunderbird *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *program;
    const char *root;
  } expected[] = {
    { "Thunderbird", "/usr/lib/thunderbird/thunderbird", ".thunderbird" },
    { "Thunderbird (/opt/thunderbird)", "/opt/thunderbird/thunderbird", ".thunderbird" },
    { "Betterbird (/opt/betterbird)", "/opt/betterbird/betterbird", ".thunderbird" },
    { "Thunderbird (Flatpak)", "/app/lib/thunderbird/thunderbird",
      ".var/app/org.mozilla.thunderbird/.thunderbird" },
    { "Thunderbird (old Flatpak)", NULL, ".var/app/org.mozilla.Thunderbird/.thunderbird" },
    { "Thunderbird (Snap)", NULL, "snap/thunderbird/common/.thunderbird" },
  };
  g_autoptr (GPtrArray) found = NULL;

  test_thunderbird_install (fixture, "/opt/thunderbird");
  test_thunderbird_install (fixture, "/opt/betterbird");
  make_folder (fixture, "system/var/lib/flatpak/app/org.mozilla.thunderbird");
  make_folder (fixture, ".var/app/org.mozilla.Thunderbird");
  make_folder (fixture, "snap/thunderbird/common");
  /* What Thunderbird leaves behind is no installation. */
  make_folder (fixture, "system/opt/thunderbird-old");
  make_folder (fixture, "thunderbird");
  found = kitte_client_find (fixture->client);
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < found->len; i++)
    {
      const KitteInstallation *installation = found->pdata[i];
      g_autofree char *root = test_home_path (&fixture->home, expected[i].root);

      g_assert_cmpstr (installation->client, ==, "thunderbird");
      g_assert_cmpstr (installation->name, ==, expected[i].name);
      g_assert_cmpstr (installation->program, ==, expected[i].program);
      g_assert_cmpstr (installation->root, ==, root);
      g_assert_false (installation->running);
    }
}

/* In a home without any profile every installation of that home gets the new one. */
static void
test_all_installations_open_a_fresh_profile (TestThunderbird *fixture, gconstpointer data)
{
  g_autofree char *list = NULL;

  test_thunderbird_install (fixture, "/opt/betterbird");
  test_thunderbird_lay_out (fixture, "fresh", TEST_THUNDERBIRD_ROOT);
  set_up_account (fixture);
  list = test_home_read (&fixture->home, TEST_THUNDERBIRD_ROOT "/profiles.ini");
  g_assert_nonnull (strstr (list, "[InstallFDC34C9F024745EB]"));
  g_assert_nonnull (strstr (list, "[InstallF72D9E66FA3C07ED]"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/clients/thunderbird/" name, TestThunderbird, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("undo-after-use", test_undo_after_use);
  ADD ("undo-keeps-used-profile", test_undo_keeps_used_profile);
  ADD ("undo-leaves-used-sender", test_undo_leaves_used_sender);
  ADD ("read-old", test_read_old);
  ADD ("outgoing-alone", test_outgoing_alone);
  ADD ("outgoing-shared", test_outgoing_shared);
  ADD ("primary-password", test_primary_password);
  ADD ("running", test_running);
  ADD ("find", test_find);
  ADD ("all-installations", test_all_installations_open_a_fresh_profile);
  return g_test_run ();
}

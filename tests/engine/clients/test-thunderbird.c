/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of Thunderbird: a fixture home a case, with the files as they are after a
 * set-up and after an undo, where Thunderbird was used in between; an undo before that gives the
 * old bytes. KITTE_UPDATE_FIXTURES=1 writes what comes out; look at it with git diff before it is
 * kept. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "support/thunderbird-use.h"
#include "support/thunderbird.h"

#define DEBIAN "/usr/lib/thunderbird"
#define IMAP "imaps://taro%40example.test@imap.example.test"
#define SMTP "smtps://taro%40example.test@smtp.example.test"
#define FLATPAK_ROOT ".var/app/org.mozilla.thunderbird/.thunderbird"
#define SNAP_ROOT "snap/thunderbird/common/.thunderbird"

/* What stands in the fixtures where a name is random. */
#define NEW_PROFILE "NEWPROFILE"

static const TestAccountSpec usual = { "taro@example.test", "山田 太郎",     IMAP, SMTP,
                                       KITTE_AUTH_PLAIN,    KITTE_AUTH_PLAIN };

typedef struct
{
  const char *name;
  const char *root;
  const TestAccountSpec *spec;
} Case;

static const TestAccountSpec pop3 = {
  "taro@example.test",
  "Taro \"T\" \\ Yamada",
  "pop3://taro@pop.example.test?starttls=required",
  "smtp://taro@smtp.example.test:587?starttls=required",
  KITTE_AUTH_USER_PASS,
  KITTE_AUTH_LOGIN,
};

static const TestAccountSpec cram = {
  "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_CRAM_MD5, KITTE_AUTH_CRAM_MD5,
};

static const TestAccountSpec gmail = {
  "taro@gmail.com",
  "Taro",
  "imaps://taro%40gmail.com@imap.gmail.com",
  "smtps://taro%40gmail.com@smtp.gmail.com",
  KITTE_AUTH_OAUTH2,
  KITTE_AUTH_OAUTH2,
};

static const TestAccountSpec without_sign_in = {
  "taro@example.test", "Taro",          IMAP, "smtp://smtp.example.test:587?starttls=required",
  KITTE_AUTH_PLAIN,    KITTE_AUTH_NONE,
};

static const Case cases[] = {
  { "fresh", NULL, NULL },
  { "fresh-pop3", NULL, &pop3 },
  { "fresh-cram-md5", NULL, &cram },
  { "fresh-gmail", NULL, &gmail },
  { "fresh-no-sign-in", NULL, &without_sign_in },
  { "fresh-flatpak", FLATPAK_ROOT, NULL },
  { "fresh-snap", SNAP_ROOT, NULL },
  { "one-account", NULL, NULL },
  { "empty-profile", NULL, NULL },
  { "local-folders-only", NULL, NULL },
  { "without-mail", NULL, NULL },
  { "crlf-and-comments", NULL, NULL },
  { "no-last-line-end", NULL, NULL },
  { "several-on-a-line", NULL, NULL },
  { "shift-jis", NULL, NULL },
  { "numbers-left-behind", NULL, NULL },
  { "last-key-ahead", NULL, NULL },
  { "list-with-blanks", NULL, NULL },
  { "sender-there", NULL, NULL },
  { "sender-unencrypted", NULL, NULL },
  { "same-host", NULL, NULL },
  { "same-name", NULL, NULL },
  { "dangling-default", NULL, NULL },
  { "no-sender", NULL, NULL },
  { "user-js-harmless", NULL, NULL },
  { "profile-of-other-install", NULL, NULL },
  { "profile-left-behind", NULL, NULL },
  { "profile-of-newer", NULL, NULL },
  { "profile-without-install", NULL, NULL },
  { "installs-ini", NULL, NULL },
  { "three-profiles", NULL, NULL },
  { "gap", NULL, NULL },
  { "folder-missing", NULL, NULL },
  { "snap", SNAP_ROOT, NULL },
  { "flatpak", FLATPAK_ROOT, NULL },
  { "from-2006", NULL, NULL },
};

static const struct
{
  const char *name;
  KitteClientError code;
  const char *says;
} refused[] = {
  { "exists", KITTE_CLIENT_ERROR_EXISTS, "taro@example.test" },
  { "user-js-overrides", KITTE_CLIENT_ERROR_UNSUPPORTED, "user.js" },
  { "broken-quote", KITTE_CLIENT_ERROR_UNREADABLE, "prefs.js" },
  { "truncated", KITTE_CLIENT_ERROR_UNREADABLE, "prefs.js" },
  { "nul", KITTE_CLIENT_ERROR_UNREADABLE, "prefs.js" },
  { "utf-16", KITTE_CLIENT_ERROR_UNREADABLE, "prefs.js" },
  { "rubbish", KITTE_CLIENT_ERROR_UNREADABLE, "prefs.js" },
  { "broken-user-js", KITTE_CLIENT_ERROR_UNREADABLE, "user.js" },
  { "broken-profiles-ini", KITTE_CLIENT_ERROR_UNREADABLE, "profiles.ini" },
  { "broken-logins", KITTE_CLIENT_ERROR_UNREADABLE, "logins.json" },
  { "logins-no-list", KITTE_CLIENT_ERROR_UNREADABLE, "logins.json" },
  { "broken-keys", KITTE_CLIENT_ERROR_STORE, "key4.db" },
  { "keys-of-2017", KITTE_CLIENT_ERROR_STORE, "Open Thunderbird" },
  { "keys-cut-short", KITTE_CLIENT_ERROR_STORE, "Open Thunderbird" },
};

static const TestAccountSpec unsupported[] = {
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_SCRAM_SHA_256, KITTE_AUTH_PLAIN },
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_PLAIN, KITTE_AUTH_DIGEST_MD5 },
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_OAUTH2, KITTE_AUTH_OAUTH2 },
  { "taro@example.test", "", IMAP, SMTP, KITTE_AUTH_APOP, KITTE_AUTH_PLAIN },
};

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

/* The random name of a profile that the fixture did not have. */
static char *
find_new_profile (TestThunderbird *fixture, const char *case_name)
{
  g_autoptr (GBytes) before =
      test_fixture_load ("homes", "thunderbird", case_name, "before", "profiles.ini", NULL);
  g_autofree char *known = NULL;
  char *name;

  if (before != NULL)
    known = g_strndup (g_bytes_get_data (before, NULL), g_bytes_get_size (before));
  name = test_thunderbird_find_new_profile (fixture, known != NULL ? known : "");
  if (name != NULL)
    g_assert_cmpuint (strlen (name), ==, strlen ("xxxxxxxx.default"));
  return name;
}

/* Compares with the fixture's tree @state: `after` the set-up, or `undone` after use. */
static void
check_text (TestThunderbird *fixture,
            const char *case_name,
            const char *state,
            const char *file,
            const char *new_profile)
{
  g_autofree char *path = g_build_filename (fixture->root, file, NULL);
  g_autofree char *shown = g_path_get_dirname (file);
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *expected_path = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GString) text = NULL;
  gsize length, expected_length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  text = g_string_new_len (contents, (gssize) length);
  if (new_profile != NULL)
    g_string_replace (text, new_profile, NEW_PROFILE, 0);
  expected_path =
      g_test_build_filename (G_TEST_DIST, "fixtures", "homes", "thunderbird", case_name, state,
                             g_strcmp0 (shown, new_profile) == 0 ? NEW_PROFILE : shown, base, NULL);
  if (g_getenv ("KITTE_UPDATE_FIXTURES") != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (expected_path);

      g_mkdir_with_parents (folder, 0755);
      g_assert_true (g_file_set_contents (expected_path, text->str, (gssize) text->len, NULL));
    }
  g_test_message ("%s: %s", case_name, file);
  g_assert_true (g_file_get_contents (expected_path, &expected, &expected_length, NULL));
  g_assert_cmpmem (text->str, text->len, expected, expected_length);
}

static void
check_modes (KitteChangeSet *changes)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];

      g_assert_cmpuint (file->mode, ==, 0600);
      g_assert_true (g_str_has_suffix (file->lock_path, "/.parentlock"));
      g_assert_null (strstr (file->preview, TEST_PASSWORD));
    }
}

static void
check_files (TestThunderbird *fixture, KitteChangeSet *changes, const Case *item)
{
  g_autofree char *new_profile = find_new_profile (fixture, item->name);
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];
      const char *name = file->path + strlen (fixture->root) + 1;

      if (g_str_has_suffix (name, ".js") || g_str_has_suffix (name, ".ini"))
        check_text (fixture, item->name, "after", name, new_profile);
      /* profiles.ini last: a half-written profile is never opened. */
      g_assert_true (i + 1 == files->len || !g_str_has_suffix (name, ".ini"));
    }
}

/* The passwords, as Thunderbird would find them. */
static void
check_passwords (TestThunderbird *fixture, const TestAccountSpec *spec)
{
  g_autoptr (GPtrArray) accounts = test_thunderbird_read (fixture);

  for (guint i = 0; i < accounts->len; i++)
    {
      const KitteExistingAccount *account = accounts->pdata[i];
      g_autoptr (KitteSecret) receiving = NULL;
      g_autoptr (KitteSecret) sending = NULL;

      if (!g_str_equal (account->address, spec->address))
        continue;
      receiving =
          kitte_client_lookup_password (fixture->client, account, account->incoming, NULL, NULL);
      sending =
          kitte_client_lookup_password (fixture->client, account, account->outgoing, NULL, NULL);
      g_assert_true ((receiving != NULL) == (spec->incoming_auth != KITTE_AUTH_OAUTH2));
      g_assert_true ((sending != NULL) == (spec->outgoing_auth != KITTE_AUTH_OAUTH2 &&
                                           spec->outgoing_auth != KITTE_AUTH_NONE));
      if (receiving != NULL)
        g_assert_cmpstr (kitte_secret_peek (receiving), ==, TEST_PASSWORD);
      if (sending != NULL)
        g_assert_cmpstr (kitte_secret_peek (sending), ==, TEST_PASSWORD);
      return;
    }
  g_assert_not_reached ();
}

static GBytes *
load (const char *path)
{
  char *text;
  gsize length;

  return g_file_get_contents (path, &text, &length, NULL) ? g_bytes_new_take (text, length) : NULL;
}

/* Set up once more, then used, then taken back: the account is gone, and all else is there as
 * Thunderbird and the person have left it. */
static void
check_undo_after_use (TestThunderbird *fixture, const Case *item, const TestAccountSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteChangeSet) changes = test_thunderbird_plan (fixture, spec, &error);
  const char *path = test_thunderbird_find_prefs (changes);
  g_autofree char *folder = g_path_get_dirname (path);
  const char *profile = folder + strlen (fixture->root) + 1;
  g_autofree char *name = g_strconcat (profile, "/prefs.js", NULL);
  g_autofree char *new_profile = NULL;
  g_autofree char *list = g_build_filename (fixture->root, "profiles.ini", NULL);
  g_autoptr (GBytes) before = load (path);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) used_list = NULL;
  g_autoptr (GBytes) list_then = NULL;

  g_assert_no_error (error);
  test_thunderbird_apply (fixture, changes);
  new_profile = find_new_profile (fixture, item->name);
  test_thunderbird_use (fixture, profile);
  used_list = load (list);
  test_thunderbird_undo (fixture);

  after = load (path);
  test_thunderbird_assert_kept (before, after);
  test_thunderbird_assert_used (fixture, profile);
  check_text (fixture, item->name, "undone", name, new_profile);
  list_then = load (list);
  g_assert_true (g_bytes_equal (used_list, list_then));
}

static void
test_set_up (TestThunderbird *fixture, gconstpointer data)
{
  const Case *item = data;
  const TestAccountSpec *spec = item->spec != NULL ? item->spec : &usual;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (KitteChangeSet) changes = NULL;
  g_autoptr (GError) error = NULL;

  test_thunderbird_lay_out (fixture, item->name,
                            item->root != NULL ? item->root : TEST_THUNDERBIRD_ROOT);
  if (item->root != NULL)
    g_assert_no_errno (g_mkdir_with_parents (fixture->root, 0700));
  before = test_tree_describe (fixture->root);
  changes = test_thunderbird_plan (fixture, spec, &error);
  g_assert_no_error (error);
  after = test_tree_describe (fixture->root);
  g_assert_cmpstr (after, ==, before);

  test_thunderbird_apply (fixture, changes);
  check_modes (changes);
  check_files (fixture, changes, item);
  check_passwords (fixture, spec);
  g_assert_false (test_tree_contains (fixture->home.home, TEST_PASSWORD));

  test_thunderbird_undo (fixture);
  g_free (g_steal_pointer (&after));
  after = test_tree_describe (fixture->root);
  g_assert_cmpstr (after, ==, before);
  check_undo_after_use (fixture, item, spec);
}

static void
test_refused (TestThunderbird *fixture, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (KitteChangeSet) changes = NULL;
  g_autoptr (GError) error = NULL;

  test_thunderbird_lay_out (fixture, refused[i].name, TEST_THUNDERBIRD_ROOT);
  before = test_tree_describe (fixture->root);
  changes = test_thunderbird_plan (fixture, &usual, &error);
  g_assert_error (error, KITTE_CLIENT_ERROR, (int) refused[i].code);
  g_assert_nonnull (strstr (error->message, refused[i].says));
  g_assert_true (kitte_change_set_is_empty (changes));
  after = test_tree_describe (fixture->root);
  g_assert_cmpstr (after, ==, before);
}

static void
test_unsupported (TestThunderbird *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (unsupported); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteChangeSet) changes = test_thunderbird_plan (fixture, &unsupported[i], &error);

      g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED);
      g_assert_true (kitte_change_set_is_empty (changes));
    }
}

/* Two accounts in one change: the second sees what the first will write. */
static void
test_two_at_once (TestThunderbird *fixture, gconstpointer data)
{
  g_autoptr (KitteChangeSet) changes = test_thunderbird_plan (fixture, &usual, NULL);
  g_autoptr (GPtrArray) found = kitte_client_find (fixture->client);
  g_autoptr (KitteAccount) second = test_account_new (&pop3);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  kitte_client_plan (fixture->client, found->pdata[0], second, changes, &error);
  g_assert_no_error (error);
  test_thunderbird_apply (fixture, changes);
  accounts = test_thunderbird_read (fixture);
  g_assert_cmpuint (accounts->len, ==, 2);
  g_assert_cmpstr (((KitteExistingAccount *) accounts->pdata[0])->key, ==, "account1");
  g_assert_cmpstr (((KitteExistingAccount *) accounts->pdata[1])->outgoing_key, ==, "smtp2");
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/clients/thunderbird/set-up/", cases[i].name, NULL);

      g_test_add (path, TestThunderbird, &cases[i], set_up, test_set_up, tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strconcat ("/clients/thunderbird/refused/", refused[i].name, NULL);

      g_test_add (path, TestThunderbird, GUINT_TO_POINTER (i), set_up, test_refused, tear_down);
    }
  g_test_add ("/clients/thunderbird/unsupported", TestThunderbird, NULL, set_up, test_unsupported,
              tear_down);
  g_test_add ("/clients/thunderbird/two-at-once", TestThunderbird, NULL, set_up, test_two_at_once,
              tear_down);
  return g_test_run ();
}

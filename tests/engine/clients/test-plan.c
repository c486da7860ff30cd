/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KittePlan with made-up mail programs: who is left out, and what that leaves of the rest.
 */
#include "config.h"

#include "clients/kitte-parse-back.h"
#include "clients/kitte-plan.h"
#include "clients/kitte-preselection.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "support/account.h"
#include "support/home.h"

#define IMAP "imaps://taro%40example.test@imap.example.test"
#define SMTP "smtps://taro%40example.test@smtp.example.test"

#define TEST_TYPE_CLIENT (test_client_get_type ())
G_DECLARE_FINAL_TYPE (TestClient, test_client, TEST, CLIENT, KitteClient)

/* Appends its installation's name to the file at its root, and fails then where it is told to. The
 * installation that @fetches names has the account already. */
struct _TestClient
{
  KitteClient parent_instance;
  GPtrArray *installations;
  const char *fetches;
  gboolean fails;
};

G_DEFINE_FINAL_TYPE (TestClient, test_client, KITTE_TYPE_CLIENT)

typedef struct
{
  TestHome home;
  GPtrArray *clients;
  GPtrArray *installations;
  char *path;
} Fixture;

static const TestAccountSpec usual = { "taro@example.test", "Taro",          IMAP, SMTP,
                                       KITTE_AUTH_PLAIN,    KITTE_AUTH_PLAIN };

static const TestAccountSpec pop3 = {
  "taro@example.test",  "Taro",          "pop3s://taro@pop.example.test", SMTP,
  KITTE_AUTH_USER_PASS, KITTE_AUTH_PLAIN
};

static gboolean
test_client_can_hold (KitteClient *client,
                      KitteInstallation *installation,
                      const KitteAccount *account,
                      GError **error)
{
  return TRUE;
}

static GPtrArray *
test_client_find (KitteClient *client)
{
  return g_ptr_array_ref (TEST_CLIENT (client)->installations);
}

static GPtrArray *
test_client_read (KitteClient *client, KitteInstallation *installation, GError **error)
{
  GPtrArray *accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);
  KitteExistingAccount *existing;

  if (g_strcmp0 (TEST_CLIENT (client)->fetches, installation->name) != 0)
    return accounts;
  existing = kitte_existing_account_new (installation);
  existing->address = g_strdup ("Taro@example.test");
  existing->incoming = kitte_server_new_from_url ("pop3s://taro@old.example.test", TRUE, NULL);
  g_ptr_array_add (accounts, existing);
  return accounts;
}

static gboolean
test_client_plan (KitteClient *client,
                  KitteInstallation *installation,
                  const KitteAccount *account,
                  KitteChangeSet *changes,
                  GError **error)
{
  g_autoptr (GBytes) before = kitte_change_set_read (changes, installation->root, 1000, NULL);
  g_autofree char *text = g_strndup (before != NULL ? g_bytes_get_data (before, NULL) : "",
                                     before != NULL ? g_bytes_get_size (before) : 0);
  g_autofree char *longer = g_strconcat (text, installation->name, "\n", NULL);
  g_autoptr (GBytes) after = g_bytes_new (longer, strlen (longer));
  const char *id = kitte_client_get_id (client);

  kitte_change_set_write (changes, id, installation->root, after, 0600, installation->name, NULL);
  kitte_change_set_add_part (changes, installation->root, installation->name);
  kitte_change_set_note_secret_in_file (changes, id);
  if (TEST_CLIENT (client)->fails)
    kitte_change_set_set_holds_secrets (changes, installation->root);
  if (TEST_CLIENT (client)->fails)
    g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE, "rubbish");
  return !TEST_CLIENT (client)->fails;
}

static void
test_client_class_init (TestClientClass *klass)
{
  KitteClientClass *client_class = KITTE_CLIENT_CLASS (klass);

  client_class->id = "test";
  client_class->find = test_client_find;
  client_class->can_hold = test_client_can_hold;
  client_class->read = test_client_read;
  client_class->plan = test_client_plan;
}

static void
test_client_init (TestClient *self)
{
}

static void
add_installation (Fixture *fixture, const char *name, const char *path)
{
  g_ptr_array_add (fixture->installations,
                   kitte_installation_new ("test", name, NULL, "/bin/true", path, FALSE));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  test_home_set_up (&fixture->home);
  fixture->path = test_home_path (&fixture->home, "settings");
  fixture->clients = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->installations =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  g_ptr_array_add (fixture->clients, g_object_new (TEST_TYPE_CLIENT, NULL));
  TEST_CLIENT (fixture->clients->pdata[0])->installations = fixture->installations;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->path);
  g_ptr_array_unref (fixture->clients);
  g_ptr_array_unref (fixture->installations);
  test_home_tear_down (&fixture->home);
}

static void
assert_planned (KitteChangeSet *changes, const char *expected, guint n_parts)
{
  const KitteFileChange *file = kitte_change_set_get_files (changes)->pdata[0];

  g_assert_cmpuint (kitte_change_set_get_files (changes)->len, ==, 1);
  g_assert_cmpuint (kitte_change_set_get_secrets (changes)->len, ==, n_parts);
  g_assert_cmpmem (g_bytes_get_data (file->after, NULL), g_bytes_get_size (file->after), expected,
                   strlen (expected));
  g_assert_cmpuint (file->parts->len, ==, n_parts);
  g_assert_false (file->holds_secrets);
}

/* The second program wanted to write the first one's file once more, and failed: of its plan
 * nothing is left, neither lines nor parts nor what it said of the file. */
static void
test_shared_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KittePlan) plan = NULL;
  g_autoptr (KitteAccount) account = test_account_new (&usual);
  g_autoptr (KitteChangeSetState) state = NULL;
  g_autoptr (GError) error = NULL;

  test_home_write (&fixture->home, "settings", "theirs\n", 0600);
  add_installation (fixture, "first", fixture->path);
  plan = kitte_plan_new (fixture->clients, fixture->installations, NULL, account, &error);
  g_assert_no_error (error);
  assert_planned (plan->changes, "theirs\nfirst\n", 1);

  state = kitte_change_set_save_state (plan->changes);
  TEST_CLIENT (fixture->clients->pdata[0])->fails = TRUE;
  g_assert_false (kitte_client_plan (fixture->clients->pdata[0], fixture->installations->pdata[0],
                                     account, plan->changes, &error));
  kitte_change_set_go_back (plan->changes, state);
  assert_planned (plan->changes, "theirs\nfirst\n", 1);
  /* And once more from there. */
  kitte_change_set_go_back (plan->changes, state);
  assert_planned (plan->changes, "theirs\nfirst\n", 1);
}

/* A mistake of ours is found before the program meets it. */
static void
test_parse_back (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *client;
    const char *name;
    const char *good;
    const char *bad;
  } files[] = {
    { "thunderbird", "prefs.js", "user_pref(\"a\", 1);\n", "user_pref(\"a, 1);\n" },
    { "thunderbird", "logins.json", "{\"nextId\":1,\"logins\":[]}", "{\"logins\":" },
    { "thunderbird", "profiles.ini", "[General]\n", "\xff\xfe[\0" },
    { "evolution", "a.source", "[Data Source]\n", "[Data Source\n" },
    { "msmtp", "config", "account a\nhost h\n", "host=h\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (KitteChangeSet) changes = kitte_change_set_new ("");
      g_autofree char *path = test_home_path (&fixture->home, files[i].name);
      g_autoptr (GBytes) good = g_bytes_new_static (files[i].good, strlen (files[i].good));
      g_autoptr (GBytes) bad = g_bytes_new_static (files[i].bad, strlen (files[i].bad));
      g_autoptr (GError) error = NULL;

      kitte_change_set_write (changes, files[i].client, path, good, 0600, NULL, NULL);
      g_assert_true (kitte_parse_back (changes, &error));
      g_assert_no_error (error);
      kitte_change_set_write (changes, files[i].client, path, bad, 0600, NULL, NULL);
      g_assert_false (kitte_parse_back (changes, &error));
      g_assert_nonnull (error);
    }
}

/* What is said of the one that is left out says nothing of the other. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KitteAccount) account = test_account_new (&usual);
  g_autoptr (KittePlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = test_home_path (&fixture->home, "folder");
  g_autofree char *path = g_build_filename (folder, "settings", NULL);
  const KitteLeftOut *left_out;

  if (geteuid () == 0)
    {
      g_test_skip ("permissions do not bind root");
      return;
    }
  g_assert_no_errno (g_mkdir (folder, 0500));
  add_installation (fixture, "first", fixture->path);
  add_installation (fixture, "second", path);
  plan = kitte_plan_new (fixture->clients, fixture->installations, NULL, account, &error);
  g_assert_no_error (error);
  assert_planned (plan->changes, "first\n", 1);
  g_assert_cmpuint (plan->left_out->len, ==, 1);
  left_out = plan->left_out->pdata[0];
  g_assert_cmpstr (left_out->installation->name, ==, "second");
  g_assert_nonnull (strstr (left_out->why, "folder"));
  g_assert_null (strstr (left_out->why, "Nothing was changed"));
}

static void
assert_preselected (Fixture *fixture, const TestAccountSpec *spec, const char *chosen)
{
  g_autoptr (KitteAccount) account = test_account_new (spec);
  g_autoptr (GPtrArray) found = kitte_preselection_find (fixture->clients);
  g_autoptr (GPtrArray) preselections = kitte_preselection_make (fixture->clients, found, account);

  g_assert_cmpuint (preselections->len, ==, fixture->installations->len);
  for (guint i = 0; i < preselections->len; i++)
    {
      const KittePreselection *preselection = preselections->pdata[i];
      const char *name = ((KitteInstallation *) found->pdata[i])->name;

      g_assert_cmpint (preselection->chosen, ==, g_str_equal (name, chosen));
      if (preselection->chosen || spec == &usual)
        g_assert_null (preselection->warning);
      else
        g_assert_nonnull (strstr (preselection->warning, chosen));
    }
}

/* By POP3 one program fetches: the one that does already, also under an older host's name. */
static void
test_pop3 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = test_home_path (&fixture->home, "other");
  g_autoptr (KitteAccount) account = test_account_new (&pop3);
  g_autoptr (GPtrArray) first_alone =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  TestClient *client = fixture->clients->pdata[0];
  g_autoptr (KittePlan) plan = NULL;
  g_autoptr (KittePlan) twice = NULL;
  g_autoptr (GError) error = NULL;
  const KittePlanNote *note;

  add_installation (fixture, "first", fixture->path);
  add_installation (fixture, "second", other);
  assert_preselected (fixture, &usual, "first");
  assert_preselected (fixture, &pop3, "first");
  client->fetches = "second";
  assert_preselected (fixture, &pop3, "second");
  /* Chosen all the same: what that means is said, although the second gets nothing. */
  g_ptr_array_add (first_alone, kitte_installation_ref (fixture->installations->pdata[0]));
  twice = kitte_plan_new (fixture->clients, first_alone, NULL, account, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (twice->notes->len, ==, 1);
  note = twice->notes->pdata[0];
  g_assert_cmpstr (note->code, ==, "pop3-twice");
  g_assert_true (g_str_has_prefix (note->text, "second and first"));
  client->fetches = "first";
  plan = kitte_plan_new (fixture->clients, first_alone, NULL, account, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->notes->len, ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/clients/plan/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  ADD ("shared-file", test_shared_file);
  ADD ("parse-back", test_parse_back);
  ADD ("read-only", test_read_only);
  ADD ("pop3", test_pop3);
  return g_test_run ();
}

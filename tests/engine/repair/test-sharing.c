/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of sending servers that several accounts share: they change for all only where that is
 * right for all; undo gives the old bytes. */
#include "config.h"

#include <string.h>

#include "support/mended-home.h"

#define TARO "taro@shared.test"
#define HANAKO "hanako@shared.test"
#define NEW_SMTP "smtp.shared.test:587"

/* TARO and another account send through smtp1, in port 25. */
static const struct
{
  const char *name;
  const char *address;
  /* How the other one receives; NULL: it is an identity without a mailbox. */
  const char *type;
  const char *receives_as;
  /* NULL: nobody signs in. */
  const char *sends_as;
  /* The user name of TARO, as it was proven. */
  const char *proven;
  gboolean changes_it;
} thunderbirds[] = {
  { "another-person", HANAKO, "imap", "hanako", NULL, "taro", FALSE },
  { "the-same-name", HANAKO, "imap", "hanako", "taro", "taro", TRUE },
  { "another-name", HANAKO, "imap", "hanako", "taro", TARO, FALSE },
  { "two-addresses-of-a-mailbox", "info@shared.test", "imap", "taro", NULL, "taro", TRUE },
  { "imap-and-pop", TARO, "pop3", "taro", NULL, "taro", TRUE },
  { "without-a-mailbox", HANAKO, NULL, NULL, "taro", "taro", FALSE },
};

static const struct
{
  const char *name;
  const char *before;
  const char *after;
} msmtps[] = {
  { "another-person",
    "# By hand.\naccount taro\nhost smtp.shared.test\nport 25\ntls on\nfrom " TARO "\n\n"
    "account hanako : taro\n# Hers.\nfrom " HANAKO "\n\naccount default : taro\n",
    "# By hand.\naccount taro\nuser taro\nauth plain\ntls_starttls on\nhost smtp.shared.test\n"
    "port 587\ntls on\nfrom " TARO "\n\naccount hanako : taro\nuser\nport 25\nauth off\n"
    "# Hers.\nfrom " HANAKO "\n\naccount default : taro\n" },
  { "the-same-name",
    "account taro\nhost smtp.shared.test\nport 25\ntls on\ntls_starttls\nauth plain\nuser taro\n"
    "from " TARO "\naccount info : taro\nfrom info@shared.test\n",
    "account taro\nhost smtp.shared.test\nport 587\ntls on\ntls_starttls\nauth plain\nuser taro\n"
    "from " TARO "\naccount info : taro\nfrom info@shared.test\n" },
  { "a-third-one-spoils-it",
    "account taro\nhost smtp.shared.test\nport 25\ntls on\ntls_starttls on\nauth plain\nuser taro\n"
    "from " TARO "\naccount info : taro\nfrom info@shared.test\n"
    "account hanako : taro\nuser hanako\nfrom " HANAKO "\n"
    "account later : hanako\ntimeout 5\n",
    "account taro\nhost smtp.shared.test\nport 587\ntls on\ntls_starttls on\nauth plain\nuser "
    "taro\n"
    "from " TARO "\naccount info : taro\nport 25\nfrom info@shared.test\n"
    "account hanako : taro\nport 25\nuser hanako\nfrom " HANAKO "\n"
    "account later : hanako\ntimeout 5\n" },
  { "defaults",
    "defaults\nhost smtp.shared.test\ntls off\nauth off\nport 25\n"
    "account taro\nfrom " TARO "\naccount hanako\nfrom " HANAKO "\n",
    "defaults\nhost smtp.shared.test\ntls off\nauth off\nport 25\n"
    "account taro\nuser taro\nauth plain\ntls_starttls on\ntls on\nport 587\nfrom " TARO
    "\naccount hanako\nfrom " HANAKO "\n" },
};

static void
add_pref (GString *text, const char *name, const char *value)
{
  g_string_append_printf (text, "user_pref(\"mail.%s\", \"%s\");\n", name, value);
}

static void
add_number (GString *text, const char *name, int value)
{
  g_string_append_printf (text, "user_pref(\"mail.%s\", %d);\n", name, value);
}

static void
add_mailbox (GString *text, const char *number, const char *type, const char *user)
{
  const char *const names[] = { "type", "hostname", "userName" };
  const char *const values[] = { type, "imap.shared.test", user };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strdup_printf ("server.server%s.%s", number, names[i]);

      add_pref (text, name, values[i]);
    }
  g_string_append_printf (text, "user_pref(\"mail.server.server%s.socketType\", 3);\n", number);
  g_string_append_printf (text, "user_pref(\"mail.server.server%s.authMethod\", 3);\n", number);
}

static char *
make_prefs (gsize row)
{
  GString *text = g_string_new ("// By hand.\n");

  add_pref (text, "accountmanager.accounts", "account1,account2");
  add_pref (text, "account.account1.server", "server1");
  add_pref (text, "account.account1.identities", "id1");
  add_pref (text, "account.account2.server", "server2");
  add_pref (text, "account.account2.identities", "id2");
  add_pref (text, "identity.id1.useremail", TARO);
  add_pref (text, "identity.id1.smtpServer", "smtp1");
  add_pref (text, "identity.id2.useremail", thunderbirds[row].address);
  add_pref (text, "identity.id2.smtpServer", "smtp1");
  add_mailbox (text, "1", "imap", "taro");
  if (thunderbirds[row].type != NULL)
    add_mailbox (text, "2", thunderbirds[row].type, thunderbirds[row].receives_as);
  add_pref (text, "smtpservers", "smtp1");
  add_pref (text, "smtpserver.smtp1.hostname", "smtp.shared.test");
  add_number (text, "smtpserver.smtp1.port", 25);
  add_number (text, "smtpserver.smtp1.try_ssl", 2);
  add_number (text, "smtpserver.smtp1.authMethod", thunderbirds[row].sends_as != NULL ? 3 : 1);
  if (thunderbirds[row].sends_as != NULL)
    add_pref (text, "smtpserver.smtp1.username", thunderbirds[row].sends_as);
  return g_string_free (text, FALSE);
}

static KitteRepairPlan *
plan (TestMendedHome *fixture, const char *username)
{
  g_autoptr (GPtrArray) repairs = test_mended_home_find (fixture, TARO);
  g_autofree char *url = g_strdup_printf ("smtp://%s?starttls=required", NEW_SMTP);
  g_autoptr (KitteServer) nobody = test_mended_home_new_server (url);
  g_autoptr (KitteServer) outgoing = kitte_server_with_username (nobody, username);
  const KitteCure cure = { .outgoing = outgoing };
  g_autoptr (GError) error = NULL;
  KitteRepairPlan *made;

  g_assert_cmpuint (repairs->len, >, 0);
  made = kitte_repair_plan_new (repairs->pdata[0], &cure, &error);
  g_assert_no_error (error);
  g_assert_nonnull (made->changes);
  return made;
}

static gboolean
has (const char *text, const char *name, const char *value)
{
  g_autofree char *line = g_strdup_printf ("user_pref(\"mail.%s\", %s);\n", name, value);

  return strstr (text, line) != NULL;
}

static void
test_thunderbird (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  gboolean changes_it = thunderbirds[row].changes_it;
  g_autofree char *before = make_prefs (row);
  g_autoptr (KitteRepairPlan) made = NULL;
  g_autofree char *now = NULL;
  g_autofree char *then = NULL;

  test_home_write (&fixture->home, TEST_PREFS, before, 0600);
  made = plan (fixture, thunderbirds[row].proven);
  test_mended_home_apply (fixture, made->changes);
  now = test_home_read (&fixture->home, TEST_PREFS);
  g_assert_true (has (now, "smtpserver.smtp1.port", changes_it ? "587" : "25"));
  g_assert_cmpint (has (now, "smtpserver.smtp2.port", "587"), ==, !changes_it);
  g_assert_true (has (now, "identity.id1.smtpServer", changes_it ? "\"smtp1\"" : "\"smtp2\""));
  g_assert_true (has (now, "identity.id2.smtpServer", "\"smtp1\""));
  test_mended_home_undo (fixture);
  then = test_home_read (&fixture->home, TEST_PREFS);
  g_assert_cmpstr (then, ==, before);
}

/* Thunderbird was used since: what it wrote stays, and no line of ours. */
static void
test_undo_after_use (TestMendedHome *fixture, gconstpointer data)
{
  const char *later = "user_pref(\"written.by\", \"itself\");\n";
  gsize row = GPOINTER_TO_SIZE (data);
  g_autofree char *before = make_prefs (row);
  g_autofree char *expected = g_strconcat (before, later, NULL);
  g_autoptr (KitteRepairPlan) made = NULL;
  g_autofree char *now = NULL;
  g_autofree char *used = NULL;
  g_autofree char *then = NULL;

  test_home_write (&fixture->home, TEST_PREFS, before, 0600);
  made = plan (fixture, thunderbirds[row].proven);
  test_mended_home_apply (fixture, made->changes);
  now = test_home_read (&fixture->home, TEST_PREFS);
  used = g_strconcat (now, later, NULL);
  test_home_write (&fixture->home, TEST_PREFS, used, 0600);
  test_mended_home_undo (fixture);
  then = test_home_read (&fixture->home, TEST_PREFS);
  g_assert_cmpstr (then, ==, expected);
}

static void
test_msmtp (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (KitteRepairPlan) made = NULL;
  g_autofree char *now = NULL;
  g_autofree char *then = NULL;

  test_home_write (&fixture->home, TEST_MSMTPRC, msmtps[row].before, 0600);
  made = plan (fixture, "taro");
  test_mended_home_apply (fixture, made->changes);
  now = test_home_read (&fixture->home, TEST_MSMTPRC);
  g_assert_cmpstr (now, ==, msmtps[row].after);
  test_mended_home_undo (fixture);
  then = test_home_read (&fixture->home, TEST_MSMTPRC);
  g_assert_cmpstr (then, ==, msmtps[row].before);
}

/* The person wrote into the file since: what was put for the others goes as well. */
static void
test_undo_after_edit (TestMendedHome *fixture, gconstpointer data)
{
  g_autofree char *expected = g_strconcat (msmtps[0].before, "# More.\n", NULL);
  g_autofree char *edited = g_strconcat (msmtps[0].after, "# More.\n", NULL);
  g_autoptr (KitteRepairPlan) made = NULL;
  g_autofree char *then = NULL;

  test_home_write (&fixture->home, TEST_MSMTPRC, msmtps[0].before, 0600);
  made = plan (fixture, "taro");
  test_mended_home_apply (fixture, made->changes);
  test_home_write (&fixture->home, TEST_MSMTPRC, edited, 0600);
  test_mended_home_undo (fixture);
  then = test_home_read (&fixture->home, TEST_MSMTPRC);
  g_assert_cmpstr (then, ==, expected);
}

/* What one account was given must not be taken from it when the other’s turn comes. */
static void
test_one_after_the_other (TestMendedHome *fixture, gconstpointer data)
{
  g_autofree char *before = make_prefs (0);
  g_autoptr (KitteRepairPlan) made = NULL;
  g_autoptr (KitteRepair) other = NULL;
  g_autoptr (KitteServer) outgoing =
      test_mended_home_new_server ("smtp://hanako@" NEW_SMTP "?starttls=required");
  const KitteCure cure = { .outgoing = outgoing };
  g_autoptr (KitteRepairPlan) second = NULL;
  g_autofree char *now = NULL;

  test_home_write (&fixture->home, TEST_PREFS, before, 0600);
  made = plan (fixture, "taro");
  test_mended_home_apply (fixture, made->changes);
  other = test_mended_home_find_one (fixture, HANAKO);
  second = kitte_repair_plan_new (other, &cure, NULL);
  test_mended_home_apply (fixture, second->changes);
  now = test_home_read (&fixture->home, TEST_PREFS);
  g_assert_true (has (now, "smtpserver.smtp1.username", "\"hanako\""));
  g_assert_true (has (now, "smtpserver.smtp1.port", "587"));
  g_assert_true (has (now, "smtpserver.smtp2.username", "\"taro\""));
  g_assert_null (strstr (now, "smtp3"));
}

static void
write_evolution (TestMendedHome *fixture, const char *method, const char *user, gboolean sends_only)
{
  static const char *const people[] = { "taro", "hanako" };
  g_autofree char *transport = g_strdup_printf ("# By hand.\n[Data Source]\nParent=taro\n\n"
                                                "[Mail Transport]\nBackendName=smtp\n\n"
                                                "[Authentication]\nHost=smtp.shared.test\nPort=25\n"
                                                "Method=%s\nUser=%s\n\n[Security]\n"
                                                "Method=starttls-on-standard-port\n",
                                                method, user);

  test_home_write (&fixture->home, TEST_SOURCES "/transport.source", transport, 0600);
  for (gsize i = 0; i < G_N_ELEMENTS (people); i++)
    {
      const char *who = people[i];
      g_autofree char *account_name = g_strdup_printf (TEST_SOURCES "/%s.source", who);
      g_autofree char *identity_name = g_strdup_printf (TEST_SOURCES "/%s-id.source", who);
      g_autofree char *account =
          g_strdup_printf ("[Data Source]\nParent=\n\n[Mail Account]\nBackendName=%s\n"
                           "IdentityUid=%s-id\n\n[Authentication]\nHost=imap.shared.test\n"
                           "Port=993\nMethod=PLAIN\nUser=%s\n\n[Security]\n"
                           "Method=ssl-on-alternate-port\n",
                           i > 0 && sends_only ? "none" : "imapx", who, who);
      g_autofree char *identity =
          g_strdup_printf ("[Data Source]\nParent=%s\n\n[Mail Identity]\nAddress=%s@shared.test\n\n"
                           "[Mail Submission]\nTransportUid=transport\n",
                           who, who);

      test_home_write (&fixture->home, account_name, account, 0600);
      test_home_write (&fixture->home, identity_name, identity, 0600);
    }
}

static char *
describe_sources (TestMendedHome *fixture)
{
  g_autofree char *folder = test_home_path (&fixture->home, TEST_SOURCES);

  return test_tree_describe (folder);
}

static const struct
{
  const char *name;
  const char *method;
  const char *user;
  gboolean sends_only;
  gboolean changes_it;
} evolutions[] = {
  { "another-person", "none", "", FALSE, FALSE },
  { "the-same-name", "PLAIN", "taro", FALSE, TRUE },
  { "sends-only", "PLAIN", "taro", TRUE, FALSE },
};

static void
test_evolution (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  gboolean changes_it = evolutions[row].changes_it;
  g_autoptr (KitteRepairPlan) made = NULL;
  g_autofree char *before = NULL;
  g_autofree char *old_transport = NULL;
  g_autofree char *transport = NULL;
  g_autofree char *others = NULL;
  g_autofree char *own = NULL;
  g_autofree char *then = NULL;

  write_evolution (fixture, evolutions[row].method, evolutions[row].user,
                   evolutions[row].sends_only);
  before = describe_sources (fixture);
  old_transport = test_home_read (&fixture->home, TEST_SOURCES "/transport.source");
  made = plan (fixture, "taro");
  g_assert_cmpuint (kitte_change_set_get_files (made->changes)->len, ==, changes_it ? 1 : 2);
  test_mended_home_apply (fixture, made->changes);
  transport = test_home_read (&fixture->home, TEST_SOURCES "/transport.source");
  others = test_home_read (&fixture->home, TEST_SOURCES "/hanako-id.source");
  own = test_home_read (&fixture->home, TEST_SOURCES "/taro-id.source");
  g_assert_cmpint (strstr (transport, "Port=587") != NULL, ==, changes_it);
  g_assert_cmpint (g_str_equal (transport, old_transport), ==, !changes_it);
  g_assert_nonnull (strstr (others, "TransportUid=transport\n"));
  g_assert_cmpint (strstr (own, "TransportUid=transport\n") != NULL, ==, changes_it);
  {
    g_autoptr (KitteRepair) again = test_mended_home_find_one (fixture, TARO);
    const KitteExistingAccount *existing = kitte_repair_get_first (again)->existing;

    g_assert_cmpuint (existing->outgoing->port, ==, 587);
    g_assert_cmpstr (existing->outgoing->username, ==, "taro");
    g_assert_cmpuint (g_strv_length (existing->shared_with), ==, changes_it ? 1 : 0);
    g_assert_false (kitte_repair_is_needed (again));
  }
  test_mended_home_undo (fixture);
  then = describe_sources (fixture);
  g_assert_cmpstr (then, ==, before);
}

static void
add (const char *program,
     const char *name,
     gsize row,
     void (*test) (TestMendedHome *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/repair/sharing/%s/%s", program, name);

  g_test_add (path, TestMendedHome, GSIZE_TO_POINTER (row), test_mended_home_set_up, test,
              test_mended_home_tear_down);
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (thunderbirds); i++)
    {
      add ("thunderbird", thunderbirds[i].name, i, test_thunderbird);
      add ("thunderbird-used-since", thunderbirds[i].name, i, test_undo_after_use);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (evolutions); i++)
    add ("evolution", evolutions[i].name, i, test_evolution);
  for (gsize i = 0; i < G_N_ELEMENTS (msmtps); i++)
    add ("msmtp", msmtps[i].name, i, test_msmtp);
  add ("msmtp", "undo-after-edit", 0, test_undo_after_edit);
  add ("thunderbird", "one-after-the-other", 0, test_one_after_the_other);
  return g_test_run ();
}

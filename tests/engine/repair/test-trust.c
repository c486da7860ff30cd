/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of pinned versions and of certificates that were accepted once and for all: taken back
 * where the server is seen to need no such thing, and left alone where it does. */
#include "config.h"

#include <string.h>

#include "repair/kitte-repair-private.h"
#include "repair/kitte-repair-story.h"
#include "support/mended-home.h"

#define TARO "taro@trusted.test"
#define SMTP "smtp://taro@smtp.trusted.test?starttls=required"
#define BLOCK                                                                                      \
  "account taro\nhost smtp.trusted.test\nport 587\ntls on\nauth plain\nuser taro\nfrom " TARO "\n"

static const struct
{
  const char *name;
  const char *before;
  /* NULL: nothing is changed. */
  const char *after;
  KitteFindingCode seen;
} rows[] = {
  { "old-versions", BLOCK "tls_priorities NORMAL:-VERS-ALL:+VERS-TLS1.0\n# end\n",
    BLOCK "tls_priorities\n# end\n", KITTE_FINDING_OK },
  { "fingerprint", BLOCK "tls_fingerprint 01:02\n", BLOCK "tls_fingerprint\n", KITTE_FINDING_OK },
  { "unchecked", BLOCK "tls_certcheck off\ntls_trust_file\n",
    BLOCK "tls_certcheck on\ntls_trust_file system\n", KITTE_FINDING_OK },
  { "old-word", BLOCK "tls_nocertcheck\n", BLOCK "tls_certcheck on\n", KITTE_FINDING_OK },
  { "inherited", "defaults\ntls_certcheck off\n" BLOCK "account b : taro\nfrom b@trusted.test\n",
    "defaults\ntls_certcheck off\naccount taro\ntls_certcheck on\nhost smtp.trusted.test\n"
    "port 587\ntls on\nauth plain\nuser taro\nfrom " TARO "\n"
    "account b : taro\ntls_certcheck off\nfrom b@trusted.test\n",
    KITTE_FINDING_OK },
  { "still-needed", BLOCK "tls_certcheck off\n", NULL, KITTE_FINDING_CERT_SELF_SIGNED },
  { "still-old", BLOCK "tls_priorities NORMAL:+VERS-TLS1.0\n", NULL, KITTE_FINDING_TLS_TOO_OLD },
};

static void
test_row (TestMendedHome *fixture, gconstpointer data)
{
  gsize row = GPOINTER_TO_SIZE (data);
  g_autoptr (KitteServer) outgoing = test_mended_home_new_server (SMTP);
  const KitteCure cure = { .outgoing = outgoing };
  g_autoptr (KitteRepair) repair = NULL;
  g_autoptr (KitteRepairPlan) plan = NULL;
  KitteRepairAccount *account;
  g_autofree char *now = NULL;
  g_autofree char *then = NULL;

  test_home_write (&fixture->home, TEST_MSMTPRC, rows[row].before, 0600);
  repair = test_mended_home_find_one (fixture, TARO);
  /* Before anybody looked nobody knows whether the exception is needed. */
  g_assert_false (kitte_repair_is_needed (repair));
  account = kitte_repair_get_first (repair);
  account->outgoing = kitte_sighting_new ();
  account->outgoing->finding = kitte_finding_new (rows[row].seen, NULL);
  kitte_repair_judge_again (repair);
  g_assert_cmpint (kitte_repair_is_needed (repair), ==, rows[row].after != NULL);
  plan = kitte_repair_plan_new (repair, &cure, NULL);
  if (rows[row].after == NULL)
    {
      g_assert_null (plan->changes);
      return;
    }
  test_mended_home_apply (fixture, plan->changes);
  now = test_home_read (&fixture->home, TEST_MSMTPRC);
  g_assert_cmpstr (now, ==, rows[row].after);
  test_mended_home_undo (fixture);
  then = test_home_read (&fixture->home, TEST_MSMTPRC);
  g_assert_cmpstr (then, ==, rows[row].before);
}

#define OVERRIDE "imap.trusted.test:993:\tOID.2.16.840.1.101.3.4.2.1\tAA:BB\tMU\tAAAAAAAA\n"

/* An account that is right, but for what was allowed once and for all. */
static const char thunderbird[] =
    "user_pref(\"mail.accountmanager.accounts\", \"account1\");\n"
    "user_pref(\"mail.account.account1.server\", \"server1\");\n"
    "user_pref(\"mail.account.account1.identities\", \"id1\");\n"
    "user_pref(\"mail.identity.id1.useremail\", \"" TARO "\");\n"
    "user_pref(\"mail.identity.id1.smtpServer\", \"smtp1\");\n"
    "user_pref(\"mail.server.server1.type\", \"imap\");\n"
    "user_pref(\"mail.server.server1.hostname\", \"imap.trusted.test\");\n"
    "user_pref(\"mail.server.server1.port\", 993);\n"
    "user_pref(\"mail.server.server1.socketType\", 3);\n"
    "user_pref(\"mail.server.server1.authMethod\", 3);\n"
    "user_pref(\"mail.server.server1.userName\", \"taro\");\n"
    "user_pref(\"mail.smtpservers\", \"smtp1\");\n"
    "user_pref(\"mail.smtpserver.smtp1.hostname\", \"smtp.trusted.test\");\n"
    "user_pref(\"mail.smtpserver.smtp1.port\", 587);\n"
    "user_pref(\"mail.smtpserver.smtp1.try_ssl\", 2);\n"
    "user_pref(\"mail.smtpserver.smtp1.authMethod\", 3);\n"
    "user_pref(\"mail.smtpserver.smtp1.username\", \"taro\");\n"
    "user_pref(\"security.tls.version.min\", 1);\n";

static void
check_places (KitteRepair *repair, guint n_certificates, guint n_versions)
{
  g_autoptr (GPtrArray) remarks = kitte_repair_tell (repair);

  for (guint i = 0; i < remarks->len; i++)
    {
      const KitteRemark *remark = remarks->pdata[i];

      g_assert_cmpstr (remark->code, !=, "fine");
      if (!g_str_equal (remark->code, "by-hand"))
        continue;
      if (strstr (remark->text, "imap.trusted.test") != NULL)
        n_certificates--;
      else if (strstr (remark->text, "“security.tls.version”") != NULL)
        n_versions--;
      else
        g_assert_not_reached ();
    }
  g_assert_cmpuint (n_certificates, ==, 0);
  g_assert_cmpuint (n_versions, ==, 0);
}

static void
see (KitteRepair *repair, KitteFindingCode receiving, KitteFindingCode sending)
{
  KitteRepairAccount *account = kitte_repair_get_first (repair);

  g_clear_pointer (&account->incoming, kitte_sighting_unref);
  g_clear_pointer (&account->outgoing, kitte_sighting_unref);
  account->incoming = kitte_sighting_new ();
  account->incoming->finding = kitte_finding_new (receiving, NULL);
  account->outgoing = kitte_sighting_new ();
  account->outgoing->finding = kitte_finding_new (sending, NULL);
  kitte_repair_judge_again (repair);
}

/* Kitte does not write these: the person is told where, and only where nothing stops by it. */
static void
test_left_to_person (TestMendedHome *fixture, gconstpointer data)
{
  g_autoptr (KitteRepair) repair = NULL;

  test_home_write (&fixture->home, TEST_PREFS, thunderbird, 0600);
  test_home_write (&fixture->home, ".thunderbird/old/cert_override.txt", OVERRIDE, 0600);
  repair = test_mended_home_find_one (fixture, TARO);
  check_places (repair, 0, 0);
  see (repair, KITTE_FINDING_OK, KITTE_FINDING_OK);
  g_assert_false (kitte_repair_is_needed (repair));
  check_places (repair, 1, 1);
  see (repair, KITTE_FINDING_OK, KITTE_FINDING_TLS_TOO_OLD);
  check_places (repair, 1, 0);
  see (repair, KITTE_FINDING_CERT_SELF_SIGNED, KITTE_FINDING_TLS_TOO_OLD);
  check_places (repair, 0, 0);
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/repair/trust/msmtp/", rows[i].name, NULL);

      g_test_add (path, TestMendedHome, GSIZE_TO_POINTER (i), test_mended_home_set_up, test_row,
                  test_mended_home_tear_down);
    }
  g_test_add ("/repair/trust/thunderbird/left-to-person", TestMendedHome, NULL,
              test_mended_home_set_up, test_left_to_person, test_mended_home_tear_down);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteReport: which of several servers tried in vain is written. */
#include "config.h"

#include "model/kitte-account.h"
#include "model/kitte-report.h"

static KitteCheck *
add_failed (KitteReport *report, const char *url, KitteFindingCode code)
{
  gboolean incoming = g_str_has_prefix (url, "imap");
  g_autoptr (KitteServer) server = kitte_server_new_from_url (url, incoming, NULL);
  g_autoptr (KitteFinding) finding = kitte_finding_new (code, NULL);
  KitteCheck *check = kitte_report_add_check (report, server);

  kitte_check_finish (check, KITTE_RESULT_FAILED, finding);
  return check;
}

static void
add_proven (KitteReport *report, const char *url)
{
  g_autoptr (KitteServer) server =
      kitte_server_new_from_url (url, g_str_has_prefix (url, "imap"), NULL);
  g_autoptr (KitteServer) proven = kitte_server_with_auth (server, KITTE_AUTH_PLAIN);
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_OK, NULL);
  KitteCheck *check = kitte_report_add_check (report, server);

  kitte_check_set_proven_server (check, proven);
  kitte_check_finish (check, KITTE_RESULT_OK, finding);
}

static void
test_best_that_may_come_back (void)
{
  g_autoptr (KitteReport) report = kitte_report_new ();
  KitteCheck *best;

  add_proven (report, "imaps://mail.example.jp");
  add_failed (report, "smtps://old.example.jp", KITTE_FINDING_NAME_NOT_FOUND);
  best = add_failed (report, "smtps://smtp.example.jp", KITTE_FINDING_TIMED_OUT);
  add_failed (report, "smtp://smtp.example.jp:587", KITTE_FINDING_REFUSED);
  g_assert_true (kitte_report_find_likely (report, FALSE) == best);
  g_assert_true (kitte_report_find_likely (report, TRUE) == kitte_report_find_check (report, TRUE));
}

/* What is proven is written, whatever failed before it; and where nothing may come back, the last
 * one stands for what is told. */
static void
test_last_that_was_tried (void)
{
  g_autoptr (KitteReport) proven = kitte_report_new ();
  g_autoptr (KitteReport) refused = kitte_report_new ();

  add_failed (proven, "smtps://smtp.example.jp", KITTE_FINDING_TIMED_OUT);
  add_proven (proven, "smtp://smtp.example.jp:587");
  g_assert_true (kitte_report_find_likely (proven, FALSE) ==
                 kitte_report_find_check (proven, FALSE));
  g_assert_null (kitte_report_find_likely (proven, TRUE));

  add_failed (refused, "smtps://smtp.example.jp", KITTE_FINDING_TLS_NOT_OFFERED);
  add_failed (refused, "smtp://smtp.example.jp:587", KITTE_FINDING_CERT_EXPIRED);
  g_assert_true (kitte_report_find_likely (refused, FALSE) ==
                 kitte_report_find_check (refused, FALSE));
}

static void
test_account_of_the_best (void)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.jp", NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_proposal_new (address, KITTE_SOURCE_PRESET, KITTE_TRUST_SURE);
  g_autoptr (KitteReport) report = kitte_report_new ();
  g_autoptr (KitteAccount) account = NULL;

  add_proven (report, "imaps://mail.example.jp");
  add_failed (report, "smtps://smtp.example.jp", KITTE_FINDING_TIMED_OUT);
  add_failed (report, "smtp://smtp.example.jp:587", KITTE_FINDING_TIMED_OUT);
  account = kitte_account_new_unverified (proposal, "Taro", report, NULL, NULL);
  g_assert_nonnull (account);
  g_assert_cmpint (account->outgoing->port, ==, 465);
  g_assert_cmpint (account->outgoing->security, ==, KITTE_SECURITY_TLS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/best-that-may-come-back", test_best_that_may_come_back);
  g_test_add_func ("/report/last-that-was-tried", test_last_that_was_tried);
  g_test_add_func ("/report/account-of-the-best", test_account_of_the_best);
  return g_test_run ();
}

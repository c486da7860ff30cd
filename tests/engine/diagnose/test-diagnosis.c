/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteDiagnosis: every finding has a sentence, filled with facts and nothing else. */
#include "config.h"

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-sentences.h"

#include <string.h>

static KitteServer *
make_server (KitteProtocol protocol)
{
  return kitte_server_new (protocol, "mail.example.test", 993, KITTE_SECURITY_TLS, NULL, "taro");
}

static void
test_every_finding (void)
{
  g_autoptr (KitteServer) imap = make_server (KITTE_PROTOCOL_IMAP);
  g_autoptr (KitteServer) smtp = make_server (KITTE_PROTOCOL_SMTP);
  KitteServer *servers[] = { imap, smtp, NULL };

  for (int code = 0; code <= KITTE_FINDING_DELAYED; code++)
    for (gsize i = 0; i < G_N_ELEMENTS (servers); i++)
      {
        g_autoptr (KitteFinding) finding = kitte_finding_new ((KitteFindingCode) code, "words");
        g_autoptr (KitteDiagnosis) diagnosis =
            kitte_diagnosis_new_for_finding (finding, servers[i], NULL);

        g_assert_cmpstr (diagnosis->title, !=, "");
        g_assert_cmpstr (diagnosis->text, !=, "");
        g_assert_null (strchr (diagnosis->title, '{'));
        g_assert_null (strchr (diagnosis->text, '{'));
      }
}

static void
test_placeholders_are_known (void)
{
  static const char *const known[] = { "host",   "port", "provider", "address", "names",
                                       "issuer", "date", "wait",     "detail",  NULL };
  gsize n_sentences;
  const KitteSentence *sentences = kitte_sentences_get_all (&n_sentences);
  g_autoptr (GRegex) regex = g_regex_new ("\\{([^}]*)\\}", 0, 0, NULL);

  for (gsize i = 0; i < n_sentences; i++)
    {
      g_autofree char *both = g_strconcat (sentences[i].title, sentences[i].text, NULL);
      g_autoptr (GMatchInfo) match = NULL;

      for (g_regex_match (regex, both, 0, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        {
          g_autofree char *key = g_match_info_fetch (match, 1);

          g_assert_true (g_strv_contains (known, key));
        }
    }
}

/* A name in a certificate is a stranger’s text: it is shown as it stands, never read as ours. */
static void
test_hostile_names (void)
{
  char *names[] = { "{host}", "%s%n", "c.test", "d.test", NULL };
  const KitteCertificateInfo info = { names, "{detail}", 0, 0 };
  g_autoptr (KitteServer) server = make_server (KITTE_PROTOCOL_IMAP);
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_CERT_WRONG_HOST, NULL, &info, NULL, 0);
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, server, NULL);

  g_assert_nonnull (strstr (diagnosis->text, "{host}, %s%n, c.test"));
  g_assert_nonnull (strstr (diagnosis->text, "asked for mail.example.test"));
  g_assert_null (strstr (diagnosis->text, "d.test"));
}

static void
test_roles (void)
{
  g_autoptr (KitteServer) imap = make_server (KITTE_PROTOCOL_IMAP);
  g_autoptr (KitteServer) smtp = make_server (KITTE_PROTOCOL_SMTP);
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_AUTH_REJECTED, NULL);
  g_autoptr (KitteDiagnosis) receiving = kitte_diagnosis_new_for_finding (finding, imap, NULL);
  g_autoptr (KitteDiagnosis) sending = kitte_diagnosis_new_for_finding (finding, smtp, NULL);
  KitteRemedy *primary = receiving->remedies->pdata[0];

  g_assert_cmpstr (receiving->title, !=, sending->title);
  g_assert_cmpint (primary->code, ==, KITTE_REMEDY_RETYPE_PASSWORD);
}

static void
test_budget (void)
{
  static const char *const details[] = { KITTE_DETAIL_TOO_MANY, KITTE_DETAIL_REJECTED_BEFORE };

  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    {
      g_autoptr (KitteFinding) finding =
          kitte_finding_new_full (KITTE_FINDING_BUDGET_SPENT, NULL, NULL, details[i], 481);
      g_autoptr (KitteFinding) soon =
          kitte_finding_new_full (KITTE_FINDING_BUDGET_SPENT, NULL, NULL, details[i], 3);
      g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);
      g_autoptr (KitteDiagnosis) later = kitte_diagnosis_new_for_finding (soon, NULL, NULL);

      g_assert_nonnull (strstr (diagnosis->text, "nothing was sent this time. "));
      g_assert_nonnull (strstr (diagnosis->text, "Please wait 9 minutes. "));
      g_assert_nonnull (strstr (diagnosis->text, "you can try again at once."));
      g_assert_nonnull (strstr (later->text, "Please wait 1 minute. "));
    }
}

/* Where it is not known how long to wait, no number is made up. */
static void
test_budget_without_time (void)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_BUDGET_SPENT, NULL);
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);

  g_assert_null (strpbrk (diagnosis->text, "0123456789"));
}

static void
test_encoding (void)
{
  g_autoptr (KitteServer) smtp = make_server (KITTE_PROTOCOL_SMTP);
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_AUTH_REJECTED, NULL, NULL, KITTE_DETAIL_NOT_ASCII, 0);
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, smtp, NULL);

  g_assert_nonnull (strstr (diagnosis->text, "another password for sending. The password has "));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnose/every-finding", test_every_finding);
  g_test_add_func ("/diagnose/placeholders", test_placeholders_are_known);
  g_test_add_func ("/diagnose/hostile-names", test_hostile_names);
  g_test_add_func ("/diagnose/roles", test_roles);
  g_test_add_func ("/diagnose/budget", test_budget);
  g_test_add_func ("/diagnose/budget-without-time", test_budget_without_time);
  g_test_add_func ("/diagnose/encoding", test_encoding);
  return g_test_run ();
}

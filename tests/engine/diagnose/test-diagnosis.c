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
  static const char *const known[] = { "host",   "port",   "provider", "address", "names",
                                       "issuer", "date",   "today",    "from",    "until",
                                       "wait",   "detail", NULL };
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

static KitteProposal *
make_proposal (void)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.test", NULL);
  KitteProposal *proposal = kitte_proposal_new (address, KITTE_SOURCE_PRESET, KITTE_TRUST_SURE);

  proposal->provider_name = g_strdup ("Example Mail");
  return proposal;
}

static KitteDiagnosis *
diagnose (KitteFindingCode code, const KitteProposal *proposal)
{
  g_autoptr (KitteServer) imap = make_server (KITTE_PROTOCOL_IMAP);
  g_autoptr (KitteFinding) finding = kitte_finding_new (code, NULL);

  return kitte_diagnosis_new_for_finding (finding, imap, proposal);
}

static const char *
value_of (const KitteDiagnosis *diagnosis, KitteRemedyCode code)
{
  for (guint i = 0; i < diagnosis->remedies->len; i++)
    {
      const KitteRemedy *remedy = diagnosis->remedies->pdata[i];

      if (remedy->code == code)
        return remedy->value;
    }
  g_assert_not_reached ();
}

/* Numbers of a lock-out are the provider’s own, or there are none. */
static void
test_lock_out (void)
{
  g_autoptr (KitteProposal) proposal = make_proposal ();
  g_autoptr (KitteDiagnosis) silent = NULL;
  g_autoptr (KitteDiagnosis) told = NULL;
  g_autoptr (KitteDiagnosis) rejected = NULL;
  g_autoptr (KitteDiagnosis) time_only = NULL;

  proposal->lockout = (KitteLockout){ 5, 30, KITTE_LOCKOUT_ADDRESS, FALSE };
  silent = diagnose (KITTE_FINDING_AUTH_LOCKED_OUT, proposal);
  g_assert_null (strpbrk (silent->text, "0123456789"));
  g_assert_null (value_of (silent, KITTE_REMEDY_WAIT));

  proposal->lockout.published = TRUE;
  told = diagnose (KITTE_FINDING_AUTH_LOCKED_OUT, proposal);
  g_assert_true (g_str_has_suffix (told->text,
                                   " Example Mail says that 5 rejected sign-ins lock it for 30 "
                                   "minutes. The lock is for your internet connection, not for "
                                   "the mailbox."));
  g_assert_cmpstr (value_of (told, KITTE_REMEDY_WAIT), ==, "1800");
  rejected = diagnose (KITTE_FINDING_AUTH_REJECTED, proposal);
  g_assert_null (strpbrk (rejected->text, "0123456789"));

  proposal->lockout = (KitteLockout){ 0, 120, KITTE_LOCKOUT_UNKNOWN, TRUE };
  time_only = diagnose (KITTE_FINDING_BUDGET_SPENT, proposal);
  g_assert_true (
      g_str_has_suffix (time_only->text, " Example Mail says that the lock ends after 2 hours."));
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
  g_test_add_func ("/diagnose/lock-out", test_lock_out);
  return g_test_run ();
}

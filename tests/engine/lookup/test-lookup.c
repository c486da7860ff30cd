/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteLookup: what was given by hand, presets, and what is asked. */
#include "config.h"

#include "lookup/kitte-lookup.h"

#include "diagnose/kitte-diagnosis.h"
#include "lookup/kitte-lookup-verdict.h"

#include <string.h>

/* @answers: pairs of key and value */
static KitteProposal *
look_up_at (const char *typed, const char *incoming_url, const char *const *answers, GError **error)
{
  g_autoptr (KitteLookup) lookup = kitte_lookup_new ();
  g_autoptr (KitteAddress) address = kitte_address_new (typed, error);
  g_autoptr (KitteServer) incoming =
      incoming_url != NULL ? kitte_server_new_from_url (incoming_url, TRUE, error) : NULL;
  g_autoptr (GHashTable) given = g_hash_table_new (g_str_hash, g_str_equal);
  const KitteLookupRequest request = {
    .address = address, .answers = given, .incoming = incoming, .outgoing = NULL
  };

  for (gsize i = 0; answers[i] != NULL; i += 2)
    g_hash_table_insert (given, (gpointer) answers[i], (gpointer) answers[i + 1]);
  return kitte_lookup_offline (lookup, &request, error);
}

static KitteProposal *
look_up (const char *typed, const char *incoming_url, const char *outgoing_url, GError **error)
{
  g_autoptr (KitteLookup) lookup = kitte_lookup_new ();
  g_autoptr (KitteAddress) address = kitte_address_new (typed, error);
  g_autoptr (KitteServer) incoming =
      incoming_url != NULL ? kitte_server_new_from_url (incoming_url, TRUE, error) : NULL;
  g_autoptr (KitteServer) outgoing =
      outgoing_url != NULL ? kitte_server_new_from_url (outgoing_url, FALSE, error) : NULL;
  const KitteLookupRequest request = { .address = address,
                                       .incoming = incoming,
                                       .outgoing = outgoing };

  return kitte_lookup_offline (lookup, &request, error);
}

static void
test_preset (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = look_up ("taro@gmail.com", NULL, NULL, &error);
  KitteServer *imap;

  g_assert_no_error (error);
  imap = proposal->incoming->pdata[0];
  g_assert_cmpint (proposal->source, ==, KITTE_SOURCE_PRESET);
  g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_SURE);
  g_assert_cmpstr (proposal->provider_id, ==, "gmail");
  g_assert_cmpstr (imap->host, ==, "imap.gmail.com");
  g_assert_cmpstr (imap->username, ==, "taro@gmail.com");
  g_assert_cmpuint (proposal->asks->len, ==, 0);
}

static void
test_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal =
      look_up ("taro@gmail.com", "imaps://mail.example.test", "smtp://u@mail.example.test", &error);
  KitteServer *imap;
  KitteServer *smtp;

  g_assert_no_error (error);
  imap = proposal->incoming->pdata[0];
  smtp = proposal->outgoing->pdata[0];
  g_assert_cmpint (proposal->source, ==, KITTE_SOURCE_MANUAL);
  g_assert_null (proposal->provider_id);
  g_assert_cmpuint (proposal->asks->len, ==, 0);
  g_assert_cmpstr (imap->username, ==, "taro@gmail.com");
  g_assert_cmpstr (smtp->username, ==, "u");
  g_assert_cmpint (smtp->port, ==, 587);
}

static void
test_half_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal =
      look_up ("taro@yahoo.co.jp", "imaps://mail.example.test", NULL, &error);
  KitteServer *imap;
  KitteServer *smtp;

  g_assert_no_error (error);
  imap = proposal->incoming->pdata[0];
  smtp = proposal->outgoing->pdata[0];
  g_assert_cmpuint (proposal->incoming->len, ==, 1);
  g_assert_cmpstr (imap->host, ==, "mail.example.test");
  g_assert_cmpstr (imap->username, ==, "taro");
  g_assert_cmpstr (smtp->host, ==, "smtp.mail.yahoo.co.jp");
}

/* Both servers by hand: what a preset that knows both says of them goes along, and nothing else. */
static void
test_records_by_hand (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) known = look_up ("info@own-domain.test", "imaps://mail.biglobe.ne.jp",
                                             "smtp://mail.biglobe.ne.jp:25", &error);
  g_autoptr (KitteProposal) half = look_up ("taro@biglobe.ne.jp", "imaps://mail.biglobe.ne.jp",
                                            "smtp://mail.example.test", &error);

  g_assert_no_error (error);
  g_assert_null (known->provider_id);
  g_assert_cmpint (known->source, ==, KITTE_SOURCE_MANUAL);
  g_assert_cmpuint (known->asks->len, ==, 0);
  g_assert_nonnull (known->provider_name);
  g_assert_cmpint (known->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_OFFERED);
  g_assert_nonnull (known->provider_outgoing);
  g_assert_null (half->provider_name);
  g_assert_cmpint (half->pop_before_smtp.status, ==, KITTE_POP_BEFORE_SMTP_UNKNOWN);
}

static void
test_nothing_known (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = look_up ("taro@unknown-domain.test", NULL, NULL, &error);

  g_assert_null (proposal);
  g_assert_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND);
}

/* A domain of the person’s own at a provider the person named: its question, then its hosts. */
static void
test_provider_is_named (void)
{
  static const char *const named[] = { KITTE_ASK_PROVIDER, "sakura-rental", NULL };
  static const char *const answered[] = { KITTE_ASK_PROVIDER, "sakura-rental", "NAME", "tamesi",
                                          NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) open =
      look_up_at ("info@own-domain.test", "imaps://mail.own-domain.test", named, &error);
  g_autoptr (KitteProposal) known =
      look_up_at ("info@own-domain.test", "imaps://mail.own-domain.test", answered, &error);
  GPtrArray *directions[] = { known->incoming, known->outgoing };

  g_assert_no_error (error);
  g_assert_cmpstr (((KitteAsk *) open->asks->pdata[0])->key, ==, "NAME");
  g_assert_cmpuint (open->incoming->len, ==, 0);
  g_assert_cmpuint (known->asks->len, ==, 0);
  g_assert_cmpint (known->source, ==, KITTE_SOURCE_PRESET);
  g_assert_cmpint (known->trust, ==, KITTE_TRUST_TOLD);
  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    {
      g_assert_cmpuint (directions[i]->len, >, 0);
      for (guint j = 0; j < directions[i]->len; j++)
        g_assert_cmpstr (((KitteServer *) directions[i]->pdata[j])->host, ==,
                         "tamesi.sakura.ne.jp");
    }
}

static void
test_provider_is_unknown (void)
{
  static const char *const named[] = { KITTE_ASK_PROVIDER, "no-such-provider", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = look_up_at ("taro@gmail.com", NULL, named, &error);

  g_assert_null (proposal);
  g_assert_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_BAD_ANSWER);
  g_assert_nonnull (strstr (error->message, "no-such-provider"));
}

static KitteFinding *
judge_fully (KitteTriedOutcome outcome,
             const KittePortalSigns *portal,
             GNetworkConnectivity connectivity)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.test", NULL);
  g_autoptr (KitteTrail) trail = kitte_trail_new ();
  KitteFinding *finding;

  kitte_trail_end (trail, kitte_trail_begin (trail, KITTE_SOURCE_SRV, "one"),
                   KITTE_TRIED_TIMED_OUT);
  kitte_trail_end (trail, kitte_trail_begin (trail, KITTE_SOURCE_DATABASE, "other"), outcome);
  finding = kitte_lookup_verdict (address, trail, NULL, portal, connectivity);
  g_assert_cmpstr (finding->detail, ==, "example.test");
  return finding;
}

static KitteFindingCode
judge (KitteTriedOutcome outcome, GNetworkConnectivity connectivity)
{
  g_autoptr (KitteFinding) finding =
      judge_fully (outcome, &(const KittePortalSigns){ 0 }, connectivity);

  return finding->code;
}

/* That nobody could be asked is not that nobody knows. */
static void
test_network_is_told_apart (void)
{
  KitteFindingCode silent = judge (KITTE_TRIED_UNREACHABLE, G_NETWORK_CONNECTIVITY_FULL);

  g_assert_true (silent == KITTE_FINDING_OFFLINE || silent == KITTE_FINDING_DNS_FAILURE);
  g_assert_cmpint (judge (KITTE_TRIED_NOTHING, G_NETWORK_CONNECTIVITY_FULL), ==,
                   KITTE_FINDING_NO_SETTINGS_FOUND);
  g_assert_cmpint (judge (KITTE_TRIED_UNUSABLE, G_NETWORK_CONNECTIVITY_PORTAL), ==,
                   KITTE_FINDING_CAPTIVE_PORTAL);
}

/* The web was shut off: that is not “nobody knows”, and not the mail servers’ fault. */
static void
test_proxy_is_named (void)
{
  static const struct
  {
    KitteTriedOutcome outcome;
    gboolean trusted_answer;
    KitteFindingCode code;
    KittePlace place;
  } cases[] = {
    { KITTE_TRIED_PROXY, FALSE, KITTE_FINDING_REFUSED, KITTE_PLACE_PROXY },
    { KITTE_TRIED_NO_PROXY, FALSE, KITTE_FINDING_TIMED_OUT, KITTE_PLACE_PROXY },
    { KITTE_TRIED_PROXY, TRUE, KITTE_FINDING_OFFLINE, KITTE_PLACE_UNKNOWN },
    { KITTE_TRIED_NOTHING, FALSE, KITTE_FINDING_NO_SETTINGS_FOUND, KITTE_PLACE_UNKNOWN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const KittePortalSigns portal = { .trusted_answer = cases[i].trusted_answer };
      g_autoptr (KitteFinding) finding =
          judge_fully (cases[i].outcome, &portal, G_NETWORK_CONNECTIVITY_FULL);
      g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);

      g_assert_cmpint (finding->place, ==, cases[i].place);
      if (cases[i].code != KITTE_FINDING_OFFLINE)
        g_assert_cmpint (finding->code, ==, cases[i].code);
      g_assert_cmpint (strstr (diagnosis->title, "proxy") != NULL, ==,
                       cases[i].place == KITTE_PLACE_PROXY);
      g_assert_null (strchr (diagnosis->text, '{'));
    }
}

typedef struct
{
  KittePortalWitness witness;
  gboolean web;
  int code;
} Sign;

#define SAID(who, error)                                                                           \
  {                                                                                                \
    KITTE_PORTAL_##who, TRUE, KITTE_WEB_ERROR_##error                                              \
  }
#define MET(who, error)                                                                            \
  {                                                                                                \
    KITTE_PORTAL_##who, FALSE, G_IO_ERROR_##error                                                  \
  }

/* Somebody answers in the place of everybody; one right certificate clears the network. */
static void
test_portal_is_recognised (void)
{
  static const struct
  {
    Sign signs[3];
    gboolean portal;
  } cases[] = {
    { { SAID (HTTPS, SOMEBODY_ELSE), SAID (DATABASE, SOMEBODY_ELSE), MET (HTTPS, TIMED_OUT) },
      TRUE },
    { { MET (HTTPS, TIMED_OUT), MET (DATABASE, TIMED_OUT), SAID (PLAIN, REDIRECT) }, TRUE },
    { { MET (HTTPS, CONNECTION_REFUSED), MET (DATABASE, CONNECTION_REFUSED),
        SAID (PLAIN, REDIRECT) },
      TRUE },
    { { SAID (HTTPS, NO_PAGE), SAID (DATABASE, SOMEBODY_ELSE), MET (HTTPS, TIMED_OUT) }, FALSE },
    { { SAID (HTTPS, SOMEBODY_ELSE), SAID (DATABASE, NO_PAGE), SAID (PLAIN, REDIRECT) }, FALSE },
    { { MET (HTTPS, TIMED_OUT), MET (DATABASE, TIMED_OUT), SAID (PLAIN, NO_PAGE) }, FALSE },
    { { SAID (HTTPS, SOMEBODY_ELSE), MET (HTTPS, TIMED_OUT), SAID (PLAIN, REDIRECT) }, FALSE },
    { { SAID (HTTPS, PROXY), SAID (DATABASE, PROXY), SAID (PLAIN, REDIRECT) }, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KittePortalSigns portal = { 0 };
      g_autoptr (KitteFinding) finding = NULL;

      for (gsize j = 0; j < G_N_ELEMENTS (cases[i].signs); j++)
        {
          const Sign *sign = &cases[i].signs[j];
          g_autoptr (GError) error = g_error_new_literal (sign->web ? KITTE_WEB_ERROR : G_IO_ERROR,
                                                          sign->code, "what came of it");

          kitte_portal_note (&portal, sign->witness, error);
        }
      g_assert_cmpint (kitte_portal_is_likely (&portal), ==, cases[i].portal);
      finding = judge_fully (KITTE_TRIED_CERTIFICATE, &portal, G_NETWORK_CONNECTIVITY_FULL);
      g_assert_cmpint (finding->code, ==,
                       cases[i].portal ? KITTE_FINDING_CAPTIVE_PORTAL :
                                         KITTE_FINDING_NO_SETTINGS_FOUND);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lookup/preset", test_preset);
  g_test_add_func ("/lookup/by-hand", test_by_hand);
  g_test_add_func ("/lookup/half-by-hand", test_half_by_hand);
  g_test_add_func ("/lookup/records-by-hand", test_records_by_hand);
  g_test_add_func ("/lookup/nothing-known", test_nothing_known);
  g_test_add_func ("/lookup/provider-is-named", test_provider_is_named);
  g_test_add_func ("/lookup/provider-is-unknown", test_provider_is_unknown);
  g_test_add_func ("/lookup/network-is-told-apart", test_network_is_told_apart);
  g_test_add_func ("/lookup/proxy-is-named", test_proxy_is_named);
  g_test_add_func ("/lookup/portal-is-recognised", test_portal_is_recognised);
  return g_test_run ();
}

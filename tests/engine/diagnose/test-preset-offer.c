/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a failed check says about the provider: which evidence counts, and which does not.
 */
#include "config.h"

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-preset-offer.h"

#include <string.h>

/* One failed check, and the preset it must lead to. */
typedef struct
{
  KitteFindingCode code;
  const char *names[3];
  gboolean plain;
  const char *host;
  const char *id;
} Row;

static const Row rows[] = {
  { KITTE_FINDING_CERT_WRONG_HOST, { "*.sakura.ne.jp" }, TRUE, "mail.own.test", "sakura-rental" },
  { KITTE_FINDING_CERT_WRONG_HOST,
    { "www.own.test", "www99.sakura.ne.jp" },
    TRUE,
    "mail.own.test",
    "sakura-rental" },
  { KITTE_FINDING_CERT_WRONG_HOST, { "*.sakura.ne.jp" }, FALSE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_WRONG_HOST, { "mail.stranger.test" }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_WRONG_HOST, { NULL }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_EXPIRED, { "*.sakura.ne.jp" }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_SELF_SIGNED, { "*.sakura.ne.jp" }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_UNKNOWN_CA, { "*.sakura.ne.jp" }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_REVOKED, { "*.sakura.ne.jp" }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_CERT_WEAK, { "*.sakura.ne.jp" }, TRUE, "mail.own.test", NULL },
  { KITTE_FINDING_NAME_NOT_FOUND, { NULL }, TRUE, "a.mail.plala.or.jp", "plala" },
  { KITTE_FINDING_REFUSED, { NULL }, TRUE, "a.mail.plala.or.jp", "plala" },
  /* Of this provider nothing but the name is known. */
  { KITTE_FINDING_REFUSED, { NULL }, TRUE, "smtpauth.registerapi.com", NULL },
  { KITTE_FINDING_CERT_WRONG_HOST, { "mail.stranger.test" }, TRUE, "a.mail.plala.or.jp", "plala" },
  { KITTE_FINDING_DNS_FAILURE, { NULL }, TRUE, "a.mail.plala.or.jp", NULL },
  { KITTE_FINDING_OFFLINE, { NULL }, TRUE, "a.mail.plala.or.jp", NULL },
  { KITTE_FINDING_ALL_MAIL_PORTS_BLOCKED, { NULL }, TRUE, "a.mail.plala.or.jp", NULL },
  { KITTE_FINDING_CLOCK_WRONG, { NULL }, TRUE, "a.mail.plala.or.jp", NULL },
  { KITTE_FINDING_AUTH_REJECTED, { NULL }, TRUE, "a.mail.plala.or.jp", NULL },
  { KITTE_FINDING_OK, { NULL }, TRUE, "a.mail.plala.or.jp", NULL },
  { KITTE_FINDING_NAME_NOT_FOUND, { NULL }, TRUE, "mail.own.test", NULL },
};

static KitteCatalogue *
shipped_only (void)
{
  return kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
}

static KitteProposal *
propose_by_hand (const char *host)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("info@own.test", NULL);
  KitteProposal *proposal = kitte_proposal_new (address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);

  kitte_proposal_add_tried (proposal, "manual", host, "found", 0);
  return proposal;
}

static void
check_row (const Row *row)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KitteProposal) proposal = propose_by_hand (row->host);
  g_autoptr (KitteServer) server =
      kitte_server_new (KITTE_PROTOCOL_IMAP, row->host, 993, KITTE_SECURITY_TLS, NULL, "taro");
  const KitteCertificateInfo info = { .names = (char **) row->names, .plain_names = row->plain };
  g_autoptr (KitteFinding) finding = kitte_finding_new_full (row->code, NULL, &info, NULL, 0);
  g_autoptr (KitteDiagnosis) diagnosis =
      kitte_diagnosis_new_for_check (finding, server, proposal, catalogue);
  const KitteRemedy *first = diagnosis->remedies->len > 0 ? diagnosis->remedies->pdata[0] : NULL;
  gboolean offered = first != NULL && first->code == KITTE_REMEDY_USE_PRESET;

  g_assert_cmpstr (offered ? first->value : NULL, ==, row->id);
  g_assert_null (strchr (diagnosis->title, '{'));
  g_assert_null (strchr (diagnosis->text, '{'));
}

static void
test_evidence (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s, %s", kitte_finding_code_to_nick (rows[i].code), rows[i].host);
      check_row (&rows[i]);
    }
}

/* A server that the preset itself named leads nowhere else. */
static void
test_not_in_a_circle (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, "sakura-rental");
  g_autoptr (KitteAddress) address = kitte_address_new ("info@tamesi.x0.com", NULL);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
  const char *names[] = { "*.sakura.ne.jp", NULL };
  const KitteCertificateInfo info = { .names = (char **) names, .plain_names = TRUE };
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_CERT_WRONG_HOST, NULL, &info, NULL, 0);
  KitteServer *server = proposal->incoming->pdata[0];
  g_autoptr (KittePresetOffer) offer =
      kitte_preset_offer_find (catalogue, finding, server, proposal);

  g_assert_cmpstr (server->host, ==, "tamesi.x0.com");
  g_assert_null (offer);
}

/* The provider of the address is the right one, but somebody typed another server. */
static void
test_typed_in_the_place_of_the_known_one (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, "plala");
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@plala.to", NULL);
  g_autoptr (KitteProposal) proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
  g_autoptr (KitteServer) server = kitte_server_new (KITTE_PROTOCOL_POP3, "xx.mail.plala.or.jp",
                                                     995, KITTE_SECURITY_TLS, NULL, "taro");
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_NAME_NOT_FOUND, NULL);
  g_autoptr (KittePresetOffer) before = NULL;
  g_autoptr (KittePresetOffer) after = NULL;

  before = kitte_preset_offer_find (catalogue, finding, server, proposal);
  g_assert_null (before);
  kitte_proposal_add_tried (proposal, "manual", server->host, "found", 0);
  after = kitte_preset_offer_find (catalogue, finding, server, proposal);
  g_assert_nonnull (after);
  g_assert_cmpstr (after->proposal->provider_id, ==, "plala");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preset-offer/evidence", test_evidence);
  g_test_add_func ("/preset-offer/not-in-a-circle", test_not_in_a_circle);
  g_test_add_func ("/preset-offer/typed-in-the-place-of-the-known-one",
                   test_typed_in_the_place_of_the_known_one);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteSasl against the examples of the RFCs. */
#include "config.h"

#include "dialog/kitte-sasl.h"

#include <gnutls/crypto.h>
#include <string.h>

static KitteSasl *
begin (KitteAuth method, const char *host, const char *username, const char *password)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);
  g_autoptr (KitteCredential) credential = kitte_credential_new (username, secret);
  KitteSasl *sasl = kitte_sasl_new (method, KITTE_PROTOCOL_IMAP, host, credential);

  g_assert_nonnull (sasl);
  return sasl;
}

/* What the wire does in a thread. */
static KitteSaslOutcome
step_and_work (KitteSasl *sasl, const char *challenge, KitteSecret **response)
{
  KitteSaslOutcome outcome = kitte_sasl_step (sasl, challenge, response);

  if (outcome != KITTE_SASL_WORK)
    return outcome;
  g_assert_null (*response);
  kitte_scram_work_run (kitte_sasl_get_work (sasl));
  return kitte_sasl_step (sasl, challenge, response);
}

/* One step, in plain text both ways. */
static char *
step (KitteSasl *sasl, const char *challenge)
{
  g_autofree char *encoded =
      challenge != NULL ? g_base64_encode ((const guchar *) challenge, strlen (challenge)) : NULL;
  g_autoptr (KitteSecret) response = NULL;
  g_autofree guchar *decoded = NULL;
  gsize length;

  g_assert_cmpint (step_and_work (sasl, encoded, &response), ==, KITTE_SASL_RESPONSE);
  decoded = g_base64_decode (kitte_secret_peek (response), &length);
  for (gsize i = 0; i < length; i++)
    if (decoded[i] == '\0')
      decoded[i] = '|';
  return g_strndup ((const char *) decoded, length);
}

static KitteSaslOutcome
outcome (KitteSasl *sasl, const char *challenge)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) challenge, strlen (challenge));
  g_autoptr (KitteSecret) response = NULL;
  KitteSaslOutcome result = step_and_work (sasl, encoded, &response);

  g_assert_cmpint (result == KITTE_SASL_RESPONSE, ==, response != NULL);
  return result;
}

/* RFC 4616, section 4. */
static void
test_plain (void)
{
  g_autoptr (KitteSasl) sasl = begin (KITTE_AUTH_PLAIN, "h", "tim", "tanstaaftanstaaf");
  g_autofree char *response = NULL;

  g_assert_true (kitte_sasl_is_client_first (sasl));
  g_assert_false (kitte_sasl_is_complete (sasl));
  response = step (sasl, NULL);
  g_assert_cmpstr (response, ==, "|tim|tanstaaftanstaaf");
  g_assert_true (kitte_sasl_is_complete (sasl));
}

static void
test_login (void)
{
  g_autoptr (KitteSasl) sasl = begin (KITTE_AUTH_LOGIN, "h", "太郎", "合言葉");
  g_autofree char *username = NULL;
  g_autofree char *password = NULL;

  g_assert_false (kitte_sasl_is_client_first (sasl));
  username = step (sasl, "Username:");
  password = step (sasl, "Password:");
  g_assert_cmpstr (username, ==, "太郎");
  g_assert_cmpstr (password, ==, "合言葉");
}

/* RFC 2195, section 2. */
static void
test_cram_md5 (void)
{
  g_autoptr (KitteSasl) sasl = begin (KITTE_AUTH_CRAM_MD5, "h", "tim", "tanstaaftanstaaf");
  g_autofree char *response = step (sasl, "<1896.697170952@postoffice.reston.mci.net>");

  g_assert_cmpstr (response, ==, "tim b913a602c7eda7a495b4e6e7334d3890");
}

static void
assert_cram_md5 (const char *password, const char *prepared)
{
  const char *challenge = "<1@example.test>";
  g_autoptr (KitteSasl) sasl = begin (KITTE_AUTH_CRAM_MD5, "h", "tim", password);
  g_autofree char *response = step (sasl, challenge);
  g_autofree char *digest = g_compute_hmac_for_string (G_CHECKSUM_MD5, (const guchar *) prepared,
                                                       strlen (prepared), challenge, -1);
  g_autofree char *expected = g_strconcat ("tim ", digest, NULL);

  g_assert_cmpstr (response, ==, expected);
  g_assert_true (kitte_sasl_is_complete (sasl));
}

/* Prepared as in SCRAM: letters that are younger than the tables stay what they are. */
static void
test_cram_md5_letters (void)
{
  g_autofree char *longer = g_strnfill (200, 'x');

  assert_cram_md5 ("\xe2\x85\xa8", "IX");
  assert_cram_md5 ("合言葉", "合言葉");
  assert_cram_md5 ("\xf0\x9f\x94\x91 pencil", "\xf0\x9f\x94\x91 pencil");
  assert_cram_md5 (longer, longer);
}

static char *
find_value (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));
  return g_match_info_fetch (match, 1);
}

static char *
md5_hex (const char *prefix, gsize prefix_length, const char *rest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);

  g_checksum_update (checksum, (const guchar *) prefix, (gssize) prefix_length);
  g_checksum_update (checksum, (const guchar *) rest, -1);
  return g_strdup (g_checksum_get_string (checksum));
}

/* RFC 2831, section 2.1.2.1, for user “chris”. */
static char *
digest_response (const char *password, const char *nonce, const char *cnonce, const char *uri)
{
  guint8 secret[16];
  gsize length = sizeof secret;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_MD5);
  g_autofree char *a1 = g_strdup_printf (":%s:%s", nonce, cnonce);
  g_autofree char *a2 = g_strconcat ("AUTHENTICATE:", uri, NULL);
  g_autofree char *whole = g_strconcat ("chris:elwood.innosoft.com:", password, NULL);
  g_autofree char *ha1 = NULL;
  g_autofree char *ha2 = md5_hex ("", 0, a2);
  g_autofree char *all = NULL;

  g_checksum_update (checksum, (const guchar *) whole, -1);
  g_checksum_get_digest (checksum, secret, &length);
  ha1 = md5_hex ((const char *) secret, length, a1);
  all = g_strdup_printf ("%s:%s:00000001:%s:auth:%s", ha1, nonce, cnonce, ha2);
  return md5_hex ("", 0, all);
}

/* RFC 2831, section 4; the client’s nonce is its own. */
static void
check_digest_md5 (const char *password, const char *encoded)
{
  g_autoptr (KitteSasl) sasl =
      begin (KITTE_AUTH_DIGEST_MD5, "elwood.innosoft.com", "chris", password);
  g_autofree char *response = NULL;
  g_autofree char *cnonce = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *mine = NULL;

  response = step (sasl, "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth\","
                         "algorithm=md5-sess,charset=utf-8");
  cnonce = find_value (response, "cnonce=\"([^\"]*)\"");
  digest = find_value (response, "response=([0-9a-f]{32})");
  mine = digest_response (encoded, "OA6MG9tEQGm2hh", cnonce, "imap/elwood.innosoft.com");
  g_assert_cmpstr (digest, ==, mine);
  g_assert_false (kitte_sasl_is_complete (sasl));
  g_assert_cmpint (outcome (sasl, "rspauth=00000000000000000000000000000000"), !=,
                   KITTE_SASL_RESPONSE);
}

/* Section 2.1.2.1 there: what is in ISO 8859-1 is hashed in it, everything else in UTF-8. */
static void
test_digest_md5 (void)
{
  g_autofree char *reference =
      digest_response ("secret", "OA6MG9tEQGm2hh", "OA6MHXh6VqTrRk", "imap/elwood.innosoft.com");

  g_assert_cmpstr (reference, ==, "d388dad90d4bbd760a152321f2143af7");
  check_digest_md5 ("secret", "secret");
  check_digest_md5 ("p\xc3\xa4ss", "p\xe4ss");
  check_digest_md5 ("合言葉", "合言葉");
  check_digest_md5 ("\xf0\x9f\x94\x91 pencil", "\xf0\x9f\x94\x91 pencil");
}

typedef struct
{
  KitteAuth method;
  gnutls_mac_algorithm_t mac;
  gnutls_digest_algorithm_t digest;
  gsize length;
  const char *salt;
  const char *client_nonce;
  const char *server_nonce;
  const char *proof;
  const char *signature;
} Scram;

/* RFC 5802, section 5, and RFC 7677, section 3: user “user”, password “pencil”. */
static const Scram scrams[] = {
  { KITTE_AUTH_SCRAM_SHA_1, GNUTLS_MAC_SHA1, GNUTLS_DIG_SHA1, 20, "QSXCR+Q6sek8bf92",
    "fyko+d2lbbFgONRv9qkxdawL", "3rfcNHYJY1ZVvWVs7j",
    "v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=", "rmF9pqV8S7suAoZWja4dJRkFsKQ=" },
  { KITTE_AUTH_SCRAM_SHA_256, GNUTLS_MAC_SHA256, GNUTLS_DIG_SHA256, 32,
    "W22ZaJ0SNY7soEsUEjb6gQ==", "rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
    "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
    "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=" },
};

static void
scram_reference (const Scram *scram,
                 const char *password,
                 const char *client_nonce,
                 char **proof,
                 char **signature)
{
  guint8 salted[32], client_key[32], stored_key[32], server_key[32], result[32];
  gsize salt_length;
  g_autofree guchar *salt = g_base64_decode (scram->salt, &salt_length);
  gnutls_datum_t key = { (guchar *) password, (guint) strlen (password) };
  gnutls_datum_t salt_datum = { salt, (guint) salt_length };
  g_autofree char *message =
      g_strdup_printf ("n=user,r=%s,r=%s%s,s=%s,i=4096,c=biws,r=%s%s", client_nonce, client_nonce,
                       scram->server_nonce, scram->salt, client_nonce, scram->server_nonce);

  g_assert_cmpint (gnutls_pbkdf2 (scram->mac, &key, &salt_datum, 4096, salted, scram->length), ==,
                   0);
  gnutls_hmac_fast (scram->mac, salted, scram->length, "Client Key", 10, client_key);
  gnutls_hash_fast (scram->digest, client_key, scram->length, stored_key);
  gnutls_hmac_fast (scram->mac, stored_key, scram->length, message, strlen (message), result);
  for (gsize i = 0; i < scram->length; i++)
    result[i] ^= client_key[i];
  *proof = g_base64_encode (result, scram->length);
  gnutls_hmac_fast (scram->mac, salted, scram->length, "Server Key", 10, server_key);
  gnutls_hmac_fast (scram->mac, server_key, scram->length, message, strlen (message), result);
  *signature = g_base64_encode (result, scram->length);
}

static void
test_scram (gconstpointer data)
{
  const Scram *scram = data;
  g_autoptr (KitteSasl) sasl = begin (scram->method, "h", "user", "pencil");
  g_autofree char *first = NULL;
  g_autofree char *final = NULL;
  g_autofree char *nonce = NULL;
  g_autofree char *challenge = NULL;
  g_autofree char *proof = NULL;
  g_autofree char *signature = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *last = NULL;
  g_autofree char *nothing = NULL;

  scram_reference (scram, "pencil", scram->client_nonce, &proof, &signature);
  g_assert_cmpstr (proof, ==, scram->proof);
  g_assert_cmpstr (signature, ==, scram->signature);
  g_clear_pointer (&proof, g_free);
  g_clear_pointer (&signature, g_free);

  first = step (sasl, NULL);
  g_assert_true (g_str_has_prefix (first, "n,,n=user,r="));
  nonce = g_strdup (first + strlen ("n,,n=user,r="));
  challenge = g_strdup_printf ("r=%s%s,s=%s,i=4096", nonce, scram->server_nonce, scram->salt);
  final = step (sasl, challenge);
  scram_reference (scram, "pencil", nonce, &proof, &signature);
  expected = g_strdup_printf ("c=biws,r=%s%s,p=%s", nonce, scram->server_nonce, proof);
  g_assert_cmpstr (final, ==, expected);
  g_assert_false (kitte_sasl_is_complete (sasl));
  last = g_strconcat ("v=", signature, NULL);
  nothing = step (sasl, last);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_true (kitte_sasl_is_complete (sasl));
}

/* RFC 4013, section 3: the Roman numeral nine is prepared to “IX”. RFC 3454, section 7: a letter
 * that is younger than the tables stays what it is. */
static const char *const prepared[][2] = {
  { "\xe2\x85\xa8", "IX" },
  { "\xf0\x9f\x94\x91 pencil", "\xf0\x9f\x94\x91 pencil" },
};

static void
test_saslprep (gconstpointer data)
{
  const char *const *row = data;
  const Scram *scram = &scrams[0];
  g_autoptr (KitteSasl) sasl = begin (scram->method, "h", "user", row[0]);
  g_autofree char *first = step (sasl, NULL);
  const char *nonce = first + strlen ("n,,n=user,r=");
  g_autofree char *challenge =
      g_strdup_printf ("r=%s%s,s=%s,i=4096", nonce, scram->server_nonce, scram->salt);
  g_autofree char *final = step (sasl, challenge);
  g_autofree char *proof = NULL;
  g_autofree char *signature = NULL;

  scram_reference (scram, row[1], nonce, &proof, &signature);
  g_assert_true (g_str_has_suffix (final, proof));
}

/* RFC 4013, section 2.3: control characters cannot be prepared. */
static void
test_unpreparable (void)
{
  g_autoptr (KitteSasl) sasl = begin (KITTE_AUTH_CRAM_MD5, "h", "user", "be\x07ll");
  g_autoptr (KitteSasl) scram = begin (KITTE_AUTH_SCRAM_SHA_1, "h", "user", "be\x07ll");
  g_autofree char *first = step (scram, NULL);
  g_autofree char *challenge =
      g_strdup_printf ("%s1,s=QSXCR+Q6sek8bf92,i=4096", strstr (first, "r="));

  g_assert_cmpint (outcome (sasl, "<1@example.test>"), ==, KITTE_SASL_BAD_CREDENTIAL);
  g_assert_cmpint (outcome (scram, challenge), ==, KITTE_SASL_BAD_CREDENTIAL);
}

static void
test_hostile (void)
{
  g_autoptr (KitteSasl) iterations = begin (KITTE_AUTH_SCRAM_SHA_1, "h", "user", "pencil");
  g_autoptr (KitteSasl) hidden = begin (KITTE_AUTH_SCRAM_SHA_1, "h", "user", "pencil");
  g_autoptr (KitteSasl) nonce = begin (KITTE_AUTH_SCRAM_SHA_1, "h", "user", "pencil");
  g_autoptr (KitteSasl) digest = begin (KITTE_AUTH_DIGEST_MD5, "h", "user", "pencil");
  g_autoptr (KitteSasl) garbage = begin (KITTE_AUTH_CRAM_MD5, "h", "user", "pencil");
  g_autofree char *first = step (iterations, NULL);
  g_autofree char *second = step (nonce, NULL);
  g_autofree char *third = step (hidden, NULL);
  g_autofree char *too_many =
      g_strdup_printf ("%s1,s=QSXCR+Q6sek8bf92,i=999999999", strstr (first, "r="));
  /* Behind a NUL in the nonce, which a search for the count in a string does not pass. */
  g_autofree char *behind_nul =
      g_strdup_printf ("%s1%c,s=QSXCR+Q6sek8bf92,i=999999999", strstr (third, "r="), '\x01');
  g_autofree char *behind_nul_base64 = NULL;
  gsize behind_nul_length = strlen (behind_nul);
  g_autoptr (KitteSecret) response = NULL;

  g_assert_nonnull (second);
  *strchr (behind_nul, '\x01') = '\0';
  behind_nul_base64 = g_base64_encode ((const guchar *) behind_nul, behind_nul_length);
  g_assert_cmpint (kitte_sasl_step (hidden, behind_nul_base64, &response), ==,
                   KITTE_SASL_BAD_CHALLENGE);
  g_assert_cmpint (outcome (iterations, too_many), ==, KITTE_SASL_BAD_CHALLENGE);
  g_assert_cmpint (outcome (nonce, "r=another,s=QSXCR+Q6sek8bf92,i=4096"), !=, KITTE_SASL_RESPONSE);
  g_assert_cmpint (outcome (digest, "qop=\"auth\""), ==, KITTE_SASL_BAD_CHALLENGE);
  g_assert_cmpint (kitte_sasl_step (garbage, "*", &response), ==, KITTE_SASL_BAD_CHALLENGE);
  g_assert_null (response);
}

static void
test_names (void)
{
  KitteAuth method;

  g_assert_cmpstr (kitte_sasl_name (KITTE_AUTH_SCRAM_SHA_256), ==, "SCRAM-SHA-256");
  g_assert_null (kitte_sasl_name (KITTE_AUTH_USER_PASS));
  g_assert_true (kitte_sasl_from_name ("oauthbearer", &method));
  g_assert_cmpint (method, ==, KITTE_AUTH_OAUTH2);
  g_assert_false (kitte_sasl_from_name ("SCRAM-SHA-1-PLUS", &method));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/sasl/names", test_names);
  g_test_add_func ("/dialog/sasl/plain", test_plain);
  g_test_add_func ("/dialog/sasl/login", test_login);
  g_test_add_func ("/dialog/sasl/cram-md5", test_cram_md5);
  g_test_add_func ("/dialog/sasl/cram-md5-letters", test_cram_md5_letters);
  g_test_add_func ("/dialog/sasl/digest-md5", test_digest_md5);
  g_test_add_data_func ("/dialog/sasl/scram-sha-1", &scrams[0], test_scram);
  g_test_add_data_func ("/dialog/sasl/scram-sha-256", &scrams[1], test_scram);
  g_test_add_data_func ("/dialog/sasl/saslprep/changed", prepared[0], test_saslprep);
  g_test_add_data_func ("/dialog/sasl/saslprep/unassigned", prepared[1], test_saslprep);
  g_test_add_func ("/dialog/sasl/unpreparable", test_unpreparable);
  g_test_add_func ("/dialog/sasl/hostile", test_hostile);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GNU SASL keeps plain copies of the password in its session: they are put in when it asks, and
 * overwritten when the one call that asked returns. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-sasl.h"

#include <gnutls/crypto.h>
#include <gsasl.h>
#include <string.h>

/* Hashing rounds a SCRAM server may ask for: RFC 7677 advises 15,000; a hostile server could ask
 * for four thousand million and stop the program. */
#define MAX_SCRAM_ITERATIONS 200000

struct _KitteSasl
{
  KitteAuth method;
  KitteCredential *credential;
  const char *service;
  char *host;
  Gsasl *library;
  Gsasl_session *session;
  KitteScramWork *work;
  guint steps;
  gboolean done;
};

static const struct
{
  const char *name;
  KitteAuth method;
} mechanisms[] = {
  { "PLAIN", KITTE_AUTH_PLAIN },
  { "LOGIN", KITTE_AUTH_LOGIN },
  { "CRAM-MD5", KITTE_AUTH_CRAM_MD5 },
  { "DIGEST-MD5", KITTE_AUTH_DIGEST_MD5 },
  { "SCRAM-SHA-1", KITTE_AUTH_SCRAM_SHA_1 },
  { "SCRAM-SHA-256", KITTE_AUTH_SCRAM_SHA_256 },
  { "XOAUTH2", KITTE_AUTH_OAUTH2 },
  { "OAUTHBEARER", KITTE_AUTH_OAUTH2 },
};

/* The GSSAPI service names of RFC 9051, RFC 5034 and RFC 4954. */
static const char *const services[] = { "imap", "pop", "smtp" };

static const Gsasl_property secret_properties[] = {
  GSASL_PASSWORD,
  GSASL_SCRAM_SALTED_PASSWORD,
  GSASL_SCRAM_SERVERKEY,
  GSASL_SCRAM_STOREDKEY,
};

static gboolean
is_scram (KitteAuth method)
{
  return method == KITTE_AUTH_SCRAM_SHA_1 || method == KITTE_AUTH_SCRAM_SHA_256;
}

/* The library hashes for itself where it has the password, and nothing else can go on meanwhile. */
static const char *
provide_secret (KitteSasl *self, Gsasl_session *session, Gsasl_property property)
{
  KitteSecret *salted;

  if (property == GSASL_PASSWORD)
    return is_scram (self->method) ? NULL : kitte_secret_peek (self->credential->secret);
  if (property != GSASL_SCRAM_SALTED_PASSWORD || self->work == NULL)
    return NULL;
  salted = kitte_scram_work_get_salted (self->work);
  /* What was read here has to be what the library read. */
  if (salted == NULL ||
      !kitte_scram_work_is_for (self->work, gsasl_property_fast (session, GSASL_SCRAM_SALT),
                                gsasl_property_fast (session, GSASL_SCRAM_ITER)))
    return NULL;
  return kitte_secret_peek (salted);
}

static int
provide_cb (Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
  KitteSasl *self = gsasl_session_hook_get (session);
  const char *value;

  if (property == GSASL_AUTHID)
    value = self->credential->username;
  else if (property == GSASL_SERVICE)
    value = self->service;
  else if (property == GSASL_HOSTNAME)
    value = self->host;
  else
    value = provide_secret (self, session, property);
  if (value == NULL)
    return GSASL_NO_CALLBACK;
  return gsasl_property_set (session, property, value);
}

/* The library frees its copies without overwriting them. */
static void
wipe_session (KitteSasl *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (secret_properties); i++)
    {
      const char *kept = gsasl_property_fast (self->session, secret_properties[i]);

      if (kept == NULL)
        continue;
      kitte_wipe ((char *) kept, strlen (kept));
      gsasl_property_set (self->session, secret_properties[i], NULL);
    }
}

/* RFC 4013. A password that is sent is a query, in which letters that were not assigned yet when
 * those tables were made (Unicode 3.2, 2002) stand for themselves (RFC 3454, section 7). GNU SASL
 * 2.2 takes GSASL_ALLOW_UNASSIGNED for the contrary: without it they are allowed. */
static KitteSecret *
prepare (const char *text)
{
  char *prepared = NULL;
  KitteSecret *secret;

  if (gsasl_saslprep (text, 0, &prepared, NULL) != GSASL_OK)
    return NULL;
  secret = kitte_secret_new (prepared);
  kitte_wipe (prepared, strlen (prepared));
  gsasl_free (prepared);
  return secret;
}

static const char *
find_attribute (char **parts, const char *name)
{
  for (gsize i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], name))
      return parts[i] + strlen (name);
  return NULL;
}

/* RFC 5802, section 5.1: “s=” and “i=” of the server’s first message. What is none is left to the
 * library, which refuses it. */
static KitteSaslOutcome
find_work (KitteSasl *self, const char *challenge)
{
  g_autofree guchar *decoded = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (KitteSecret) password = NULL;
  const char *salt, *count;
  guint64 rounds;
  gsize length;

  decoded = g_base64_decode (challenge, &length);
  /* The library reads on behind a NUL; a count there would not be seen here. */
  if (memchr (decoded, '\0', length) != NULL)
    return KITTE_SASL_BAD_CHALLENGE;
  text = g_strndup ((const char *) decoded, length);
  parts = g_strsplit (text, ",", -1);
  salt = find_attribute (parts, "s=");
  count = find_attribute (parts, "i=");
  if (salt == NULL || count == NULL)
    return KITTE_SASL_RESPONSE;
  rounds = g_ascii_strtoull (count, NULL, 10);
  if (rounds == 0 || rounds > MAX_SCRAM_ITERATIONS)
    return KITTE_SASL_BAD_CHALLENGE;
  password = prepare (kitte_secret_peek (self->credential->secret));
  if (password == NULL)
    return KITTE_SASL_BAD_CREDENTIAL;
  self->work = kitte_scram_work_new (self->method, password, salt, (guint) rounds);
  return KITTE_SASL_WORK;
}

static KitteSaslOutcome
outcome_of (int status)
{
  switch (status)
    {
    case GSASL_OK:
    case GSASL_NEEDS_MORE:
      return KITTE_SASL_RESPONSE;
    case GSASL_AUTHENTICATION_ERROR:
      return KITTE_SASL_SERVER_UNPROVEN;
    case GSASL_SASLPREP_ERROR:
      return KITTE_SASL_BAD_CREDENTIAL;
    default:
      return KITTE_SASL_BAD_CHALLENGE;
    }
}

/* The library takes what a server said for a string in places, though it is told the length. */
static int
decode (const char *challenge, char **input, gsize *length)
{
  char *exact = NULL;
  int status = gsasl_base64_from (challenge, strlen (challenge), &exact, length);

  if (status != GSASL_OK)
    return status;
  *input = g_malloc0 (*length + 1);
  memcpy (*input, exact, *length);
  gsasl_free (exact);
  return GSASL_OK;
}

/* The library’s own step in base64 frees the response as it stands in between, password and all,
 * without overwriting it; so the two encodings are made around the bare step. */
static int
step_in_base64 (Gsasl_session *session, const char *challenge, KitteSecret **response)
{
  g_autofree char *input = NULL;
  char *output = NULL;
  char *encoded;
  gsize input_length = 0;
  size_t output_length = 0;
  int status = GSASL_OK;

  if (challenge != NULL)
    status = decode (challenge, &input, &input_length);
  if (status == GSASL_OK)
    status = gsasl_step (session, input, input_length, &output, &output_length);
  if (status == GSASL_OK || status == GSASL_NEEDS_MORE)
    {
      encoded = g_base64_encode ((const guchar *) output, output_length);
      *response = kitte_secret_new (encoded);
      kitte_wipe_free (encoded);
    }
  kitte_wipe (output, output_length);
  gsasl_free (output);
  return status;
}

static KitteSecret *
cram_md5_response (const char *username, const guint8 *digest, gsize length)
{
  GString *text = g_string_new (username);
  char *encoded;
  KitteSecret *response;

  g_string_append_c (text, ' ');
  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  encoded = g_base64_encode ((const guchar *) text->str, text->len);
  response = kitte_secret_new (encoded);
  kitte_wipe_free (encoded);
  kitte_wipe_free (g_string_free (text, FALSE));
  return response;
}

/* RFC 2195. The library prepares user name and password here for itself, and refuses letters that
 * are younger than the tables. */
static int
step_cram_md5 (KitteSasl *self, const char *challenge, KitteSecret **response)
{
  g_autoptr (KitteSecret) username = prepare (self->credential->username);
  g_autoptr (KitteSecret) password = prepare (kitte_secret_peek (self->credential->secret));
  g_autofree char *input = NULL;
  guint8 digest[16];
  gsize length = 0;

  if (username == NULL || password == NULL)
    return GSASL_SASLPREP_ERROR;
  if (challenge == NULL || decode (challenge, &input, &length) != GSASL_OK || length == 0)
    return GSASL_MECHANISM_PARSE_ERROR;
  if (gnutls_hmac_fast (GNUTLS_MAC_MD5, kitte_secret_peek (password),
                        kitte_secret_get_length (password), input, length, digest) != 0)
    return GSASL_CRYPTO_ERROR;
  *response = cram_md5_response (kitte_secret_peek (username), digest, sizeof digest);
  return GSASL_OK;
}

/**
 * kitte_sasl_name:
 *
 * Returns: (transfer none) (nullable): the mechanism’s registered name; %NULL where @method is none
 */
const char *
kitte_sasl_name (KitteAuth method)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].method == method)
      return mechanisms[i].name;
  return NULL;
}

/**
 * kitte_sasl_from_name:
 * @name: as a server lists it; case does not matter
 *
 * Returns: whether the mechanism is one that Kitte knows
 */
gboolean
kitte_sasl_from_name (const char *name, KitteAuth *method)
{
  g_return_val_if_fail (name != NULL && method != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_ascii_strcasecmp (mechanisms[i].name, name) == 0)
      {
        *method = mechanisms[i].method;
        return TRUE;
      }
  return FALSE;
}

/**
 * kitte_sasl_new:
 * @method: one of the six that are SASL mechanisms with a password
 * @host: the server’s name, which DIGEST-MD5 needs
 * @credential: (transfer none): a reference is kept until the exchange is freed
 *
 * Returns: (transfer full) (nullable): an exchange; %NULL where the library lacks the mechanism
 */
KitteSasl *
kitte_sasl_new (KitteAuth method,
                KitteProtocol protocol,
                const char *host,
                KitteCredential *credential)
{
  g_autoptr (KitteSasl) self = NULL;
  const char *name = kitte_sasl_name (method);

  g_return_val_if_fail (name != NULL && method != KITTE_AUTH_OAUTH2, NULL);
  g_return_val_if_fail (host != NULL && credential != NULL, NULL);

  self = g_new0 (KitteSasl, 1);
  self->method = method;
  self->credential = kitte_credential_ref (credential);
  self->service = services[protocol];
  self->host = g_strdup (host);
  if (gsasl_init (&self->library) != GSASL_OK)
    return NULL;
  gsasl_callback_set (self->library, provide_cb);
  if (gsasl_client_start (self->library, name, &self->session) != GSASL_OK)
    return NULL;
  gsasl_session_hook_set (self->session, self);
  return g_steal_pointer (&self);
}

void
kitte_sasl_free (KitteSasl *self)
{
  g_return_if_fail (self != NULL);

  if (self->session != NULL)
    {
      wipe_session (self);
      gsasl_finish (self->session);
    }
  if (self->library != NULL)
    gsasl_done (self->library);
  g_clear_pointer (&self->work, kitte_scram_work_unref);
  kitte_credential_unref (self->credential);
  g_free (self->host);
  g_free (self);
}

/**
 * kitte_sasl_is_client_first:
 *
 * Returns: whether the mechanism begins with a response, so that it may go with the command
 */
gboolean
kitte_sasl_is_client_first (KitteSasl *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->method == KITTE_AUTH_PLAIN || is_scram (self->method);
}

/**
 * kitte_sasl_is_complete:
 *
 * Returns: whether the server may say that it accepted: not before everything was computed, and in
 *   mechanisms in which it proves that it knows the password too (RFC 5802, RFC 2831), not before
 *   that
 */
gboolean
kitte_sasl_is_complete (KitteSasl *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (is_scram (self->method) || self->method == KITTE_AUTH_DIGEST_MD5)
    return self->done;
  /* LOGIN sends the user name first. */
  return self->steps >= (self->method == KITTE_AUTH_LOGIN ? 2 : 1);
}

/**
 * kitte_sasl_step:
 * @challenge: (nullable): base64; %NULL for the first step of a mechanism that begins itself
 * @response: (out) (transfer full): base64; set only with %KITTE_SASL_RESPONSE; may be empty
 *
 * Returns: what came of it
 */
KitteSaslOutcome
kitte_sasl_step (KitteSasl *self, const char *challenge, KitteSecret **response)
{
  const char *input = challenge;
  KitteSaslOutcome first = KITTE_SASL_RESPONSE;
  int status;

  g_return_val_if_fail (self != NULL && response != NULL, KITTE_SASL_BAD_CHALLENGE);

  /* PLAIN and LOGIN only prompt, and some servers prompt in words that are no base64. */
  if (self->method == KITTE_AUTH_PLAIN || self->method == KITTE_AUTH_LOGIN)
    input = NULL;
  if (self->done)
    return KITTE_SASL_BAD_CHALLENGE;
  if (is_scram (self->method) && self->steps == 1 && input != NULL && self->work == NULL)
    first = find_work (self, input);
  if (first != KITTE_SASL_RESPONSE)
    return first;
  status = self->method == KITTE_AUTH_CRAM_MD5 ? step_cram_md5 (self, input, response) :
                                                 step_in_base64 (self->session, input, response);
  wipe_session (self);
  g_clear_pointer (&self->work, kitte_scram_work_unref);
  self->steps++;
  self->done = status == GSASL_OK;
  return outcome_of (status);
}

/**
 * kitte_sasl_get_work:
 *
 * Returns: (transfer none) (nullable): what to run after %KITTE_SASL_WORK
 */
KitteScramWork *
kitte_sasl_get_work (KitteSasl *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->work;
}

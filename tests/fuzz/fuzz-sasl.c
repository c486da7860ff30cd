/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the sign-in exchanges: an input is a mechanism’s name and then what a server
 * challenges with, a line each, in plain text; behind “=” as it stands. “{nonce}” is what the
 * client began with. Whatever comes, the exchange ends, and is complete only as its mechanism
 * allows. */
#define _GNU_SOURCE
#include "config.h"

#include "dialog/kitte-sasl.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define PASSWORD "correct horse"

/* More challenges than any exchange has. */
#define MAX_CHALLENGES 8

/* RFC 5802, section 5.1: the client’s nonce is what follows “r=” in its first message. */
static char *
find_nonce (KitteSecret *first)
{
  gsize length;
  g_autofree guchar *decoded = g_base64_decode (kitte_secret_peek (first), &length);
  g_autofree char *text = g_strndup ((const char *) decoded, length);
  const char *nonce = strstr (text, "r=");

  return g_strdup (nonce != NULL ? nonce + 2 : "");
}

static char *
make_challenge (const char *line, const char *nonce)
{
  g_autoptr (GString) text = g_string_new (line);

  if (*line == '=')
    return g_strdup (line + 1);
  g_string_replace (text, "{nonce}", nonce, 0);
  return g_base64_encode ((const guchar *) text->str, text->len);
}

static gboolean
step (KitteSasl *sasl, KitteAuth method, const char *challenge, KitteSecret **response)
{
  KitteSaslOutcome outcome = kitte_sasl_step (sasl, challenge, response);

  if (outcome == KITTE_SASL_WORK)
    {
      kitte_scram_work_run (kitte_sasl_get_work (sasl));
      outcome = kitte_sasl_step (sasl, challenge, response);
    }

  g_assert_true ((outcome == KITTE_SASL_RESPONSE) == (*response != NULL));
  if (*response == NULL)
    return FALSE;
  /* Only these two send the password itself, and only in base64. */
  g_assert_null (strstr (kitte_secret_peek (*response), PASSWORD));
  if (method != KITTE_AUTH_PLAIN && method != KITTE_AUTH_LOGIN)
    {
      gsize length;
      g_autofree guchar *decoded = g_base64_decode (kitte_secret_peek (*response), &length);

      g_assert_null (memmem (decoded, length, PASSWORD, strlen (PASSWORD)));
    }
  return TRUE;
}

/* Nobody here knows the password: no server can have proven that it does. */
static void
check_complete (KitteSasl *sasl, KitteAuth method)
{
  gboolean proves = method == KITTE_AUTH_SCRAM_SHA_1 || method == KITTE_AUTH_SCRAM_SHA_256 ||
                    method == KITTE_AUTH_DIGEST_MD5;

  g_assert_false (proves && kitte_sasl_is_complete (sasl));
}

static void
run (KitteAuth method, char **challenges)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (PASSWORD);
  g_autoptr (KitteCredential) credential = kitte_credential_new ("taro@example.test", secret);
  g_autoptr (KitteSasl) sasl =
      kitte_sasl_new (method, KITTE_PROTOCOL_IMAP, "mail.example.test", credential);
  g_autofree char *nonce = g_strdup ("");

  g_assert_nonnull (sasl);
  if (kitte_sasl_is_client_first (sasl))
    {
      g_autoptr (KitteSecret) first = NULL;

      g_assert_true (step (sasl, method, NULL, &first));
      g_free (nonce);
      nonce = find_nonce (first);
    }
  for (guint i = 0; challenges[i] != NULL && i < MAX_CHALLENGES; i++)
    {
      g_autofree char *challenge = make_challenge (challenges[i], nonce);
      g_autoptr (KitteSecret) response = NULL;

      if (!step (sasl, method, challenge, &response))
        break;
      check_complete (sasl, method);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  KitteAuth method;

  if (lines[0] != NULL && kitte_sasl_from_name (lines[0], &method) && method != KITTE_AUTH_OAUTH2)
    run (method, lines + 1);
  return 0;
}

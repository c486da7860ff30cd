/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server may echo what it was sent; its words become evidence and are shown, so the secret is
 * searched for as it stands, in base64, as an IMAP quoted string and percent-encoded. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-redact.h"

#include <string.h>

/* A secret shorter than this would blank out ordinary words; what is that short protects nothing,
 * yet the whole line is then withheld rather than shown. */
#define SHORTEST_SEARCHED 3

/* Base64 is another one in another case. */
static void
replace_exactly (GString *text, const char *needle)
{
  if (*needle != '\0')
    g_string_replace (text, needle, KITTE_REDACTED, 0);
}

/* Some servers repeat a command that they do not know in capitals. */
static void
replace (GString *text, const char *needle)
{
  gsize length = strlen (needle);

  for (gsize i = 0; length > 0 && i + length <= text->len; i++)
    if (g_ascii_strncasecmp (text->str + i, needle, length) == 0)
      {
        g_string_erase (text, (gssize) i, (gssize) length);
        g_string_insert (text, (gssize) i, KITTE_REDACTED);
        i += strlen (KITTE_REDACTED) - 1;
      }
}

/* Room for the longest form at once: a string that grows leaves copies behind. */
static char *
make_room (const char *secret, gsize factor)
{
  return g_malloc (factor * strlen (secret) + 1);
}

static char *
quoted_form (const char *secret)
{
  char *quoted = make_room (secret, 2);
  char *end = quoted;

  for (const char *c = secret; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        *end++ = '\\';
      *end++ = *c;
    }
  *end = '\0';
  return quoted;
}

/* RFC 3986, section 2.1. */
static char *
percent_form (const char *secret)
{
  static const char digits[] = "0123456789ABCDEF";
  char *encoded = make_room (secret, 3);
  char *end = encoded;

  for (const char *c = secret; *c != '\0'; c++)
    if (g_ascii_isalnum (*c) || strchr ("-._~", *c) != NULL)
      *end++ = *c;
    else
      {
        *end++ = '%';
        *end++ = digits[(guchar) *c >> 4];
        *end++ = digits[(guchar) *c & 0xf];
      }
  *end = '\0';
  return encoded;
}

/* Base64 of a longer message shows the secret at one of three alignments: the characters that
 * depend on the secret alone are searched for, so “AUTH PLAIN” responses are found too. */
static void
replace_base64 (GString *text, const char *secret, gsize length)
{
  for (gsize shift = 0; shift < 3; shift++)
    {
      g_autofree guchar *padded = g_malloc0 (length + shift);
      char *encoded;
      gsize first = shift == 0 ? 0 : shift + 1;
      gsize whole;
      gsize last;

      memcpy (padded + shift, secret, length);
      encoded = g_base64_encode (padded, length + shift);
      whole = strlen (encoded);
      last = (length + shift) * 8 / 6;
      if (last > first + SHORTEST_SEARCHED)
        {
          encoded[last] = '\0';
          replace_exactly (text, encoded + first);
        }
      kitte_wipe (padded, length + shift);
      kitte_wipe (encoded, whole);
      g_free (encoded);
    }
}

static void
redact_one (GString *text, const KitteSecret *secret)
{
  const char *plain = kitte_secret_peek (secret);
  gsize length = kitte_secret_get_length (secret);
  char *form;

  if (length == 0)
    return;
  if (length < SHORTEST_SEARCHED)
    {
      if (strstr (text->str, plain) != NULL)
        g_string_assign (text, KITTE_REDACTED);
      return;
    }
  replace (text, plain);
  form = quoted_form (plain);
  replace (text, form);
  kitte_wipe_free (form);
  form = percent_form (plain);
  replace (text, form);
  kitte_wipe_free (form);
  replace_base64 (text, plain, length);
}

/**
 * kitte_redact:
 * @text: what a server said
 * @secrets: (array length=n_secrets): what must not be shown; %NULL entries are passed over
 * @n_secrets: how many
 *
 * Returns: (transfer full): @text as valid UTF-8 with each form of each secret as “***”
 */
char *
kitte_redact (const char *text, const KitteSecret *const *secrets, gsize n_secrets)
{
  g_autoptr (GString) result = NULL;
  g_autofree char *redacted = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  result = g_string_new (text);
  for (gsize i = 0; i < n_secrets; i++)
    if (secrets[i] != NULL)
      redact_one (result, secrets[i]);
  redacted = g_utf8_make_valid (result->str, (gssize) result->len);
  return g_steal_pointer (&redacted);
}

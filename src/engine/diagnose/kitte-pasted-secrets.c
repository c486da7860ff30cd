/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nobody has told the password here, unlike in a check: it is known only by where it stands. Rather
 * too much is hidden than too little. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-pasted-secrets.h"

#include <string.h>

#include "base/kitte-redact.h"

/* Shorter base64 is nobody’s credentials: “user” and “pass” make 16 characters. */
#define SHORTEST_BASE64 12

#define BASE64_EXPRESSION "(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{8,}={0,2}(?![A-Za-z0-9+/=])"

/* What stays is in the first group. */
static const struct
{
  const char *expression;
  GRegexCompileFlags flags;
} places[] = {
  /* RFC 4954, RFC 5034, RFC 4959: a method with an initial response. */
  { "(\\bAUTH(?:ENTICATE)?[ \\t]+[A-Za-z0-9_-]+[ \\t]+)[A-Za-z0-9+/=]{4,}", G_REGEX_CASELESS },
  /* RFC 1939, section 7. */
  { "((?:^|[>\"':] ?)PASS[ \\t]+)\\S.*", G_REGEX_MULTILINE },
  { "(\\bAPOP[ \\t]+\\S+[ \\t]+)[0-9a-f]{8,}", G_REGEX_CASELESS },
  /* RFC 9051, section 6.2.3; a reply about it is none. */
  { "((?:^|[>\"':] ?)(?!NO |BAD |OK |\\* )\\S+ LOGIN[ \\t]+(?:\"[^\"]*\"|\\S+)[ \\t]+)\\S.*",
    G_REGEX_MULTILINE | G_REGEX_CASELESS },
  /* What people and settings write. */
  { "((?:password|passwd|passphrase|passcode|\\bpass|\\bpwd|\\bpw|パスワード|ﾊﾟｽﾜｰﾄﾞ|暗証番号)"
    "[\"')」]?[ \\t]*(?:[:=：＝]|→)[ \\t]*)\\S.*",
    G_REGEX_MULTILINE | G_REGEX_CASELESS },
  { "(://[^\\s:/@]+:)[^\\s@]+(?=@)", 0 },
  /* RFC 6750 and Google’s access tokens. */
  { "(\\bBearer[ \\t]+)\\S+", G_REGEX_CASELESS },
  { "(\\bya29\\.)[A-Za-z0-9._-]+", 0 },
};

/* What a server asks in base64 (AUTH LOGIN) is no secret and tells the step. */
static const char *const harmless[] = { "UGFzc3dvcmQ6", "VXNlcm5hbWU6", "UGFzc3dvcmQA",
                                        "VXNlciBOYW1lAA==", NULL };

static gboolean
is_base64 (const char *token)
{
  gsize length = strlen (token);
  gboolean upper = FALSE;
  gboolean lower = FALSE;
  gboolean digit = FALSE;

  if (length < SHORTEST_BASE64 || length % 4 != 0 || g_strv_contains (harmless, token))
    return FALSE;
  if (token[length - 1] == '=')
    return TRUE;
  for (const char *c = token; *c != '\0'; c++)
    {
      upper |= g_ascii_isupper (*c);
      lower |= g_ascii_islower (*c);
      digit |= g_ascii_isdigit (*c);
    }
  return upper && lower && digit;
}

static gboolean
hide_base64_cb (const GMatchInfo *match, GString *result, gpointer user_data)
{
  g_autofree char *token = g_match_info_fetch (match, 0);

  g_string_append (result, is_base64 (token) ? KITTE_REDACTED : token);
  return FALSE;
}

static char *
hide_at (const char *text, gsize i)
{
  g_autoptr (GRegex) regex = g_regex_new (places[i].expression, places[i].flags, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "\\1" KITTE_REDACTED, 0, NULL);
}

/**
 * kitte_pasted_secrets_hide:
 * @text: valid UTF-8, of a bounded length
 *
 * Returns: (transfer full): @text with “***” where a password or a credential in base64 stands
 */
char *
kitte_pasted_secrets_hide (const char *text)
{
  g_autoptr (GRegex) base64 = g_regex_new (BASE64_EXPRESSION, 0, 0, NULL);
  g_autofree char *shown = NULL;
  char *result;

  g_return_val_if_fail (text != NULL, NULL);

  shown = g_strdup (text);
  for (gsize i = 0; i < G_N_ELEMENTS (places) && shown != NULL; i++)
    {
      char *hidden = hide_at (shown, i);

      g_free (shown);
      shown = hidden;
    }
  result = shown != NULL ?
               g_regex_replace_eval (base64, shown, -1, 0, 0, hide_base64_cb, NULL, NULL) :
               NULL;
  /* What cannot be looked through is not shown. */
  return result != NULL ? result : g_strdup (KITTE_REDACTED);
}

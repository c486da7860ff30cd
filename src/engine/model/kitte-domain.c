/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names by IDNA 2008 (UTS 46, non-transitional) and by the public suffix list. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-domain.h"

#include <idn2.h>
#include <libpsl.h>
#include <string.h>

/* Scripts that one label may mix, by common practice (UTS 39, section 5.2): Japanese, Chinese and
 * Korean names use Latin letters too. Any other mixture is how look-alikes are made. */
enum
{
  SCRIPT_LATIN = 1 << 0,
  SCRIPT_HAN = 1 << 1,
  SCRIPT_KANA = 1 << 2,
  SCRIPT_HANGUL = 1 << 3,
  SCRIPT_BOPOMOFO = 1 << 4,
};

static guint
get_script_bit (GUnicodeScript script)
{
  if (script == G_UNICODE_SCRIPT_LATIN)
    return SCRIPT_LATIN;
  if (script == G_UNICODE_SCRIPT_HAN)
    return SCRIPT_HAN;
  if (script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA)
    return SCRIPT_KANA;
  if (script == G_UNICODE_SCRIPT_HANGUL)
    return SCRIPT_HANGUL;
  return script == G_UNICODE_SCRIPT_BOPOMOFO ? SCRIPT_BOPOMOFO : 0;
}

static gboolean
may_be_mixed (guint scripts)
{
  return (scripts & ~(guint) (SCRIPT_LATIN | SCRIPT_HAN | SCRIPT_KANA)) == 0 ||
         (scripts & ~(guint) (SCRIPT_LATIN | SCRIPT_HAN | SCRIPT_HANGUL)) == 0 ||
         (scripts & ~(guint) (SCRIPT_LATIN | SCRIPT_HAN | SCRIPT_BOPOMOFO)) == 0;
}

static gboolean
label_mixes_scripts (const char *label)
{
  GUnicodeScript other = G_UNICODE_SCRIPT_COMMON;
  guint scripts = 0;

  for (const char *p = label; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));
      guint bit = get_script_bit (script);

      if (script == G_UNICODE_SCRIPT_COMMON || script == G_UNICODE_SCRIPT_INHERITED)
        continue;
      scripts |= bit;
      if (bit == 0 && other != G_UNICODE_SCRIPT_COMMON && other != script)
        return TRUE;
      if (bit == 0)
        other = script;
    }
  return other != G_UNICODE_SCRIPT_COMMON ? scripts != 0 : !may_be_mixed (scripts);
}

static gboolean
mixes_scripts (const char *display)
{
  g_auto (GStrv) labels = g_strsplit (display, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    if (label_mixes_scripts (labels[i]))
      return TRUE;
  return FALSE;
}

/* libidn2 drops some ASCII characters without a word; none of them belongs into a name. */
static gboolean
has_foreign_ascii (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar) *p < 0x80 && !g_ascii_isalnum (*p) && *p != '-' && *p != '.')
      return TRUE;
  return FALSE;
}

static KitteDomainResult
result_of_idn2 (int code)
{
  if (code == IDN2_TOO_BIG_DOMAIN || code == IDN2_TOO_BIG_LABEL)
    return KITTE_DOMAIN_TOO_LONG;
  return code == IDN2_OK ? KITTE_DOMAIN_OK : KITTE_DOMAIN_BAD;
}

static gboolean
has_long_label (const char *name)
{
  g_auto (GStrv) labels = g_strsplit (name, ".", -1);

  for (guint i = 0; labels[i] != NULL; i++)
    if (strlen (labels[i]) > KITTE_MAX_LABEL)
      return TRUE;
  return FALSE;
}

/**
 * kitte_domain_to_ascii:
 * @typed: a domain in any form, without blanks around it
 * @ascii: (out) (transfer full) (optional): its lower-case A-labels; untouched on failure
 *
 * Returns: whether @typed is a domain name of one label or more, and if not, why
 */
KitteDomainResult
kitte_domain_to_ascii (const char *typed, char **ascii)
{
  g_autofree char *name = NULL;
  g_autofree char *display = NULL;
  uint8_t *converted = NULL;
  int code;

  g_return_val_if_fail (typed != NULL, KITTE_DOMAIN_BAD);

  if (!g_utf8_validate (typed, -1, NULL) || has_foreign_ascii (typed))
    return KITTE_DOMAIN_BAD;
  code =
      idn2_lookup_u8 ((const uint8_t *) typed, &converted, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  if (code != IDN2_OK)
    return result_of_idn2 (code);
  name = g_ascii_strdown ((const char *) converted, -1);
  idn2_free (converted);
  if (strlen (name) > KITTE_MAX_DOMAIN || has_long_label (name))
    return KITTE_DOMAIN_TOO_LONG;
  if (!kitte_domain_is_host (name))
    return KITTE_DOMAIN_BAD;
  display = kitte_domain_to_display (name);
  if (mixes_scripts (display))
    return KITTE_DOMAIN_MIXED_SCRIPTS;
  if (ascii != NULL)
    *ascii = g_steal_pointer (&name);
  return KITTE_DOMAIN_OK;
}

/**
 * kitte_domain_to_display:
 * @ascii: a name in A-labels
 *
 * Returns: (transfer full): the name in U-labels, or as it is where it cannot be read
 */
char *
kitte_domain_to_display (const char *ascii)
{
  char *converted = NULL;
  char *display;

  g_return_val_if_fail (ascii != NULL, NULL);

  if (idn2_to_unicode_8z8z (ascii, &converted, IDN2_NONTRANSITIONAL) != IDN2_OK)
    return g_strdup (ascii);
  display = g_strdup (converted);
  idn2_free (converted);
  return display;
}

static gboolean
is_label (const char *start, gsize length)
{
  if (length == 0 || length > KITTE_MAX_LABEL || start[0] == '-' || start[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (start[i]) && !g_ascii_isdigit (start[i]) && start[i] != '-')
      return FALSE;
  return TRUE;
}

/**
 * kitte_domain_is_host:
 *
 * Returns: whether @name is a host name in its normal form: lower-case letters, digits and hyphens
 *   (RFC 1123, section 2.1), no full stop at its end, and not a number that could be an address
 */
gboolean
kitte_domain_is_host (const char *name)
{
  const char *label = name;

  g_return_val_if_fail (name != NULL, FALSE);

  if (strlen (name) > KITTE_MAX_DOMAIN)
    return FALSE;
  for (;;)
    {
      const char *dot = label + strcspn (label, ".");

      if (!is_label (label, (gsize) (dot - label)))
        return FALSE;
      if (*dot == '\0')
        break;
      label = dot + 1;
    }
  return strspn (label, "0123456789") != strlen (label);
}

/**
 * kitte_domain_is_below:
 *
 * Returns: whether @name lies below @ancestor, by whole labels; a name is not below itself
 */
gboolean
kitte_domain_is_below (const char *name, const char *ancestor)
{
  gsize name_length;
  gsize ancestor_length;

  g_return_val_if_fail (name != NULL && ancestor != NULL, FALSE);

  name_length = strlen (name);
  ancestor_length = strlen (ancestor);
  return name_length > ancestor_length + 1 && name[name_length - ancestor_length - 1] == '.' &&
         g_str_equal (name + name_length - ancestor_length, ancestor);
}

/* The system’s list where it is newer than the one inside libpsl; read once, never changed. */
static const psl_ctx_t *
get_suffixes (void)
{
  static gsize once;
  static const psl_ctx_t *suffixes;

  if (g_once_init_enter (&once))
    {
      suffixes = psl_latest (NULL);
      if (suffixes == NULL)
        suffixes = psl_builtin ();
      g_once_init_leave (&once, 1);
    }
  return suffixes;
}

/**
 * kitte_domain_is_public_suffix:
 * @domain: in A-labels
 *
 * Returns: whether names are registered directly below @domain (`co.jp`). Zones that companies
 *   hand out (`github.io`) do not count: the company itself may have mail there.
 */
gboolean
kitte_domain_is_public_suffix (const char *domain)
{
  g_return_val_if_fail (domain != NULL, FALSE);

  return psl_is_public_suffix2 (get_suffixes (), domain, PSL_TYPE_ICANN);
}

/**
 * kitte_domain_get_registrable:
 * @name: in A-labels
 *
 * Returns: (transfer full) (nullable): the part of @name that one owner has registered, zones that
 *   companies hand out included: `mail.a.sakura.ne.jp` belongs to `a.sakura.ne.jp`; %NULL where
 *   @name is a public suffix or an IP address
 */
char *
kitte_domain_get_registrable (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (!kitte_domain_is_host (name))
    return NULL;
  return g_strdup (psl_registrable_domain (get_suffixes (), name));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old Japanese notices come without a label or with a wrong one: the bytes decide. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-pasted-text.h"

#include <string.h>

#include "kitte-pasted-html.h"

/* From here on East Asian writing, which breaks lines without a blank. */
#define FIRST_EAST_ASIAN 0x2e80

#define LONG_VOWEL_MARK 0x30fc

static char *
convert (const char *data, gsize length, const char *charset)
{
  char *text = g_convert (data, (gssize) length, "UTF-8", charset, NULL, NULL, NULL);

  if (text != NULL && strchr (text, '\033') == NULL)
    return text;
  g_free (text);
  return NULL;
}

/* Japanese prose is half kana; in a wrong encoding it turns into rare characters. */
static guint
count_kana (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x3041 && c <= 0x30fe)
        n++;
    }
  return n;
}

static char *
convert_best (const char *data, gsize length)
{
  static const char *const charsets[] = { "EUC-JP", "CP932" };
  char *best = NULL;
  guint most = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      g_autofree char *text = convert (data, length, charsets[i]);
      guint n = text != NULL ? count_kana (text) : 0;

      if (text == NULL || (best != NULL && n <= most))
        continue;
      g_free (best);
      best = g_steal_pointer (&text);
      most = n;
    }
  return best;
}

static gboolean
is_iso_2022_jp (const char *data, gsize length)
{
  return g_strstr_len (data, (gssize) length, "\033$") != NULL;
}

static gboolean
has_byte_order_mark (const char *data, gsize length)
{
  return length >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0);
}

/* A label that is wrong more often than right says nothing. */
static gboolean
is_meaningful (const char *charset)
{
  return charset != NULL && g_ascii_strcasecmp (charset, "us-ascii") != 0 &&
         g_ascii_strncasecmp (charset, "iso-8859", 8) != 0;
}

static char *
to_utf8 (const char *data, gsize length, const char *charset)
{
  char *text = NULL;

  if (is_iso_2022_jp (data, length))
    text = convert (data, length, "ISO-2022-JP-3");
  if (text == NULL && is_meaningful (charset))
    text = convert (data, length, charset);
  if (text == NULL && has_byte_order_mark (data, length))
    text = convert (data, length, "UTF-16");
  if (text == NULL && !g_utf8_validate_len (data, length, NULL))
    text = convert_best (data, length);
  return text != NULL ? text : g_utf8_make_valid (data, (gssize) length);
}

/* What could steer a terminal, or hide in a line, becomes a blank. */
static char *
clean (const char *text)
{
  g_autoptr (GString) cleaned = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (c == '\n' || (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT &&
                        type != G_UNICODE_SURROGATE && c != 0x2028 && c != 0x2029))
        g_string_append_unichar (cleaned, c);
      else if (c != '\r' && type != G_UNICODE_FORMAT)
        g_string_append_c (cleaned, ' ');
    }
  return g_string_free (g_steal_pointer (&cleaned), FALSE);
}

/**
 * kitte_pasted_text_decode:
 * @data: (array length=length): bytes in any encoding
 * @charset: (nullable): what a label says about them; not believed where it cannot be true
 *
 * Reads at most %KITTE_MAX_PASTED_TEXT bytes.
 *
 * Returns: (transfer full): valid UTF-8 with line feeds and without other control characters
 */
char *
kitte_pasted_text_decode (const char *data, gsize length, const char *charset)
{
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length == 0)
    return g_strdup ("");
  /* A multibyte character that the limit would cut goes with its line. */
  if (length > KITTE_MAX_PASTED_TEXT)
    {
      const char *newline = g_strrstr_len (data, KITTE_MAX_PASTED_TEXT, "\n");

      length = newline != NULL ? (gsize) (newline - data) : KITTE_MAX_PASTED_TEXT;
    }
  bytes = g_memdup2 (data, length);
  if (!has_byte_order_mark (bytes, length))
    for (gsize i = 0; i < length; i++)
      if (bytes[i] == '\0')
        bytes[i] = ' ';
  text = to_utf8 (bytes, length, charset);
  return clean (text);
}

static gboolean
is_east_asian (gunichar c)
{
  return c >= FIRST_EAST_ASIAN;
}

static gboolean
is_katakana (gunichar c)
{
  return c >= 0x30a1 && c <= 0x30fe;
}

/* “サーバ” and “サーバー”: the mark at the end of a word is written or not. */
static gboolean
is_optional_mark (const char *p)
{
  return g_utf8_get_char (p) == LONG_VOWEL_MARK &&
         !is_katakana (g_utf8_get_char (g_utf8_next_char (p)));
}

static gunichar
simplify (gunichar c)
{
  switch (c)
    {
    case 0x2018:
    case 0x2019:
      return '\'';
    case 0x201c:
    case 0x201d:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    default:
      return g_unichar_tolower (c);
    }
}

/**
 * kitte_pasted_text_fold:
 * @text: valid UTF-8
 *
 * Full-width and half-width forms become one, as do capital and small letters, quotes, hyphens, and
 * runs of white space; beside East Asian characters there is none, wherever the lines were broken.
 * The long vowel mark at the end of a katakana word is left out.
 *
 * Returns: (transfer full): @text for comparing
 */
char *
kitte_pasted_text_fold (const char *text)
{
  g_autofree char *normal = NULL;
  g_autoptr (GString) folded = g_string_new (NULL);
  gunichar last = 0;
  gboolean blank = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  normal = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  for (const char *p = normal != NULL ? normal : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = simplify (g_utf8_get_char (p));

      if (g_unichar_isspace (c))
        {
          blank = TRUE;
          continue;
        }
      if (is_optional_mark (p))
        continue;
      if (blank && last != 0 && !is_east_asian (last) && !is_east_asian (c))
        g_string_append_c (folded, ' ');
      g_string_append_unichar (folded, c);
      last = c;
      blank = FALSE;
    }
  return g_string_free (g_steal_pointer (&folded), FALSE);
}

/* “> ” before what was said before, as often as it was passed on. */
static const char *
skip_quote_marks (const char *line)
{
  const char *rest = line;

  for (const char *p = line; *p == ' ' || *p == '>'; p++)
    if (*p == '>')
      rest = p[1] == ' ' ? p + 2 : p + 1;
  return rest;
}

/**
 * kitte_pasted_text_plain:
 * @text: valid UTF-8, of a bounded length
 *
 * Returns: (transfer full): @text without the marks of quoting, and without tags where it was HTML
 */
char *
kitte_pasted_text_plain (const char *text)
{
  g_autofree char *untagged = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  untagged = kitte_pasted_html_is_html (text) ? kitte_pasted_html_to_text (text) : g_strdup (text);
  lines = g_strsplit (untagged, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    g_string_append_printf (plain, "%s%s", i > 0 ? "\n" : "", skip_quote_marks (lines[i]));
  return g_string_free (g_steal_pointer (&plain), FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Full-width forms become what was meant, invisible characters go, dangerous ones are refused. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-typed.h"

#include <string.h>

/* Full-width forms of the printable ASCII characters, in the same order. */
#define FULL_WIDTH_FIRST 0xff01
#define FULL_WIDTH_LAST 0xff5e
#define FULL_WIDTH_OFFSET 0xfee0

static gboolean
is_invisible (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0x00ad;
}

/* Controls, line separators, and what turns the direction of the text round: with these a text can
 * look like another one. */
static gboolean
is_dangerous (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0x061c;
}

static gboolean
is_blank (gunichar c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' ||
         g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR;
}

static gunichar
fold (gunichar c)
{
  if (c >= FULL_WIDTH_FIRST && c <= FULL_WIDTH_LAST)
    return c - FULL_WIDTH_OFFSET;
  switch (c)
    {
    case 0xfe6b:
      return '@';
    case 0x3002:
    case 0xff61:
      return '.';
    case 0x3001:
    case 0xff64:
      return ',';
    case 0x2010:
    case 0x2011:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
      return '-';
    default:
      return is_blank (c) ? ' ' : c;
    }
}

/* The part of @typed without blanks and invisible characters around it. */
static void
find_inner (const char *typed, const char **start, const char **end)
{
  const char *p = typed;

  while (*p != '\0' && (is_blank (g_utf8_get_char (p)) || is_invisible (g_utf8_get_char (p))))
    p = g_utf8_next_char (p);
  *start = p;
  *end = p;
  for (; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_blank (g_utf8_get_char (p)) && !is_invisible (g_utf8_get_char (p)))
      *end = g_utf8_next_char (p);
}

static gboolean
is_plain (const char *p)
{
  gunichar c = fold (g_utf8_get_char (p));

  return c < 0x80 && g_ascii_isalnum ((char) c);
}

/* Where a Japanese input method makes a long vowel out of the hyphen’s key. */
static gboolean
is_hyphen_between (const char *text, const char *p, const char *end)
{
  gunichar c = g_utf8_get_char (p);
  const char *next = g_utf8_next_char (p);

  return (c == 0x30fc || c == 0xff70) && p > text && next < end &&
         is_plain (g_utf8_prev_char (p)) && is_plain (next);
}

/**
 * kitte_typed_fold:
 * @typed: anything
 *
 * Takes full-width letters, digits and signs for the ASCII ones, U+3002 and U+FF61 for full stops,
 * a long vowel between two ASCII letters for a hyphen, every blank for a space; removes blanks
 * around the text, and invisible characters everywhere.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL where it is not UTF-8, longer than
 *   %KITTE_MAX_TYPED bytes, or holds control characters or direction overrides
 */
char *
kitte_typed_fold (const char *typed)
{
  g_autoptr (GString) folded = NULL;
  const char *start;
  const char *end;

  g_return_val_if_fail (typed != NULL, NULL);

  if (strlen (typed) > KITTE_MAX_TYPED || !g_utf8_validate (typed, -1, NULL))
    return NULL;
  find_inner (typed, &start, &end);
  folded = g_string_sized_new ((gsize) (end - start));
  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_invisible (c))
        continue;
      if (is_dangerous (c))
        return NULL;
      g_string_append_unichar (folded, is_hyphen_between (start, p, end) ? '-' : fold (c));
    }
  return g_string_free (g_steal_pointer (&folded), FALSE);
}

/**
 * kitte_typed_clean_name:
 * @typed: a person’s name, from wherever it came
 *
 * A name stands in a header line that others read: what would break the line, move a cursor or turn
 * the order round becomes a blank, and blanks around it go. Everything else stays as it was typed.
 *
 * Returns: (transfer full): one line of UTF-8, at most %KITTE_MAX_NAME bytes
 */
char *
kitte_typed_clean_name (const char *typed)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) name = g_string_new (NULL);
  const char *start;
  const char *end;

  g_return_val_if_fail (typed != NULL, NULL);

  valid = g_utf8_make_valid (typed, -1);
  find_inner (valid, &start, &end);
  for (const char *p = start; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = is_dangerous (g_utf8_get_char (p)) ? ' ' : g_utf8_get_char (p);

      if (name->len + (gsize) g_unichar_to_utf8 (c, NULL) > KITTE_MAX_NAME)
        break;
      if (c != ' ' || (name->len > 0 && name->str[name->len - 1] != ' '))
        g_string_append_unichar (name, c);
    }
  return g_strstrip (g_string_free (g_steal_pointer (&name), FALSE));
}

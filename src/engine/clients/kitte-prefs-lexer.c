/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads what Thunderbird 153 reads: comments of three kinds, both kinds of quotes, several
 * statements on a line, any line ends. Where it would lose a setting this reader stops instead. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-prefs-lexer.h"

#include <string.h>

static gboolean
looking_at (const char *at, const char *end, const char *word)
{
  gsize length = strlen (word);

  return (gsize) (end - at) >= length && memcmp (at, word, length) == 0;
}

static const char *
end_of_line (const char *at, const char *end)
{
  while (at < end && *at != '\n' && *at != '\r')
    at++;
  return at;
}

/* White space and comments; FALSE: a comment has no end. */
static gboolean
skip_blank (const char **at, const char *end)
{
  while (*at < end)
    {
      if (memchr (" \t\v\f\r\n", **at, 6) != NULL)
        (*at)++;
      else if (**at == '#' || looking_at (*at, end, "//"))
        *at = end_of_line (*at, end);
      else if (looking_at (*at, end, "/*"))
        {
          const char *close = g_strstr_len (*at + 2, end - *at - 2, "*/");

          if (close == NULL)
            return FALSE;
          *at = close + 2;
        }
      else
        return TRUE;
    }
  return TRUE;
}

static gboolean
take (const char **at, const char *end, char wanted)
{
  if (!skip_blank (at, end) || *at >= end || **at != wanted)
    return FALSE;
  (*at)++;
  return TRUE;
}

static char *
take_word (const char **at, const char *end)
{
  const char *start = *at;

  while (*at < end && (g_ascii_isalpha (**at) || **at == '_'))
    (*at)++;
  return g_strndup (start, (gsize) (*at - start));
}

static gboolean
take_hex (const char **at, const char *end, guint digits, gunichar *value)
{
  *value = 0;
  for (guint i = 0; i < digits; i++, (*at)++)
    {
      if (*at >= end || !g_ascii_isxdigit (**at))
        return FALSE;
      *value = *value * 16 + (gunichar) g_ascii_xdigit_value (**at);
    }
  return TRUE;
}

static gboolean
is_high_surrogate (gunichar value)
{
  return value >= 0xd800 && value < 0xdc00;
}

static gboolean
is_low_surrogate (gunichar value)
{
  return value >= 0xdc00 && value < 0xe000;
}

/* Behind `\u` or `\x`: the character, of two halves where it needs them. */
static gboolean
take_code (const char **at, const char *end, guint digits, GString *text)
{
  gunichar value, low;

  if (!take_hex (at, end, digits, &value) || value == 0 || is_low_surrogate (value))
    return FALSE;
  if (is_high_surrogate (value))
    {
      if (!looking_at (*at, end, "\\u"))
        return FALSE;
      *at += 2;
      if (!take_hex (at, end, 4, &low) || !is_low_surrogate (low))
        return FALSE;
      value = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
    }
  g_string_append_unichar (text, value);
  return TRUE;
}

static gboolean
take_escape (const char **at, const char *end, GString *text)
{
  char kind;

  if (*at >= end)
    return FALSE;
  kind = *(*at)++;
  switch (kind)
    {
    case 'n':
      g_string_append_c (text, '\n');
      return TRUE;
    case 'r':
      g_string_append_c (text, '\r');
      return TRUE;
    case 'x':
      return take_code (at, end, 2, text);
    case 'u':
      return take_code (at, end, 4, text);
    case '"':
    case '\'':
    case '\\':
      g_string_append_c (text, kind);
      return TRUE;
    default:
      return FALSE;
    }
}

static char *
take_string (const char **at, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char quote;

  if (*at >= end || (**at != '"' && **at != '\''))
    return NULL;
  quote = *(*at)++;
  while (*at < end && **at != quote)
    {
      char byte = *(*at)++;

      if (byte != '\\')
        g_string_append_c (text, byte);
      else if (!take_escape (at, end, text))
        return NULL;
    }
  if (*at >= end)
    return NULL;
  (*at)++;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
take_number (const char **at, const char *end, KittePrefStatement *statement)
{
  const char *start = *at;
  gint64 value;

  if (*at < end && (**at == '+' || **at == '-'))
    (*at)++;
  while (*at < end && g_ascii_isdigit (**at))
    (*at)++;
  statement->type = KITTE_PREF_INT;
  statement->text = g_strndup (start, (gsize) (*at - start));
  start = statement->text[0] == '+' ? statement->text + 1 : statement->text;
  if (!g_ascii_string_to_signed (start, 10, G_MININT32, G_MAXINT32, &value, NULL))
    return FALSE;
  statement->number = (int) value;
  return TRUE;
}

static gboolean
take_value (const char **at, const char *end, KittePrefStatement *statement)
{
  if (!skip_blank (at, end) || *at >= end)
    return FALSE;
  statement->value_start = *at;
  if (**at == '"' || **at == '\'')
    {
      statement->type = KITTE_PREF_STRING;
      statement->text = take_string (at, end);
      if (statement->text == NULL)
        return FALSE;
    }
  else if (g_ascii_isalpha (**at))
    {
      statement->type = KITTE_PREF_BOOL;
      statement->text = take_word (at, end);
      statement->number = g_str_equal (statement->text, "true");
      if (!statement->number && !g_str_equal (statement->text, "false"))
        return FALSE;
    }
  else if (!take_number (at, end, statement))
    return FALSE;
  statement->value_end = *at;
  return TRUE;
}

/* `, sticky` and `, locked` behind the value. */
static gboolean
skip_attributes (const char **at, const char *end)
{
  while (skip_blank (at, end) && *at < end && **at == ',')
    {
      g_autofree char *word = NULL;

      (*at)++;
      if (!skip_blank (at, end))
        return FALSE;
      word = take_word (at, end);
      if (!g_str_equal (word, "sticky") && !g_str_equal (word, "locked"))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_statement (const char **at, const char *end, KittePrefStatement *statement)
{
  g_autofree char *word = NULL;

  statement->start = *at;
  word = take_word (at, end);
  statement->is_default = g_str_equal (word, "pref") || g_str_equal (word, "sticky_pref");
  if (!statement->is_default && !g_str_equal (word, "user_pref"))
    return FALSE;
  if (!take (at, end, '(') || !skip_blank (at, end))
    return FALSE;
  statement->key = take_string (at, end);
  if (statement->key == NULL || !take (at, end, ',') || !take_value (at, end, statement))
    return FALSE;
  if (!skip_attributes (at, end) || !take (at, end, ')') || !take (at, end, ';'))
    return FALSE;
  statement->end = *at;
  return TRUE;
}

/**
 * kitte_prefs_lexer_next:
 * @at: (inout): where to read on; moved behind the statement
 * @end: behind the last byte
 * @statement: (out caller-allocates): filled only for %KITTE_PREFS_STATEMENT
 *
 * Returns: whether there was a statement, nothing but blanks, or something not understood
 */
KittePrefsResult
kitte_prefs_lexer_next (const char **at, const char *end, KittePrefStatement *statement)
{
  g_return_val_if_fail (at != NULL && end != NULL && statement != NULL, KITTE_PREFS_BROKEN);

  memset (statement, 0, sizeof *statement);
  if (!skip_blank (at, end))
    return KITTE_PREFS_BROKEN;
  if (*at >= end)
    return KITTE_PREFS_END;
  if (take_statement (at, end, statement))
    return KITTE_PREFS_STATEMENT;
  kitte_pref_statement_clear (statement);
  return KITTE_PREFS_BROKEN;
}

void
kitte_pref_statement_clear (KittePrefStatement *statement)
{
  g_return_if_fail (statement != NULL);

  g_clear_pointer (&statement->key, g_free);
  g_clear_pointer (&statement->text, g_free);
}

/**
 * kitte_prefs_quote:
 * @text: UTF-8
 *
 * Returns: (transfer full): @text as Thunderbird itself writes a string: in double quotes, only
 *   quotes, backslashes and line ends escaped
 */
char *
kitte_prefs_quote (const char *text)
{
  GString *quoted = g_string_new ("\"");

  g_return_val_if_fail (text != NULL, NULL);

  for (; *text != '\0'; text++)
    {
      if (*text == '\n')
        g_string_append (quoted, "\\n");
      else if (*text == '\r')
        g_string_append (quoted, "\\r");
      else if (*text == '"' || *text == '\\')
        g_string_append_printf (quoted, "\\%c", *text);
      else
        g_string_append_c (quoted, *text);
    }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

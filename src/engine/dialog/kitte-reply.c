/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replies of the three protocols. Tolerated: a code without text (some servers send just that),
 * lower-case status words, and blanks where none belong; nothing that changes the meaning. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-reply.h"

#include <string.h>

static const char *
skip_blanks (const char *text)
{
  while (*text == ' ' || *text == '\t')
    text++;
  return text;
}

static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (g_ascii_isdigit (text[n]))
    n++;
  return n;
}

/* RFC 3463, section 2: class “.” subject “.” detail, the latter two of one to three digits. */
static gsize
enhanced_code_length (const char *text)
{
  gsize subject;
  gsize detail;

  if ((text[0] != '2' && text[0] != '4' && text[0] != '5') || text[1] != '.')
    return 0;
  subject = count_digits (text + 2);
  if (subject < 1 || subject > 3 || text[2 + subject] != '.')
    return 0;
  detail = count_digits (text + 3 + subject);
  if (detail < 1 || detail > 3)
    return 0;
  if (g_ascii_isalnum (text[3 + subject + detail]) || text[3 + subject + detail] == '.')
    return 0;
  return 3 + subject + detail;
}

/* RFC 9051, section 7.1; RFC 2449, section 8: “[” code [" " arguments] “]”. */
static const char *
take_bracketed (KitteReply *reply, const char *text)
{
  const char *end = *text == '[' ? strchr (text, ']') : NULL;
  g_autofree char *inside = NULL;
  char *blank;

  if (end == NULL)
    return text;
  inside = g_strndup (text + 1, (gsize) (end - text - 1));
  blank = strpbrk (inside, " \t");
  if (blank != NULL)
    {
      *blank = '\0';
      reply->arguments = g_strdup (skip_blanks (blank + 1));
    }
  reply->code = g_ascii_strup (inside, -1);
  return skip_blanks (end + 1);
}

static const char *
take_word (const char *text, char **word)
{
  gsize length = strcspn (text, " \t");

  *word = g_ascii_strup (text, (gssize) length);
  return skip_blanks (text + length);
}

/**
 * kitte_smtp_line_parse:
 *
 * RFC 5321, section 4.2: three digits, then “-”, a blank, or nothing.
 *
 * Returns: whether @line is one of a reply
 */
gboolean
kitte_smtp_line_parse (KitteSmtpLine *parsed, const char *line)
{
  g_return_val_if_fail (parsed != NULL && line != NULL, FALSE);

  if (line[0] < '2' || line[0] > '5' || count_digits (line) != 3)
    return FALSE;
  if (line[3] != '\0' && line[3] != ' ' && line[3] != '-')
    return FALSE;
  memcpy (parsed->code, line, 3);
  parsed->code[3] = '\0';
  parsed->last = line[3] != '-';
  parsed->text = line[3] == '\0' ? line + 3 : line + 4;
  return TRUE;
}

/**
 * kitte_reply_parse_smtp:
 * @lines: (array zero-terminated=1): the lines of one reply
 *
 * The enhanced code is that of the first line that has one (RFC 2034, section 4); the text is that
 * of all lines, without it.
 *
 * Returns: whether @lines are a reply: at least one, all with the same code
 */
gboolean
kitte_reply_parse_smtp (KitteReply *reply, const char *const *lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (reply != NULL && lines != NULL, FALSE);

  *reply = (KitteReply){ 0 };
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      KitteSmtpLine line;
      gsize length;

      if (!kitte_smtp_line_parse (&line, lines[i]) ||
          (reply->status != NULL && !g_str_equal (reply->status, line.code)))
        return FALSE;
      if (reply->status == NULL)
        reply->status = g_strdup (line.code);
      length = enhanced_code_length (line.text);
      if (length > 0 && reply->code == NULL)
        reply->code = g_strndup (line.text, length);
      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, skip_blanks (line.text + length));
    }
  reply->text = g_strdup (text->str);
  return reply->status != NULL;
}

/**
 * kitte_reply_parse_pop3:
 *
 * RFC 1939, section 3, with the codes of RFC 2449, section 8.
 *
 * Returns: whether @line is “+OK” or “-ERR”
 */
gboolean
kitte_reply_parse_pop3 (KitteReply *reply, const char *line)
{
  const char *rest;

  g_return_val_if_fail (reply != NULL && line != NULL, FALSE);

  *reply = (KitteReply){ 0 };
  rest = take_word (line, &reply->status);
  if (!g_str_equal (reply->status, "+OK") && !g_str_equal (reply->status, "-ERR"))
    return FALSE;
  /* A greeting’s timestamp is no code, and “+OK” has none. */
  if (*reply->status == '-')
    rest = take_bracketed (reply, rest);
  reply->text = g_strdup (rest);
  return TRUE;
}

/**
 * kitte_reply_parse_imap:
 * @line: what follows “* ” or the tag
 *
 * RFC 9051, section 7.1.
 *
 * Returns: whether @line is a status response: OK, NO, BAD, BYE or PREAUTH
 */
gboolean
kitte_reply_parse_imap (KitteReply *reply, const char *line)
{
  static const char *const words[] = { "OK", "NO", "BAD", "BYE", "PREAUTH", NULL };
  const char *rest;

  g_return_val_if_fail (reply != NULL && line != NULL, FALSE);

  *reply = (KitteReply){ 0 };
  rest = take_word (line, &reply->status);
  if (!g_strv_contains (words, reply->status))
    return FALSE;
  reply->text = g_strdup (take_bracketed (reply, rest));
  return TRUE;
}

/**
 * kitte_imap_line_literal:
 * @size: (out): how many bytes follow the line end
 *
 * RFC 9051, section 4.3.
 *
 * Returns: whether @line ends with the head of a literal
 */
gboolean
kitte_imap_line_literal (const char *line, guint64 *size)
{
  const char *open;
  const char *digits;
  gsize length;

  g_return_val_if_fail (line != NULL && size != NULL, FALSE);

  open = strrchr (line, '{');
  if (open == NULL)
    return FALSE;
  digits = open + 1;
  length = count_digits (digits);
  if (length == 0 || !(g_str_equal (digits + length, "}") || g_str_equal (digits + length, "+}")))
    return FALSE;
  *size = g_ascii_strtoull (digits, NULL, 10);
  return TRUE;
}

gboolean
kitte_reply_is (const KitteReply *reply, const char *status)
{
  return reply->status != NULL && g_str_equal (reply->status, status);
}

void
kitte_reply_clear (KitteReply *reply)
{
  g_clear_pointer (&reply->status, g_free);
  g_clear_pointer (&reply->code, g_free);
  g_clear_pointer (&reply->arguments, g_free);
  g_clear_pointer (&reply->text, g_free);
}

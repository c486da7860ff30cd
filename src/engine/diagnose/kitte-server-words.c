/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reply may stand alone, behind what a mail program writes before it, or in several lines. Only
 * replies to a sign-in are judged here: what else a server may refuse is in data/diagnoses. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-server-words.h"

#include <string.h>

#include "dialog/kitte-sign-in-reply.h"

/* What matters stands in the first lines of what people paste. */
#define MAX_LINES 60

/* Statuses that only a sign-in gets (RFC 4954, section 6). */
static const char *const sign_in_statuses[] = { "432", "454", "534", "535", "538", NULL };

/* Where a reply begins within a line. */
#define REPLY_EXPRESSION                                                                                \
  "(?:^|[\\s:\"'(「“‘,])((?:[245][0-9][0-9](?:[ -]|$)|-ERR(?: |$)|(?:[A-Za-z0-9.]+ )?(?:NO|BAD) |" \
  "\\* BYE ).*)$"

/* Words that make a bare refusal one of a sign-in. */
static const char *const sign_in_words[] = { "auth",     "login",       "log in",  "logon",
                                             "password", "credentials", "sign in", "starttls" };

static gboolean
speaks_of_sign_in (const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (sign_in_words); i++)
    if (strstr (lower, sign_in_words[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
parse_imap (KitteReply *reply, const char *text)
{
  const char *blank = strchr (text, ' ');

  if (!g_str_has_prefix (text, "NO ") && !g_str_has_prefix (text, "BAD ") && blank != NULL)
    text = blank + 1;
  return kitte_reply_parse_imap (reply, text);
}

/* Further lines of the same SMTP reply are read with it. */
static gboolean
parse_smtp (KitteReply *reply, const char *text, char **more)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  g_ptr_array_add (lines, (gpointer) text);
  for (gsize i = 0; more[i] != NULL && i < MAX_LINES; i++)
    {
      KitteSmtpLine parsed;

      if (!kitte_smtp_line_parse (&parsed, g_strstrip (more[i])) ||
          strncmp (parsed.code, text, 3) != 0)
        break;
      g_ptr_array_add (lines, more[i]);
    }
  g_ptr_array_add (lines, NULL);
  return kitte_reply_parse_smtp (reply, (const char *const *) lines->pdata);
}

static gboolean
parse (KitteReply *reply, const char *text, char **more)
{
  *reply = (KitteReply){ 0 };
  if (g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) && g_ascii_isdigit (text[2]))
    return parse_smtp (reply, text, more);
  if (text[0] == '-')
    return kitte_reply_parse_pop3 (reply, text);
  return parse_imap (reply, text);
}

static gboolean
judge (KitteServerWords *words, const KitteReply *reply)
{
  gboolean smtp = g_ascii_isdigit (reply->status[0]);
  gboolean sign_in = smtp ? g_strv_contains (sign_in_statuses, reply->status) :
                            reply->code != NULL || speaks_of_sign_in (reply->text);
  KitteReplyStage stage = KITTE_REPLY_TO_SIGN_IN;

  if (!sign_in && !speaks_of_sign_in (reply->text))
    stage = KITTE_REPLY_TO_CONNECTION;
  words->specific = kitte_sign_in_reply_is_specific (stage, reply);
  if (!words->specific && !sign_in)
    return FALSE;
  words->code = kitte_sign_in_reply_read (stage, reply);
  return TRUE;
}

static gboolean
read_at (KitteServerWords *words, const char *text, char **more)
{
  g_auto (KitteReply) reply = { 0 };

  if (!parse (&reply, text, more) || reply.status == NULL || reply.text == NULL ||
      g_str_equal (reply.status, "OK") || g_str_equal (reply.status, "+OK"))
    return FALSE;
  return judge (words, &reply);
}

/* Words without a status, as a mail program shows them. */
static gboolean
read_bare (KitteServerWords *words, const char *line)
{
  const KitteReply reply = { .status = (char *) "", .text = (char *) line };

  if (!speaks_of_sign_in (line) ||
      !kitte_sign_in_reply_is_specific (KITTE_REPLY_TO_SIGN_IN, &reply))
    return FALSE;
  words->code = kitte_sign_in_reply_read (KITTE_REPLY_TO_SIGN_IN, &reply);
  words->specific = TRUE;
  return TRUE;
}

static gboolean
read_line (KitteServerWords *words, GRegex *regex, char **lines)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *reply = NULL;

  if (g_regex_match (regex, lines[0], 0, &match))
    {
      reply = g_match_info_fetch (match, 1);
      words->alone = g_str_equal (reply, lines[0]);
      if (read_at (words, reply, lines + 1))
        return TRUE;
    }
  return read_bare (words, lines[0]);
}

static gboolean
has_same_status (const char *line, const char *next)
{
  return g_ascii_isdigit (line[0]) && g_ascii_isdigit (line[1]) && g_ascii_isdigit (line[2]) &&
         strncmp (line, next, 3) == 0;
}

/**
 * kitte_server_words_split:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): its lines, those of one SMTP reply as one; a bounded number
 */
char **
kitte_server_words_split (const char *text)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) replies = g_ptr_array_new ();
  const char *before = "";

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", MAX_LINES);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (replies->len > 0 && has_same_status (before, line))
        {
          char **last = (char **) &replies->pdata[replies->len - 1];
          char *joined = g_strconcat (*last, "\n", line, NULL);

          g_free (*last);
          *last = joined;
        }
      else
        g_ptr_array_add (replies, g_strdup (line));
      before = line;
    }
  g_ptr_array_add (replies, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&replies), FALSE);
}

/**
 * kitte_server_words_find:
 * @words: (out caller-allocates): what was found
 * @text: valid UTF-8
 *
 * Returns: whether @text holds a reply to a sign-in; the first one that says more than its status
 *   is preferred
 */
gboolean
kitte_server_words_find (KitteServerWords *words, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (REPLY_EXPRESSION, 0, 0, NULL);
  g_auto (GStrv) lines = NULL;
  gboolean found = FALSE;

  g_return_val_if_fail (words != NULL && text != NULL, FALSE);

  *words = (KitteServerWords){ 0 };
  lines = g_strsplit (text, "\n", MAX_LINES);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      KitteServerWords here = { 0 };

      g_strstrip (lines[i]);
      if (!read_line (&here, regex, lines + i) || (found && !here.specific))
        continue;
      kitte_server_words_clear (words);
      *words = here;
      words->alone = words->alone && i == 0;
      words->line = g_strdup (lines[i]);
      found = TRUE;
      if (here.specific)
        break;
    }
  return found;
}

void
kitte_server_words_clear (KitteServerWords *words)
{
  g_clear_pointer (&words->line, g_free);
}

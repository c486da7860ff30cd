/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notices without a report for programs: each mail server has its own sentences, and in them the
 * names of hosts and recipients. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-bounce-private.h"

#include <string.h>

#include "kitte-pasted-text.h"

/* How a notice is recognised, folded; what a person writes never begins like this. */
static const char *const marks[] = {
  /* qmail (qmail-send.c), Postfix (bounce templates), Exim (deliver.c), Sendmail (savemail.c) */
  "this is the qmail-send program",
  "this is the mail system at host",
  "this is the postfix program at host",
  "i'm sorry to have to inform you that your message could not",
  "your message could not be delivered for more than",
  "created automatically by mail delivery software",
  "the following addresses had permanent fatal errors",
  "the following addresses had transient non-fatal errors",
  "the following addresses had delivery problems",
  "this is a warning message only. you do not need to resend",
  "returned mail: see transcript for details",
  "undelivered mail returned to sender",
  "mail delivery failed: returning message to sender",
  /* Courier, James, Sun’s and au’s servers, BIGLOBE */
  "running the courier mail server",
  "this is the james mail server at",
  "this report relates to a message you sent",
  "each of the following recipients was rejected by a remote mail server",
  "this message was undeliverable due to the following reason",
  "mail system error - returned mail",
  "your mail attempted to be delivered on",
  "-non-delivered information-",
  /* Exchange and Outlook.com */
  "delivery has failed to these recipients or groups",
  "delivery has failed to these recipients or distribution lists",
  "your message did not reach some or all of the intended recipients",
  "次の受信者またはグループへのメッセージの配信に失敗しました",
  "次の受信者またはグループへの配信に失敗しました",
  "次の宛先へのメッセージを配信できませんでした",
  "以下の受信者の一部または全員にメッセージが届きませんでした",
  "this is an automatically generated delivery status notification",
  "the following recipient(s) could not be reached",
  /* Gmail */
  "delivery to the following recipient failed permanently",
  "delivery to the following recipient has been delayed",
  "delivery status notification (failure)",
  "delivery status notification (delay)",
  "your message wasn't delivered to",
  "there was a problem delivering your message to",
  "there was a temporary problem delivering your message to",
  "でメールがブロックされました",
  "メールを配信できませんでした",
  "メールは配信されませんでした",
  "には配信されませんでした",
  /* Yahoo, iCloud and others */
  "sorry, we were unable to deliver your message to the following address",
  "could not be delivered to one or more recipients",
  "could not deliver the message to the following recipients",
};

/* Who wrote it, best first. Each expression looks at one line and repeats nothing within itself. */
static const char *const reporter_expressions[] = {
  "qmail-send program at ([A-Za-z0-9.-]+)",
  "(?:mail system|Postfix program) at host ([A-Za-z0-9.-]+)",
  "(?:Generating server|生成サーバー|作成元サーバー)(?::|：) ?([A-Za-z0-9.-]+)",
  "mail delivery software at ([A-Za-z0-9.-]+)",
};

/* Whose answer it passes on. */
static const char *const remote_expressions[] = {
  "(?:^|[ \\t:])[Hh]ost ([A-Za-z0-9-]+\\.[A-Za-z0-9.-]+) ?\\[[0-9A-Fa-f.:]+\\]",
  "while talking to ([A-Za-z0-9.-]+)",
  "by the server for the recipient domain [^ ]+ by ([A-Za-z0-9.-]+)",
  "^([A-Za-z0-9-]+\\.[A-Za-z0-9.-]+) (?:rejected|gave this error)",
};

#define ADDRESS_EXPRESSION "<?([A-Za-z0-9._%+=/-]+@[A-Za-z0-9-]+\\.[A-Za-z0-9.-]+)>?"

/* A recipient’s own line, and what may follow on it: qmail and Postfix (“<a@b>: …”), Exim and
 * Sendmail (the address alone), the gateways of Japanese mobile phones. */
#define RECIPIENT_EXPRESSION                                                                       \
  "^(?:[ \\t]*(?:Recipient:|Could not be delivered to:|宛先:|あて先:)[ \\t]*)?"               \
  "[ \\t]*" ADDRESS_EXPRESSION "[ \\t]*(?:$|:(?![A-Za-z0-9])(.*)$)"

/* What was said about one recipient has few lines. */
#define MAX_PARAGRAPH 12

/* From here on stands the mail that came back. */
static const char *const returned_marks[] = { "\nReturn-Path:", "\nReceived:" };

/* Whether it says that it passes on another server’s answer, without its name. */
static const char *const remote_marks[] = {
  "remote host said",
  "remote mail server after",
  "response from the remote server was",
  "リモート サーバーからの応答",
  "remote server returned",
};

static char *
find_by (const char *expression, const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (expression, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  char *found;

  if (!g_regex_match (regex, text, 0, &match))
    return NULL;
  found = g_match_info_fetch (match, 1);
  /* A full stop ends the sentence, not the name. */
  while (g_str_has_suffix (found, "."))
    found[strlen (found) - 1] = '\0';
  return found;
}

static void
find_first (char **place, const char *const *expressions, gsize n, const char *text)
{
  for (gsize i = 0; i < n && *place == NULL; i++)
    *place = find_by (expressions[i], text);
}

static gboolean
has_any (const char *folded, const char *const *sentences, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *sentence = kitte_pasted_text_fold (sentences[i]);

      if (strstr (folded, sentence) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
cut_returned (KitteBounceFacts *facts)
{
  char *notice = facts->bounce->notice;
  char *at = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (returned_marks); i++)
    {
      char *found = strstr (notice, returned_marks[i]);

      if (found != NULL && (at == NULL || found < at))
        at = found;
    }
  if (at == NULL)
    return;
  kitte_bounce_read_returned (facts, at + 1, strlen (at + 1));
  *at = '\0';
}

static GRegex *
get_recipient_regex (void)
{
  static gsize once;
  static GRegex *regex;

  if (g_once_init_enter (&once))
    {
      regex = g_regex_new (RECIPIENT_EXPRESSION, 0, 0, NULL);
      g_once_init_leave (&once, 1);
    }
  return regex;
}

static gboolean
is_recipient (const KitteBounce *bounce, const char *address)
{
  return g_ascii_strncasecmp (address, "mailer-daemon@", 14) != 0 &&
         g_ascii_strncasecmp (address, "postmaster@", 11) != 0 &&
         (bounce->sender == NULL || g_ascii_strcasecmp (address, bounce->sender) != 0);
}

/* The rest of its paragraph is what was said about a recipient. */
static void
take_words (KitteBounceFailure *failure, char **lines, const char *rest)
{
  g_autoptr (GString) words = g_string_new (rest);
  GRegex *regex = get_recipient_regex ();

  for (gsize i = 0; lines[i] != NULL && i < MAX_PARAGRAPH; i++)
    {
      g_autofree char *line = g_strstrip (g_strdup (lines[i]));

      if (*line == '\0' || g_regex_match (regex, lines[i], 0, NULL))
        break;
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", line);
    }
  if (words->len > 0)
    failure->words = g_string_free (g_steal_pointer (&words), FALSE);
}

/* Each recipient has a line, with the reason beside or below it. */
static void
take_listed (KitteBounceFacts *facts)
{
  KitteBounce *bounce = facts->bounce;
  g_auto (GStrv) lines = g_strsplit (bounce->notice, "\n", -1);

  for (gsize i = 0; lines[i] != NULL && bounce->failures->len < KITTE_MAX_FAILURES; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;
      g_autofree char *address = NULL;
      g_autofree char *rest = NULL;

      if (!g_regex_match (get_recipient_regex (), lines[i], 0, &match))
        continue;
      address = g_match_info_fetch (match, 1);
      rest = g_match_info_fetch (match, 2);
      if (is_recipient (bounce, address))
        take_words (kitte_bounce_add_failure (bounce, address, NULL), lines + i + 1,
                    rest != NULL ? g_strstrip (rest) : "");
    }
}

/* A notice names the recipient before anybody else; the server’s own address is none. */
static void
take_first (KitteBounceFacts *facts)
{
  KitteBounce *bounce = facts->bounce;
  g_autoptr (GRegex) regex = g_regex_new (ADDRESS_EXPRESSION, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (facts->failed != NULL)
    {
      kitte_bounce_add_failure (bounce, facts->failed, NULL);
      return;
    }
  for (g_regex_match (regex, bounce->notice, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *address = g_match_info_fetch (match, 1);

      if (is_recipient (bounce, address))
        {
          kitte_bounce_add_failure (bounce, address, NULL);
          return;
        }
    }
}

/**
 * kitte_bounce_read_text:
 *
 * Looks through the notice for what its header and its report have not said.
 */
void
kitte_bounce_read_text (KitteBounceFacts *facts)
{
  KitteBounce *bounce = facts->bounce;
  g_autofree char *folded = kitte_pasted_text_fold (bounce->notice);
  g_autofree char *reporter = NULL;

  if (has_any (folded, marks, G_N_ELEMENTS (marks)))
    facts->is_report = TRUE;
  if (!facts->is_report)
    return;
  cut_returned (facts);
  /* The text says it more exactly than the address that the notice came from. */
  find_first (&reporter, reporter_expressions, G_N_ELEMENTS (reporter_expressions), bounce->notice);
  if (reporter != NULL)
    {
      g_free (bounce->reporter);
      bounce->reporter = g_steal_pointer (&reporter);
    }
  find_first (&bounce->remote, remote_expressions, G_N_ELEMENTS (remote_expressions),
              bounce->notice);
  if (bounce->remote == NULL && has_any (folded, remote_marks, G_N_ELEMENTS (remote_marks)))
    bounce->remote = g_strdup ("");
  if (bounce->failures->len == 0)
    take_listed (facts);
  if (bounce->failures->len == 0)
    take_first (facts);
}

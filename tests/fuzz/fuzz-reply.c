/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzz target of the reply parsers: a reply is taken apart into clean parts that stand in it, and
 * whatever it says, it means something. */
#include "config.h"

#include "dialog/kitte-foreign-greeting.h"
#include "dialog/kitte-reply.h"
#include "dialog/kitte-sign-in-reply.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const KitteReplyStage stages[] = { KITTE_REPLY_TO_CONNECTION, KITTE_REPLY_TO_SIGN_IN,
                                          KITTE_REPLY_TO_MAILBOX };

static void
assert_upper (const char *word)
{
  for (const char *c = word; c != NULL && *c != '\0'; c++)
    g_assert_false (g_ascii_islower (*c));
}

static void
check_reply (const KitteReply *reply, gsize longest)
{
  g_assert_nonnull (reply->status);
  g_assert_nonnull (reply->text);
  assert_upper (reply->status);
  assert_upper (reply->code);
  g_assert_cmpuint (strlen (reply->text), <=, longest);
  g_assert_true (reply->arguments == NULL || reply->code != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    {
      KitteFindingCode code = kitte_sign_in_reply_read (stages[i], reply);

      g_assert_nonnull (kitte_finding_code_to_nick (code));
      kitte_sign_in_reply_is_specific (stages[i], reply);
    }
}

static void
check_line (const char *line)
{
  g_auto (KitteReply) pop3 = { 0 };
  g_auto (KitteReply) imap = { 0 };
  guint64 literal;
  gsize length = strlen (line);

  if (kitte_reply_parse_pop3 (&pop3, line))
    check_reply (&pop3, length);
  if (kitte_reply_parse_imap (&imap, line))
    check_reply (&imap, length);
  if (kitte_imap_line_literal (line, &literal))
    g_assert_true (g_str_has_suffix (line, "}"));
  for (KitteProtocol protocol = KITTE_PROTOCOL_IMAP; protocol <= KITTE_PROTOCOL_SMTP; protocol++)
    kitte_foreign_greeting_name (protocol, line);
}

static void
check_smtp (const char *const *lines, gsize longest)
{
  g_auto (KitteReply) reply = { 0 };

  if (!kitte_reply_parse_smtp (&reply, lines))
    return;
  g_assert_cmpuint (strlen (reply.status), ==, 3);
  check_reply (&reply, longest);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      const char *one[] = { lines[i], NULL };

      /* Conversations say whose line it is; what follows the tag is an IMAP reply. */
      if (g_str_has_prefix (lines[i], "S: "))
        one[0] = lines[i] + 3;
      check_line (one[0]);
      if (strchr (one[0], ' ') != NULL)
        check_line (strchr (one[0], ' ') + 1);
      check_smtp (one, size);
    }
  check_smtp ((const char *const *) lines, size + g_strv_length (lines));
  return 0;
}

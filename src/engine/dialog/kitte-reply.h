/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteReply: a server’s verdict taken apart: status, code, text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteReply:
 * @status: “535”, “NO”, “-ERR”: upper case
 * @code: (nullable): the enhanced status code “5.7.8”, or the response code without its brackets
 *   and arguments, upper case: “IN-USE”
 * @arguments: (nullable): what followed the response code within the brackets
 * @text: the rest, for people
 *
 * Freed with kitte_reply_clear().
 */
typedef struct
{
  char *status;
  char *code;
  char *arguments;
  char *text;
} KitteReply;

/**
 * KitteSmtpLine:
 * @code: three digits
 * @last: whether the reply ends here
 * @text: (transfer none): what follows, within the line
 */
typedef struct
{
  char code[4];
  gboolean last;
  const char *text;
} KitteSmtpLine;

gboolean kitte_smtp_line_parse (KitteSmtpLine *parsed, const char *line);
gboolean kitte_reply_parse_smtp (KitteReply *reply, const char *const *lines);
gboolean kitte_reply_parse_pop3 (KitteReply *reply, const char *line);
gboolean kitte_reply_parse_imap (KitteReply *reply, const char *line);
gboolean kitte_imap_line_literal (const char *line, guint64 *size);

gboolean kitte_reply_is (const KitteReply *reply, const char *status);
void kitte_reply_clear (KitteReply *reply);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KitteReply, kitte_reply_clear)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in a literal is data, whatever it looks like. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-imap-literal.h"

#include "kitte-reply.h"

/* RFC 9051, section 7.1: the text of a status response is free and holds no literal. */
static gboolean
holds_literal (const char *line, guint64 *size)
{
  g_auto (KitteReply) reply = { 0 };

  return g_str_has_prefix (line, "* ") && !kitte_reply_parse_imap (&reply, line + 2) &&
         kitte_imap_line_literal (line, size);
}

/**
 * kitte_imap_literal_pass:
 * @line: the next line of the server, without its end
 *
 * Returns: whether @line begins a response; %FALSE: it belongs to the one before
 */
gboolean
kitte_imap_literal_pass (KitteImapLiteral *self, const char *line, gsize length)
{
  if (!self->in_response)
    {
      self->in_response = holds_literal (line, &self->left);
      return TRUE;
    }
  if (self->left >= length + 2)
    {
      self->left -= length + 2;
      return FALSE;
    }
  line += MIN (self->left, length);
  self->in_response = kitte_imap_line_literal (line, &self->left);
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Literals within IMAP responses (RFC 9051, section 4.3), counted over lines. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteImapLiteral:
 * @left: how many bytes of it are still to come
 * @in_response: the response that began with a literal goes on
 */
typedef struct
{
  guint64 left;
  gboolean in_response;
} KitteImapLiteral;

gboolean kitte_imap_literal_pass (KitteImapLiteral *self, const char *line, gsize length);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An answer to a message names it too, in other fields: only its own Message-ID counts. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-message-id.h"

#include <gmime/gmime.h>

#include "base/kitte-gmime.h"

/**
 * kitte_message_id_is:
 * @header: a message’s header, or a part of it; hostile
 * @id: without its angle brackets
 *
 * Returns: whether the message has the identifier @id (RFC 5322, section 3.6.4)
 */
gboolean
kitte_message_id_is (const GString *header, const char *id)
{
  GMimeStream *stream;
  GMimeParser *parser;
  GMimeMessage *message;
  gboolean same;

  g_return_val_if_fail (header != NULL && id != NULL, FALSE);

  kitte_gmime_ensure ();
  stream = g_mime_stream_mem_new_with_buffer (header->str, header->len);
  parser = g_mime_parser_new_with_stream (stream);
  message = g_mime_parser_construct_message (parser, NULL);
  same = message != NULL && g_strcmp0 (g_mime_message_get_message_id (message), id) == 0;
  g_clear_object (&message);
  g_object_unref (parser);
  g_object_unref (stream);
  return same;
}

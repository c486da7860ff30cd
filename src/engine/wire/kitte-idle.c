/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server need not wait for ever between its capabilities and a sign-in. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-idle.h"

/* Unasked, only IMAP servers say anything but that they are about to close (RFC 9051, 7). */
static gboolean
is_farewell (KitteDialog *dialog, const char *line)
{
  return kitte_dialog_get_server (dialog)->protocol != KITTE_PROTOCOL_IMAP ||
         g_ascii_strncasecmp (line, "* BYE", 5) == 0;
}

/**
 * kitte_idle_look:
 *
 * Reads what is there, without waiting.
 *
 * Returns: (transfer full) (nullable): why the connection is of no use any more; %NULL: it is
 */
KitteFinding *
kitte_idle_look (KitteChannel *channel, KitteDialog *dialog, KitteRecorder *recorder)
{
  KitteTlsProgress progress = kitte_channel_fill (channel);
  const char *line;
  gsize length;

  while (progress != KITTE_TLS_FAILED &&
         (line = kitte_channel_next_line (channel, &length)) != NULL)
    {
      kitte_recorder_write_heard (recorder, dialog, line, length);
      if (is_farewell (dialog, line))
        {
          g_autofree char *evidence = kitte_dialog_redact (dialog, line, length);

          return kitte_finding_new (KITTE_FINDING_CLOSED, evidence);
        }
    }
  if (progress == KITTE_TLS_CLOSED)
    return kitte_finding_new (KITTE_FINDING_CLOSED, NULL);
  if (progress == KITTE_TLS_FAILED)
    return kitte_finding_ref (kitte_channel_get_finding (channel));
  return NULL;
}

/**
 * kitte_idle_shouts:
 *
 * A server that answers before it was asked answers nothing. IMAP servers may speak at any time.
 *
 * Returns: (transfer full) (nullable): what it means that a line is there while ours has not left;
 *   %NULL: none is
 */
KitteFinding *
kitte_idle_shouts (KitteChannel *channel, KitteDialog *dialog, KitteRecorder *recorder)
{
  g_autofree char *evidence = NULL;
  const char *line;
  gsize length;

  if (kitte_dialog_get_server (dialog)->protocol == KITTE_PROTOCOL_IMAP ||
      !kitte_channel_has_output (channel))
    return NULL;
  line = kitte_channel_next_line (channel, &length);
  if (line == NULL)
    return NULL;
  kitte_recorder_write_heard (recorder, dialog, line, length);
  evidence = kitte_dialog_redact (dialog, line, length);
  return kitte_finding_new (KITTE_FINDING_PROTOCOL_VIOLATION, evidence);
}

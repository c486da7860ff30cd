/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server that works this way looks, until a message is sent, like any other without AUTH; and no
 * message is sent here. So the provider’s record decides, and without one it is a guess that is
 * called a guess. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-pop-before-smtp.h"

#include "model/kitte-domain.h"

#define SECONDS_PER_MINUTE 60

/* Whoever receives there may have opened sending; a stranger’s server cannot know. */
static gboolean
is_same_provider (const KitteServer *outgoing, const KitteServer *incoming)
{
  g_autofree char *one = kitte_domain_get_registrable (outgoing->host);
  g_autofree char *other = incoming != NULL ? kitte_domain_get_registrable (incoming->host) : NULL;

  if (incoming == NULL)
    return FALSE;
  return g_str_equal (outgoing->host, incoming->host) ||
         (one != NULL && g_strcmp0 (one, other) == 0);
}

static const char *
find_detail (const KitteServer *outgoing,
             const KitteServer *incoming,
             const KittePopBeforeSmtp *record)
{
  switch (record->status)
    {
    case KITTE_POP_BEFORE_SMTP_OFFERED:
      return record->imap_too ? KITTE_DETAIL_OFFERED_IMAP_TOO : KITTE_DETAIL_OFFERED;
    case KITTE_POP_BEFORE_SMTP_ENDED:
      return KITTE_DETAIL_ENDED;
    case KITTE_POP_BEFORE_SMTP_UNKNOWN:
      return is_same_provider (outgoing, incoming) ? KITTE_DETAIL_GUESSED : NULL;
    case KITTE_POP_BEFORE_SMTP_NEVER:
    default:
      return NULL;
    }
}

/**
 * kitte_pop_before_smtp_refine:
 * @finding: (transfer none): why @outgoing could not be signed in to
 * @incoming: (nullable): the server that receives for the same mailbox
 * @record: what is known of the provider
 *
 * Returns: (transfer full): `pop-before-smtp-needed` where that is why there is no sign-in, with
 * how long sending stays open, where that is known; else @finding
 */
KitteFinding *
kitte_pop_before_smtp_refine (KitteFinding *finding,
                              const KitteServer *outgoing,
                              const KitteServer *incoming,
                              const KittePopBeforeSmtp *record)
{
  const char *detail = NULL;
  g_autoptr (KitteFinding) needed = NULL;

  if (finding->code == KITTE_FINDING_AUTH_NOT_OFFERED && !kitte_server_is_incoming (outgoing))
    detail = find_detail (outgoing, incoming, record);
  /* Where the same host was found to have a sign-in, nothing has to be guessed. */
  if (detail == NULL ||
      (finding->instead != NULL && record->status == KITTE_POP_BEFORE_SMTP_UNKNOWN))
    return kitte_finding_ref (finding);
  needed = kitte_finding_new_full (KITTE_FINDING_POP_BEFORE_SMTP_NEEDED,
                                   (const char *const *) finding->evidence, NULL, detail,
                                   record->minutes * SECONDS_PER_MINUTE);
  return kitte_finding_refine (needed, needed->code, finding->place, NULL, NULL, finding->instead);
}

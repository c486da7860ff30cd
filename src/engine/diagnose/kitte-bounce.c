/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose server wrote a notice is judged by names first: that of the sender’s provider or that of
 * the recipient’s. Where neither fits, by what only one of them can know: a server that passes on
 * another’s answer, or that looked for the recipient’s, stands on the sender’s side. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-bounce-private.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-pasted-text.h"
#include "model/kitte-domain.h"

static void
failure_free (KitteBounceFailure *failure)
{
  g_free (failure->recipient);
  g_free (failure->status);
  g_free (failure->words);
  g_free (failure);
}

KitteBounceFailure *
kitte_bounce_add_failure (KitteBounce *bounce, const char *recipient, const char *words)
{
  KitteBounceFailure *failure = g_new0 (KitteBounceFailure, 1);

  failure->recipient = g_strdup (recipient);
  failure->words = g_strdup (words);
  g_ptr_array_add (bounce->failures, failure);
  return failure;
}

static char *
get_owner (const char *host)
{
  g_autofree char *lower = NULL;

  if (host == NULL || *host == '\0' || strlen (host) > KITTE_MAX_DOMAIN)
    return NULL;
  lower = g_ascii_strdown (host, -1);
  return kitte_domain_is_host (lower) ? kitte_domain_get_registrable (lower) : NULL;
}

static char *
get_owner_of_address (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return at != NULL ? get_owner (at + 1) : NULL;
}

/* Addressing, routing and waiting are the sending side’s (RFC 3463: X.1.2, X.1.8, X.4.Z). */
static gboolean
only_sending_side_knows (const KitteBounce *bounce)
{
  for (guint i = 0; i < bounce->failures->len; i++)
    {
      const KitteBounceFailure *failure = bounce->failures->pdata[i];
      const char *status = failure->status;

      if (failure->delayed || (status != NULL && strlen (status) >= 5 &&
                               (g_str_equal (status + 1, ".1.2") || status[2] == '4')))
        return TRUE;
    }
  return FALSE;
}

static KitteWriter
judge (const KitteBounceFacts *facts)
{
  const KitteBounce *bounce = facts->bounce;
  const KitteBounceFailure *first = bounce->failures->len > 0 ? bounce->failures->pdata[0] : NULL;
  g_autofree char *reporter = get_owner (bounce->reporter);
  g_autofree char *own = get_owner_of_address (bounce->sender);
  g_autofree char *other = get_owner_of_address (first != NULL ? first->recipient : NULL);
  g_autofree char *first_hop = get_owner (facts->first_hop);

  if (reporter != NULL && (g_strcmp0 (reporter, own) == 0 || g_strcmp0 (reporter, first_hop) == 0))
    return KITTE_WRITER_OWN_PROVIDER;
  if (reporter != NULL && g_strcmp0 (reporter, other) == 0)
    return KITTE_WRITER_OTHER_SIDE;
  if (bounce->remote != NULL || only_sending_side_knows (bounce))
    return KITTE_WRITER_OWN_PROVIDER;
  if (reporter != NULL && first_hop != NULL)
    return KITTE_WRITER_OTHER_SIDE;
  return KITTE_WRITER_UNKNOWN;
}

/**
 * kitte_bounce_read:
 * @data: (array length=length): a whole mail, or the words of a notice, in any encoding
 *
 * Looks at no more than %KITTE_MAX_BOUNCE bytes.
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL if it is no notice of a mail that
 *   came back
 */
KitteBounce *
kitte_bounce_read (const char *data, gsize length)
{
  g_autoptr (KitteBounce) bounce = g_new0 (KitteBounce, 1);
  KitteBounceFacts facts = { .bounce = bounce };
  g_autofree char *first_hop = NULL;
  g_autofree char *failed = NULL;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  bounce->failures = g_ptr_array_new_with_free_func ((GDestroyNotify) failure_free);
  if (length == 0)
    return NULL;
  length = MIN (length, KITTE_MAX_BOUNCE);
  if (kitte_bounce_is_mail (data, length))
    kitte_bounce_read_mail (&facts, data, length);
  if (bounce->notice == NULL && !facts.is_report)
    {
      g_autofree char *text = kitte_pasted_text_decode (data, length, NULL);

      bounce->notice = kitte_pasted_text_plain (text);
    }
  if (bounce->notice == NULL)
    bounce->notice = g_strdup ("");
  kitte_bounce_read_text (&facts);
  first_hop = facts.first_hop;
  failed = facts.failed;
  if (!facts.is_report)
    return NULL;
  bounce->written_by = judge (&facts);
  if (bounce->remote != NULL && *bounce->remote == '\0')
    g_clear_pointer (&bounce->remote, g_free);
  return g_steal_pointer (&bounce);
}

void
kitte_bounce_free (KitteBounce *self)
{
  g_free (self->reporter);
  g_free (self->remote);
  g_free (self->sender);
  g_free (self->notice);
  g_ptr_array_unref (self->failures);
  g_free (self);
}

const char *
kitte_writer_to_nick (KitteWriter writer)
{
  static const char *const nicks[] = { "unknown", "own-provider", "other-side", "mail-program" };

  g_return_val_if_fail (writer < G_N_ELEMENTS (nicks), NULL);

  return nicks[writer];
}

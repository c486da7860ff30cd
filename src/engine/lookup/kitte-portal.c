/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Such networks answer in the place of everybody until one has signed in: with a certificate of
 * their own, or with a page at the port without encryption, while the other one is shut. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-portal.h"

#include <gio/gio.h>

#include "kitte-autoconfig.h"
#include "kitte-web.h"

/* What came of it was said by whoever the name belongs to. */
static gboolean
was_answered (const GError *error)
{
  if (error == NULL || error->domain == KITTE_AUTOCONFIG_ERROR)
    return TRUE;
  return error->domain == KITTE_WEB_ERROR &&
         (error->code == KITTE_WEB_ERROR_NO_PAGE || error->code == KITTE_WEB_ERROR_SERVER ||
          error->code == KITTE_WEB_ERROR_REDIRECT || error->code == KITTE_WEB_ERROR_TOO_LARGE);
}

static gboolean
was_shut (const GError *error)
{
  return error->domain == G_IO_ERROR &&
         (error->code == G_IO_ERROR_TIMED_OUT || error->code == G_IO_ERROR_CONNECTION_REFUSED ||
          error->code == G_IO_ERROR_CONNECTION_CLOSED ||
          error->code == G_IO_ERROR_NETWORK_UNREACHABLE ||
          error->code == G_IO_ERROR_HOST_UNREACHABLE);
}

/* Something else than a document with settings, or than the word that there is none. */
static gboolean
is_page (const GError *error)
{
  return g_error_matches (error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_REDIRECT) ||
         g_error_matches (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_XML) ||
         g_error_matches (error, KITTE_AUTOCONFIG_ERROR, KITTE_AUTOCONFIG_ERROR_NO_AUTOCONFIG);
}

/**
 * kitte_portal_note:
 * @error: (nullable): of kitte_web_fetch_finish() or kitte_autoconfig_read(); %NULL: settings came
 *
 * Remembers what came of one question.
 */
void
kitte_portal_note (KittePortalSigns *self, KittePortalWitness witness, const GError *error)
{
  g_return_if_fail (self != NULL);

  if (witness == KITTE_PORTAL_PLAIN)
    self->plain_page |= is_page (error);
  else if (was_answered (error))
    self->trusted_answer = TRUE;
  else if (witness == KITTE_PORTAL_DATABASE)
    {
      self->somebody_else |=
          g_error_matches (error, KITTE_WEB_ERROR, KITTE_WEB_ERROR_SOMEBODY_ELSE);
      self->shut |= was_shut (error);
    }
}

/**
 * kitte_portal_is_likely:
 *
 * Returns: whether somebody answers in the place of everybody
 */
gboolean
kitte_portal_is_likely (const KittePortalSigns *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !self->trusted_answer && (self->somebody_else || (self->shut && self->plain_page));
}

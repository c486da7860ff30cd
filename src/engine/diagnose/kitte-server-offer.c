/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words are those under which the choices stand in mail programs and providers’ letters. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-server-offer.h"

#include <glib/gi18n-lib.h>

/**
 * kitte_server_offer_name_security:
 *
 * Returns: (transfer none): what people find under “Encryption”
 */
const char *
kitte_server_offer_name_security (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_TLS:
      return _ ("SSL/TLS");
    case KITTE_SECURITY_STARTTLS:
      return _ ("STARTTLS");
    case KITTE_SECURITY_NONE:
    default:
      return _ ("No encryption");
    }
}

/**
 * kitte_server_offer_write:
 * @server: what answers
 *
 * Returns: (transfer full): one sentence
 */
char *
kitte_server_offer_write (const KitteServer *server)
{
  g_return_val_if_fail (server != NULL, NULL);

  /* TRANSLATORS: a server was looked at; %u is a port number, %s one of the choices under
   * “Encryption”. */
  return g_strdup_printf (_ ("These settings do not answer, but port %u does, with “%s”."),
                          server->port, kitte_server_offer_name_security (server->security));
}

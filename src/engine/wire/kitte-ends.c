/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The near end is for the dialog, the far end for the report. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-ends.h"

/**
 * kitte_ends_tell:
 * @socket: connected
 * @dialog: is told the near end’s address
 *
 * Returns: (transfer full) (nullable): the far end’s
 */
GInetAddress *
kitte_ends_tell (GSocket *socket, KitteDialog *dialog)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);

  if (G_IS_INET_SOCKET_ADDRESS (local))
    kitte_dialog_set_local_address (dialog, g_inet_socket_address_get_address (
                                                G_INET_SOCKET_ADDRESS (local)));
  if (!G_IS_INET_SOCKET_ADDRESS (remote))
    return NULL;
  return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (remote)));
}

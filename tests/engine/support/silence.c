/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything is waited for by the main loop, which has the other side in it as well. */
#include "config.h"

#include "support/silence.h"

GSocket *
test_silence_new (GSocketType type, guint16 *port)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, type, G_SOCKET_PROTOCOL_DEFAULT, NULL);

  g_assert_true (g_socket_bind (socket, any, FALSE, NULL));
  if (type == G_SOCKET_TYPE_STREAM)
    g_assert_true (g_socket_listen (socket, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return socket;
}

static gboolean
heard_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
test_silence_wait (GSocket *socket)
{
  gboolean heard = FALSE;
  g_autoptr (GSource) source = g_socket_create_source (socket, G_IO_IN, NULL);

  g_source_set_callback (source, G_SOURCE_FUNC (heard_cb), &heard, NULL);
  g_source_attach (source, NULL);
  while (!heard)
    g_main_context_iteration (NULL, TRUE);
}

GSocket *
test_silence_accept (GSocket *socket)
{
  GSocket *taken;

  test_silence_wait (socket);
  taken = g_socket_accept (socket, NULL, NULL);
  g_assert_nonnull (taken);
  return taken;
}

void
test_silence_wait_for_end (GSocket *taken)
{
  char said[TEST_SILENCE_SAID];
  gssize length;

  do
    {
      test_silence_wait (taken);
      length = g_socket_receive (taken, said, sizeof said, NULL, NULL);
    }
  while (length > 0);
  g_assert_cmpint (length, ==, 0);
}

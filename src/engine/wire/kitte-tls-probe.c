/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second connection that begins with TLS. Whatever the handshake comes to, a server that answers
 * in TLS records speaks TLS there; nothing is sent beyond the handshake. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-tls-probe.h"

#include "kitte-channel.h"
#include "kitte-connector.h"

typedef struct
{
  KitteServer *server;
  KitteTrustStore *trust;
  KitteTrips trips;
  KitteChannel *channel;
  GSource *watch;
  GSource *cancel_source;
} Probe;

static void
drop_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  drop_source (&probe->watch);
  drop_source (&probe->cancel_source);
  g_clear_pointer (&probe->channel, kitte_channel_free);
  g_object_unref (probe->trust);
  kitte_server_unref (probe->server);
  g_free (probe);
}

static void
answer (GTask *task, gboolean speaks_tls)
{
  Probe *probe = g_task_get_task_data (task);

  drop_source (&probe->watch);
  drop_source (&probe->cancel_source);
  kitte_channel_close (probe->channel);
  g_task_return_boolean (task, speaks_tls);
  g_object_unref (task);
}

static gboolean advance (GTask *task);

static gboolean
socket_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  return advance (user_data);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  answer (user_data, FALSE);
  return G_SOURCE_REMOVE;
}

/* Returns whether the same source is to go on. */
static gboolean
advance (GTask *task)
{
  Probe *probe = g_task_get_task_data (task);
  KitteTlsProgress progress = kitte_channel_handshake (probe->channel);

  if (kitte_channel_heard_tls (probe->channel))
    answer (task, TRUE);
  else if (progress == KITTE_TLS_WANTS_READ)
    return G_SOURCE_CONTINUE;
  else
    answer (task, FALSE);
  return G_SOURCE_REMOVE;
}

static void
begin_handshake (GTask *task, GSocket *socket)
{
  Probe *probe = g_task_get_task_data (task);

  probe->channel = kitte_channel_new (socket, &probe->trips);
  kitte_channel_begin_tls (probe->channel, probe->trust, probe->server->host, TRUE);
  probe->cancel_source = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (probe->cancel_source, G_SOURCE_FUNC (cancelled_cb), task, NULL);
  g_source_attach (probe->cancel_source, NULL);
  probe->watch = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (probe->watch, G_SOURCE_FUNC (socket_cb), task, NULL);
  g_source_attach (probe->watch, NULL);
  advance (task);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GSocket) socket =
      kitte_connector_connect_finish (KITTE_CONNECTOR (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (socket == NULL)
    g_task_return_boolean (task, FALSE);
  else
    begin_handshake (g_steal_pointer (&task), socket);
}

/**
 * kitte_tls_probe_async:
 * @server: (transfer none): host and port
 * @trust: (transfer none): loaded
 * @cancellable: ends it; the caller keeps the time
 */
void
kitte_tls_probe_async (KitteServer *server,
                       KitteTrustStore *trust,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (KitteConnector) connector = kitte_connector_new (server->host, server->port);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Probe *probe = g_new0 (Probe, 1);

  g_task_set_source_tag (task, kitte_tls_probe_async);
  probe->server = kitte_server_ref (server);
  probe->trust = g_object_ref (trust);
  g_task_set_task_data (task, probe, probe_free);
  kitte_connector_connect_async (connector, cancellable, connected_cb, task);
}

/**
 * kitte_tls_probe_finish:
 *
 * Returns: whether TLS was spoken
 */
gboolean
kitte_tls_probe_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

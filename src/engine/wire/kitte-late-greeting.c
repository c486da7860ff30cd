/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second connection asks, while the first one still waits for its greeting. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-late-greeting.h"

#include "kitte-tls-probe.h"

/* A greeting that is this late, in milliseconds, may be one that waits for TLS. */
#define DELAY_MS 2000

struct _KitteLateGreeting
{
  KitteServer *server;
  KitteTrustStore *trust;
  KitteChannel *channel;
  KitteWaitsForTls waits_for_tls;
  gpointer user_data;
  guint timer;
  GCancellable *asking;
};

/* Once it is cancelled, @user_data may be gone. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteLateGreeting *self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean speaks_tls = kitte_tls_probe_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (speaks_tls && !kitte_channel_has_received (self->channel))
    self->waits_for_tls (self->user_data);
}

static void
timer_cb (gpointer user_data)
{
  KitteLateGreeting *self = user_data;

  self->timer = 0;
  if (kitte_channel_has_received (self->channel))
    return;
  self->asking = g_cancellable_new ();
  kitte_tls_probe_async (self->server, self->trust, self->asking, asked_cb, self);
}

/**
 * kitte_late_greeting_new:
 * @channel: (transfer none): where the greeting should come; outlives the watch
 * @waits_for_tls: called at most once
 *
 * Returns: (transfer full): a watch that has begun
 */
KitteLateGreeting *
kitte_late_greeting_new (KitteServer *server,
                         KitteTrustStore *trust,
                         KitteChannel *channel,
                         KitteWaitsForTls waits_for_tls,
                         gpointer user_data)
{
  KitteLateGreeting *self = g_new0 (KitteLateGreeting, 1);

  self->server = kitte_server_ref (server);
  self->trust = g_object_ref (trust);
  self->channel = channel;
  self->waits_for_tls = waits_for_tls;
  self->user_data = user_data;
  self->timer = g_timeout_add_once (DELAY_MS, timer_cb, self);
  return self;
}

void
kitte_late_greeting_free (KitteLateGreeting *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->trust);
  kitte_server_unref (self->server);
  g_free (self);
}

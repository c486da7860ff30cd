/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a connection up, feeds its dialog line by line, keeps the time, and writes down what was
 * said. The dialog knows the protocol, the channel the bytes; this file joins them. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-wire.h"

#include "kitte-channel.h"
#include "kitte-connector.h"
#include "kitte-ends.h"
#include "kitte-idle.h"
#include "kitte-late-greeting.h"
#include "kitte-patience.h"
#include "kitte-recorder.h"
#include "kitte-silence.h"
#include "kitte-work.h"

typedef enum
{
  STATE_IDLE,
  STATE_CONNECTING,
  STATE_SHAKING,
  STATE_TALKING,
  STATE_CLOSED,
} State;

struct _KitteWire
{
  GObject parent_instance;
  KitteServer *server;
  KitteTrustStore *trust;
  KitteRecorder *recorder;
  KitteDialog *dialog;
  KitteChannel *channel;
  KitteTrips trips;
  KitteFinding *finding;
  GInetAddress *remote;
  KitteConnector *connector;
  State state;

  GTask *task;
  GCancellable *stopping;
  GSource *cancel_source;
  GSource *watch;
  guint timer, patience;
  KitteLateGreeting *late_greeting;
  gint64 deadline;
  gboolean trusted, old_tls, working;
  GSocket *connected;
  GPtrArray *addresses;
};

G_DEFINE_FINAL_TYPE (KitteWire, kitte_wire, G_TYPE_OBJECT)

static guint signed_in_signal;

static void pump (KitteWire *self);
static void obey (KitteWire *self, KitteDialogWants wants);
static gboolean timer_cb (gpointer user_data);

/* For the step that was just begun. */
static void
set_timer (KitteWire *self)
{
  guint seconds = kitte_patience_get_seconds (kitte_recorder_get_step (self->recorder),
                                              kitte_dialog_get_errand (self->dialog) != NULL);
  gint64 now = g_get_monotonic_time ();
  gint64 end = now + (gint64) seconds * G_USEC_PER_SEC;

  if (self->deadline != 0)
    end = MIN (end, self->deadline);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint) (MAX (end - now, 0) / 1000), timer_cb, self);
}

static void
unwatch (KitteWire *self)
{
  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
}

/* Once an operation ends. */
static void
write_down_connection (KitteWire *self)
{
  if (self->state != STATE_CLOSED)
    kitte_recorder_write_connection (self->recorder, self->connector, self->remote, self->channel,
                                     self->dialog);
}

static void
rest (KitteWire *self)
{
  unwatch (self);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_pointer (&self->late_greeting, kitte_late_greeting_free);
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
  write_down_connection (self);
  kitte_recorder_set_trips (self->recorder, self->trips.count);
}

static void
take_dialog_output (KitteWire *self)
{
  g_autofree char *shown = NULL;
  g_autoptr (KitteSecret) bytes = kitte_dialog_take_output (self->dialog, &shown);

  if (bytes == NULL)
    return;
  kitte_channel_queue (self->channel, bytes);
  if (shown != NULL)
    kitte_recorder_write (self->recorder, 'C', shown);
}

/* A goodbye in the middle of a SASL exchange would be taken for an answer to it. */
static gboolean
may_say_goodbye (KitteWire *self)
{
  gboolean secured =
      self->server->security != KITTE_SECURITY_TLS || kitte_channel_has_tls (self->channel);

  return self->state == STATE_TALKING && secured &&
         (kitte_recorder_get_step (self->recorder) != KITTE_STEP_SIGN_IN ||
          (!self->working && kitte_dialog_get_wants (self->dialog) != KITTE_DIALOG_WANTS_LINE));
}

static void
close_channel (KitteWire *self)
{
  if (self->channel == NULL)
    return;
  if (may_say_goodbye (self))
    {
      kitte_dialog_goodbye (self->dialog);
      take_dialog_output (self);
      kitte_channel_flush (self->channel);
    }
  kitte_channel_close (self->channel);
  g_clear_pointer (&self->channel, kitte_channel_free);
}

static void
shut_down (KitteWire *self)
{
  rest (self);
  g_cancellable_cancel (self->stopping);
  close_channel (self);
  g_clear_object (&self->connected);
  self->state = STATE_CLOSED;
}

/* The operation is over; the connection stays as it is. */
static void
succeed (KitteWire *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  kitte_recorder_end (self->recorder, KITTE_STEP_DONE);
  rest (self);
  g_task_return_boolean (task, TRUE);
}

/* @finding is (transfer full). */
static void
fail (KitteWire *self, KitteFinding *finding)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  self->finding = finding;
  kitte_recorder_end (self->recorder, KITTE_STEP_FAILED);
  shut_down (self);
  g_task_return_boolean (task, FALSE);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  KitteWire *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  kitte_recorder_end (self->recorder, KITTE_STEP_FAILED);
  shut_down (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static gboolean
timer_cb (gpointer user_data)
{
  KitteWire *self = user_data;
  KitteStep step = kitte_recorder_get_step (self->recorder);

  self->timer = 0;
  fail (self, kitte_finding_new (kitte_silence_mean (self->dialog, step), NULL));
  return G_SOURCE_REMOVE;
}

static gboolean
socket_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  pump (user_data);
  return G_SOURCE_CONTINUE;
}

static void
watch_with (KitteWire *self, GIOCondition condition, GSocketSourceFunc callback)
{
  unwatch (self);
  self->watch = g_socket_create_source (kitte_channel_get_socket (self->channel), condition, NULL);
  g_source_set_callback (self->watch, G_SOURCE_FUNC (callback), self, NULL);
  g_source_attach (self->watch, NULL);
}

static void
watch (KitteWire *self, GIOCondition condition)
{
  watch_with (self, condition, socket_cb);
}

static void
begin_shaking (KitteWire *self, gboolean implicit)
{
  self->state = STATE_SHAKING;
  kitte_recorder_begin (self->recorder, KITTE_STEP_TLS);
  set_timer (self);
  kitte_channel_begin_tls (self->channel, self->trust, self->server->host, implicit);
  if (self->old_tls)
    kitte_channel_offer_old_tls (self->channel);
}

static gboolean
patience_cb (gpointer user_data)
{
  KitteWire *self = user_data;

  self->patience = 0;
  obey (self, kitte_dialog_hurry (self->dialog));
  pump (self);
  return G_SOURCE_REMOVE;
}

/* Counts from when the dialog began to wait, whatever is said meanwhile. */
static void
set_patience (KitteWire *self)
{
  guint ms = kitte_dialog_get_patience (self->dialog);

  if (ms == 0)
    g_clear_handle_id (&self->patience, g_source_remove);
  else if (self->patience == 0)
    self->patience = g_timeout_add (ms, patience_cb, self);
}

/* Where the operation ended meanwhile, nobody waits for the work any more. */
static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteWire) self = user_data;

  self->working = FALSE;
  if (self->task == NULL)
    return;
  obey (self, kitte_dialog_worked (self->dialog));
  pump (self);
}

/* Does what the dialog answered; a wait for a line needs nothing but the line. */
static void
obey (KitteWire *self, KitteDialogWants wants)
{
  KitteFinding *early;

  take_dialog_output (self);
  if (wants == KITTE_DIALOG_FAILED)
    {
      fail (self, kitte_finding_ref (kitte_dialog_get_finding (self->dialog)));
      return;
    }
  early = kitte_idle_shouts (self->channel, self->dialog, self->recorder);
  if (early != NULL)
    {
      fail (self, early);
      return;
    }
  kitte_recorder_begin (self->recorder, kitte_dialog_get_step (self->dialog));
  set_timer (self);
  set_patience (self);
  if (wants == KITTE_DIALOG_WANTS_SIGN_IN || wants == KITTE_DIALOG_WANTS_NOTHING)
    succeed (self);
  else if (wants == KITTE_DIALOG_WANTS_TLS && kitte_channel_has_early_input (self->channel))
    fail (self, kitte_finding_new (KITTE_FINDING_STARTTLS_INJECTION, NULL));
  else if (wants == KITTE_DIALOG_WANTS_TLS)
    begin_shaking (self, FALSE);
  else if (wants == KITTE_DIALOG_WANTS_WORK)
    {
      /* What the server says meanwhile stays unread. */
      unwatch (self);
      self->working = TRUE;
      kitte_work_async (kitte_dialog_get_work (self->dialog), worked_cb, g_object_ref (self));
    }
}

static void
feed (KitteWire *self, const char *line, gsize length)
{
  gboolean before = kitte_dialog_get_signed_in (self->dialog);
  KitteDialogWants wants;

  kitte_recorder_write_heard (self->recorder, self->dialog, line, length);
  wants = kitte_dialog_feed (self->dialog, line, length);
  if (!before && kitte_dialog_get_signed_in (self->dialog))
    g_signal_emit (self, signed_in_signal, 0);
  obey (self, wants);
}

/* Some servers turn a client away without ending the line. Later an unfinished line is none: it may
 * have been cut short. */
static void
closed (KitteWire *self)
{
  gsize length;
  const char *piece = kitte_channel_last_piece (self->channel, &length);

  if (piece != NULL && kitte_recorder_get_step (self->recorder) == KITTE_STEP_GREETING)
    feed (self, piece, length);
  if (self->task != NULL)
    fail (self, kitte_finding_new (KITTE_FINDING_CLOSED, NULL));
}

static void
shaken (KitteWire *self)
{
  g_autofree char *version = kitte_channel_describe_tls (self->channel);
  gboolean implicit = self->server->security == KITTE_SECURITY_TLS;

  kitte_recorder_write (self->recorder, '*', version);
  self->state = STATE_TALKING;
  obey (self,
        implicit ? kitte_dialog_start (self->dialog, TRUE) : kitte_dialog_secured (self->dialog));
}

static KitteTlsProgress
advance (KitteWire *self)
{
  KitteTlsProgress progress;
  const char *line;
  gsize length;

  if (self->state == STATE_SHAKING)
    {
      progress = kitte_channel_handshake (self->channel);
      if (progress == KITTE_TLS_DONE)
        shaken (self);
      return progress;
    }
  if (kitte_channel_has_output (self->channel))
    return kitte_channel_flush (self->channel);
  line = kitte_channel_next_line (self->channel, &length);
  if (line == NULL)
    return kitte_channel_fill (self->channel);
  feed (self, line, length);
  return KITTE_TLS_DONE;
}

/* Goes on until the socket has to be waited for or the operation is over. */
static void
pump (KitteWire *self)
{
  g_autoptr (KitteWire) alive = g_object_ref (self);
  KitteTlsProgress progress = KITTE_TLS_DONE;

  while (self->task != NULL && !self->working && progress == KITTE_TLS_DONE)
    progress = advance (self);
  if (self->task == NULL || self->working)
    return;
  if (progress == KITTE_TLS_FAILED)
    fail (self, kitte_breakage_mean (self->dialog, kitte_channel_get_finding (self->channel)));
  else if (progress == KITTE_TLS_CLOSED)
    closed (self);
  else
    watch (self, progress == KITTE_TLS_WANTS_WRITE ? G_IO_OUT : G_IO_IN);
}

static void
waits_for_tls_cb (gpointer user_data)
{
  fail (user_data, kitte_finding_new (KITTE_FINDING_TLS_ON_PLAIN_PORT, NULL));
}

/* The socket and the trust store are fetched side by side; both are here now. */
static void
begin_talking (KitteWire *self)
{
  if (self->task == NULL || self->connected == NULL || !self->trusted)
    return;
  self->channel = kitte_channel_new (self->connected, &self->trips);
  /* The handshake’s last packet goes to the server before it can greet. */
  kitte_trips_sent (&self->trips);
  self->remote = kitte_ends_tell (self->connected, self->dialog);
  g_clear_object (&self->connected);
  if (self->server->security == KITTE_SECURITY_TLS)
    begin_shaking (self, TRUE);
  else
    {
      self->state = STATE_TALKING;
      if (self->addresses == NULL)
        self->late_greeting = kitte_late_greeting_new (self->server, self->trust, self->channel,
                                                       waits_for_tls_cb, self);
      obey (self, kitte_dialog_start (self->dialog, FALSE));
    }
  pump (self);
}

static void
trusted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteWire) self = user_data;

  self->trusted = kitte_trust_store_load_finish (self->trust, result, NULL);
  begin_talking (self);
}

static void
resolved_cb (KitteConnector *connector, gpointer user_data)
{
  KitteWire *self = user_data;

  if (self->task == NULL)
    return;
  kitte_recorder_begin (self->recorder, KITTE_STEP_CONNECT);
  set_timer (self);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteWire) self = user_data;
  KitteConnector *connector = KITTE_CONNECTOR (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = kitte_connector_connect_finish (connector, result, &error);

  g_signal_handlers_disconnect_by_data (connector, self);
  if (self->task == NULL || error != NULL)
    return;
  self->trips.count += kitte_connector_get_asked_network (connector) ? 1 : 0;
  if (socket == NULL)
    {
      fail (self, kitte_finding_ref (kitte_connector_get_finding (connector)));
      return;
    }
  self->trips.count++;
  self->connected = g_steal_pointer (&socket);
  kitte_recorder_end (self->recorder, KITTE_STEP_DONE);
  begin_talking (self);
}

static void
begin_task (KitteWire *self,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (self->task, "[kitte] wire");
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (self->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
}

/* Nothing was asked: whatever comes but TLS’s own records, the server does not wait any more. */
static gboolean
kept_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  g_autoptr (KitteWire) self = g_object_ref (user_data);

  if (kitte_channel_fill (self->channel) == KITTE_TLS_WANTS_READ)
    return G_SOURCE_CONTINUE;
  shut_down (self);
  return G_SOURCE_REMOVE;
}

static void
kitte_wire_dispose (GObject *object)
{
  KitteWire *self = KITTE_WIRE (object);

  shut_down (self);
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (kitte_wire_parent_class)->dispose (object);
}

static void
kitte_wire_finalize (GObject *object)
{
  KitteWire *self = KITTE_WIRE (object);

  g_clear_pointer (&self->server, kitte_server_unref);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_clear_object (&self->trust);
  g_clear_pointer (&self->recorder, kitte_recorder_free);
  g_clear_object (&self->remote);
  g_clear_object (&self->connector);
  g_clear_pointer (&self->addresses, g_ptr_array_unref);
  g_clear_object (&self->stopping);
  G_OBJECT_CLASS (kitte_wire_parent_class)->finalize (object);
}

static void
kitte_wire_class_init (KitteWireClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kitte_wire_dispose;
  G_OBJECT_CLASS (klass)->finalize = kitte_wire_finalize;
  signed_in_signal = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_wire_init (KitteWire *self)
{
  self->stopping = g_cancellable_new ();
}

/**
 * kitte_wire_new:
 * @server: (transfer none): whom to talk to
 * @trust: (transfer none): whom to believe
 * @check: (transfer none) (nullable): where steps, trips and transcript are written
 *
 * Returns: (transfer full): a wire that is not open; good for one connection
 */
KitteWire *
kitte_wire_new (KitteServer *server, KitteTrustStore *trust, KitteCheck *check)
{
  KitteWire *self;

  g_return_val_if_fail (server != NULL, NULL);
  g_return_val_if_fail (KITTE_IS_TRUST_STORE (trust), NULL);

  self = g_object_new (KITTE_TYPE_WIRE, NULL);
  self->server = kitte_server_ref (server);
  self->trust = g_object_ref (trust);
  self->recorder = kitte_recorder_new (check);
  self->dialog = kitte_dialog_new (server);
  return self;
}

/**
 * kitte_wire_allow_cleartext:
 *
 * The person agreed that this host may be signed in to without encryption.
 */
void
kitte_wire_allow_cleartext (KitteWire *self)
{
  g_return_if_fail (KITTE_IS_WIRE (self));

  kitte_dialog_allow_cleartext (self->dialog);
}

/**
 * kitte_wire_ask_for_old_tls:
 *
 * Only to learn which old version the server has: opening then fails in every case, and never says
 * anything that is secret.
 */
void
kitte_wire_ask_for_old_tls (KitteWire *self)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->state == STATE_IDLE);

  self->old_tls = TRUE;
}

/**
 * kitte_wire_guess:
 * @addresses: (transfer none) (element-type GInetAddress): what the host’s name leads to
 *
 * Nobody has named this server: it is one connection to see who answers there. The name is not
 * asked for again, and silence is not asked about.
 */
void
kitte_wire_guess (KitteWire *self, GPtrArray *addresses)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->state == STATE_IDLE && addresses != NULL && addresses->len > 0);

  self->addresses = g_ptr_array_ref (addresses);
}

/**
 * kitte_wire_get_dialog:
 *
 * Returns: (transfer none): what was learned so far
 */
KitteDialog *
kitte_wire_get_dialog (KitteWire *self)
{
  g_return_val_if_fail (KITTE_IS_WIRE (self), NULL);

  return self->dialog;
}

/**
 * kitte_wire_get_finding:
 *
 * Returns: (transfer none) (nullable): why an operation failed
 */
KitteFinding *
kitte_wire_get_finding (KitteWire *self)
{
  g_return_val_if_fail (KITTE_IS_WIRE (self), NULL);

  return self->finding;
}

/**
 * kitte_wire_get_remote_address:
 *
 * Returns: (transfer none) (nullable): which of the host’s addresses answered
 */
GInetAddress *
kitte_wire_get_remote_address (KitteWire *self)
{
  g_return_val_if_fail (KITTE_IS_WIRE (self), NULL);

  return self->remote;
}

/**
 * kitte_wire_open_async:
 * @deadline: monotonic time in microseconds after which nothing is waited for, also in later
 *   operations; 0: none but the limits of the single waits
 *
 * Brings the connection to where the dialog could sign in. To be called once, on the main context.
 */
void
kitte_wire_open_async (KitteWire *self,
                       gint64 deadline,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->state == STATE_IDLE);

  self->state = STATE_CONNECTING;
  self->deadline = deadline;
  begin_task (self, cancellable, callback, user_data);
  kitte_recorder_begin (self->recorder, KITTE_STEP_RESOLVE);
  set_timer (self);
  kitte_trust_store_load_async (self->trust, NULL, trusted_cb, g_object_ref (self));
  self->connector = kitte_connector_new (self->server->host, self->server->port);
  if (self->addresses != NULL)
    kitte_connector_set_addresses (self->connector, self->addresses);
  g_signal_connect (self->connector, "resolved", G_CALLBACK (resolved_cb), self);
  kitte_connector_connect_async (self->connector, self->stopping, connected_cb,
                                 g_object_ref (self));
}

/**
 * kitte_wire_finish:
 *
 * Returns: of each operation: %TRUE: done; %FALSE without an error: kitte_wire_get_finding() says
 * why; with an error: cancelled
 */
gboolean
kitte_wire_finish (KitteWire *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_wire_keep:
 *
 * The wire is ready and will not be used at once: should the server close meanwhile, it is closed
 * here too.
 */
void
kitte_wire_keep (KitteWire *self)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->state == STATE_TALKING && self->task == NULL);

  watch_with (self, G_IO_IN, kept_cb);
}

/**
 * kitte_wire_is_open:
 *
 * Returns: whether the wire is being opened, or is open as far as is known
 */
gboolean
kitte_wire_is_open (KitteWire *self)
{
  g_return_val_if_fail (KITTE_IS_WIRE (self), FALSE);

  return self->state != STATE_IDLE && self->state != STATE_CLOSED;
}

/**
 * kitte_wire_go_on:
 * @check: (transfer none): gets what was written down so far, and all that follows
 * @deadline: takes the place of the former one
 *
 * A wire that was kept, or is still being opened, is used now.
 */
void
kitte_wire_go_on (KitteWire *self, KitteCheck *check, gint64 deadline)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (kitte_wire_is_open (self));

  self->deadline = deadline;
  kitte_recorder_go_on (self->recorder, check);
  if (self->task == NULL)
    {
      unwatch (self);
      write_down_connection (self);
      kitte_recorder_write (self->recorder, '*', "kept ready until here");
    }
}

/**
 * kitte_wire_sign_in_async:
 * @credential: (transfer none): sent once
 *
 * Signs in on a wire that was opened.
 */
void
kitte_wire_sign_in_async (KitteWire *self,
                          KitteCredential *credential,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  KitteFinding *lost;

  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->state == STATE_TALKING && self->task == NULL);

  begin_task (self, cancellable, callback, user_data);
  kitte_recorder_begin (self->recorder, KITTE_STEP_SIGN_IN);
  /* What is known to be lost is not sent: the server may have closed while this was waiting. */
  lost = kitte_idle_look (self->channel, self->dialog, self->recorder);
  if (lost != NULL)
    {
      fail (self, lost);
      return;
    }
  obey (self, kitte_dialog_sign_in (self->dialog, credential));
  pump (self);
}

/**
 * kitte_wire_run_async:
 * @errand: (transfer none): for this protocol
 * @deadline: takes the place of the former one; 0: none but the limit of each wait
 *
 * Does something on a wire that is signed in and stays (kitte_dialog_stay()).
 */
void
kitte_wire_run_async (KitteWire *self,
                      KitteErrand *errand,
                      gint64 deadline,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->state == STATE_TALKING && self->task == NULL);

  self->deadline = deadline;
  begin_task (self, cancellable, callback, user_data);
  obey (self, kitte_dialog_run (self->dialog, errand));
  pump (self);
}

/**
 * kitte_wire_goodbye:
 *
 * Says LOGOUT or QUIT and closes, without waiting for the answer.
 */
void
kitte_wire_goodbye (KitteWire *self)
{
  g_return_if_fail (KITTE_IS_WIRE (self));
  g_return_if_fail (self->task == NULL);

  shut_down (self);
}

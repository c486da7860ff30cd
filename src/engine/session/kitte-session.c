/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rooms above know of a connection: whether it is ready, how one would sign in, and what the
 * server is once that is proven. One that was prepared is opened later by whoever takes it over. */
#define G_LOG_DOMAIN "kitte-session"
#include "config.h"

#include "kitte-session.h"

#include "wire/kitte-wire.h"

struct _KitteSession
{
  GObject parent_instance;
  KitteServer *server;
  KitteCheck *check;
  KitteWire *wire;

  /* Only where it was prepared: who opens it by now, and how that is stopped. */
  gboolean preparing;
  GCancellable *stopping;
  GTask *opening;
  GSource *cancel_source;
};

G_DEFINE_FINAL_TYPE (KitteSession, kitte_session, G_TYPE_OBJECT)

enum
{
  SIGNED_IN,
  PREPARED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean done = kitte_wire_finish (KITTE_WIRE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, done);
}

static void
end_opening (KitteSession *self)
{
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteSession) self = user_data;
  g_autoptr (GTask) opening = g_steal_pointer (&self->opening);
  GError *error = NULL;
  gboolean ready = kitte_wire_finish (self->wire, result, &error);

  self->preparing = FALSE;
  end_opening (self);
  if (opening == NULL)
    {
      if (ready)
        kitte_wire_keep (self->wire);
      g_clear_error (&error);
      g_signal_emit (self, signals[PREPARED], 0);
    }
  else if (error != NULL)
    g_task_return_error (opening, error);
  else
    g_task_return_boolean (opening, ready);
}

static gboolean
opening_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  KitteSession *self = user_data;

  g_cancellable_cancel (self->stopping);
  return G_SOURCE_REMOVE;
}

/* Somebody waits for the preparation from now on. */
static void
open_prepared (KitteSession *self, GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!self->preparing)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->opening = g_object_ref (task);
  if (cancellable == NULL)
    return;
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (self->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (opening_cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
}

static void
accepted_cb (KitteWire *wire, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNED_IN], 0);
}

static void
kitte_session_finalize (GObject *object)
{
  KitteSession *self = KITTE_SESSION (object);

  end_opening (self);
  g_clear_object (&self->stopping);
  g_clear_object (&self->wire);
  g_clear_object (&self->check);
  g_clear_pointer (&self->server, kitte_server_unref);
  G_OBJECT_CLASS (kitte_session_parent_class)->finalize (object);
}

static void
kitte_session_class_init (KitteSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_session_finalize;
  signals[SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PREPARED] = g_signal_new ("prepared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_session_init (KitteSession *self)
{
}

/**
 * kitte_session_new:
 * @server: (transfer none): whom to talk to
 * @check: (transfer none) (nullable): where steps, trips and transcript are written
 *
 * Trusts whom this computer trusts.
 *
 * Returns: (transfer full): a session that is not open
 */
KitteSession *
kitte_session_new (KitteServer *server, KitteCheck *check)
{
  KitteSession *self;

  g_return_val_if_fail (server != NULL, NULL);

  self = g_object_new (KITTE_TYPE_SESSION, NULL);
  self->server = kitte_server_ref (server);
  self->check = check != NULL ? g_object_ref (check) : NULL;
  self->wire = kitte_wire_new (server, kitte_trust_store_get_default (), check);
  g_signal_connect_object (self->wire, "signed-in", G_CALLBACK (accepted_cb), self, 0);
  return self;
}

/**
 * kitte_session_allow_cleartext:
 *
 * The person agreed that this host may be signed in to without encryption. Without this call
 * nothing secret leaves on an unencrypted connection.
 */
void
kitte_session_allow_cleartext (KitteSession *self)
{
  g_return_if_fail (KITTE_IS_SESSION (self));

  kitte_wire_allow_cleartext (self->wire);
}

/**
 * kitte_session_stay:
 *
 * Something is to be done after the sign-in (kitte_session_run_async()). Before that.
 */
void
kitte_session_stay (KitteSession *self)
{
  g_return_if_fail (KITTE_IS_SESSION (self));

  kitte_dialog_stay (kitte_wire_get_dialog (self->wire));
}

/**
 * kitte_session_guess:
 * @addresses: (transfer none) (element-type GInetAddress): what the host’s name leads to
 *
 * Nobody has named this server: see kitte_wire_guess(). Before the session is opened.
 */
void
kitte_session_guess (KitteSession *self, GPtrArray *addresses)
{
  g_return_if_fail (KITTE_IS_SESSION (self));

  kitte_wire_guess (self->wire, addresses);
}

/**
 * kitte_session_narrow:
 * @server: (transfer none): the same server, perhaps with other methods
 *
 * By which methods may be signed in became known after the session was begun.
 *
 * Returns: whether there still may be one; else the session is of no use
 */
gboolean
kitte_session_narrow (KitteSession *self, KitteServer *server)
{
  KitteAuth method;

  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  kitte_server_ref (server);
  kitte_server_unref (self->server);
  self->server = server;
  kitte_dialog_narrow (kitte_wire_get_dialog (self->wire), server);
  return !kitte_session_is_ready (self) || kitte_session_get_method (self, &method);
}

KitteServer *
kitte_session_get_server (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), NULL);

  return self->server;
}

/**
 * kitte_session_get_check:
 *
 * Returns: (transfer none) (nullable): where it was written down what the session has gone through,
 *   until somebody went on with it
 */
KitteCheck *
kitte_session_get_check (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), NULL);

  return self->check;
}

/**
 * kitte_session_get_finding:
 *
 * Returns: (transfer none) (nullable): why an operation failed
 */
KitteFinding *
kitte_session_get_finding (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), NULL);

  return kitte_wire_get_finding (self->wire);
}

/**
 * kitte_session_get_remote_address:
 *
 * Returns: (transfer none) (nullable): which of the host’s addresses answered
 */
GInetAddress *
kitte_session_get_remote_address (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), NULL);

  return kitte_wire_get_remote_address (self->wire);
}

gboolean
kitte_session_get_encrypted (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  return kitte_dialog_get_encrypted (kitte_wire_get_dialog (self->wire));
}

/**
 * kitte_session_get_method:
 * @method: (out): the method that was used or would be
 *
 * Returns: whether there is one
 */
gboolean
kitte_session_get_method (KitteSession *self, KitteAuth *method)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  return kitte_dialog_choose_method (kitte_wire_get_dialog (self->wire), method);
}

/**
 * kitte_session_get_sign_in_sent:
 *
 * Returns: whether a part of the sign-in has left, so that the server may count it
 */
gboolean
kitte_session_get_sign_in_sent (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  return kitte_dialog_get_sign_in_sent (kitte_wire_get_dialog (self->wire));
}

/**
 * kitte_session_get_signed_in:
 *
 * Returns: whether user name and password were accepted, also where the mailbox then was not
 */
gboolean
kitte_session_get_signed_in (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  return kitte_dialog_get_signed_in (kitte_wire_get_dialog (self->wire));
}

/**
 * kitte_session_dup_proven_server:
 * @username: (nullable): what goes to the server
 *
 * Returns: (transfer full) (nullable): the server as it turned out to be, with the one method and
 *   the security of this connection; %NULL where there is no method
 */
KitteServer *
kitte_session_dup_proven_server (KitteSession *self, const char *username)
{
  g_autoptr (KitteServer) secured = NULL;
  g_autoptr (KitteServer) named = NULL;
  KitteAuth method;

  g_return_val_if_fail (KITTE_IS_SESSION (self), NULL);

  if (!kitte_session_get_method (self, &method))
    return NULL;
  if (self->server->security == KITTE_SECURITY_NONE && kitte_session_get_encrypted (self))
    secured = kitte_server_with_security (self->server, KITTE_SECURITY_STARTTLS);
  else
    secured = kitte_server_ref (self->server);
  named =
      kitte_server_with_username (secured, username != NULL ? username : self->server->username);
  return kitte_server_with_auth (named, method);
}

/**
 * kitte_session_prepare:
 * @deadline: as in kitte_session_open_async(), for the time until the session is ready
 *
 * Begins to open the session before anybody needs it. Who does then calls kitte_session_go_on() and
 * kitte_session_open_async(), which waits for what is missing. One that is not needed any more is
 * told goodbye.
 */
void
kitte_session_prepare (KitteSession *self, gint64 deadline)
{
  g_return_if_fail (KITTE_IS_SESSION (self) && self->stopping == NULL);

  self->preparing = TRUE;
  self->stopping = g_cancellable_new ();
  kitte_wire_open_async (self->wire, deadline, self->stopping, prepared_cb, g_object_ref (self));
}

/**
 * kitte_session_is_open:
 *
 * Returns: whether the session is open or being opened, as far as is known: of a prepared one, that
 *   it neither failed nor was closed by the server
 */
gboolean
kitte_session_is_open (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  return kitte_wire_is_open (self->wire);
}

/**
 * kitte_session_is_ready:
 *
 * Returns: whether a prepared session is through with its preparation, and open as far as is known
 */
gboolean
kitte_session_is_ready (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), FALSE);

  return self->stopping != NULL && !self->preparing && kitte_wire_is_open (self->wire);
}

/**
 * kitte_session_go_on:
 * @check: (transfer none): where steps, trips and transcript are written from now on; gets those of
 *   the preparation too
 * @deadline: for everything from now on
 *
 * Somebody needs the prepared session, which is open.
 */
void
kitte_session_go_on (KitteSession *self, KitteCheck *check, gint64 deadline)
{
  g_return_if_fail (KITTE_IS_SESSION (self) && self->stopping != NULL);

  kitte_wire_go_on (self->wire, check, deadline);
}

/**
 * kitte_session_open_async:
 * @deadline: monotonic time in microseconds after which nothing is waited for, also while signing
 *   in; 0: none. A prepared session has that of kitte_session_go_on()
 *
 * Name, connection, TLS, greeting, capabilities; of a prepared session what is missing of that. To
 * be called once, on the main context.
 */
void
kitte_session_open_async (KitteSession *self,
                          gint64 deadline,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_session_open_async);
  if (self->stopping != NULL)
    open_prepared (self, task);
  else
    kitte_wire_open_async (self->wire, deadline, cancellable, done_cb, g_steal_pointer (&task));
}

/**
 * kitte_session_open_finish:
 *
 * Returns: %TRUE: ready for sign-in; %FALSE without an error: kitte_session_get_finding() says why;
 *   with an error: cancelled
 */
gboolean
kitte_session_open_finish (KitteSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_session_sign_in_async:
 * @credential: (transfer none): sent once
 *
 * Signs in to a session that is ready. Whether the budget allows it is the caller’s question.
 */
void
kitte_session_sign_in_async (KitteSession *self,
                             KitteCredential *credential,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_SESSION (self));
  g_return_if_fail (credential != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_session_sign_in_async);
  kitte_wire_sign_in_async (self->wire, credential, cancellable, done_cb, g_steal_pointer (&task));
}

/**
 * kitte_session_sign_in_finish:
 *
 * Returns: %TRUE: signed in, and what was to be proven is proven; otherwise like
 *   kitte_session_open_finish()
 */
gboolean
kitte_session_sign_in_finish (KitteSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_session_run_async:
 * @errand: (transfer none): for the server’s protocol
 * @deadline: as in kitte_session_open_async(); takes the place of the former one
 *
 * Does something in a session that is signed in and stays; can be called again.
 */
void
kitte_session_run_async (KitteSession *self,
                         KitteErrand *errand,
                         gint64 deadline,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_SESSION (self) && KITTE_IS_ERRAND (errand));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_session_run_async);
  kitte_wire_run_async (self->wire, errand, deadline, cancellable, done_cb,
                        g_steal_pointer (&task));
}

/**
 * kitte_session_run_finish:
 *
 * Returns: %TRUE: the errand is through, and knows its outcome; otherwise like
 *   kitte_session_open_finish()
 */
gboolean
kitte_session_run_finish (KitteSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_session_goodbye:
 *
 * Ends the connection in order, without waiting.
 */
void
kitte_session_goodbye (KitteSession *self)
{
  g_return_if_fail (KITTE_IS_SESSION (self));

  if (self->preparing)
    g_cancellable_cancel (self->stopping);
  else
    kitte_wire_goodbye (self->wire);
}

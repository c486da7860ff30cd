/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rooms above know of a connection: whether it is ready, how one would sign in, and what the
 * server is once that is proven. Sessions are made one by one; whoever wants to keep some ready
 * holds on to them. */
#define G_LOG_DOMAIN "kitte-session"
#include "config.h"

#include "kitte-session.h"

#include "wire/kitte-wire.h"

struct _KitteSession
{
  GObject parent_instance;
  KitteServer *server;
  KitteWire *wire;
};

G_DEFINE_FINAL_TYPE (KitteSession, kitte_session, G_TYPE_OBJECT)

enum
{
  SIGNED_IN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean ready = kitte_wire_open_finish (KITTE_WIRE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, ready);
}

static void
accepted_cb (KitteWire *wire, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNED_IN], 0);
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean accepted = kitte_wire_sign_in_finish (KITTE_WIRE (source), result, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, accepted);
}

static void
kitte_session_finalize (GObject *object)
{
  KitteSession *self = KITTE_SESSION (object);

  g_clear_object (&self->wire);
  g_clear_pointer (&self->server, kitte_server_unref);
  G_OBJECT_CLASS (kitte_session_parent_class)->finalize (object);
}

static void
kitte_session_class_init (KitteSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_session_finalize;
  signals[SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
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

KitteServer *
kitte_session_get_server (KitteSession *self)
{
  g_return_val_if_fail (KITTE_IS_SESSION (self), NULL);

  return self->server;
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
 * kitte_session_open_async:
 * @deadline: monotonic time in microseconds after which nothing is waited for, also while signing
 *   in; 0: none
 *
 * Name, connection, TLS, greeting, capabilities. To be called once, on the main context.
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
  kitte_wire_open_async (self->wire, deadline, cancellable, opened_cb, g_steal_pointer (&task));
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
  kitte_wire_sign_in_async (self->wire, credential, cancellable, signed_in_cb,
                            g_steal_pointer (&task));
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
 * kitte_session_goodbye:
 *
 * Ends the connection in order, without waiting.
 */
void
kitte_session_goodbye (KitteSession *self)
{
  g_return_if_fail (KITTE_IS_SESSION (self));

  kitte_wire_goodbye (self->wire);
}

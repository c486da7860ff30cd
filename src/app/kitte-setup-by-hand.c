/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers that the person types: what is known to begin with, and whether they answer. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"
#include "lookup/kitte-probe.h"

/* What was typed for each direction; of each the better one, once it is known. */
typedef struct
{
  KitteServer *typed[2];
  KitteServer *better[2];
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  for (gsize i = 0; i < G_N_ELEMENTS (look->typed); i++)
    {
      g_clear_pointer (&look->typed[i], kitte_server_unref);
      g_clear_pointer (&look->better[i], kitte_server_unref);
    }
  g_free (look);
}

static KitteServer *
best_of (const KitteProposal *proposal, gboolean incoming)
{
  GPtrArray *servers;

  if (proposal == NULL)
    return NULL;
  servers = incoming ? proposal->incoming : proposal->outgoing;
  return servers->len > 0 ? servers->pdata[0] : NULL;
}

/**
 * kitte_setup_dup_server:
 *
 * Returns: (transfer full) (nullable): what is known of a direction so far: what the person typed,
 *   else what was found; with a user name
 */
KitteServer *
kitte_setup_dup_server (KitteSetup *self, gboolean incoming)
{
  KitteServer *server;

  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  server = incoming ? self->incoming : self->outgoing;
  if (server == NULL)
    server = best_of (self->proposal, incoming);
  if (server == NULL)
    server = best_of (self->greeting, incoming);
  if (server == NULL)
    return NULL;
  return kitte_server_with_username (server, server->username != NULL ? server->username :
                                             self->address != NULL    ? self->address->text :
                                                                        NULL);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  GError *error = NULL;

  kitte_probe_run_finish (KITTE_PROBE (source), result, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (look->typed); i++)
    look->better[i] = kitte_probe_dup_better (KITTE_PROBE (source), look->typed[i]);
  g_task_return_boolean (task, look->better[TRUE] == NULL && look->better[FALSE] == NULL);
}

/**
 * kitte_setup_look_async:
 * @incoming: what the person typed, with a user name
 * @outgoing: the same
 *
 * Takes these servers from now on, and looks whether they answer, without the password. Who does
 * stays connected for the check. kitte_setup_cancel() stops it.
 */
void
kitte_setup_look_async (KitteSetup *self,
                        KitteServer *incoming,
                        KitteServer *outgoing,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (KitteProbe) probe = NULL;
  Look *look = g_new0 (Look, 1);
  GTask *task;

  g_return_if_fail (KITTE_IS_SETUP (self) && incoming != NULL && outgoing != NULL);

  kitte_setup_cancel (self);
  kitte_setup_set_server (self, incoming);
  kitte_setup_set_server (self, outgoing);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_name (task, "kitte_setup_look");
  look->typed[TRUE] = kitte_server_ref (incoming);
  look->typed[FALSE] = kitte_server_ref (outgoing);
  g_task_set_task_data (task, look, look_free);
  if (self->keep == NULL)
    self->keep = kitte_session_keep_new ();
  probe = kitte_probe_new (self->keep);
  kitte_probe_add_typed (probe, incoming);
  kitte_probe_add_typed (probe, outgoing);
  kitte_probe_run_async (probe, self->cancellable, probed_cb, task);
}

/**
 * kitte_setup_look_finish:
 * @incoming: (out) (transfer full) (nullable): what answers in place of what was typed; %NULL:
 * there is nothing better to say
 * @outgoing: (out) (transfer full) (nullable): the same
 *
 * Returns: whether there is nothing better for either; %FALSE with %G_IO_ERROR_CANCELLED
 */
gboolean
kitte_setup_look_finish (KitteSetup *self,
                         GAsyncResult *result,
                         KitteServer **incoming,
                         KitteServer **outgoing,
                         GError **error)
{
  Look *look;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  look = g_task_get_task_data (G_TASK (result));
  *incoming = g_steal_pointer (&look->better[TRUE]);
  *outgoing = g_steal_pointer (&look->better[FALSE]);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the accounts there are, and their saved passwords: other programs’ files take long. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repairs.h"

/* The catalogue belongs to this thread alone: the window’s own is in use meanwhile. */
static void
find_repairs (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) clients = kitte_clients_new_readable ();
  g_autoptr (KitteLookup) lookup = kitte_lookup_new ();

  g_task_return_pointer (task, kitte_repair_find (clients, lookup, NULL),
                         (GDestroyNotify) g_ptr_array_unref);
}

static void
lookup_password (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GPtrArray *accounts = kitte_repair_get_accounts (KITTE_REPAIR (source));
  GError *error = NULL;
  KitteSecret *secret = NULL;

  for (guint i = 0; secret == NULL && error == NULL && i < accounts->len; i++)
    {
      const KitteRepairAccount *account = g_ptr_array_index (accounts, i);
      const KitteServer *incoming = account->existing->incoming;

      if (incoming != NULL && incoming->username != NULL)
        secret =
            kitte_client_lookup_password (account->client, account->existing, incoming, &error);
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, secret, (GDestroyNotify) kitte_secret_unref);
}

/**
 * kitte_repairs_find_async:
 *
 * Reads settings and touches nothing.
 */
void
kitte_repairs_find_async (GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_name (task, "kitte_repairs_find");
  g_task_run_in_thread (task, find_repairs);
}

/**
 * kitte_repairs_find_finish:
 *
 * Returns: (transfer full) (element-type KitteRepair): every mailbox found, healthy ones too
 */
GPtrArray *
kitte_repairs_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kitte_repairs_lookup_password_async:
 *
 * Reads the password that the mail program has saved for receiving. Only where the person said so.
 */
void
kitte_repairs_lookup_password_async (KitteRepair *repair,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_REPAIR (repair));

  task = g_task_new (repair, cancellable, callback, user_data);
  g_task_set_name (task, "kitte_repairs_lookup_password");
  g_task_run_in_thread (task, lookup_password);
}

/**
 * kitte_repairs_lookup_password_finish:
 *
 * Returns: (transfer full) (nullable): the password; %NULL without an error: none is saved
 */
KitteSecret *
kitte_repairs_lookup_password_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kitte_repairs_set_primary_password:
 * @primary_password: what opens the password store of a mail program; empty: it stays closed
 *
 * For reading what is saved there, and for saving. Not while either is under way.
 */
void
kitte_repairs_set_primary_password (KitteRepair *repair, KitteSecret *primary_password)
{
  GPtrArray *accounts;

  g_return_if_fail (KITTE_IS_REPAIR (repair) && primary_password != NULL);

  accounts = kitte_repair_get_accounts (repair);
  for (guint i = 0; i < accounts->len; i++)
    kitte_client_set_primary_password (
        ((const KitteRepairAccount *) g_ptr_array_index (accounts, i))->client, primary_password);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the accounts there are: other programs’ files take long. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repairs.h"

static void
find_repairs (GTask *task, gpointer source, gpointer lookup, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) clients = kitte_clients_new_readable ();

  g_task_return_pointer (task, kitte_repair_find (clients, lookup, NULL),
                         (GDestroyNotify) g_ptr_array_unref);
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
  /* Opened here, and from now on the other thread’s alone: the window’s own is in use meanwhile. */
  g_task_set_task_data (task, kitte_lookup_new (), g_object_unref);
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
 * kitte_repairs_set_primary_password:
 * @primary_password: (nullable): what opens the password store of a mail program; empty: it stays
 *   closed; %NULL: forgets it
 *
 * For reading what is saved there, and for saving, from the next time on.
 */
void
kitte_repairs_set_primary_password (KitteRepair *repair, KitteSecret *primary_password)
{
  GPtrArray *accounts;

  g_return_if_fail (KITTE_IS_REPAIR (repair));

  accounts = kitte_repair_get_accounts (repair);
  for (guint i = 0; i < accounts->len; i++)
    kitte_client_set_primary_password (
        ((const KitteRepairAccount *) g_ptr_array_index (accounts, i))->client, primary_password);
}

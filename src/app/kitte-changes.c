/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record is a folder of small files: read in a thread, as every file is. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-changes.h"

static void
list_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *entries = kitte_undo_list (&error);

  if (entries != NULL)
    g_task_return_pointer (task, entries, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
kitte_changes_list_async (GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_name (task, "kitte_changes_list");
  g_task_run_in_thread (task, list_in_thread);
}

/**
 * kitte_changes_list_finish:
 *
 * Returns: (transfer full) (element-type KitteUndoEntry) (nullable): the newest first
 */
GPtrArray *
kitte_changes_list_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thread gets the work and nothing else, so that it can be left behind. */
#define G_LOG_DOMAIN "kitte-wire"
#include "config.h"

#include "kitte-work.h"

static void
work_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  kitte_scram_work_run (task_data);
  g_task_return_boolean (task, TRUE);
}

/**
 * kitte_work_async:
 * @work: (transfer none): a reference is kept by the thread; what is secret is wiped with the last
 * @callback: always called, without an object, when the work is done; there is nothing to finish
 *
 * Cannot be cancelled: who does not wait any more lets go of @work, and does nothing in @callback.
 */
void
kitte_work_async (KitteScramWork *work, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);

  g_return_if_fail (work != NULL);

  g_task_set_name (task, "[kitte] work");
  g_task_set_task_data (task, kitte_scram_work_ref (work), (GDestroyNotify) kitte_scram_work_unref);
  g_task_run_in_thread (task, work_in_thread);
}

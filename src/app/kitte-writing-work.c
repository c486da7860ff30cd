/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the mail programs’ files and plans, off the main thread. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-writing-work.h"

static gboolean
plan_account (KitteWritingWork *work, GError **error)
{
  g_autoptr (KittePlan) plan =
      kitte_plan_new (work->clients, work->installations,
                      (const KitteForExisting *) (gpointer) work->for_existing->data, work->account,
                      error);

  if (plan == NULL)
    return FALSE;
  work->changes = g_object_ref (plan->changes);
  kitte_plan_check_keyring (plan);
  work->left_out = g_ptr_array_ref (plan->left_out);
  work->notes = g_ptr_array_ref (plan->notes);
  return TRUE;
}

static gboolean
plan_repair (KitteWritingWork *work, GError **error)
{
  work->repair_plan = kitte_repair_plan_new (work->repair, work->cure, error);
  if (work->repair_plan == NULL)
    return FALSE;
  work->changes = work->repair_plan->changes != NULL ?
                      g_object_ref (work->repair_plan->changes) :
                      kitte_change_set_new (kitte_repair_get_address (work->repair));
  return TRUE;
}

KitteWritingWork *
kitte_writing_work_new (GPtrArray *clients)
{
  KitteWritingWork *self = g_new0 (KitteWritingWork, 1);

  self->clients = g_ptr_array_ref (clients);
  self->installations = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  self->for_existing = g_array_new (FALSE, TRUE, sizeof (KitteForExisting));
  return self;
}

void
kitte_writing_work_free (KitteWritingWork *self)
{
  g_ptr_array_unref (self->clients);
  g_ptr_array_unref (self->installations);
  g_clear_pointer (&self->account, kitte_account_unref);
  g_clear_object (&self->repair);
  g_clear_pointer (&self->cure, kitte_cure_unref);
  g_clear_pointer (&self->repair_plan, kitte_repair_plan_unref);
  g_clear_object (&self->changes);
  g_array_unref (self->for_existing);
  g_clear_pointer (&self->left_out, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_pointer (&self->preselections, g_ptr_array_unref);
  g_free (self);
}

void
kitte_writing_work_find (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KitteWritingWork *work = data;

  g_ptr_array_unref (work->installations);
  work->installations = kitte_preselection_find (work->clients);
  g_clear_pointer (&work->preselections, g_ptr_array_unref);
  work->preselections = kitte_preselection_make (work->clients, work->installations, work->account);
  g_task_return_boolean (task, TRUE);
}

void
kitte_writing_work_plan (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  KitteWritingWork *work = data;
  GError *error = NULL;

  if (work->repair != NULL ? plan_repair (work, &error) : plan_account (work, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

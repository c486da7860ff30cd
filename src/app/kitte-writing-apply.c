/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Applies what is planned and takes it back, one operation at a time; waits for programs that have
 * to be closed first. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-writing-private.h"

#include "change/kitte-undo.h"

/* A program that has to be closed is looked at this often: people notice no delay, computers no
 * work. */
#define LOOK_AGAIN_MS 1000

/* A file that changes under our hands is planned anew; one that never rests is a fault to tell. */
#define MAX_REPLANS 3

static void try_to_apply (KitteWriting *self, GTask *task);

static gboolean
has_lock (KitteWriting *self, const char *client)
{
  GPtrArray *files = kitte_change_set_get_files (self->changes);

  for (guint i = 0; i < files->len; i++)
    {
      KitteFileChange *file = g_ptr_array_index (files, i);

      if (file->lock_path != NULL && g_strcmp0 (file->client, client) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Of the programs whose files are locked while they run, the one that runs, as far as that shows.
 */
static const char *
name_running (KitteWriting *self, GPtrArray *installations)
{
  const char *name = "";

  for (guint i = 0; i < installations->len; i++)
    {
      KitteInstallation *installation = g_ptr_array_index (installations, i);

      if (!has_lock (self, installation->client))
        continue;
      if (installation->running)
        return installation->name;
      if (*name == '\0')
        name = installation->name;
    }
  return name;
}

static gboolean
look_again_cb (gpointer user_data)
{
  KitteWriting *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->waiting_task);
  void (*try_again) (KitteWriting *, GTask *) = g_task_get_task_data (task);

  self->look_again = 0;
  try_again (self, task);
  return G_SOURCE_REMOVE;
}

static void
wait_and_look_again (KitteWriting *self, GTask *task)
{
  self->waiting_task = g_object_ref (task);
  self->look_again = g_timeout_add (LOOK_AGAIN_MS, look_again_cb, self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteWriting *self = KITTE_WRITING (source);
  KitteWritingWork *work = g_task_get_task_data (G_TASK (result));

  if (g_task_return_error_if_cancelled (task))
    return;
  kitte_writing_set_waiting_for (self, name_running (self, work->installations));
  wait_and_look_again (self, task);
}

static void
wait_for_program (KitteWriting *self, GTask *task)
{
  g_object_unref (kitte_writing_start_worker (self, kitte_writing_make_work (self),
                                              kitte_writing_work_find, looked_cb,
                                              g_object_ref (task)));
}

static void
replanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteWriting *self = KITTE_WRITING (source);

  kitte_writing_take_plan (self, result);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->changes != NULL)
    try_to_apply (self, task);
  else
    g_task_return_error (task, g_error_copy (self->problem));
}

/* Closing a program writes its files: the plan made while it was open no longer fits. */
static void
plan_anew_and_apply (KitteWriting *self, GTask *task)
{
  g_object_unref (kitte_writing_start_worker (self, kitte_writing_make_work_for_chosen (self),
                                              kitte_writing_work_plan, replanned_cb,
                                              g_object_ref (task)));
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KitteWriting *self = g_task_get_source_object (task);
  char *id = kitte_change_set_apply_finish (KITTE_CHANGE_SET (source), result, &error);

  if (id != NULL)
    {
      kitte_writing_set_waiting_for (self, NULL);
      self->undo_id = id;
      kitte_writing_drop_secrets (self);
      g_clear_object (&self->changes);
      g_task_return_boolean (task, TRUE);
    }
  else if (g_error_matches (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_RUNNING))
    wait_for_program (self, task);
  else if (g_error_matches (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_CHANGED) &&
           self->replans++ < MAX_REPLANS)
    plan_anew_and_apply (self, task);
  else
    {
      kitte_writing_set_waiting_for (self, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
try_to_apply (KitteWriting *self, GTask *task)
{
  kitte_change_set_apply_async (self->changes, g_task_get_cancellable (task), applied_cb,
                                g_object_ref (task));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KitteWriting *self = g_task_get_source_object (task);

  if (kitte_undo_finish (result, &error))
    {
      kitte_writing_set_waiting_for (self, NULL);
      g_clear_pointer (&self->undo_id, g_free);
      g_task_return_boolean (task, TRUE);
    }
  else if (g_error_matches (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_RUNNING))
    {
      kitte_writing_set_waiting_for (self, "");
      wait_and_look_again (self, task);
    }
  else
    {
      kitte_writing_set_waiting_for (self, NULL);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

static void
try_to_undo (KitteWriting *self, GTask *task)
{
  kitte_undo_async (self->clients, self->undo_id, g_task_get_cancellable (task), undone_cb,
                    g_object_ref (task));
}

static GTask *
start_operation (KitteWriting *self,
                 const char *name,
                 void (*try_it) (KitteWriting *, GTask *),
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task;

  kitte_writing_cancel (self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->replans = 0;
  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_name (task, name);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, try_it, NULL);
  return task;
}

/**
 * kitte_writing_apply_async:
 *
 * Writes what is planned, all of it or nothing. Where a program has to be closed first, waits for
 * it, plans anew and goes on by itself.
 */
void
kitte_writing_apply_async (KitteWriting *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_WRITING (self) && kitte_writing_get_changes (self) != NULL);

  task = start_operation (self, "kitte_writing_apply", plan_anew_and_apply, callback, user_data);
  try_to_apply (self, task);
}

gboolean
kitte_writing_apply_finish (KitteWriting *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_writing_undo_async:
 *
 * Takes back what was written, waiting for a program that has to be closed first.
 */
void
kitte_writing_undo_async (KitteWriting *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_WRITING (self) && self->undo_id != NULL);

  task = start_operation (self, "kitte_writing_undo", try_to_undo, callback, user_data);
  try_to_undo (self, task);
}

gboolean
kitte_writing_undo_finish (KitteWriting *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_writing_cancel:
 *
 * Stops waiting; what is being written at this moment is finished or taken back as a whole.
 */
void
kitte_writing_cancel (KitteWriting *self)
{
  g_return_if_fail (KITTE_IS_WRITING (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->look_again != 0)
    {
      /* The waiting task ends now, not at its next look. */
      g_autoptr (GTask) task = g_steal_pointer (&self->waiting_task);

      g_clear_handle_id (&self->look_again, g_source_remove);
      g_task_return_error_if_cancelled (task);
    }
  kitte_writing_set_waiting_for (self, NULL);
}

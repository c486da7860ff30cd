/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the mail programs, plans, applies and takes back, always with one operation at a time. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-writing.h"

#include "change/kitte-undo.h"
#include "kitte-writing-work.h"

#include <glib/gi18n.h>
#include <string.h>

/* A program that has to be closed is looked at this often: people notice no delay, computers no
 * work. */
#define LOOK_AGAIN_MS 1000

/* A file that changes under our hands is planned anew; one that never rests is a fault to tell. */
#define MAX_REPLANS 3

struct _KitteWriting
{
  GObject parent_instance;
  GPtrArray *clients;

  /* What is to be written: a whole account, or a repaired way of sending. */
  KitteAccount *account;
  KitteRepair *repair;
  KitteServer *proven;
  KitteSecret *password;

  GListStore *programs;
  KitteChangeSet *changes;
  GPtrArray *notes;
  GError *problem;
  GCancellable *cancellable;
  char *waiting_for;
  char *undo_id;
  gboolean planning;
  gboolean plan_again;
  guint replans;
  guint look_again;
  GTask *waiting_task;
};

G_DEFINE_FINAL_TYPE (KitteWriting, kitte_writing, G_TYPE_OBJECT)

enum
{
  PROP_WAITING_FOR = 1,
  N_PROPS
};

enum
{
  PLANNED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void try_to_apply (KitteWriting *self, GTask *task);
static void try_to_undo (KitteWriting *self, GTask *task);

static KitteWritingWork *
work_new (KitteWriting *self)
{
  KitteWritingWork *work = kitte_writing_work_new (self->clients);

  if (self->account != NULL)
    work->account = kitte_account_ref (self->account);
  if (self->repair != NULL)
    {
      work->repair = g_object_ref (self->repair);
      work->proven = kitte_server_ref (self->proven);
      work->password = kitte_secret_ref (self->password);
    }
  return work;
}

static guint
count_programs (KitteWriting *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->programs));
}

/* The list keeps it alive. */
static KitteProgram *
peek_program (KitteWriting *self, guint index)
{
  g_autoptr (KitteProgram) program = g_list_model_get_item (G_LIST_MODEL (self->programs), index);

  return program;
}

static void
set_waiting_for (KitteWriting *self, const char *name)
{
  if (g_strcmp0 (self->waiting_for, name) == 0)
    return;
  g_free (self->waiting_for);
  self->waiting_for = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING_FOR]);
}

static KitteWritingWork *
work_new_for_chosen (KitteWriting *self)
{
  KitteWritingWork *work = work_new (self);

  for (guint i = 0; i < count_programs (self); i++)
    {
      KitteProgram *program = peek_program (self, i);

      KitteForExisting choice = kitte_program_get_for_existing (program);

      if (!kitte_program_get_chosen (program))
        continue;
      g_ptr_array_add (work->installations,
                       kitte_installation_ref (kitte_program_get_installation (program)));
      g_array_append_val (work->for_existing, choice);
    }
  return work;
}

static GTask *
start_worker (KitteWriting *self,
              KitteWritingWork *work,
              GTaskThreadFunc function,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_name (task, "kitte_writing_worker");
  g_task_set_task_data (task, work, (GDestroyNotify) kitte_writing_work_free);
  g_task_run_in_thread (task, function);
  return task;
}

static void
leave_out (KitteWriting *self, const KitteLeftOut *left_out)
{
  for (guint i = 0; i < count_programs (self); i++)
    {
      KitteProgram *program = peek_program (self, i);

      if (kitte_program_get_installation (program) != left_out->installation)
        continue;
      if (left_out->existing != NULL)
        kitte_program_set_has_account (program, left_out->why);
      else
        kitte_program_set_left_out (program, left_out->why);
    }
}

/* Leaving one out asks for a plan without it; this is that plan already. */
static void
take_plan (KitteWriting *self, GAsyncResult *result)
{
  KitteWritingWork *work = g_task_get_task_data (G_TASK (result));

  g_clear_object (&self->changes);
  g_clear_error (&self->problem);
  if (!g_task_propagate_boolean (G_TASK (result), &self->problem))
    return;
  self->changes = g_object_ref (work->changes);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  if (work->notes != NULL)
    self->notes = g_ptr_array_ref (work->notes);
  self->planning = TRUE;
  for (guint i = 0; work->left_out != NULL && i < work->left_out->len; i++)
    leave_out (self, g_ptr_array_index (work->left_out, i));
  self->planning = FALSE;
  self->plan_again = FALSE;
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteWriting *self = KITTE_WRITING (source);

  self->planning = FALSE;
  if (self->plan_again)
    {
      self->plan_again = FALSE;
      kitte_writing_plan (self);
      return;
    }
  take_plan (self, result);
  g_signal_emit (self, signals[PLANNED], 0);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteWriting *self = KITTE_WRITING (source);
  KitteWritingWork *work = g_task_get_task_data (G_TASK (result));

  g_list_store_remove_all (self->programs);
  for (guint i = 0; i < work->installations->len; i++)
    {
      g_autoptr (KitteProgram) program =
          kitte_program_new (g_ptr_array_index (work->installations, i));

      kitte_program_set_chosen (program, kitte_plan_preselects (work->installations, i,
                                                                work->account->incoming->protocol));
      kitte_program_set_fetches_again (
          program,
          kitte_plan_fetches_again (work->installations, i, work->account->incoming->protocol));
      g_signal_connect_object (program, "notify::chosen", G_CALLBACK (kitte_writing_plan), self,
                               G_CONNECT_SWAPPED);
      g_list_store_append (self->programs, program);
    }
  kitte_writing_plan (self);
  g_task_return_boolean (task, TRUE);
}

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
  set_waiting_for (self, name_running (self, work->installations));
  wait_and_look_again (self, task);
}

static void
wait_for_program (KitteWriting *self, GTask *task)
{
  g_object_unref (start_worker (self, work_new (self), kitte_writing_work_find, looked_cb,
                                g_object_ref (task)));
}

static void
replanned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteWriting *self = KITTE_WRITING (source);

  take_plan (self, result);
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
  g_object_unref (start_worker (self, work_new_for_chosen (self), kitte_writing_work_plan,
                                replanned_cb, g_object_ref (task)));
}

static void
drop_secrets (KitteWriting *self)
{
  g_clear_pointer (&self->account, kitte_account_unref);
  g_clear_object (&self->repair);
  g_clear_pointer (&self->proven, kitte_server_unref);
  g_clear_pointer (&self->password, kitte_secret_unref);
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
      set_waiting_for (self, NULL);
      self->undo_id = id;
      drop_secrets (self);
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
      set_waiting_for (self, NULL);
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
      set_waiting_for (self, NULL);
      g_clear_pointer (&self->undo_id, g_free);
      g_task_return_boolean (task, TRUE);
    }
  else if (g_error_matches (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_RUNNING))
    {
      set_waiting_for (self, "");
      wait_and_look_again (self, task);
    }
  else
    {
      set_waiting_for (self, NULL);
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

static void
kitte_writing_finalize (GObject *object)
{
  KitteWriting *self = KITTE_WRITING (object);

  g_clear_pointer (&self->clients, g_ptr_array_unref);
  drop_secrets (self);
  g_clear_object (&self->programs);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_clear_error (&self->problem);
  g_clear_object (&self->cancellable);
  g_free (self->waiting_for);
  g_free (self->undo_id);
  G_OBJECT_CLASS (kitte_writing_parent_class)->finalize (object);
}

static void
kitte_writing_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WAITING_FOR)
    g_value_set_string (value, KITTE_WRITING (object)->waiting_for);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kitte_writing_class_init (KitteWritingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kitte_writing_finalize;
  object_class->get_property = kitte_writing_get_property;
  properties[PROP_WAITING_FOR] = g_param_spec_string ("waiting-for", NULL, NULL, NULL,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[PLANNED] = g_signal_new ("planned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_writing_init (KitteWriting *self)
{
  self->clients = kitte_clients_new ();
  self->programs = g_list_store_new (KITTE_TYPE_PROGRAM);
}

/**
 * kitte_writing_new:
 * @account: what was proven; dropped, secrets and all, as soon as it is written
 */
KitteWriting *
kitte_writing_new (KitteAccount *account)
{
  KitteWriting *self;

  g_return_val_if_fail (account != NULL, NULL);

  self = g_object_new (KITTE_TYPE_WRITING, NULL);
  self->account = kitte_account_ref (account);
  return self;
}

/**
 * kitte_writing_new_for_repair:
 * @proven: the sending server that works
 * @password: what it accepted; dropped as soon as it is written
 */
KitteWriting *
kitte_writing_new_for_repair (KitteRepair *repair, KitteServer *proven, KitteSecret *password)
{
  KitteWriting *self;

  g_return_val_if_fail (KITTE_IS_REPAIR (repair) && proven != NULL && password != NULL, NULL);

  self = g_object_new (KITTE_TYPE_WRITING, NULL);
  self->repair = g_object_ref (repair);
  self->proven = kitte_server_ref (proven);
  self->password = kitte_secret_ref (password);
  return self;
}

/**
 * kitte_writing_new_for_undo:
 * @undo_id: a change that was made earlier
 *
 * Returns: (transfer full): what can only take that change back
 */
KitteWriting *
kitte_writing_new_for_undo (const char *undo_id)
{
  KitteWriting *self;

  g_return_val_if_fail (undo_id != NULL, NULL);

  self = g_object_new (KITTE_TYPE_WRITING, NULL);
  self->undo_id = g_strdup (undo_id);
  return self;
}

/**
 * kitte_writing_set_primary_password:
 * @primary_password: what opens the password store of a mail program; empty: it stays closed
 *
 * Plans anew with it.
 */
void
kitte_writing_set_primary_password (KitteWriting *self, const char *primary_password)
{
  g_autoptr (KitteSecret) secret = NULL;

  g_return_if_fail (KITTE_IS_WRITING (self) && primary_password != NULL);

  secret = kitte_secret_new (primary_password);
  for (guint i = 0; i < self->clients->len; i++)
    kitte_client_set_primary_password (g_ptr_array_index (self->clients, i), secret);
  kitte_writing_plan (self);
}

/**
 * kitte_writing_get_programs:
 *
 * Returns: (transfer none): a list of #KitteProgram: those installed
 */
GListModel *
kitte_writing_get_programs (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), NULL);

  return G_LIST_MODEL (self->programs);
}

/**
 * kitte_writing_get_changes:
 *
 * Returns: (transfer none) (nullable): what would be written; %NULL while it is being planned
 */
KitteChangeSet *
kitte_writing_get_changes (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), NULL);

  return self->planning ? NULL : self->changes;
}

/**
 * kitte_writing_describe:
 *
 * Returns: (transfer full): what would be written, as a person may read it; secrets are masked
 */
char *
kitte_writing_describe (KitteWriting *self)
{
  KitteChangeSet *changes = kitte_writing_get_changes (self);
  GPtrArray *files = changes != NULL ? kitte_change_set_get_files (changes) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; files != NULL && i < files->len; i++)
    {
      const KitteFileChange *file = g_ptr_array_index (files, i);

      g_string_append_printf (text, "%s%s\n%s\n", i > 0 ? "\n" : "", file->path,
                              file->preview != NULL ? file->preview : "");
    }
  if (changes != NULL && kitte_change_set_get_secrets (changes)->len > 0)
    g_string_append_printf (
        text, "\n%s",
        _ ("The password goes into the mail program’s own protected store, nowhere else."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kitte_writing_describe_notes:
 *
 * Returns: (transfer full) (nullable): what the person should know about what would be written
 */
char *
kitte_writing_describe_notes (KitteWriting *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->notes != NULL && i < self->notes->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "",
                            ((const KittePlanNote *) self->notes->pdata[i])->text);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/**
 * kitte_writing_get_problem:
 *
 * Returns: (transfer none) (nullable): why nothing could be planned for what is chosen
 */
const GError *
kitte_writing_get_problem (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), NULL);

  return self->planning ? NULL : self->problem;
}

const char *
kitte_writing_get_waiting_for (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), NULL);

  return self->waiting_for;
}

/**
 * kitte_writing_get_undo_id:
 *
 * Returns: (transfer none) (nullable): how to take back what was written
 */
const char *
kitte_writing_get_undo_id (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), NULL);

  return self->undo_id;
}

/**
 * kitte_writing_find_async:
 *
 * Finds the mail programs, proposes which to set up, and begins to plan for them.
 */
void
kitte_writing_find_async (KitteWriting *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (KITTE_IS_WRITING (self) && self->account != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kitte_writing_find");
  g_object_unref (start_worker (self, work_new (self), kitte_writing_work_find, found_cb, task));
}

gboolean
kitte_writing_find_finish (KitteWriting *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_writing_plan:
 *
 * Plans anew for the programs chosen now; “planned” says when it is done.
 */
void
kitte_writing_plan (KitteWriting *self)
{
  g_return_if_fail (KITTE_IS_WRITING (self));

  if (self->account == NULL && self->repair == NULL)
    return;
  if (self->planning)
    {
      self->plan_again = TRUE;
      return;
    }
  self->planning = TRUE;
  g_object_unref (
      start_worker (self, work_new_for_chosen (self), kitte_writing_work_plan, planned_cb, NULL));
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
  set_waiting_for (self, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the mail programs and plans for those that are chosen, in a worker thread. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-repairs.h"
#include "kitte-writing-private.h"

#include <glib/gi18n.h>
#include <string.h>

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

KitteWritingWork *
kitte_writing_make_work (KitteWriting *self)
{
  KitteWritingWork *work = kitte_writing_work_new (self->clients);

  if (self->account != NULL)
    work->account = kitte_account_ref (self->account);
  if (self->repair != NULL)
    {
      work->repair = g_object_ref (self->repair);
      work->cure = kitte_cure_ref (self->cure);
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

void
kitte_writing_set_waiting_for (KitteWriting *self, const char *name)
{
  if (g_strcmp0 (self->waiting_for, name) == 0)
    return;
  g_free (self->waiting_for);
  self->waiting_for = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING_FOR]);
}

KitteWritingWork *
kitte_writing_make_work_for_chosen (KitteWriting *self)
{
  KitteWritingWork *work = kitte_writing_make_work (self);

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

GTask *
kitte_writing_start_worker (KitteWriting *self,
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
void
kitte_writing_take_plan (KitteWriting *self, GAsyncResult *result)
{
  KitteWritingWork *work = g_task_get_task_data (G_TASK (result));

  g_clear_object (&self->changes);
  g_clear_error (&self->problem);
  if (!g_task_propagate_boolean (G_TASK (result), &self->problem))
    return;
  self->changes = g_object_ref (work->changes);
  g_clear_pointer (&self->repair_plan, kitte_repair_plan_unref);
  if (work->repair_plan != NULL)
    self->repair_plan = kitte_repair_plan_ref (work->repair_plan);
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
  kitte_writing_take_plan (self, result);
  g_signal_emit (self, signals[PLANNED], 0);
}

/* (nullable): where it is, if its name alone could mean another one, too. */
static const char *
find_place (GPtrArray *installations, const KitteInstallation *installation)
{
  for (guint i = 0; i < installations->len; i++)
    {
      const KitteInstallation *other = g_ptr_array_index (installations, i);

      if (other != installation && strcmp (other->name, installation->name) == 0)
        return installation->program != NULL ? installation->program : installation->root;
    }
  return NULL;
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
      const KittePreselection *preselection = g_ptr_array_index (work->preselections, i);

      kitte_program_set_chosen (program, preselection->chosen);
      kitte_program_set_warning (program, preselection->warning);
      kitte_program_set_place (program, find_place (work->installations,
                                                    kitte_program_get_installation (program)));
      g_signal_connect_object (program, "notify::chosen", G_CALLBACK (kitte_writing_plan), self,
                               G_CONNECT_SWAPPED);
      g_list_store_append (self->programs, program);
    }
  kitte_writing_plan (self);
  g_task_return_boolean (task, TRUE);
}

void
kitte_writing_drop_secrets (KitteWriting *self)
{
  g_clear_pointer (&self->account, kitte_account_unref);
  g_clear_object (&self->repair);
  g_clear_pointer (&self->cure, kitte_cure_unref);
}

static void
kitte_writing_finalize (GObject *object)
{
  KitteWriting *self = KITTE_WRITING (object);

  g_clear_pointer (&self->clients, g_ptr_array_unref);
  kitte_writing_drop_secrets (self);
  g_clear_object (&self->programs);
  g_clear_object (&self->changes);
  g_clear_pointer (&self->repair_plan, kitte_repair_plan_unref);
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
 * @cure: what was proven; dropped as soon as it is written
 */
KitteWriting *
kitte_writing_new_for_repair (KitteRepair *repair, KitteCure *cure)
{
  KitteWriting *self;

  g_return_val_if_fail (KITTE_IS_REPAIR (repair) && cure != NULL, NULL);

  self = g_object_new (KITTE_TYPE_WRITING, NULL);
  self->repair = g_object_ref (repair);
  self->cure = kitte_cure_ref (cure);
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
 * kitte_writing_offers_password_in_file:
 *
 * Returns: whether there is no keyring that msmtp could read its password from, so that the person
 *   may want it in msmtp's settings file
 */
gboolean
kitte_writing_offers_password_in_file (KitteWriting *self)
{
  gboolean missing = FALSE;

  g_return_val_if_fail (KITTE_IS_WRITING (self), FALSE);

  for (guint i = 0; self->notes != NULL && i < self->notes->len; i++)
    {
      const KittePlanNote *note = g_ptr_array_index (self->notes, i);

      missing = missing ||
                (strcmp (note->code, "no-keyring") == 0 && strcmp (note->client, "msmtp") == 0);
    }
  return missing || self->password_in_file;
}

/**
 * kitte_writing_set_password_in_file:
 * @wanted: whether the person wants the password unencrypted in msmtp's settings file
 *
 * Plans anew with it.
 */
void
kitte_writing_set_password_in_file (KitteWriting *self, gboolean wanted)
{
  g_return_if_fail (KITTE_IS_WRITING (self));

  self->password_in_file = wanted;
  for (guint i = 0; i < self->clients->len; i++)
    kitte_client_set_password_in_file (g_ptr_array_index (self->clients, i), wanted);
  kitte_writing_plan (self);
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
  if (self->repair != NULL)
    kitte_repairs_set_primary_password (self->repair, secret);
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
 * kitte_writing_is_planning:
 *
 * Returns: whether “planned” follows
 */
gboolean
kitte_writing_is_planning (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), FALSE);

  return self->planning;
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
 * kitte_writing_get_repair_plan:
 *
 * Returns: (transfer none) (nullable): what a repair does, and what is left to the person
 */
KitteRepairPlan *
kitte_writing_get_repair_plan (KitteWriting *self)
{
  g_return_val_if_fail (KITTE_IS_WRITING (self), NULL);

  return self->repair_plan;
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
  g_object_unref (kitte_writing_start_worker (self, kitte_writing_make_work (self),
                                              kitte_writing_work_find, found_cb, task));
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
  g_object_unref (kitte_writing_start_worker (self, kitte_writing_make_work_for_chosen (self),
                                              kitte_writing_work_plan, planned_cb, NULL));
}

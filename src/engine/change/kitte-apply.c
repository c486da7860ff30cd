/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Applies a ChangeSet: journal, new files, secrets, and then all renames as one step. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-apply-private.h"

#include "kitte-change-set-private.h"
#include "kitte-journal-private.h"
#include "kitte-kept-secret-private.h"
#include "kitte-keyring.h"

static gboolean
step (const KitteApplyContext *context, const char *name, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (context->cancellable, error))
    return FALSE;
  return context->step == NULL || context->step (name, context->step_data, error);
}

static gboolean
changes_anything (const KitteFileChange *file)
{
  return file->before == NULL || !g_bytes_equal (file->before, file->after);
}

static gboolean
note_file (KitteJournalEntry *entry, const KitteFileChange *file, GError **error)
{
  KitteJournalFile *noted = kitte_journal_entry_add_file (entry);

  noted->client = g_strdup (file->client);
  noted->program = g_strdup (file->program);
  noted->path = g_strdup (file->path);
  noted->lock_path = g_strdup (file->lock_path);
  noted->created = file->before == NULL;
  noted->keeps = file->keeps;
  for (guint i = 0; i < file->parts->len; i++)
    g_ptr_array_add (noted->parts, g_strdup (file->parts->pdata[i]));
  if (noted->created || file->holds_secrets)
    return TRUE;
  return kitte_journal_entry_keep (entry, noted, file->before, error);
}

static gboolean
note_files (KitteJournalEntry *entry,
            KitteTransaction *transaction,
            KitteChangeSet *changes,
            GError **error)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];
      KitteWrite write = { file->path,      file->before,        file->after,  file->mode,
                           file->lock_path, file->holds_secrets, file->program };

      if (!changes_anything (file))
        continue;
      kitte_transaction_add (transaction, &write);
      if (!note_file (entry, file, error))
        return FALSE;
    }
  return TRUE;
}

static void
note_marks (KitteJournalEntry *entry, KitteTransaction *transaction)
{
  GPtrArray *directories = kitte_transaction_get_directories (transaction);

  for (guint i = 0; i < entry->files->len; i++)
    ((KitteJournalFile *) entry->files->pdata[i])->mark =
        g_strdup (kitte_transaction_get_mark (transaction, i));
  for (guint i = 0; i < directories->len; i++)
    g_ptr_array_add (entry->directories, g_strdup (directories->pdata[i]));
}

/* Up to here nothing that a mail program reads has changed. */
static gboolean
prepare (KitteJournalEntry *entry,
         KitteTransaction *transaction,
         KitteChangeSet *changes,
         const KitteApplyContext *context,
         GError **error)
{
  if (!step (context, "journal", error) || !note_files (entry, transaction, changes, error))
    return FALSE;
  if (!kitte_kept_secrets_note (entry, kitte_change_set_get_secrets (changes), context->store,
                                context->cancellable, error))
    return FALSE;
  if (!kitte_journal_entry_save (entry, error) || !kitte_transaction_prepare (transaction, error))
    return FALSE;
  note_marks (entry, transaction);
  entry->storing = TRUE;
  return step (context, "marks", error) && kitte_journal_entry_save (entry, error);
}

static gboolean
write_everything (KitteJournalEntry *entry,
                  KitteTransaction *transaction,
                  KitteChangeSet *changes,
                  const KitteApplyContext *context,
                  GError **error)
{
  if (!step (context, "secrets", error) ||
      !kitte_kept_secrets_store (entry, kitte_change_set_get_secrets (changes), context->store,
                                 context->cancellable, error))
    return FALSE;
  return step (context, "files", error) && kitte_transaction_commit (transaction, error);
}

/* The way back must not be cancelled with the way there. */
static void
go_back (KitteJournalEntry *entry, KitteTransaction *transaction, const KitteApplyContext *context)
{
  kitte_transaction_roll_back (transaction);
  if (kitte_transaction_get_recovery (entry->folder) == KITTE_RECOVERY_NOTHING &&
      (!entry->storing || kitte_kept_secrets_take_back (entry, context->store, NULL, NULL)))
    kitte_journal_entry_remove (entry);
}

/* What cannot be tidied now the next start tidies: the change itself is made. */
static void
tidy (KitteJournalEntry *entry, KitteTransaction *transaction, const KitteApplyContext *context)
{
  entry->done = TRUE;
  if ((context->step == NULL || context->step ("done", context->step_data, NULL)) &&
      kitte_journal_entry_save (entry, NULL))
    kitte_transaction_finish (transaction);
}

static char *
apply_locked (KitteChangeSet *changes, const KitteApplyContext *context, GError **error)
{
  g_autoptr (KitteJournalEntry) entry = NULL;
  g_autoptr (KitteTransaction) transaction = NULL;

  kitte_journal_prune (context->store, g_get_real_time () / G_USEC_PER_SEC, NULL, NULL,
                       context->cancellable);
  entry = kitte_journal_entry_new (kitte_change_set_get_title (changes), error);
  if (entry == NULL)
    return NULL;
  transaction = kitte_transaction_new (entry->folder, entry->id);
  kitte_transaction_set_step (transaction, context->step, context->step_data);
  if (!prepare (entry, transaction, changes, context, error) ||
      !write_everything (entry, transaction, changes, context, error))
    {
      go_back (entry, transaction, context);
      return NULL;
    }
  tidy (entry, transaction, context);
  return g_strdup (entry->id);
}

static void
apply_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (KitteSecretStore) store = kitte_keyring_new ();
  KitteApplyContext context = { .store = store, .cancellable = cancellable };
  GError *error = NULL;
  char *id = kitte_apply_run (source, &context, &error);

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  kitte_change_set_run_afterwards (source, cancellable);
  g_task_return_pointer (task, id, g_free);
}

/* Returns: the change's id, or %NULL with everything as it was before. */
char *
kitte_apply_run (KitteChangeSet *changes, const KitteApplyContext *context, GError **error)
{
  int lock = kitte_journal_lock (TRUE, error);
  char *id;

  if (lock < 0)
    return NULL;
  id = apply_locked (changes, context, error);
  kitte_journal_unlock (lock);
  return id;
}

/**
 * kitte_change_set_apply_async:
 * @self: not changed any more from now on
 *
 * Writes every file and stores every secret, or nothing: works in a thread of its own, and stops
 * at a cancellation only as long as everything can go back.
 */
void
kitte_change_set_apply_async (KitteChangeSet *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self));

  kitte_change_set_freeze (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_change_set_apply_async);
  g_task_set_name (task, "kitte-apply");
  /* What was written is written: a late cancellation must not hide it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, apply_in_thread);
}

/**
 * kitte_change_set_apply_finish:
 *
 * Returns: (transfer full) (nullable): the id of the change, for undo; %NULL with a
 *   #KitteChangeError whose message says what to do
 */
char *
kitte_change_set_apply_finish (KitteChangeSet *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a change back, also long after the mail programs have used it; and tidies after a kill. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-undo.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "base/kitte-bounds.h"
#include "kitte-apply-private.h"
#include "kitte-file-owner.h"
#include "kitte-files-private.h"
#include "kitte-journal-private.h"
#include "kitte-kept-secret-private.h"
#include "kitte-keyring.h"
#include "kitte-mark-private.h"

typedef struct
{
  GPtrArray *owners;
  char *id;
} UndoInput;

static void
undo_input_free (UndoInput *self)
{
  g_ptr_array_unref (self->owners);
  g_free (self->id);
  g_free (self);
}

static gboolean
fail_without_owner (const KitteJournalFile *file, GError **error)
{
  g_autofree char *name = kitte_files_get_display_name (file->path);

  g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_JOURNAL,
               /* TRANSLATORS: %s is a file of a mail program that this Kitte does not know. */
               _ ("“%s” was used since, and this version of Kitte cannot take its part out of it. "
                  "Nothing was changed."),
               name);
  return FALSE;
}

/* A program that has used one of its files has used the account: then none of its files goes back
 * as a whole, so that a profile with mail in it is never lost. */
static gboolean
was_used (KitteJournalEntry *entry, const char *client)
{
  for (guint i = 0; i < entry->files->len; i++)
    {
      KitteJournalFile *file = entry->files->pdata[i];

      if (g_str_equal (file->client, client) &&
          (file->mark == NULL || !kitte_mark_fits (file->mark, file->path)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
ask_owner (GPtrArray *owners,
           const KitteJournalFile *file,
           GBytes *now,
           GBytes **then,
           GError **error)
{
  KitteFileOwner *owner = kitte_file_owners_get (owners, file->client);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  KitteFileTrace trace = { .path = file->path, .created = file->created };

  if (owner == NULL)
    return fail_without_owner (file, error);
  g_ptr_array_extend (parts, file->parts, NULL, NULL);
  g_ptr_array_add (parts, NULL);
  trace.parts = (const char *const *) parts->pdata;
  return kitte_file_owner_take_back (owner, &trace, now, then, error);
}

/* What the file shall hold once our part is out of it. */
static gboolean
decide (KitteJournalEntry *entry,
        KitteJournalFile *file,
        GPtrArray *owners,
        GBytes *now,
        GBytes **then,
        GError **error)
{
  gboolean used = was_used (entry, file->client);

  *then = NULL;
  if (!used && file->created)
    return TRUE;
  if (used || file->backup == NULL)
    return ask_owner (owners, file, now, then, error);
  *then = kitte_journal_entry_get_kept (entry, file, error);
  return *then != NULL;
}

static gboolean
plan_file (KitteJournalEntry *entry,
           KitteJournalFile *file,
           GPtrArray *owners,
           KitteTransaction *transaction,
           GError **error)
{
  g_autoptr (GBytes) now = NULL;
  g_autoptr (GBytes) then = NULL;
  KitteWrite write = {
    .path = file->path, .lock_path = file->lock_path, .mode = 0600, .program = file->program
  };

  if (!kitte_files_read (file->path, KITTE_MAX_CLIENT_FILE, &now, error))
    return FALSE;
  if (now == NULL)
    return TRUE;
  if (!decide (entry, file, owners, now, &then, error))
    return FALSE;
  if (then != NULL && g_bytes_equal (now, then))
    return TRUE;
  write.before = now;
  write.after = then;
  write.holds_secrets = file->backup == NULL;
  kitte_transaction_add (transaction, &write);
  return TRUE;
}

/* Only empty folders go. */
static void
remove_directories (KitteJournalEntry *entry)
{
  for (guint i = entry->directories->len; i > 0; i--)
    g_rmdir (entry->directories->pdata[i - 1]);
}

/* Said before the files go, so that a start after a kill brings the secrets to the same end. */
static gboolean
set_taking_back (KitteJournalEntry *entry, gboolean taking_back, GError **error)
{
  if (entry->taking_back == taking_back)
    return TRUE;
  entry->taking_back = taking_back;
  return kitte_journal_entry_save (entry, error);
}

/* The reverse order: what was written last held the others together. */
static gboolean
plan_files (KitteJournalEntry *entry,
            GPtrArray *owners,
            KitteTransaction *transaction,
            GError **error)
{
  for (guint i = entry->files->len; i > 0; i--)
    if (!plan_file (entry, entry->files->pdata[i - 1], owners, transaction, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_back_files (KitteJournalEntry *entry,
                 GPtrArray *owners,
                 const KitteApplyContext *context,
                 GError **error)
{
  g_autoptr (KitteTransaction) transaction = kitte_transaction_new (entry->folder, entry->id);

  kitte_transaction_set_step (transaction, context->step, context->step_data);
  if (!plan_files (entry, owners, transaction, error))
    return FALSE;
  if (!kitte_transaction_prepare (transaction, error) || !set_taking_back (entry, TRUE, error))
    {
      kitte_transaction_roll_back (transaction);
      /* It may be on the disk although the disk said no. */
      set_taking_back (entry, FALSE, NULL);
      return FALSE;
    }
  if (!kitte_transaction_commit (transaction, error))
    {
      set_taking_back (entry, FALSE, NULL);
      return FALSE;
    }
  kitte_transaction_finish (transaction);
  return TRUE;
}

/* The files are back already, so the sentence of a failing keyring would not be true. */
static gboolean
take_back_secrets (KitteJournalEntry *entry, const KitteApplyContext *context, GError **error)
{
  if ((context->step == NULL || context->step ("secrets", context->step_data, NULL)) &&
      kitte_kept_secrets_take_back (entry, context->store, NULL, NULL))
    return TRUE;
  /* Never later and unasked: by then the person may have stored a password anew. */
  set_taking_back (entry, FALSE, NULL);
  g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE,
                       /* TRANSLATORS: after undo; the keyring is where passwords are kept. */
                       _ ("The account was taken out, but its password is still in the keyring. "
                          "Please unlock the keyring and undo once more."));
  return FALSE;
}

/* What could not be tidied now the next start tidies, by the record in that folder; until then the
 * entry is there, but there is nothing more to undo. */
static void
let_go (KitteJournalEntry *entry)
{
  remove_directories (entry);
  if (kitte_transaction_get_recovery (entry->folder) == KITTE_RECOVERY_NOTHING)
    {
      kitte_journal_entry_remove (entry);
      return;
    }
  if (entry->undone)
    return;
  entry->undone = TRUE;
  entry->taking_back = FALSE;
  kitte_journal_entry_save (entry, NULL);
}

static gboolean
undo_locked (GPtrArray *owners, const char *id, const KitteApplyContext *context, GError **error)
{
  g_autoptr (KitteJournalEntry) entry = kitte_journal_find (id, error);

  if (entry == NULL)
    return FALSE;
  if (!kitte_kept_secrets_are_reachable (entry, context->store, context->cancellable, error))
    return FALSE;
  if (!take_back_files (entry, owners, context, error))
    return FALSE;
  if (!take_back_secrets (entry, context, error))
    return FALSE;
  let_go (entry);
  return TRUE;
}

typedef struct
{
  KitteJournalEntry *entry;
  GPtrArray *owners;
} RecoveryInput;

/* Our part of a file that somebody wrote after a change that was never completed. */
static gboolean
take_part_out (guint index,
               const char *path,
               GBytes *now,
               GBytes **then,
               gpointer user_data,
               GError **error)
{
  RecoveryInput *input = user_data;
  KitteJournalFile *file;

  if (index >= input->entry->files->len)
    {
      *then = g_bytes_ref (now);
      return TRUE;
    }
  file = input->entry->files->pdata[index];
  return ask_owner (input->owners, file, now, then, error);
}

static gboolean
is_in_use (KitteJournalEntry *entry)
{
  for (guint i = 0; i < entry->files->len; i++)
    {
      KitteJournalFile *file = entry->files->pdata[i];

      if (file->lock_path != NULL && kitte_files_is_locked (file->lock_path))
        return TRUE;
    }
  return FALSE;
}

/* Whether nothing of the change is in any file. */
static gboolean
files_are_back (KitteJournalEntry *entry, GPtrArray *owners)
{
  g_autoptr (KitteTransaction) transaction = kitte_transaction_new (entry->folder, entry->id);

  return plan_files (entry, owners, transaction, NULL) && kitte_transaction_is_empty (transaction);
}

/* An undo that was killed: where its files went back to what the change made of them it never was,
 * nor where the disk refused it and then even the word that it is over; else the secrets follow. A
 * keyring that is closed leaves it to the person. */
static void
finish_undo (KitteJournalEntry *entry,
             GPtrArray *owners,
             KitteRecovery recovery,
             const KitteApplyContext *context)
{
  if ((recovery == KITTE_RECOVERY_FINISH ||
       (recovery == KITTE_RECOVERY_NOTHING && files_are_back (entry, owners))) &&
      kitte_kept_secrets_take_back (entry, context->store, NULL, NULL))
    let_go (entry);
  else
    set_taking_back (entry, FALSE, NULL);
}

/* What cannot be done now, because a mail program is open or the keyring closed, is left to a later
 * start and is no error of this one. */
static gboolean
recover_entry (KitteJournalEntry *entry,
               GPtrArray *owners,
               const KitteApplyContext *context,
               GError **error)
{
  RecoveryInput input = { entry, owners };
  KitteRecovery recovery = kitte_transaction_get_recovery (entry->folder);
  gboolean was_applying = !entry->done;

  if (recovery == KITTE_RECOVERY_GO_BACK && is_in_use (entry))
    return TRUE;
  if (recovery == KITTE_RECOVERY_FINISH && was_applying)
    {
      entry->done = TRUE;
      if (!kitte_journal_entry_save (entry, error))
        return FALSE;
    }
  if (recovery != KITTE_RECOVERY_NOTHING &&
      !kitte_transaction_recover (entry->folder, was_applying ? take_part_out : NULL, &input,
                                  error))
    return FALSE;
  if (entry->taking_back)
    finish_undo (entry, owners, recovery, context);
  else if (entry->undone)
    let_go (entry);
  if (entry->done)
    return TRUE;
  if (!entry->storing || kitte_kept_secrets_take_back (entry, context->store, NULL, NULL))
    kitte_journal_entry_remove (entry);
  return TRUE;
}

static gboolean
forget_in_file (KitteJournalFile *file, GPtrArray *owners, KitteTransaction *transaction)
{
  KitteFileOwner *owner = kitte_file_owners_get (owners, file->client);
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  KitteFileTrace trace = { .path = file->path, .created = file->created };
  g_autoptr (GBytes) now = NULL;
  g_autoptr (GBytes) then = NULL;
  KitteWrite write = { .path = file->path, .lock_path = file->lock_path, .holds_secrets = TRUE };

  if (owner == NULL || !kitte_files_read (file->path, KITTE_MAX_CLIENT_FILE, &now, NULL))
    return FALSE;
  if (now == NULL)
    return TRUE;
  g_ptr_array_extend (parts, file->parts, NULL, NULL);
  g_ptr_array_add (parts, NULL);
  trace.parts = (const char *const *) parts->pdata;
  if (!kitte_file_owner_forget (owner, &trace, now, &then, NULL))
    return FALSE;
  write.before = now;
  write.after = then;
  if (!g_bytes_equal (now, then))
    kitte_transaction_add (transaction, &write);
  return TRUE;
}

/* Not under a program that is open: then at a later start. */
static gboolean
forget_in_files (KitteJournalEntry *entry, gpointer user_data)
{
  GPtrArray *owners = user_data;
  g_autoptr (KitteTransaction) transaction = kitte_transaction_new (entry->folder, entry->id);

  for (guint i = 0; i < entry->files->len; i++)
    {
      KitteJournalFile *file = entry->files->pdata[i];

      if (file->keeps && !forget_in_file (file, owners, transaction))
        return FALSE;
    }
  if (!kitte_transaction_prepare (transaction, NULL))
    {
      kitte_transaction_roll_back (transaction);
      return FALSE;
    }
  if (!kitte_transaction_commit (transaction, NULL))
    return FALSE;
  kitte_transaction_finish (transaction);
  return TRUE;
}

static gboolean
recover_locked (GPtrArray *owners, const KitteApplyContext *context, GError **error)
{
  g_autoptr (GPtrArray) entries = kitte_journal_load (error);
  gboolean done = TRUE;

  if (entries == NULL)
    return FALSE;
  kitte_journal_remove_stillborn ();
  for (guint i = 0; i < entries->len; i++)
    /* One that cannot be helped must not keep the others from it; the first error is told. */
    if (!recover_entry (entries->pdata[i], owners, context, done ? error : NULL))
      done = FALSE;
  kitte_journal_prune (context->store, g_get_real_time () / G_USEC_PER_SEC, forget_in_files, owners,
                       NULL);
  return done;
}

static void
undo_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  UndoInput *input = data;
  g_autoptr (KitteSecretStore) store = kitte_keyring_new ();
  KitteApplyContext context = { .store = store, .cancellable = cancellable };
  GError *error = NULL;

  if (kitte_undo_run (input->owners, input->id, &context, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static KitteUndoEntry *
list_entry (const KitteJournalEntry *entry)
{
  KitteUndoEntry *self = g_new0 (KitteUndoEntry, 1);
  g_autoptr (GStrvBuilder) clients = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) programs = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  self->id = g_strdup (entry->id);
  self->title = g_strdup (entry->title);
  self->time = entry->time;
  for (guint i = 0; i < entry->files->len; i++)
    {
      KitteJournalFile *file = entry->files->pdata[i];

      char *program = file->program != NULL ? file->program : file->client;

      if (g_hash_table_add (seen, file->client))
        g_strv_builder_add (clients, file->client);
      if (g_hash_table_add (named, program))
        g_strv_builder_add (programs, program);
    }
  self->programs = g_strv_builder_end (programs);
  self->clients = g_strv_builder_end (clients);
  return self;
}

gboolean
kitte_undo_run (GPtrArray *owners, const char *id, const KitteApplyContext *context, GError **error)
{
  int lock = kitte_journal_lock (TRUE, error);
  gboolean done;

  if (lock < 0)
    return FALSE;
  done = undo_locked (owners, id, context, error);
  kitte_journal_unlock (lock);
  return done;
}

/* Where another Kitte is at work nothing was left half done. */
gboolean
kitte_recover_run (GPtrArray *owners, const KitteApplyContext *context, GError **error)
{
  g_autoptr (GError) cause = NULL;
  int lock;
  gboolean done;

  if (!kitte_journal_exists ())
    return TRUE;
  lock = kitte_journal_lock (FALSE, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (lock < 0)
    return TRUE;
  done = recover_locked (owners, context, error);
  kitte_journal_unlock (lock);
  return done;
}

void
kitte_undo_entry_free (KitteUndoEntry *self)
{
  g_free (self->id);
  g_free (self->title);
  g_strfreev (self->clients);
  g_strfreev (self->programs);
  g_free (self);
}

/**
 * kitte_undo_list:
 *
 * Returns: (transfer full) (element-type KitteUndoEntry) (nullable): what can be taken back, the
 *   newest first; %NULL with %KITTE_CHANGE_ERROR_JOURNAL
 */
GPtrArray *
kitte_undo_list (GError **error)
{
  g_autoptr (GPtrArray) entries = kitte_journal_load (error);
  GPtrArray *list;

  if (entries == NULL)
    return NULL;
  list = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_undo_entry_free);
  for (guint i = 0; i < entries->len; i++)
    if (kitte_journal_entry_can_be_undone (entries->pdata[i]))
      g_ptr_array_add (list, list_entry (entries->pdata[i]));
  return list;
}

/**
 * kitte_undo_async:
 * @owners: (element-type KitteFileOwner): every mail program, as kitte_clients_new() returns them
 * @id: (nullable): which change; %NULL: the latest
 *
 * Takes a change back. Where nobody wrote a program's files since, they get their old bytes; where
 * somebody did, the program's client takes our part out. Mail and used folders stay.
 */
void
kitte_undo_async (GPtrArray *owners,
                  const char *id,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  UndoInput *input;

  g_return_if_fail (owners != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  input = g_new0 (UndoInput, 1);
  input->owners = g_ptr_array_ref (owners);
  input->id = g_strdup (id);
  g_task_set_source_tag (task, kitte_undo_async);
  g_task_set_name (task, "kitte-undo");
  g_task_set_task_data (task, input, (GDestroyNotify) undo_input_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, undo_in_thread);
}

/**
 * kitte_undo_finish:
 *
 * Returns: whether it was taken back; the error's message says what to do
 */
gboolean
kitte_undo_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_undo_recover:
 * @owners: (element-type KitteFileOwner): every mail program
 *
 * Reads one folder and nothing else where no run was killed. Call at start, before any plan.
 */
gboolean
kitte_undo_recover (GPtrArray *owners, GError **error)
{
  g_autoptr (KitteSecretStore) store = kitte_keyring_new ();
  KitteApplyContext context = { .store = store };

  g_return_val_if_fail (owners != NULL, FALSE);

  return kitte_recover_run (owners, &context, error);
}

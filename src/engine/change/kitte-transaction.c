/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The old file keeps its own inode under a second name until the whole is done, so that going back
 * is a rename, which needs no room on a full disk and makes no copy of somebody's passwords. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-transaction-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "base/kitte-bounds.h"
#include "kitte-files-private.h"
#include "kitte-operation-private.h"

/* Written before anything else; while it is there, the next start goes back. */
#define PENDING "pending.json"
/* The same file renamed: the one moment in which all of it becomes true. */
#define COMMITTED "committed.json"

struct _KitteTransaction
{
  char *folder;
  char *tag;
  GPtrArray *operations;
  GPtrArray *directories;
  gboolean ready;
  KitteStepFunc step;
  gpointer step_data;
};

static gboolean
step (KitteTransaction *self, const char *name, GError **error)
{
  return self->step == NULL || self->step (name, self->step_data, error);
}

static char *
record_path (KitteTransaction *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static gboolean
save_record (KitteTransaction *self, GError **error)
{
  g_autofree char *path = record_path (self, PENDING);
  g_autoptr (GBytes) bytes =
      kitte_operations_to_json (self->operations, self->directories, self->ready);

  return kitte_files_replace (path, bytes, error);
}

static gboolean
load_record (KitteTransaction *self, const char *name, gboolean *found, GError **error)
{
  g_autofree char *path = record_path (self, name);
  g_autoptr (GBytes) bytes = NULL;

  if (!kitte_files_read (path, KITTE_MAX_CLIENT_FILE, &bytes, error))
    return FALSE;
  *found = bytes != NULL;
  return bytes == NULL || kitte_operations_from_json (bytes, self->operations, self->directories,
                                                      &self->ready, error);
}

/* Removing what is not there is fine: going back may itself have been interrupted. */
static void
forget_record (KitteTransaction *self, const char *name)
{
  g_autofree char *path = record_path (self, name);

  unlink (path);
  kitte_files_sync_directory_of (path, NULL);
}

static void
note_missing_directories (KitteTransaction *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (folder, G_FILE_TEST_EXISTS) || g_str_equal (folder, path))
    return;
  note_missing_directories (self, folder);
  if (!g_ptr_array_find_with_equal_func (self->directories, folder, g_str_equal, NULL))
    g_ptr_array_add (self->directories, g_strdup (folder));
}

static gboolean
make_directories (KitteTransaction *self, GError **error)
{
  for (guint i = 0; i < self->directories->len; i++)
    {
      const char *folder = self->directories->pdata[i];

      if (!step (self, "mkdir", error))
        return FALSE;
      if (g_mkdir (folder, 0700) != 0 && errno != EEXIST)
        return kitte_files_fail (error, errno, folder);
      if (!kitte_files_sync_directory_of (folder, error))
        return FALSE;
    }
  return TRUE;
}

/* Only empty ones go; what somebody else put there since stays. */
static gboolean
remove_directories (KitteTransaction *self, GError **error)
{
  for (guint i = self->directories->len; i > 0; i--)
    if (g_rmdir (self->directories->pdata[i - 1]) != 0 && errno != ENOENT && errno != ENOTEMPTY &&
        errno != EEXIST)
      return kitte_files_fail (error, errno, self->directories->pdata[i - 1]);
  return TRUE;
}

static gboolean
sync_directories (KitteTransaction *self, GError **error)
{
  for (guint i = 0; i < self->operations->len; i++)
    {
      KitteOperation *operation = self->operations->pdata[i];

      if (!kitte_files_sync_directory_of (operation->target, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
replace_all (KitteTransaction *self, GError **error)
{
  for (guint i = 0; i < self->operations->len; i++)
    {
      KitteOperation *operation = self->operations->pdata[i];

      if (!step (self, "keep", error) || !kitte_operation_keep_old (operation, error))
        return FALSE;
      if (!step (self, "replace", error) || !kitte_operation_replace (operation, error))
        return FALSE;
    }
  return step (self, "sync", error) && sync_directories (self, error);
}

static gboolean
mark_committed (KitteTransaction *self, GError **error)
{
  g_autofree char *pending = record_path (self, PENDING);
  g_autofree char *committed = record_path (self, COMMITTED);

  if (!step (self, "commit", error))
    return FALSE;
  if (rename (pending, committed) != 0)
    return kitte_files_fail (error, errno, committed);
  /* From here on it is true for every reader; a failing fsync cannot make it untrue. */
  kitte_files_sync_directory_of (committed, NULL);
  return TRUE;
}

/**
 * kitte_transaction_new:
 * @folder: our own folder for the record; must be there
 * @tag: goes into the names of temporary files
 *
 * Blocking; for worker threads. One transaction at a time in a folder.
 *
 * Returns: (transfer full): an empty transaction
 */
KitteTransaction *
kitte_transaction_new (const char *folder, const char *tag)
{
  KitteTransaction *self = g_new0 (KitteTransaction, 1);

  self->folder = g_strdup (folder);
  self->tag = g_strdup (tag);
  self->operations = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_operation_free);
  self->directories = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kitte_transaction_free (KitteTransaction *self)
{
  g_free (self->folder);
  g_free (self->tag);
  g_ptr_array_unref (self->operations);
  g_ptr_array_unref (self->directories);
  g_free (self);
}

void
kitte_transaction_set_step (KitteTransaction *self, KitteStepFunc function, gpointer user_data)
{
  self->step = function;
  self->step_data = user_data;
}

void
kitte_transaction_add (KitteTransaction *self, const KitteWrite *write)
{
  g_ptr_array_add (self->operations, kitte_operation_new (write, self->tag));
}

/* Whether there is nothing to write. */
gboolean
kitte_transaction_is_empty (KitteTransaction *self)
{
  return self->operations->len == 0;
}

/* Whether every file is still as it was planned and no owner runs. Touches nothing. */
gboolean
kitte_transaction_check (KitteTransaction *self, GError **error)
{
  for (guint i = 0; i < self->operations->len; i++)
    if (!kitte_operation_check (self->operations->pdata[i], error))
      return FALSE;
  return TRUE;
}

/* Writes every new file beside its old one. After a failure call kitte_transaction_roll_back(). */
gboolean
kitte_transaction_prepare (KitteTransaction *self, GError **error)
{
  if (!kitte_transaction_check (self, error))
    return FALSE;
  for (guint i = 0; i < self->operations->len; i++)
    note_missing_directories (self, ((KitteOperation *) self->operations->pdata[i])->target);
  if (!step (self, "record", error) || !save_record (self, error))
    return FALSE;
  if (!make_directories (self, error))
    return FALSE;
  for (guint i = 0; i < self->operations->len; i++)
    if (!step (self, "prepare", error) ||
        !kitte_operation_prepare (self->operations->pdata[i], error))
      return FALSE;
  self->ready = TRUE;
  return step (self, "ready", error) && save_record (self, error);
}

/* By what the written file is known again; %NULL for one that goes. Valid after prepare. */
const char *
kitte_transaction_get_mark (KitteTransaction *self, guint index)
{
  return ((KitteOperation *) self->operations->pdata[index])->mark;
}

/* (element-type filename): the folders that prepare had to make, the outer ones first. */
GPtrArray *
kitte_transaction_get_directories (KitteTransaction *self)
{
  return self->directories;
}

/* Looks at every precondition once more, then replaces all. After a failure everything is as it
 * was; after success call kitte_transaction_finish(). */
gboolean
kitte_transaction_commit (KitteTransaction *self, GError **error)
{
  if (kitte_transaction_check (self, error) && replace_all (self, error) &&
      mark_committed (self, error))
    return TRUE;
  kitte_transaction_roll_back (self);
  return FALSE;
}

static gboolean
restore_all (KitteTransaction *self, KitteTouchedFunc touched, gpointer user_data, GError **error)
{
  for (guint i = self->operations->len; i > 0; i--)
    if (!kitte_operation_restore (self->operations->pdata[i - 1], self->ready, i - 1, touched,
                                  user_data, error))
      return FALSE;
  if (!remove_directories (self, error))
    return FALSE;
  sync_directories (self, NULL);
  forget_record (self, PENDING);
  return TRUE;
}

/* Goes back to how it was. Where even that is refused, the record stays and the next start tries
 * again. */
void
kitte_transaction_roll_back (KitteTransaction *self)
{
  restore_all (self, NULL, NULL, NULL);
}

/* Lets the old files go. Where one cannot, the record stays and the next start tries again. */
void
kitte_transaction_finish (KitteTransaction *self)
{
  gboolean finished = TRUE;

  for (guint i = 0; i < self->operations->len; i++)
    finished = kitte_operation_finish (self->operations->pdata[i]) && finished;
  sync_directories (self, NULL);
  if (finished)
    forget_record (self, COMMITTED);
}

/* What an earlier run left to be done in @folder. */
KitteRecovery
kitte_transaction_get_recovery (const char *folder)
{
  g_autofree char *committed = g_build_filename (folder, COMMITTED, NULL);
  g_autofree char *pending = g_build_filename (folder, PENDING, NULL);

  if (g_file_test (committed, G_FILE_TEST_EXISTS))
    return KITTE_RECOVERY_FINISH;
  if (g_file_test (pending, G_FILE_TEST_EXISTS))
    return KITTE_RECOVERY_GO_BACK;
  return KITTE_RECOVERY_NOTHING;
}

/**
 * kitte_transaction_recover:
 * @folder: where a transaction of an earlier run may have left its record
 * @touched: (nullable): asked about files that somebody wrote since; %NULL: they are left alone
 *
 * Completes what was committed and takes back what was not. May itself be interrupted and called
 * again.
 */
gboolean
kitte_transaction_recover (const char *folder,
                           KitteTouchedFunc touched,
                           gpointer user_data,
                           GError **error)
{
  g_autoptr (KitteTransaction) self = kitte_transaction_new (folder, "");
  gboolean found = FALSE;

  if (!load_record (self, COMMITTED, &found, error))
    return FALSE;
  if (found)
    {
      kitte_transaction_finish (self);
      return TRUE;
    }
  if (!load_record (self, PENDING, &found, error))
    return FALSE;
  return !found || restore_all (self, touched, user_data, error);
}

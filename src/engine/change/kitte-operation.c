/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every step leaves the folder in a state that recovery can read from the names alone: a waiting
 * new file means not replaced, a second name of the old one means there is a way back. */
#define _GNU_SOURCE
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-operation-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/kitte-bounds.h"
#include "kitte-files-private.h"
#include "kitte-mark-private.h"

static gboolean
exists (const char *path)
{
  struct stat info;

  return lstat (path, &info) == 0;
}

/* Going back and tidying may themselves have been interrupted. */
static gboolean
remove_name (KitteOperation *self, const char *path, GError **error)
{
  return unlink (path) == 0 || errno == ENOENT || kitte_files_fail (error, errno, self->path);
}

static gboolean
same_file (const char *a, const char *b)
{
  struct stat first;
  struct stat second;

  return lstat (a, &first) == 0 && lstat (b, &second) == 0 && first.st_ino == second.st_ino &&
         first.st_dev == second.st_dev;
}

static gboolean
bytes_equal (GBytes *a, GBytes *b)
{
  return a == NULL || b == NULL ? a == b : g_bytes_equal (a, b);
}

static gboolean
fail_changed (KitteOperation *self, GError **error)
{
  g_autofree char *name = kitte_files_get_display_name (self->path);

  g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_CHANGED,
               /* TRANSLATORS: %s is a file that another program wrote while Kitte was at work. */
               _ ("“%s” was changed by another program in the meantime. Kitte changed nothing; "
                  "please try again."),
               name);
  return FALSE;
}

static gboolean
fail_running (KitteOperation *self, GError **error)
{
  if (self->program != NULL)
    g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_RUNNING,
                 /* TRANSLATORS: %s is the name of the mail program whose settings would be
                  * written. */
                 _ ("%s is open. Nothing was changed; please close it and try again."),
                 self->program);
  else
    g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_RUNNING,
                         /* TRANSLATORS: the mail program whose settings would be written. */
                         _ ("The mail program is open. Nothing was changed; please close it and "
                            "try again."));
  return FALSE;
}

static gboolean
check_content (KitteOperation *self, GError **error)
{
  g_autoptr (GBytes) now = NULL;

  if (!kitte_files_read (self->target, KITTE_MAX_CLIENT_FILE, &now, error))
    return FALSE;
  return bytes_equal (now, self->before) || fail_changed (self, error);
}

/* A rename would replace a file that its owner made read-only on purpose. */
static gboolean
check_writable (KitteOperation *self, GError **error)
{
  if (self->before != NULL && access (self->target, W_OK) != 0)
    return kitte_files_fail (error, errno, self->path);
  return TRUE;
}

/* For file systems without hard links. */
static gboolean
copy_old (KitteOperation *self, GError **error)
{
  return kitte_files_create (self->old_path, self->before, self->target, 0600, error);
}

static gboolean
put_new (KitteOperation *self, GError **error)
{
  int result = -1;

  if (self->created)
    {
      result = renameat2 (AT_FDCWD, self->new_path, AT_FDCWD, self->target, RENAME_NOREPLACE);
      if (result != 0 && errno == EEXIST)
        return fail_changed (self, error);
    }
  if (result != 0)
    result = rename (self->new_path, self->target);
  return result == 0 || kitte_files_fail (error, errno, self->path);
}

/* Somebody wrote the file between our last look and the rename. */
static gboolean
check_old (KitteOperation *self, GError **error)
{
  g_autoptr (GBytes) old = NULL;

  if (self->before == NULL)
    return TRUE;
  if (!kitte_files_read (self->old_path, KITTE_MAX_CLIENT_FILE, &old, error))
    return FALSE;
  return bytes_equal (old, self->before) || fail_changed (self, error);
}

static gboolean
bring_old_back (KitteOperation *self, GError **error)
{
  /* Renaming one name of a file onto another of the same file does nothing, and keeps both. */
  if (same_file (self->old_path, self->target))
    return remove_name (self, self->old_path, error);
  return rename (self->old_path, self->target) == 0 || kitte_files_fail (error, errno, self->path);
}

/* Under a third name: a waiting new file would say that nothing had been replaced. */
static gboolean
put_bytes (KitteOperation *self, GBytes *bytes, GError **error)
{
  g_autofree char *temporary = g_strconcat (self->new_path, ".new", NULL);

  if (bytes == NULL)
    return unlink (self->target) == 0 || kitte_files_fail (error, errno, self->path);
  unlink (temporary);
  if (!kitte_files_create (temporary, bytes, self->target, 0600, error))
    return FALSE;
  return rename (temporary, self->target) == 0 || kitte_files_fail (error, errno, self->path);
}

/* Somebody wrote the file after us: only our part goes. */
static gboolean
restore_touched (KitteOperation *self,
                 guint index,
                 KitteTouchedFunc touched,
                 gpointer user_data,
                 GError **error)
{
  g_autoptr (GBytes) now = NULL;
  g_autoptr (GBytes) then = NULL;

  if (touched != NULL)
    {
      if (!kitte_files_read (self->target, KITTE_MAX_CLIENT_FILE, &now, error))
        return FALSE;
      if (now != NULL && !touched (index, self->path, now, &then, user_data, error))
        return FALSE;
      if (!bytes_equal (now, then) && !put_bytes (self, then, error))
        return FALSE;
    }
  return remove_name (self, self->old_path, error);
}

KitteOperation *
kitte_operation_new (const KitteWrite *write, const char *tag)
{
  KitteOperation *self = g_new0 (KitteOperation, 1);

  self->path = g_strdup (write->path);
  self->target = kitte_files_resolve (write->path, NULL);
  if (self->target == NULL)
    self->target = g_strdup (write->path);
  self->new_path = g_strconcat (self->target, ".kitte-", tag, ".new", NULL);
  self->old_path = g_strconcat (self->target, ".kitte-", tag, ".old", NULL);
  self->before = write->before != NULL ? g_bytes_ref (write->before) : NULL;
  self->after = write->after != NULL ? g_bytes_ref (write->after) : NULL;
  self->mode = write->mode;
  self->program = g_strdup (write->program);
  self->lock_path = g_strdup (write->lock_path);
  self->holds_secrets = write->holds_secrets;
  self->created = write->before == NULL;
  self->removes = write->after == NULL;
  return self;
}

void
kitte_operation_free (KitteOperation *self)
{
  g_free (self->path);
  g_free (self->target);
  g_free (self->new_path);
  g_free (self->old_path);
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->after, g_bytes_unref);
  g_free (self->program);
  g_free (self->lock_path);
  g_free (self->mark);
  g_free (self);
}

/* Whether the file is still as planned, may be written and its program is closed. */
gboolean
kitte_operation_check (KitteOperation *self, GError **error)
{
  if (self->lock_path != NULL && kitte_files_is_locked (self->lock_path))
    return fail_running (self, error);
  return check_content (self, error) && check_writable (self, error);
}

/* Writes the new file beside the old one, complete and on the disk. */
gboolean
kitte_operation_prepare (KitteOperation *self, GError **error)
{
  const char *like = self->created ? NULL : self->target;

  if (self->removes)
    return TRUE;
  if (!kitte_files_create (self->new_path, self->after, like, self->mode, error))
    return FALSE;
  self->mark = self->holds_secrets ? kitte_mark_new_for_file (self->new_path) :
                                     kitte_mark_new_for_bytes (self->after);
  return TRUE;
}

gboolean
kitte_operation_keep_old (KitteOperation *self, GError **error)
{
  if (self->created)
    return TRUE;
  if (link (self->target, self->old_path) == 0)
    return TRUE;
  if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK)
    return copy_old (self, error);
  return kitte_files_fail (error, errno, self->path);
}

gboolean
kitte_operation_replace (KitteOperation *self, GError **error)
{
  if (self->removes)
    {
      if (unlink (self->target) != 0)
        return kitte_files_fail (error, errno, self->path);
    }
  else if (!put_new (self, error))
    return FALSE;
  return check_old (self, error);
}

/* Goes back from whichever step was the last; @ready says whether replacing may have begun. */
gboolean
kitte_operation_restore (KitteOperation *self,
                         gboolean ready,
                         guint index,
                         KitteTouchedFunc touched,
                         gpointer user_data,
                         GError **error)
{
  gboolean has_old = exists (self->old_path);

  if (!ready || exists (self->new_path))
    /* The waiting file last: it says that nothing was replaced. */
    return remove_name (self, self->old_path, error) && remove_name (self, self->new_path, error);
  if (has_old && (!exists (self->target) || same_file (self->old_path, self->target)))
    return bring_old_back (self, error);
  if (self->removes || self->mark == NULL || !(has_old || self->created) || !exists (self->target))
    return remove_name (self, self->old_path, error);
  if (!kitte_mark_fits (self->mark, self->target))
    return restore_touched (self, index, touched, user_data, error);
  if (has_old)
    return bring_old_back (self, error);
  return unlink (self->target) == 0 || kitte_files_fail (error, errno, self->path);
}

/* The way back is no longer wanted. */
gboolean
kitte_operation_finish (KitteOperation *self)
{
  return remove_name (self, self->old_path, NULL);
}

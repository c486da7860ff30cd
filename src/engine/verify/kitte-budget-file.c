/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Host names, user names and times; nothing of a password and nothing computed from one. Under a
 * lock file the whole is read, changed and replaced, so that two processes cannot both take the
 * last sign-in. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-budget-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/kitte-write.h"
#include "kitte-budget-json.h"

/* A larger file is not ours. */
#define MAX_FILE (256 * 1024)

/* Another process holds the lock for less than a millisecond; one that was stopped while it did so
 * is not waited for longer than this. */
#define LOCK_TRIES 200
#define LOCK_PAUSE_US (10 * 1000)

struct _KitteBudgetFile
{
  char *path;
  int lock;
  GPtrArray *entries;
  gboolean tidied;
  gboolean unwritten; /* the file knows less than this process does */
};

/* What cannot be read counts as none; what this process knows itself then stands. */
static GPtrArray *
read_entries (const char *path)
{
  g_autofree char *text = NULL;
  GStatBuf status;
  gsize length;

  /* A pipe would be waited for for ever. */
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE ||
      !g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  return kitte_budget_entries_from_json (text, length);
}

/* A time that lies ahead was written before the clock was set back: it counts from now, or it would
 * count for as long as the clock is behind. */
static gboolean
tidy (GPtrArray *entries, gint64 now, gint64 window)
{
  gboolean changed = FALSE;

  for (guint i = entries->len; i > 0; i--)
    {
      KitteBudgetEntry *entry = g_ptr_array_index (entries, i - 1);

      if (entry->time > now)
        {
          entry->time = now;
          changed = TRUE;
        }
      else if (entry->time <= now - window)
        {
          g_ptr_array_remove_index (entries, i - 1);
          changed = TRUE;
        }
    }
  return changed;
}

/* Replaced whole, but not forced to the disk: this is written between two packets of a sign-in, and
 * it must outlive this process, not a power failure. */
static gboolean
replace_file (const char *path, const char *text, gsize length)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  gboolean written;

  if (fd < 0)
    return FALSE;
  written = kitte_write_all (fd, text, length);
  written = close (fd) == 0 && written;
  written = written && g_rename (temporary, path) == 0;
  if (!written)
    g_unlink (temporary);
  return written;
}

static int
take_lock (const char *path)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  int fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  for (guint i = 0; fd >= 0 && i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
      g_usleep (LOCK_PAUSE_US);
    }
  return fd;
}

/**
 * kitte_budget_file_new:
 * @path: where it is, or will be
 *
 * Returns: (transfer full): the file, not read yet
 */
KitteBudgetFile *
kitte_budget_file_new (const char *path)
{
  KitteBudgetFile *self = g_new0 (KitteBudgetFile, 1);

  self->path = g_strdup (path);
  self->lock = -1;
  self->entries = kitte_budget_entries_new ();
  return self;
}

void
kitte_budget_file_free (KitteBudgetFile *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_ptr_array_unref (self->entries);
  g_free (self->path);
  g_free (self);
}

/**
 * kitte_budget_file_open:
 * @now: seconds since 1970
 * @window: how many seconds a time counts
 *
 * Locks and reads. May block for two seconds; never on the main thread. A folder that cannot be
 * written makes no difference but that other processes do not know: what could not be written is
 * not forgotten for what the file says.
 */
void
kitte_budget_file_open (KitteBudgetFile *self, gint64 now, gint64 window)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  GPtrArray *entries;

  g_mkdir_with_parents (folder, 0700);
  self->lock = take_lock (self->path);
  entries = self->unwritten ? NULL : read_entries (self->path);
  if (entries != NULL)
    {
      g_ptr_array_unref (self->entries);
      self->entries = entries;
    }
  self->tidied = tidy (self->entries, now, window);
}

/**
 * kitte_budget_file_close:
 * @changed: whether anything was changed since it was opened
 *
 * Writes where there is something to write, and unlocks.
 */
void
kitte_budget_file_close (KitteBudgetFile *self, gboolean changed)
{
  if (changed || self->tidied)
    {
      gsize length;
      g_autofree char *text = kitte_budget_entries_to_json (self->entries, &length);

      self->unwritten = !replace_file (self->path, text, length);
    }
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/**
 * kitte_budget_file_get_entries:
 *
 * Returns: (transfer none) (element-type KitteBudgetEntry): oldest first; to be read and changed
 *   until the file is closed
 */
GPtrArray *
kitte_budget_file_get_entries (KitteBudgetFile *self)
{
  return self->entries;
}

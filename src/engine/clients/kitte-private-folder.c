/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The person's runtime directory is the place: in memory, 0700, gone at log-out. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-private-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/kitte-write.h"
#include "kitte-client.h"

#define PREFIX "kitte-"
#define LETTERS "XXXXXX"
/* Locked as long as the folder is in use; a process that is killed lets go of it. */
#define LOCK "lock"
/* Between the folder and its lock is a moment. */
#define SETTLING_SECONDS 60

struct _KittePrivateFolder
{
  char *path;
  int lock;
};

static gboolean
fail (GError **error, const char *path)
{
  int saved_errno = errno;
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_IO,
               /* TRANSLATORS: the first %s is the path of a folder or file that Kitte needs for a
                * moment, the second what the system says, like “No space left on device”. */
               _ ("Kitte could not work in “%s”: %s."), shown, g_strerror (saved_errno));
  return FALSE;
}

/* Zeros over the old bytes first: the folder may be on a disk where there is no runtime one. */
static gboolean
wipe_file (const char *path)
{
  static const char zeros[4096];
  struct stat status;
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    for (off_t left = status.st_size; left > 0; left -= (off_t) sizeof zeros)
      if (!kitte_write_all (fd, zeros, (gsize) MIN (left, (off_t) sizeof zeros)))
        break;
  if (fd >= 0)
    {
      (void) fdatasync (fd);
      close (fd);
    }
  return unlink (path) == 0;
}

/* The lock goes last: as long as it is there and nobody has it, a later start knows what is left to
 * be wiped. */
static void
wipe_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *lock = g_build_filename (folder, LOCK, NULL);
  gboolean wiped = dir != NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_str_equal (name, LOCK))
        wiped = wipe_file (path) && wiped;
    }
  if (wiped && (unlink (lock) == 0 || errno == ENOENT))
    (void) g_rmdir (folder);
}

/* Returns: a descriptor that holds the lock; -1 where another process has it, or there is none */
static int
lock_folder (const char *folder, int flags)
{
  g_autofree char *path = g_build_filename (folder, LOCK, NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      fd = -1;
    }
  return fd;
}

static gboolean
has_lock (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LOCK, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A folder of our own that no process uses any more. */
static gboolean
is_left_over (const char *path, int *lock)
{
  struct stat status;

  *lock = -1;
  if (lstat (path, &status) != 0 || !S_ISDIR (status.st_mode) || status.st_uid != geteuid () ||
      (status.st_mode & 0777) != 0700)
    return FALSE;
  *lock = lock_folder (path, 0);
  return *lock >= 0 || (!has_lock (path) &&
                        g_get_real_time () / G_USEC_PER_SEC - status.st_mtime > SETTLING_SECONDS);
}

/**
 * kitte_private_folder_clean:
 *
 * Overwrites and removes what a run that was killed left behind. Call at start.
 */
void
kitte_private_folder_clean (void)
{
  const char *parent = g_get_user_runtime_dir ();
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      int lock;

      if (!g_str_has_prefix (name, PREFIX) || strlen (name) != strlen (PREFIX LETTERS))
        continue;
      path = g_build_filename (parent, name, NULL);
      if (is_left_over (path, &lock))
        wipe_folder (path);
      if (lock >= 0)
        close (lock);
    }
}

/**
 * kitte_private_folder_new:
 *
 * Returns: (transfer full) (nullable): an empty folder of mode 0700
 */
KittePrivateFolder *
kitte_private_folder_new (GError **error)
{
  const char *parent = g_get_user_runtime_dir ();
  g_autofree char *path = g_build_filename (parent, PREFIX LETTERS, NULL);
  KittePrivateFolder *self;

  if (g_mkdir_with_parents (parent, 0700) < 0 || g_mkdtemp_full (path, 0700) == NULL)
    {
      fail (error, path);
      return NULL;
    }
  self = g_new0 (KittePrivateFolder, 1);
  self->path = g_steal_pointer (&path);
  self->lock = lock_folder (self->path, O_CREAT | O_EXCL);
  return self;
}

/**
 * kitte_private_folder_free:
 *
 * Overwrites and removes every file in the folder, and the folder.
 */
void
kitte_private_folder_free (KittePrivateFolder *self)
{
  g_return_if_fail (self != NULL);

  wipe_folder (self->path);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->path);
  g_free (self);
}

const char *
kitte_private_folder_get_path (const KittePrivateFolder *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/**
 * kitte_private_folder_put:
 * @name: a plain file name
 *
 * Makes the file with mode 0600.
 */
gboolean
kitte_private_folder_put (KittePrivateFolder *self, const char *name, GBytes *bytes, GError **error)
{
  g_autofree char *path = NULL;
  gsize length;
  const char *data;
  gboolean written;
  int fd;

  g_return_val_if_fail (self != NULL && name != NULL && bytes != NULL, FALSE);

  path = g_build_filename (self->path, name, NULL);
  data = g_bytes_get_data (bytes, &length);
  fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return fail (error, path);
  written = kitte_write_all (fd, data, length);
  if (close (fd) < 0 || !written)
    return fail (error, path);
  return TRUE;
}

/**
 * kitte_private_folder_get:
 * @name: a plain file name
 *
 * Returns: (transfer full) (nullable): what the file holds
 */
GBytes *
kitte_private_folder_get (KittePrivateFolder *self, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  char *contents;
  gsize length;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  path = g_build_filename (self->path, name, NULL);
  if (!g_file_get_contents (path, &contents, &length, error))
    return NULL;
  return g_bytes_new_take (contents, length);
}

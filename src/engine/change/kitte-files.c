/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounded reading, durable writing, and what to tell the person when the disk refuses. */
#define _GNU_SOURCE
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* Links that lead to links: as many as the kernel itself follows. */
#define MAX_LINKS 40

static void
close_fd (int *fd)
{
  if (*fd >= 0)
    close (*fd);
}

#define AUTO_FD __attribute__ ((cleanup (close_fd))) int

static gboolean
fail_reading (GError **error, int saved_errno, const char *path)
{
  g_autofree char *name = kitte_files_get_display_name (path);

  g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO,
               /* TRANSLATORS: %1$s is a file, %2$s the system's words for the reason. */
               _ ("“%1$s” could not be read: %2$s."), name, g_strerror (saved_errno));
  return FALSE;
}

static gboolean
read_regular (int fd, const char *path, gsize max_size, GBytes **bytes, GError **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  guint8 block[16 * 1024];
  gssize count;

  do
    {
      count = TEMP_FAILURE_RETRY (read (fd, block, sizeof block));
      if (count < 0)
        return fail_reading (error, errno, path);
      g_byte_array_append (array, block, (guint) count);
      if (array->len > max_size)
        return fail_reading (error, EFBIG, path);
    }
  while (count > 0);
  kitte_wipe (block, sizeof block);
  *bytes = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  return TRUE;
}

/* Reads a regular file; *bytes is NULL and the answer TRUE where there is none. */
gboolean
kitte_files_read (const char *path, gsize max_size, GBytes **bytes, GError **error)
{
  /* Not to be kept waiting by a named pipe. */
  AUTO_FD fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;

  *bytes = NULL;
  if (fd < 0)
    return errno == ENOENT ? TRUE : fail_reading (error, errno, path);
  if (fstat (fd, &info) != 0)
    return fail_reading (error, errno, path);
  if (!S_ISREG (info.st_mode))
    return fail_reading (error, S_ISDIR (info.st_mode) ? EISDIR : EINVAL, path);
  if ((guint64) info.st_size > max_size)
    return fail_reading (error, EFBIG, path);
  return read_regular (fd, path, max_size, bytes, error);
}

/* Follows symbolic links to the file that is really written, which need not exist yet: people
 * keep their settings in a folder of their own and link to it. */
char *
kitte_files_resolve (const char *path, GError **error)
{
  g_autofree char *current = g_canonicalize_filename (path, "/");

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = NULL;
      g_autofree char *folder = NULL;
      char *next;

      if (!g_file_test (current, G_FILE_TEST_IS_SYMLINK))
        return g_steal_pointer (&current);
      target = g_file_read_link (current, NULL);
      if (target == NULL)
        break;
      folder = g_path_get_dirname (current);
      next = g_canonicalize_filename (target, folder);
      g_free (current);
      current = next;
    }
  fail_reading (error, ELOOP, path);
  return NULL;
}

/* The path as a person writes it: with ~ for their own folder. */
char *
kitte_files_get_display_name (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);
  g_autofree char *name = g_filename_display_name (path);

  if (g_str_has_prefix (path, home) && path[length] == '/')
    return g_strconcat ("~", name + length, NULL);
  return g_steal_pointer (&name);
}

/* Whether some process holds a write lock: how Thunderbird says that it runs. */
gboolean
kitte_files_is_locked (const char *lock_path)
{
  AUTO_FD fd = open (lock_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (fd < 0 || fcntl (fd, F_GETLK, &lock) != 0)
    return FALSE;
  return lock.l_type != F_UNLCK;
}

gboolean
kitte_files_fail (GError **error, int saved_errno, const char *path)
{
  g_autofree char *name = kitte_files_get_display_name (path);

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
      g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NO_SPACE,
                           /* TRANSLATORS: shown when a file could not be written. */
                           _ ("The disk is full. Nothing was changed; please free some space and "
                              "try again."));
      return FALSE;
    case EROFS:
    case EACCES:
    case EPERM:
      g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_READ_ONLY,
                   /* TRANSLATORS: %s is a file or folder. */
                   _ ("“%s” may not be written. Nothing was changed; please allow writing to it "
                      "and try again."),
                   name);
      return FALSE;
    default:
      g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO,
                   /* TRANSLATORS: %1$s is a file, %2$s the system's words for the reason. */
                   _ ("“%1$s” could not be written: %2$s. Nothing was changed."), name,
                   g_strerror (saved_errno));
      return FALSE;
    }
}

static gboolean
write_all (int fd, GBytes *bytes)
{
  gsize left;
  const guint8 *data = g_bytes_get_data (bytes, &left);

  while (left > 0)
    {
      gssize count = TEMP_FAILURE_RETRY (write (fd, data, left));

      if (count < 0)
        return FALSE;
      data += count;
      left -= (gsize) count;
    }
  return TRUE;
}

/* Gives a new file the permissions and, as far as this user may, the group of the old one. A
 * group that cannot be kept gets no rights instead of another group getting them. */
static gboolean
take_after (int fd, const struct stat *like)
{
  mode_t mode = like->st_mode & 07777;

  if (like->st_uid != geteuid () && fchown (fd, like->st_uid, (gid_t) -1) != 0)
    return FALSE;
  if (fchown (fd, (uid_t) -1, like->st_gid) != 0)
    mode &= (mode_t) ~S_IRWXG;
  return fchmod (fd, mode) == 0;
}

/* Writes a new file that must not be there yet, and waits until it is on the disk. Readable by
 * nobody else until it has its final permissions. */
gboolean
kitte_files_create (const char *path,
                    GBytes *bytes,
                    const struct stat *like,
                    guint mode,
                    GError **error)
{
  AUTO_FD fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean done;

  if (fd < 0)
    return kitte_files_fail (error, errno, path);
  done = write_all (fd, bytes);
  done = done && (like != NULL ? take_after (fd, like) : fchmod (fd, mode) == 0);
  done = done && fsync (fd) == 0;
  if (!done)
    {
      int saved_errno = errno;

      unlink (path);
      return kitte_files_fail (error, saved_errno, path);
    }
  return TRUE;
}

/* Replaces one of our own files durably. */
gboolean
kitte_files_replace (const char *path, GBytes *bytes, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".new", NULL);

  if (unlink (temporary) != 0 && errno != ENOENT)
    return kitte_files_fail (error, errno, path);
  if (!kitte_files_create (temporary, bytes, NULL, 0600, error))
    return FALSE;
  if (rename (temporary, path) != 0)
    {
      int saved_errno = errno;

      unlink (temporary);
      return kitte_files_fail (error, saved_errno, path);
    }
  return kitte_files_sync_directory_of (path, error);
}

gboolean
kitte_files_sync_directory_of (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  AUTO_FD fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return kitte_files_fail (error, errno, folder);
  /* Some file systems cannot do it for a folder and say EINVAL. */
  if (fsync (fd) != 0 && errno != EINVAL)
    return kitte_files_fail (error, errno, folder);
  return TRUE;
}

/* Makes a folder with those above it, 0700, and notes in @made (nullable) which were missing. */
gboolean
kitte_files_make_directories (const char *path, GPtrArray *made, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!g_str_equal (parent, path) && !kitte_files_make_directories (parent, made, error))
    return FALSE;
  if (g_mkdir (path, 0700) != 0)
    return errno == EEXIST && g_file_test (path, G_FILE_TEST_IS_DIR) ?
               TRUE :
               kitte_files_fail (error, errno, path);
  if (made != NULL)
    g_ptr_array_add (made, g_strdup (path));
  return TRUE;
}

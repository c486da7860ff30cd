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
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/kitte-write.h"

/* Links that lead to links: as many as the kernel itself follows. */
#define MAX_LINKS 40

/* A bus that does not answer is no reason to wait. */
#define BUS_PATIENCE_MS 3000

#define ACCESS_LIST "system.posix_acl_access"

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

/* While planning, where other programs may get what this one does not: nothing is said of them. */
static gboolean
fail_planning (GError **error, int saved_errno, const char *path)
{
  g_autofree char *name = kitte_files_get_display_name (path);

  if (saved_errno == EROFS || saved_errno == EACCES || saved_errno == EPERM)
    g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_READ_ONLY,
                 /* TRANSLATORS: %s is a file or folder of one mail program. */
                 _ ("“%s” may not be written. Please allow writing to it and try again."), name);
  else
    g_set_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO,
                 /* TRANSLATORS: %1$s is a file, %2$s the system's words for the reason. */
                 _ ("“%1$s” cannot be written: %2$s."), name, g_strerror (saved_errno));
  return FALSE;
}

/* Whether replacing by a rename can work, and is not against its owner's will: a file that may not
 * be written was made so on purpose. */
gboolean
kitte_files_check_writable (const char *path, GError **error)
{
  g_autofree char *target = kitte_files_resolve (path, error);
  g_autofree char *folder = NULL;

  if (target == NULL)
    return FALSE;
  if (access (target, W_OK) != 0 && errno != ENOENT && errno != ENOTDIR)
    return fail_planning (error, errno, path);
  folder = g_path_get_dirname (target);
  while (access (folder, W_OK | X_OK) != 0)
    {
      g_autofree char *parent = NULL;

      if (errno != ENOENT || g_str_equal (folder, "/"))
        return fail_planning (error, errno, folder);
      parent = g_path_get_dirname (folder);
      g_free (folder);
      folder = g_steal_pointer (&parent);
    }
  return TRUE;
}

/* The path as a person writes it: with ~ for their own folder. */
char *
kitte_files_get_display_name (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);
  gboolean at_home = g_str_has_prefix (path, home) && path[length] == '/';
  g_autofree char *name = g_filename_display_name (at_home ? path + length : path);

  return at_home ? g_strconcat ("~", name, NULL) : g_steal_pointer (&name);
}

/* How Thunderbird says that it runs. */
static gboolean
is_file_locked (const char *lock_path)
{
  AUTO_FD fd = open (lock_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  if (fd < 0 || fcntl (fd, F_GETLK, &lock) != 0)
    return FALSE;
  return lock.l_type != F_UNLCK;
}

/* Whether a program has this name on the session's bus. */
static gboolean
has_owner (const char *name)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) answer = NULL;
  gboolean owned = FALSE;

  if (bus != NULL)
    answer = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                          "org.freedesktop.DBus", "NameHasOwner",
                                          g_variant_new ("(s)", name), G_VARIANT_TYPE ("(b)"),
                                          G_DBUS_CALL_FLAGS_NONE, BUS_PATIENCE_MS, NULL, NULL);
  if (answer != NULL)
    g_variant_get (answer, "(b)", &owned);
  return owned;
}

/* Whether the program runs: some process holds a write lock on the file, or owns the name on the
 * bus that stands behind %KITTE_LOCK_ON_BUS. */
gboolean
kitte_files_is_locked (const char *lock_path)
{
  return g_str_has_prefix (lock_path, KITTE_LOCK_ON_BUS) ?
             has_owner (lock_path + strlen (KITTE_LOCK_ON_BUS)) :
             is_file_locked (lock_path);
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

/* One extended attribute; those of the system’s own care, like labels, may be refused. */
static gboolean
copy_attribute (int from, int to, const char *name)
{
  gssize length = fgetxattr (from, name, NULL, 0);
  g_autofree char *value = length > 0 ? g_malloc ((gsize) length) : NULL;

  if (length > 0)
    length = fgetxattr (from, name, value, (gsize) length);
  return length >= 0 && fsetxattr (to, name, value, (gsize) length, 0) == 0;
}

/* Returns whether the access list, where there is one, is the same afterwards. */
static gboolean
copy_attributes (int from, int to)
{
  gssize length = flistxattr (from, NULL, 0);
  g_autofree char *names = length > 0 ? g_malloc ((gsize) length) : NULL;
  gboolean kept = TRUE;

  if (length > 0)
    length = flistxattr (from, names, (gsize) length);
  for (gssize at = 0; at < length; at += (gssize) strlen (names + at) + 1)
    if (!copy_attribute (from, to, names + at) && g_str_equal (names + at, ACCESS_LIST))
      kept = FALSE;
  return kept;
}

/* Gives a new file the permissions, the extended attributes and, as far as this user may, the group
 * of the old one. A group that cannot be kept gets no rights instead of another group getting them;
 * beside an access list the group’s bits are everybody’s in that list. */
static gboolean
take_after (int fd, const char *like)
{
  AUTO_FD old = open (like, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  mode_t mode;

  if (old < 0 || fstat (old, &info) != 0)
    return FALSE;
  mode = info.st_mode & 07777;
  if (info.st_uid != geteuid () && fchown (fd, info.st_uid, (gid_t) -1) != 0)
    return FALSE;
  if (fchown (fd, (uid_t) -1, info.st_gid) != 0)
    mode &= (mode_t) ~S_IRWXG;
  if (fchmod (fd, mode) != 0)
    return FALSE;
  return copy_attributes (old, fd) || fchmod (fd, mode & (mode_t) ~S_IRWXG) == 0;
}

/* Writes a new file that must not be there yet, with the permissions of @like (nullable) or with
 * @mode, and waits until it is on the disk. Readable by nobody else until it has its final
 * permissions. */
gboolean
kitte_files_create (const char *path, GBytes *bytes, const char *like, guint mode, GError **error)
{
  AUTO_FD fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean done;

  if (fd < 0)
    return kitte_files_fail (error, errno, path);
  done = kitte_write_all (fd, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
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

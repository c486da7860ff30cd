/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two kinds of mark: a digest of the bytes; and, for files that hold passwords, of which nothing
 * computed may be kept, what the file system says of the file. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-mark-private.h"

#include <sys/stat.h>

#include "base/kitte-bounds.h"
#include "kitte-files-private.h"

#define DIGEST_PREFIX "sha256:"
#define STAMP_PREFIX "stamp:"

char *
kitte_mark_new_for_bytes (GBytes *bytes)
{
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  return g_strconcat (DIGEST_PREFIX, digest, NULL);
}

/* Renaming keeps all three; every writer changes at least one. NULL where there is no file. */
char *
kitte_mark_new_for_file (const char *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return NULL;
  return g_strdup_printf (STAMP_PREFIX "%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT
                                       ":%" G_GINT64_FORMAT ".%09ld",
                          (guint64) info.st_ino, (guint64) info.st_size,
                          (gint64) info.st_mtim.tv_sec, info.st_mtim.tv_nsec);
}

/* Whether the file is still the one that @mark was made of. */
gboolean
kitte_mark_fits (const char *mark, const char *path)
{
  g_autofree char *current = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_str_has_prefix (mark, STAMP_PREFIX))
    current = kitte_mark_new_for_file (path);
  else if (kitte_files_read (path, KITTE_MAX_CLIENT_FILE, &bytes, NULL) && bytes != NULL)
    current = kitte_mark_new_for_bytes (bytes);
  return g_strcmp0 (current, mark) == 0;
}

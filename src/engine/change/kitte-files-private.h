/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files: the few system calls that reading and replacing other programs' files needs, with
 * errors as sentences. */
#pragma once

#include <gio/gio.h>
#include <sys/stat.h>

#include "kitte-change-set.h"

G_BEGIN_DECLS

gboolean kitte_files_read (const char *path, gsize max_size, GBytes **bytes, GError **error);
char *kitte_files_resolve (const char *path, GError **error);
char *kitte_files_get_display_name (const char *path);

gboolean kitte_files_check_writable (const char *path, GError **error);

gboolean kitte_files_is_locked (const char *lock_path);

gboolean
kitte_files_create (const char *path, GBytes *bytes, const char *like, guint mode, GError **error);
gboolean kitte_files_replace (const char *path, GBytes *bytes, GError **error);
gboolean kitte_files_sync_directory_of (const char *path, GError **error);
gboolean kitte_files_make_directories (const char *path, GPtrArray *made, GError **error);

/* Says in one sentence why @path could not be written, from errno; always returns FALSE. */
gboolean kitte_files_fail (GError **error, int saved_errno, const char *path);

G_END_DECLS

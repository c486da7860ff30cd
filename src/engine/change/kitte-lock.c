/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks about a lock without taking it. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-lock.h"

#include "kitte-files-private.h"

/**
 * kitte_lock_is_held:
 * @lock_path: a file that its program locks by fcntl while it runs; need not exist
 *
 * Returns: whether some process holds a write lock on it
 */
gboolean
kitte_lock_is_held (const char *lock_path)
{
  g_return_val_if_fail (lock_path != NULL, FALSE);

  return kitte_files_is_locked (lock_path);
}

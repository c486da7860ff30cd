/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing all of some bytes to a file descriptor. */
#include "config.h"

#include "kitte-write.h"

#include <errno.h>
#include <unistd.h>

/**
 * kitte_write_all:
 * @fd: of a regular file
 * @data: (array length=length) (element-type guint8)
 * @length: in bytes
 *
 * Goes on after an interruption and after a part; forces nothing to the disk. Any thread.
 *
 * Returns: whether all was written; if not, errno says why
 */
gboolean
kitte_write_all (int fd, const void *data, gsize length)
{
  const guint8 *left = data;

  while (length > 0)
    {
      gssize count = write (fd, left, length);

      if (count < 0 && errno == EINTR)
        continue;
      if (count <= 0)
        return FALSE;
      left += count;
      length -= (gsize) count;
    }
  return TRUE;
}

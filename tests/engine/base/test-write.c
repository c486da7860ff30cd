/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_write_all (): all of it, or a reason. */
#include "config.h"

#include "base/kitte-write.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static void
test_whole (void)
{
  g_autofree char *path = NULL;
  g_autofree char *read_back = NULL;
  g_autofree char *large = g_strnfill (200000, 'x');
  int fd = g_file_open_tmp ("kitte-write-XXXXXX", &path, NULL);

  g_assert_true (kitte_write_all (fd, "first ", 6));
  g_assert_true (kitte_write_all (fd, large, 200000));
  g_assert_true (kitte_write_all (fd, NULL, 0));
  close (fd);
  g_assert_true (g_file_get_contents (path, &read_back, NULL, NULL));
  g_assert_cmpuint (strlen (read_back), ==, 200006);
  g_assert_true (g_str_has_prefix (read_back, "first x"));
  unlink (path);
}

static void
test_full_disk (void)
{
  int fd = open ("/dev/full", O_WRONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  g_assert_false (kitte_write_all (fd, "x", 1));
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/write/whole", test_whole);
  g_test_add_func ("/base/write/full-disk", test_full_disk);
  return g_test_run ();
}

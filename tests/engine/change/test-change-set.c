/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteChangeSet: what reading sees, what writing twice does, what is refused. */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "change/kitte-change-set.h"

typedef struct
{
  char *folder;
  KitteChangeSet *changes;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("kitte-change-set-XXXXXX", NULL);
  fixture->changes = kitte_change_set_new ("taro@example.test");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "file", NULL);

  g_unlink (path);
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
  g_object_unref (fixture->changes);
}

static char *
make_file (Fixture *fixture, const char *text)
{
  char *path = g_build_filename (fixture->folder, "file", NULL);

  if (text != NULL)
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
assert_text (GBytes *bytes, const char *expected)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpmem (data, size, expected, strlen (expected));
}

static void
write_text (Fixture *fixture, const char *path, const char *text, const char *preview)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  kitte_change_set_write (fixture->changes, "thunderbird", path, bytes, 0600, preview, NULL);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_change_set_read (fixture->changes, path, 100, &error));
  g_assert_no_error (error);
  g_assert_true (kitte_change_set_is_empty (fixture->changes));
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "twelve bytes");
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_change_set_read (fixture->changes, path, 11, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO);
}

static void
test_special_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_change_set_read (fixture->changes, fixture->folder, 100, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO);
  g_clear_error (&error);
  g_assert_no_errno (mkfifo (path, 0600));
  g_assert_null (kitte_change_set_read (fixture->changes, path, 100, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_IO);
}

/* The first reading is the precondition, even where the disk has moved on since. */
static void
test_merge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture, "one\n");
  g_autoptr (GBytes) first = kitte_change_set_read (fixture->changes, path, 100, NULL);
  g_autoptr (GBytes) second = NULL;
  KitteFileChange *file;

  assert_text (first, "one\n");
  g_assert_true (g_file_set_contents (path, "someone else\n", -1, NULL));
  write_text (fixture, path, "one\ntwo\n", "+two");
  second = kitte_change_set_read (fixture->changes, path, 100, NULL);
  assert_text (second, "one\ntwo\n");
  write_text (fixture, path, "one\ntwo\nthree\n", "+three\n");
  kitte_change_set_add_part (fixture->changes, path, "line two");

  g_assert_cmpuint (kitte_change_set_get_files (fixture->changes)->len, ==, 1);
  file = kitte_change_set_get_files (fixture->changes)->pdata[0];
  assert_text (file->before, "one\n");
  assert_text (file->after, "one\ntwo\nthree\n");
  g_assert_cmpstr (file->preview, ==, "+two\n+three\n");
  g_assert_cmpuint (file->parts->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/change/set/absent", Fixture, NULL, set_up, test_absent, tear_down);
  g_test_add ("/change/set/too-large", Fixture, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/change/set/special-files", Fixture, NULL, set_up, test_special_files, tear_down);
  g_test_add ("/change/set/merge", Fixture, NULL, set_up, test_merge, tear_down);
  return g_test_run ();
}

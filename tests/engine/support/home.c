/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One base folder a test program; GLib remembers HOME and XDG_STATE_HOME from the first look. */
#define _GNU_SOURCE
#include "config.h"

#include "support/home.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What automake and meson call skipped. */
#define EXIT_SKIPPED 77

static char *base;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK) && g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_chmod (path, 0700);
      dir = g_dir_open (path, 0, NULL);
      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_remove (path);
}

static void
remove_base (void)
{
  remove_tree (base);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
describe (const char *folder, const char *prefix, GString *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      g_autofree char *shown = g_build_filename (prefix, names->pdata[i], NULL);
      g_autofree char *content = NULL;
      g_autofree char *digest = NULL;
      struct stat info;
      gsize length = 0;

      g_assert_no_errno (lstat (path, &info));
      if (S_ISLNK (info.st_mode))
        content = g_file_read_link (path, NULL);
      else if (S_ISREG (info.st_mode) && g_file_get_contents (path, &content, &length, NULL))
        digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) content, length);
      g_string_append_printf (text, "%06o %s %s\n", info.st_mode, shown,
                              digest != NULL  ? digest :
                              content != NULL ? content :
                                                "");
      if (S_ISDIR (info.st_mode))
        describe (path, shown, text);
    }
}

void
test_home_init (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-test-XXXXXX", NULL);

  g_assert_nonnull (folder);
  test_home_init_at (folder);
  atexit (remove_base);
}

void
test_home_init_at (const char *folder)
{
  g_autofree char *home = NULL;
  g_autofree char *state = NULL;

  base = g_strdup (folder);
  home = g_build_filename (base, "home", NULL);
  state = g_build_filename (base, "home", "state", NULL);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_unsetenv ("XDG_CONFIG_HOME");
  g_unsetenv ("XDG_DATA_HOME");
}

void
test_home_set_up (TestHome *self)
{
  self->root = g_strdup (base);
  self->home = g_build_filename (base, "home", NULL);
  self->state = g_build_filename (self->home, "state", NULL);
  g_assert_no_errno (g_mkdir_with_parents (self->home, 0700));
}

void
test_home_tear_down (TestHome *self)
{
  remove_tree (self->home);
  g_free (self->root);
  g_free (self->home);
  g_free (self->state);
}

char *
test_home_path (TestHome *self, const char *name)
{
  return g_build_filename (self->home, name, NULL);
}

void
test_home_write (TestHome *self, const char *name, const char *text, guint mode)
{
  g_autofree char *path = test_home_path (self, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_no_errno (g_chmod (path, (int) mode));
}

/* NULL where there is none. */
char *
test_home_read (TestHome *self, const char *name)
{
  g_autofree char *path = test_home_path (self, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

char *
test_tree_describe (const char *folder)
{
  GString *text = g_string_new (NULL);

  describe (folder, "", text);
  return g_string_free (text, FALSE);
}

gboolean
test_tree_contains (const char *folder, const char *text)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length = 0;

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && test_tree_contains (path, text))
        return TRUE;
      if (g_file_get_contents (path, &content, &length, NULL) &&
          memmem (content, length, text, strlen (text)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
write_text (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  FILE *file = fopen (path, "w");
  gboolean done = file != NULL && fputs (text, file) >= 0;

  return file != NULL && fclose (file) == 0 && done;
}

/* As the same user inside, so that permissions still bind. */
static gboolean
enter_own_mounts (const char *folder, gsize size)
{
  g_autofree char *uids = g_strdup_printf ("%u %u 1", getuid (), getuid ());
  g_autofree char *gids = g_strdup_printf ("%u %u 1", getgid (), getgid ());
  g_autofree char *options = g_strdup_printf ("size=%" G_GSIZE_FORMAT ",mode=700", size);

  return unshare (CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
         write_text ("/proc/self/setgroups", "deny") && write_text ("/proc/self/uid_map", uids) &&
         write_text ("/proc/self/gid_map", gids) &&
         mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", folder, "tmpfs", 0, options) == 0;
}

void
test_with_small_disk (const char *folder, gsize size, void (*run) (gpointer), gpointer data)
{
  pid_t pid = fork ();
  int status;

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      if (!enter_own_mounts (folder, size))
        _exit (EXIT_SKIPPED);
      run (data);
      _exit (EXIT_SUCCESS);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == EXIT_SKIPPED)
    g_test_skip ("this system gives no file systems of one’s own to ordinary users");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, EXIT_SUCCESS);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for times and sizes only, so that it can be asked while somebody types. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-watch.h"

#include <glib/gstdio.h>
#include <stdint.h>

/* A folder changes its own time when a file comes, goes or is replaced, as editors and installers
 * do it. A file that is written over in place is seen in small folders, which is where somebody
 * writes presets by hand. */
#define MAX_WATCHED_FILES 64

struct _KittePresetWatch
{
  char *folder;
  GPtrArray *paths;
  char *state;
};

static void
add_state (GString *state, const char *path)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    g_string_append (state, "-;");
  else
    g_string_append_printf (state, "%ju %ju %jd.%09ld %jd.%09ld;", (uintmax_t) info.st_ino,
                            (uintmax_t) info.st_size, (intmax_t) info.st_mtim.tv_sec,
                            info.st_mtim.tv_nsec, (intmax_t) info.st_ctim.tv_sec,
                            info.st_ctim.tv_nsec);
}

static char *
get_state (KittePresetWatch *self)
{
  g_autoptr (GString) state = g_string_new (NULL);

  add_state (state, self->folder);
  for (guint i = 0; i < self->paths->len; i++)
    add_state (state, self->paths->pdata[i]);
  return g_string_free (g_steal_pointer (&state), FALSE);
}

static void
find_files (KittePresetWatch *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while (dir != NULL && self->paths->len <= MAX_WATCHED_FILES &&
         (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (self->paths, g_build_filename (self->folder, name, NULL));
  if (self->paths->len > MAX_WATCHED_FILES)
    g_ptr_array_set_size (self->paths, 0);
}

/**
 * kitte_preset_watch_new:
 * @folder: need not exist
 *
 * To be made before the folder is read: what changes in between is then noticed too.
 *
 * Returns: (transfer full): a watch that remembers what @folder looks like now
 */
KittePresetWatch *
kitte_preset_watch_new (const char *folder)
{
  KittePresetWatch *self;

  g_return_val_if_fail (folder != NULL, NULL);

  self = g_new0 (KittePresetWatch, 1);
  self->folder = g_strdup (folder);
  self->paths = g_ptr_array_new_with_free_func (g_free);
  find_files (self);
  self->state = get_state (self);
  return self;
}

void
kitte_preset_watch_free (KittePresetWatch *self)
{
  g_free (self->folder);
  g_ptr_array_unref (self->paths);
  g_free (self->state);
  g_free (self);
}

gboolean
kitte_preset_watch_has_changed (KittePresetWatch *self)
{
  g_autofree char *state = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  state = get_state (self);
  return !g_str_equal (state, self->state);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbird opens the profile that is dedicated to the installation. Without one it opens the
 * default profile only if that was last used by the same installation, and else makes a new one:
 * an account written anywhere else is never seen. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-thunderbird-profile.h"

#include <glib/gstdio.h>

#include "base/kitte-bounds.h"
#include "kitte-install-hash.h"
#include "kitte-mozilla-file.h"
#include "kitte-thunderbird-private.h"

#define FOLDER_NAME_LENGTH 8

typedef struct
{
  char *directory; /* (nullable): of the installation */
  char *hash;      /* (nullable): none in a snap, where the default profile counts */
  char *version;   /* (nullable): what is installed */
} Place;

static void
place_clear (Place *place)
{
  g_free (place->directory);
  g_free (place->hash);
  g_free (place->version);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* Too large a file is no settings file; said before it is read. */
static gboolean
read_file (KitteChangeSet *changes, const char *path, GBytes **bytes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GStatBuf status;

  if (g_stat (path, &status) == 0 && status.st_size > KITTE_MAX_CLIENT_FILE)
    {
      kitte_mozilla_file_set_unreadable (error, path);
      return FALSE;
    }
  *bytes = kitte_change_set_read (changes, path, KITTE_MAX_CLIENT_FILE, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A small .ini of Thunderbird's that only informs: NULL when there is none, it is damaged, or it is
 * no ordinary file: a pipe would be waited for for ever. */
static KitteProfilesIni *
read_side_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (KitteChangeSet) reader = kitte_change_set_new ("");
  g_autoptr (GBytes) bytes = kitte_change_set_read (reader, path, KITTE_MAX_DOCUMENT, NULL);

  return bytes != NULL ? kitte_profiles_ini_new (bytes, path, NULL) : NULL;
}

static void
look_at_place (const char *system_root, const KitteInstallation *installation, Place *place)
{
  g_autofree char *on_disk = NULL;
  g_autoptr (KitteProfilesIni) application = NULL;

  if (kitte_thunderbird_is_snap (installation))
    return;
  place->directory = kitte_thunderbird_get_directory (system_root, installation);
  if (place->directory == NULL)
    return;
  place->hash = kitte_install_hash (place->directory);
  on_disk = g_build_filename (system_root, place->directory, NULL);
  application = read_side_file (on_disk, "application.ini");
  if (application != NULL)
    place->version = g_strdup (kitte_profiles_ini_get (application, "App", "Version"));
}

static guint64
major (const char *version)
{
  return version != NULL ? g_ascii_strtoull (version, NULL, 10) : 0;
}

/* Whether the profile was last used by the program in @place. */
static gboolean
was_used_by (const char *folder, const Place *place)
{
  g_autoptr (KitteProfilesIni) used = read_side_file (folder, "compatibility.ini");

  return used != NULL &&
         g_strcmp0 (kitte_profiles_ini_get (used, "Compatibility", "LastPlatformDir"),
                    place->directory) == 0 &&
         g_strcmp0 (kitte_profiles_ini_get (used, "Compatibility", "LastAppDir"),
                    place->directory) == 0;
}

/* A profile of a newer version is not opened: Thunderbird asks for a new one instead. */
static gboolean
is_newer (const char *folder, const Place *place)
{
  g_autoptr (KitteProfilesIni) used = read_side_file (folder, "compatibility.ini");

  return used != NULL && place->version != NULL &&
         major (kitte_profiles_ini_get (used, "Compatibility", "LastVersion")) >
             major (place->version);
}

/* installs.ini is a backup copy that counts only while profiles.ini has no version. */
static gboolean
find_by_backup (const KitteThunderbirdProfile *self,
                const char *root,
                const Place *place,
                guint *number)
{
  g_autoptr (KitteProfilesIni) installs = NULL;
  const char *path;

  if (kitte_profiles_ini_get (self->ini, "General", "Version") != NULL)
    return FALSE;
  installs = read_side_file (root, "installs.ini");
  path = installs != NULL ? kitte_profiles_ini_get (installs, place->hash, "Default") : NULL;
  for (*number = 0; path != NULL && *number < kitte_profiles_ini_count (self->ini); (*number)++)
    if (g_str_equal (kitte_profiles_ini_get_profile (self->ini, *number, "Path"), path))
      return TRUE;
  return FALSE;
}

/* The profile that would be opened now. */
static gboolean
find_opened (const KitteThunderbirdProfile *self,
             const char *root,
             const Place *place,
             guint *number)
{
  g_autofree char *folder = NULL;

  if (place->hash == NULL)
    return kitte_profiles_ini_find_default (self->ini, number);
  if (kitte_profiles_ini_find_dedicated (self->ini, place->hash, number) ||
      find_by_backup (self, root, place, number))
    return TRUE;
  if (!kitte_profiles_ini_find_default (self->ini, number) ||
      kitte_profiles_ini_is_locked_by_other (self->ini, *number, place->hash))
    return FALSE;
  folder = kitte_profiles_ini_get_folder (self->ini, *number, root);
  return was_used_by (folder, place);
}

/* A default profile that no installation has: an older one used it, and mail lies in it. */
static gboolean
find_orphan (const KitteThunderbirdProfile *self,
             const char *root,
             const Place *place,
             guint *number)
{
  g_autofree char *folder = NULL;

  if (place->hash == NULL || !kitte_profiles_ini_find_default (self->ini, number) ||
      kitte_profiles_ini_is_locked_by_other (self->ini, *number, place->hash))
    return FALSE;
  folder = kitte_profiles_ini_get_folder (self->ini, *number, root);
  return !is_newer (folder, place);
}

static char *
make_folder_name (const char *root)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  char random[FOLDER_NAME_LENGTH + 1] = { 0 };

  for (;;)
    {
      g_autofree char *name = NULL;
      g_autofree char *path = NULL;

      for (guint i = 0; i < FOLDER_NAME_LENGTH; i++)
        random[i] = letters[g_random_int_range (0, (gint32) sizeof letters - 1)];
      name = g_strconcat (random, ".default", NULL);
      path = g_build_filename (root, name, NULL);
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&name);
    }
}

/* In a home where no Thunderbird ever ran, whichever is started first shall show the account. */
static void
dedicate_to_all (KitteThunderbirdProfile *self,
                 const char *system_root,
                 const char *root,
                 guint number)
{
  g_autoptr (GPtrArray) all = kitte_thunderbird_find (system_root);

  for (guint i = 0; i < all->len; i++)
    {
      const KitteInstallation *installation = all->pdata[i];
      g_auto (Place) place = { NULL };
      guint ignored;

      if (!g_str_equal (installation->root, root))
        continue;
      look_at_place (system_root, installation, &place);
      if (place.hash != NULL &&
          !kitte_profiles_ini_find_dedicated (self->ini, place.hash, &ignored))
        kitte_profiles_ini_dedicate (self->ini, place.hash, number);
    }
}

static void
make_profile (KitteThunderbirdProfile *self,
              const char *system_root,
              const char *root,
              const Place *place)
{
  gboolean first = kitte_profiles_ini_count (self->ini) == 0;
  guint number;

  if (!find_orphan (self, root, place, &number))
    {
      g_autofree char *name = make_folder_name (root);

      number = kitte_profiles_ini_add_profile (self->ini, "default", name);
    }
  if (place->hash != NULL)
    kitte_profiles_ini_dedicate (self->ini, place->hash, number);
  if (first)
    dedicate_to_all (self, system_root, root, number);
  self->folder = kitte_profiles_ini_get_folder (self->ini, number, root);
}

static gboolean
open_list (KitteThunderbirdProfile *self, const char *root, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  self->ini_path = g_build_filename (root, "profiles.ini", NULL);
  if (!read_file (self->changes, self->ini_path, &bytes, error))
    return FALSE;
  self->ini = kitte_profiles_ini_new (bytes, self->ini_path, error);
  return self->ini != NULL;
}

static gboolean
open_prefs (KitteThunderbirdProfile *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) user_bytes = NULL;
  g_autofree char *user_path = g_build_filename (self->folder, "user.js", NULL);

  self->lock_path = g_build_filename (self->folder, ".parentlock", NULL);
  self->prefs_path = g_build_filename (self->folder, "prefs.js", NULL);
  if (!read_file (self->changes, self->prefs_path, &bytes, error))
    return FALSE;
  /* A folder that is listed and was never used is as good as a new one. */
  self->fresh = bytes == NULL;
  self->prefs = kitte_prefs_js_new (bytes, self->prefs_path, error);
  if (self->prefs == NULL || !read_file (self->changes, user_path, &user_bytes, error))
    return FALSE;
  if (user_bytes != NULL)
    self->user_prefs = kitte_prefs_js_new (user_bytes, user_path, error);
  return user_bytes == NULL || self->user_prefs != NULL;
}

static KitteThunderbirdProfile *
open_profile (const char *system_root,
              const KitteInstallation *installation,
              KitteChangeSet *changes,
              gboolean make,
              gboolean *there,
              GError **error)
{
  g_autoptr (KitteThunderbirdProfile) self = g_new0 (KitteThunderbirdProfile, 1);
  g_auto (Place) place = { NULL };
  guint number;

  *there = FALSE;
  self->changes = g_object_ref (changes);
  if (!open_list (self, installation->root, error))
    return NULL;
  look_at_place (system_root, installation, &place);
  *there = find_opened (self, installation->root, &place, &number);
  if (*there)
    self->folder = kitte_profiles_ini_get_folder (self->ini, number, installation->root);
  else if (make)
    make_profile (self, system_root, installation->root, &place);
  else
    return NULL;
  return open_prefs (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * kitte_thunderbird_profile_open:
 * @system_root: "" but in tests
 * @there: (out): whether the installation would open a profile that exists
 *
 * Returns: (transfer full) (nullable): that profile; %NULL without an error when @there is %FALSE
 */
KitteThunderbirdProfile *
kitte_thunderbird_profile_open (const char *system_root,
                                const KitteInstallation *installation,
                                KitteChangeSet *changes,
                                gboolean *there,
                                GError **error)
{
  g_return_val_if_fail (system_root != NULL && installation != NULL, NULL);
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes) && there != NULL, NULL);

  return open_profile (system_root, installation, changes, FALSE, there, error);
}

/**
 * kitte_thunderbird_profile_make:
 *
 * As kitte_thunderbird_profile_open(), but where nothing would be opened, the default profile that
 * an older installation left behind is taken over, or a new profile is planned.
 *
 * Returns: (transfer full) (nullable): the profile
 */
KitteThunderbirdProfile *
kitte_thunderbird_profile_make (const char *system_root,
                                const KitteInstallation *installation,
                                KitteChangeSet *changes,
                                GError **error)
{
  gboolean there;

  g_return_val_if_fail (system_root != NULL && installation != NULL, NULL);
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes), NULL);

  return open_profile (system_root, installation, changes, TRUE, &there, error);
}

void
kitte_thunderbird_profile_free (KitteThunderbirdProfile *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->changes);
  g_clear_pointer (&self->ini, kitte_profiles_ini_free);
  g_clear_pointer (&self->prefs, kitte_prefs_js_free);
  g_clear_pointer (&self->user_prefs, kitte_prefs_js_free);
  g_free (self->folder);
  g_free (self->lock_path);
  g_free (self->ini_path);
  g_free (self->prefs_path);
  g_free (self);
}

/**
 * kitte_thunderbird_profile_read:
 * @name: of a file in the profile
 * @bytes: (out) (nullable): %NULL where there is none
 * @path: (out): its path
 */
gboolean
kitte_thunderbird_profile_read (KitteThunderbirdProfile *self,
                                const char *name,
                                GBytes **bytes,
                                char **path,
                                GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);
  g_return_val_if_fail (bytes != NULL && path != NULL, FALSE);

  *bytes = NULL;
  *path = g_build_filename (self->folder, name, NULL);
  return read_file (self->changes, *path, bytes, error);
}

/**
 * kitte_thunderbird_profile_write_prefs:
 *
 * Plans what was changed in @prefs.
 */
void
kitte_thunderbird_profile_write_prefs (KitteThunderbirdProfile *self)
{
  g_autofree char *preview = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (self != NULL);

  preview = kitte_prefs_js_preview (self->prefs);
  if (*preview == '\0')
    return;
  bytes = kitte_prefs_js_to_bytes (self->prefs);
  kitte_change_set_write (self->changes, KITTE_THUNDERBIRD_ID, self->prefs_path, bytes, 0600,
                          preview, self->lock_path);
}

/**
 * kitte_thunderbird_profile_write_list:
 *
 * Plans what was added to profiles.ini; to be the last file, so that a half-written profile is
 * never opened.
 */
void
kitte_thunderbird_profile_write_list (KitteThunderbirdProfile *self)
{
  g_autofree char *preview = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_if_fail (self != NULL);

  preview = kitte_profiles_ini_preview (self->ini);
  if (*preview == '\0')
    return;
  bytes = kitte_profiles_ini_to_bytes (self->ini);
  kitte_change_set_write (self->changes, KITTE_THUNDERBIRD_ID, self->ini_path, bytes, 0600, preview,
                          self->lock_path);
}

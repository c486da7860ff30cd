/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The system's folders are in the throwaway home too, so that nothing real is found. */
#include "config.h"

#include "support/thunderbird.h"

#include <glib/gstdio.h>
#include <string.h>

#include "change/kitte-apply-private.h"
#include "clients/kitte-profiles-ini.h"

static void
copy_tree (const char *from, const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_no_errno (g_mkdir_with_parents (to, 0700));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        {
          copy_tree (source, target);
          continue;
        }
      g_assert_true (g_file_get_contents (source, &text, &length, NULL));
      g_assert_true (g_file_set_contents_full (target, text, (gssize) length,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
}

void
test_thunderbird_set_up (TestThunderbird *self)
{
  g_autofree char *secrets = NULL;
  g_autofree char *system = NULL;

  test_home_set_up (&self->home);
  self->last_id = NULL;
  secrets = test_home_path (&self->home, "secrets");
  system = test_home_path (&self->home, "system");
  self->system = g_canonicalize_filename (system, "/");
  self->store = test_folder_store_new (secrets);
  self->client = kitte_thunderbird_new (self->system);
  self->root = test_home_path (&self->home, TEST_THUNDERBIRD_ROOT);
}

void
test_thunderbird_tear_down (TestThunderbird *self)
{
  g_object_unref (self->client);
  g_object_unref (self->store);
  g_free (self->system);
  g_free (self->root);
  g_free (self->last_id);
  test_home_tear_down (&self->home);
}

void
test_thunderbird_install (TestThunderbird *self, const char *directory)
{
  g_autofree char *name = g_path_get_basename (directory);
  g_autofree char *ini = g_strconcat ("system", directory, "/application.ini", NULL);
  g_autofree char *program = g_strconcat ("system", directory, "/", name, NULL);

  test_home_write (&self->home, ini, "[App]\nVendor=Mozilla\nVersion=153.7.0\n", 0644);
  test_home_write (&self->home, program, "#!/bin/sh\n", 0755);
}

void
test_thunderbird_lay_out (TestThunderbird *self, const char *name, const char *root)
{
  g_autofree char *from =
      g_test_build_filename (G_TEST_DIST, "fixtures", "homes", "thunderbird", name, "before", NULL);

  g_free (self->root);
  self->root = test_home_path (&self->home, root);
  if (g_file_test (from, G_FILE_TEST_IS_DIR))
    copy_tree (from, self->root);
}

static KitteInstallation *
find_installation (TestThunderbird *self)
{
  g_autoptr (GPtrArray) found = kitte_client_find (self->client);

  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((KitteInstallation *) found->pdata[i])->root, self->root))
      return kitte_installation_ref (found->pdata[i]);
  g_assert_not_reached ();
}

KitteChangeSet *
test_thunderbird_plan (TestThunderbird *self, const TestAccountSpec *spec, GError **error)
{
  g_autoptr (KitteAccount) account = test_account_new (spec);
  g_autoptr (KitteInstallation) installation = find_installation (self);
  KitteChangeSet *changes = kitte_change_set_new (spec->address);

  kitte_client_plan (self->client, installation, account, changes, error);
  return changes;
}

const char *
test_thunderbird_find_prefs (KitteChangeSet *changes)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    if (g_str_has_suffix (((KitteFileChange *) files->pdata[i])->path, "/prefs.js"))
      return ((KitteFileChange *) files->pdata[i])->path;
  g_assert_not_reached ();
}

void
test_thunderbird_apply (TestThunderbird *self, KitteChangeSet *changes)
{
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (self->store) };
  g_autoptr (GError) error = NULL;

  g_free (self->last_id);
  self->last_id = kitte_apply_run (changes, &context, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->last_id);
}

void
test_thunderbird_undo (TestThunderbird *self)
{
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (self->store) };
  g_autoptr (GPtrArray) owners = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (owners, self->client);
  kitte_undo_run (owners, self->last_id, &context, &error);
  g_assert_no_error (error);
}

GPtrArray *
test_thunderbird_read (TestThunderbird *self)
{
  g_autoptr (KitteInstallation) installation = find_installation (self);
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts = kitte_client_read (self->client, installation, &error);

  g_assert_no_error (error);
  return accounts;
}

static KitteProfilesIni *
read_list (TestThunderbird *self)
{
  g_autofree char *path = g_build_filename (self->root, "profiles.ini", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  KitteProfilesIni *list;
  char *text;
  gsize length;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  bytes = g_bytes_new_take (text, length);
  list = kitte_profiles_ini_new (bytes, path, &error);
  g_assert_no_error (error);
  return list;
}

char *
test_thunderbird_find_new_profile (TestThunderbird *self, const char *known)
{
  g_autoptr (KitteProfilesIni) list = read_list (self);

  for (guint i = 0; i < kitte_profiles_ini_count (list); i++)
    {
      const char *path = kitte_profiles_ini_get_profile (list, i, "Path");

      if (strstr (known, path) == NULL)
        return g_strdup (path);
    }
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The programs are empty scripts: only their settings count. */
#include "config.h"

#include "support/mended-home.h"

#include "change/kitte-apply-private.h"
#include "clients/kitte-claws.h"
#include "clients/kitte-evolution.h"
#include "clients/kitte-msmtp.h"
#include "clients/kitte-thunderbird.h"

#define PROFILES                                                                                   \
  "[InstallFDC34C9F024745EB]\nDefault=old\n\n[General]\nVersion=2\n\n"                             \
  "[Profile0]\nName=old\nIsRelative=1\nPath=old\n"

void
test_mended_home_install (TestHome *home)
{
  static const char *const files[] = { "evolution", "msmtp", "claws-mail", "sylpheed" };
  g_autofree char *folder = test_home_path (home, "bin");
  g_autofree char *path = g_strdup_printf ("%s:/usr/bin:/bin", folder);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_build_filename ("bin", files[i], NULL);

      test_home_write (home, name, "#!/bin/sh\n", 0755);
    }
  g_setenv ("PATH", path, TRUE);
  test_home_write (home, ".thunderbird/profiles.ini", PROFILES, 0600);
}

KitteClient *
test_mended_home_new_thunderbird (TestHome *home)
{
  g_autofree char *system = test_home_path (home, "system");

  test_home_write (home, "system/usr/lib/thunderbird/application.ini", "[App]\nVersion=153.7.0\n",
                   0644);
  test_home_write (home, "system/usr/lib/thunderbird/thunderbird", "#!/bin/sh\n", 0755);
  return kitte_thunderbird_new (system);
}

void
test_mended_home_set_up (TestMendedHome *self, gconstpointer data)
{
  g_autofree char *secrets = NULL;

  test_home_set_up (&self->home);
  test_mended_home_install (&self->home);
  secrets = test_home_path (&self->home, "secrets");
  self->store = test_folder_store_new (secrets);
  self->lookup = kitte_lookup_new ();
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->clients, test_mended_home_new_thunderbird (&self->home));
  g_ptr_array_add (self->clients, kitte_evolution_new ());
  g_ptr_array_add (self->clients, kitte_msmtp_new ());
  g_ptr_array_add (self->clients, kitte_claws_new ());
  g_ptr_array_add (self->clients, kitte_sylpheed_new ());
}

void
test_mended_home_tear_down (TestMendedHome *self, gconstpointer data)
{
  g_ptr_array_unref (self->clients);
  g_object_unref (self->lookup);
  g_object_unref (self->store);
  test_home_tear_down (&self->home);
}

GPtrArray *
test_mended_home_find (TestMendedHome *self, const char *address)
{
  return kitte_repair_find (self->clients, self->lookup, address);
}

KitteRepair *
test_mended_home_find_one (TestMendedHome *self, const char *address)
{
  g_autoptr (GPtrArray) repairs = test_mended_home_find (self, address);

  g_assert_cmpuint (repairs->len, ==, 1);
  return g_object_ref (repairs->pdata[0]);
}

KitteServer *
test_mended_home_new_server (const char *url)
{
  g_autoptr (KitteServer) plain =
      kitte_server_new_from_url (url,
                                 g_str_has_prefix (url, "imap") || g_str_has_prefix (url, "pop"),
                                 NULL);

  g_assert_nonnull (plain);
  return kitte_server_with_auth (plain, KITTE_AUTH_PLAIN);
}

void
test_mended_home_apply (TestMendedHome *self, KitteChangeSet *changes)
{
  const KitteApplyContext context = { .store = KITTE_SECRET_STORE (self->store) };
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kitte_apply_run (changes, &context, &error);

  g_assert_no_error (error);
  g_assert_nonnull (id);
}

void
test_mended_home_undo (TestMendedHome *self)
{
  const KitteApplyContext context = { .store = KITTE_SECRET_STORE (self->store) };
  g_autoptr (GError) error = NULL;

  kitte_undo_run (self->clients, NULL, &context, &error);
  g_assert_no_error (error);
}

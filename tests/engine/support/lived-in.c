/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fixtures of the single programs, put together in one home. */
#include "config.h"

#include "support/lived-in.h"

#include <glib/gstdio.h>

#include "change/kitte-apply-private.h"
#include "clients/kitte-evolution.h"
#include "clients/kitte-msmtp.h"
#include "clients/kitte-private-folder.h"
#include "clients/kitte-thunderbird.h"
#include "clients/nss-fixture.h"

#define PROFILE ".thunderbird/abcd1234.default"
#define SOURCES ".config/evolution/sources"
#define RC ".msmtprc"

static const TestAccountSpec now = { "taro@example.test",
                                     "山田 太郎",
                                     "imaps://taro%40example.test@imap.example.test",
                                     "smtps://taro%40example.test@smtp.example.test",
                                     KITTE_AUTH_PLAIN,
                                     KITTE_AUTH_PLAIN };

static const TestAccountSpec before = { "taro@example.test",
                                        "山田 太郎",
                                        "imap://taro@mail.old.example",
                                        "smtp://taro@mail.old.example:587?starttls=required",
                                        KITTE_AUTH_PLAIN,
                                        KITTE_AUTH_LOGIN };

static void
add_installation (TestLivedIn *self, const char *client, const char *program, const char *root)
{
  g_autofree char *file = test_home_path (&self->home, root);
  g_autofree char *path = test_home_path (&self->home, program);

  g_ptr_array_add (self->installations,
                   kitte_installation_new (client, client, NULL, path, file, FALSE));
}

static void
find_thunderbird (TestLivedIn *self)
{
  g_autoptr (GPtrArray) found = kitte_client_find (self->clients->pdata[0]);

  g_assert_cmpuint (found->len, ==, 1);
  g_ptr_array_add (self->installations, kitte_installation_ref (found->pdata[0]));
}

static void
make_programs (TestLivedIn *self)
{
  test_home_write (&self->home, "system/usr/lib/thunderbird/application.ini",
                   "[App]\nVendor=Mozilla\nVersion=153.7.0\n", 0644);
  test_home_write (&self->home, "system/usr/lib/thunderbird/thunderbird", "#!/bin/sh\n", 0755);
  test_home_write (&self->home, "bin/msmtp", "#!/bin/sh\necho 'Keyring support: Gnome '\n", 0700);
}

void
test_lived_in_open (TestLivedIn *self)
{
  g_autofree char *system = NULL;
  g_autofree char *secrets = NULL;
  g_autofree char *program = NULL;

  test_home_set_up (&self->home);
  system = test_home_path (&self->home, "system");
  secrets = test_home_path (&self->home, "secrets");
  program = test_home_path (&self->home, "bin/msmtp");
  if (!g_file_test (program, G_FILE_TEST_EXISTS))
    make_programs (self);
  self->store = test_folder_store_new (secrets);
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->clients, kitte_thunderbird_new (system));
  g_ptr_array_add (self->clients, kitte_evolution_new ());
  g_ptr_array_add (self->clients, kitte_msmtp_new ());
  self->installations = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  find_thunderbird (self);
  add_installation (self, "evolution", "bin/evolution", SOURCES);
  add_installation (self, "msmtp", "bin/msmtp", RC);
}

void
test_lived_in_close (TestLivedIn *self)
{
  g_ptr_array_unref (self->installations);
  g_ptr_array_unref (self->clients);
  g_object_unref (self->store);
  test_home_tear_down (&self->home);
}

static void
write_bytes (TestLivedIn *self, const char *name, GBytes *bytes)
{
  g_autofree char *path = test_home_path (&self->home, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_nonnull (bytes);
  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_true (g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL),
                                           (gssize) g_bytes_get_size (bytes),
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
write_password_store (TestLivedIn *self)
{
  /* Made once: deriving its key is slow on purpose. */
  static GBytes *keys;
  static char *sample;
  g_autofree char *logins = NULL;

  if (keys == NULL)
    keys = make_key4 (FIXTURE_DES3, "", &sample);
  logins = g_strdup_printf (
      "{\"nextId\":2,\"logins\":[{\"id\":1,\"hostname\":\"imap://mail.example.jp\","
      "\"httpRealm\":\"imap://"
      "mail.example.jp\",\"formSubmitURL\":null,\"encryptedUsername\":\"%s\","
      "\"encryptedPassword\":\"%s\",\"guid\":\"{theirs}\",\"encType\":1}],\"version\":3}",
      sample, sample);

  write_bytes (self, PROFILE "/key4.db", keys);
  test_home_write (&self->home, PROFILE "/logins.json", logins, 0600);
}

void
test_lived_in_lay_out (TestLivedIn *self)
{
  static const char *const profile[] = { "prefs.js", "compatibility.ini", NULL };
  static const char *const sources[] = { "1a2b", "1a2b-id", "1a2b-tr", NULL };
  g_autoptr (GBytes) list =
      test_fixture_load ("homes", "thunderbird", "one-account", "before", "profiles.ini", NULL);
  g_autoptr (GBytes) rc =
      test_fixture_load ("homes", "msmtp", "comments-and-default", "before", NULL);

  write_bytes (self, ".thunderbird/profiles.ini", list);
  for (guint i = 0; profile[i] != NULL; i++)
    {
      g_autofree char *name = g_build_filename (PROFILE, profile[i], NULL);
      g_autoptr (GBytes) bytes = test_fixture_load ("homes", "thunderbird", "one-account", "before",
                                                    "abcd1234.default", profile[i], NULL);

      write_bytes (self, name, bytes);
    }
  for (guint i = 0; sources[i] != NULL; i++)
    {
      g_autofree char *file = g_strconcat (sources[i], ".source", NULL);
      g_autofree char *name = g_build_filename (SOURCES, file, NULL);
      g_autoptr (GBytes) bytes =
          test_fixture_load ("homes", "evolution", "beside-two", "before", file, NULL);

      write_bytes (self, name, bytes);
    }
  write_bytes (self, RC, rc);
  write_password_store (self);
}

KittePlan *
test_lived_in_plan (TestLivedIn *self, gboolean old, KitteForExisting for_existing, GError **error)
{
  const KitteForExisting choices[] = { for_existing, for_existing, for_existing };
  g_autoptr (KitteAccount) account = test_account_new (old ? &before : &now);

  return kitte_plan_new (self->clients, self->installations, choices, account, error);
}

static KitteApplyContext
make_context (TestLivedIn *self)
{
  return (KitteApplyContext){ .store = KITTE_SECRET_STORE (self->store) };
}

char *
test_lived_in_apply (TestLivedIn *self, KittePlan *plan, GError **error)
{
  KitteApplyContext context = make_context (self);

  return kitte_apply_run (plan->changes, &context, error);
}

gboolean
test_lived_in_undo (TestLivedIn *self, GError **error)
{
  KitteApplyContext context = make_context (self);

  return kitte_undo_run (self->clients, NULL, &context, error);
}

gboolean
test_lived_in_recover (TestLivedIn *self, GError **error)
{
  KitteApplyContext context = make_context (self);

  kitte_private_folder_clean ();
  return kitte_recover_run (self->clients, &context, error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_tree (inner);
    }
  g_assert_no_errno (g_remove (path));
}

void
test_lived_in_forget (TestLivedIn *self)
{
  remove_tree (self->home.state);
}

static void
append (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  g_autofree char *longer = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  longer = g_strconcat (content, text, NULL);
  g_assert_true (
      g_file_set_contents_full (path, longer, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

void
test_lived_in_use (TestLivedIn *self)
{
  g_autofree char *prefs = test_home_path (&self->home, PROFILE "/prefs.js");
  g_autofree char *rc = test_home_path (&self->home, RC);
  g_autofree char *folder = test_home_path (&self->home, SOURCES);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  append (prefs, "user_pref(\"mail.pane_config.dynamic\", 2);\n");
  append (rc, "# mine\n");
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      append (path, "\n[Refresh]\nEnabled=true\n");
    }
}

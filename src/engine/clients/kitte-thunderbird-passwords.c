/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys lie in key4.db, the entries in logins.json; an entry is of use only with its key. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-thunderbird-passwords.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "kitte-logins-json.h"
#include "kitte-nss-store.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-private.h"
#include "kitte-thunderbird-values.h"

struct _KitteThunderbirdPasswords
{
  KitteThunderbirdProfile *profile;
  KitteNssStore *store;
  KitteLoginsJson *logins;
  char *keys_path;
  char *logins_path;
  GPtrArray *parts; /* by which undo finds what this plan adds and replaces */
};

/* A transaction that was cut short, or keys in the format of before 2018: Thunderbird puts both
 * right when it is started. */
static gboolean
needs_thunderbird (KitteThunderbirdProfile *profile, gboolean has_keys)
{
  g_autofree char *journal = g_build_filename (profile->folder, "key4.db-journal", NULL);
  g_autofree char *old_keys = g_build_filename (profile->folder, "key3.db", NULL);
  GStatBuf status;

  if (g_stat (journal, &status) == 0 && status.st_size > 0)
    return TRUE;
  return !has_keys && g_file_test (old_keys, G_FILE_TEST_EXISTS);
}

static gboolean
open_store (KitteThunderbirdPasswords *self, KitteSecret *primary_password, GError **error)
{
  g_autoptr (GBytes) keys = NULL;

  if (!kitte_thunderbird_profile_read (self->profile, "key4.db", &keys, &self->keys_path, error))
    return FALSE;
  if (needs_thunderbird (self->profile, keys != NULL))
    {
      g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_STORE,
                           _ ("Thunderbird’s saved passwords must be put in order first. Open "
                              "Thunderbird once, close it, and try again."));
      return FALSE;
    }
  self->store = kitte_nss_store_open (keys, self->keys_path, primary_password, error);
  return self->store != NULL;
}

static gboolean
open_logins (KitteThunderbirdPasswords *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!kitte_thunderbird_profile_read (self->profile, "logins.json", &bytes, &self->logins_path,
                                       error))
    return FALSE;
  self->logins = kitte_logins_json_new (bytes, self->logins_path, error);
  return self->logins != NULL;
}

static void
write_file (KitteThunderbirdPasswords *self, const char *path, GBytes *bytes, const char *preview)
{
  KitteThunderbirdProfile *profile = self->profile;

  kitte_change_set_write (profile->changes, KITTE_THUNDERBIRD_ID, path, bytes, 0600, preview,
                          profile->lock_path);
  kitte_change_set_set_holds_secrets (profile->changes, path);
}

/* The empty list of certificates belongs to a new store; one that is there is never touched. */
static void
write_store (KitteThunderbirdPasswords *self, GBytes *keys, GBytes *certificates)
{
  g_autofree char *path = g_build_filename (self->profile->folder, "cert9.db", NULL);

  write_file (self, self->keys_path, keys, "+ ***\n");
  if (certificates != NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
    kitte_change_set_write (self->profile->changes, KITTE_THUNDERBIRD_ID, path, certificates, 0600,
                            NULL, self->profile->lock_path);
}

static void
write_logins (KitteThunderbirdPasswords *self)
{
  g_autoptr (GBytes) bytes = kitte_logins_json_to_bytes (self->logins);
  g_autofree char *preview = kitte_logins_json_preview (self->logins);

  write_file (self, self->logins_path, bytes, preview);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const char *part = self->parts->pdata[i];

      kitte_change_set_add_part (self->profile->changes, self->logins_path, part);
      if (g_str_has_prefix (part, KITTE_PART_KEPT))
        kitte_change_set_set_keeps (self->profile->changes, self->logins_path);
    }
  kitte_change_set_note_secret_in_file (self->profile->changes, KITTE_THUNDERBIRD_ID);
}

static gboolean
put (KitteThunderbirdPasswords *self, const KitteThunderbirdLogin *login, GError **error)
{
  g_autofree char *origin = NULL;
  char *part = NULL;

  if (login->credential == NULL)
    return TRUE;
  origin = kitte_thunderbird_get_origin (login->server->protocol, login->server->host);
  if (!kitte_logins_json_put (self->logins, self->store, origin, login->credential->username,
                              login->credential->secret, &part, error))
    return FALSE;
  if (part != NULL)
    g_ptr_array_add (self->parts, part);
  return TRUE;
}

/* Plans the files that changed; nothing can be looked up or put afterwards. */
static gboolean
write_files (KitteThunderbirdPasswords *self, GError **error)
{
  g_autoptr (GBytes) keys = NULL;
  g_autoptr (GBytes) certificates = NULL;

  if (!kitte_nss_store_close (self->store, &keys, &certificates, error))
    return FALSE;
  if (keys != NULL)
    write_store (self, keys, certificates);
  if (kitte_logins_json_is_changed (self->logins))
    write_logins (self);
  return TRUE;
}

static gboolean
has_any (const KitteThunderbirdLogin *logins, gsize n_logins)
{
  for (gsize i = 0; i < n_logins; i++)
    if (logins[i].credential != NULL)
      return TRUE;
  return FALSE;
}

/* The person chose to leave the store closed: Thunderbird asks for the password itself. */
static gboolean
is_left_out (const GError *error, KitteSecret *primary_password)
{
  return g_error_matches (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD) &&
         primary_password != NULL && kitte_secret_get_length (primary_password) == 0;
}

/**
 * kitte_thunderbird_passwords_open:
 * @profile: kept by the caller while this is open
 * @primary_password: (nullable): where the person gave it
 *
 * To be freed in the same thread; blocks while another thread has a password store open.
 *
 * Returns: (transfer full) (nullable): the saved passwords
 */
KitteThunderbirdPasswords *
kitte_thunderbird_passwords_open (KitteThunderbirdProfile *profile,
                                  KitteSecret *primary_password,
                                  GError **error)
{
  g_autoptr (KitteThunderbirdPasswords) self = NULL;

  g_return_val_if_fail (profile != NULL, NULL);

  self = g_new0 (KitteThunderbirdPasswords, 1);
  self->profile = profile;
  self->parts = g_ptr_array_new_with_free_func (g_free);
  if (!open_logins (self, error) || !open_store (self, primary_password, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kitte_thunderbird_passwords_free (KitteThunderbirdPasswords *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->store, kitte_nss_store_free);
  g_clear_pointer (&self->logins, kitte_logins_json_free);
  g_ptr_array_unref (self->parts);
  g_free (self->keys_path);
  g_free (self->logins_path);
  g_free (self);
}

/**
 * kitte_thunderbird_passwords_lookup:
 * @server: with the user name
 *
 * Returns: (transfer full) (nullable): the password saved for @server
 */
KitteSecret *
kitte_thunderbird_passwords_lookup (KitteThunderbirdPasswords *self, const KitteServer *server)
{
  g_autofree char *origin = NULL;

  g_return_val_if_fail (self != NULL && server != NULL, NULL);

  if (server->username == NULL)
    return NULL;
  origin = kitte_thunderbird_get_origin (server->protocol, server->host);
  return kitte_logins_json_lookup (self->logins, self->store, origin, server->username);
}

/**
 * kitte_thunderbird_passwords_save:
 * @primary_password: (nullable): where the person gave it; an empty one: leave the passwords out
 * @logins: (array length=n_logins): what to save
 *
 * Plans the files that hold the passwords; plans nothing where it fails.
 */
gboolean
kitte_thunderbird_passwords_save (KitteThunderbirdProfile *profile,
                                  KitteSecret *primary_password,
                                  const KitteThunderbirdLogin *logins,
                                  gsize n_logins,
                                  GError **error)
{
  g_autoptr (KitteThunderbirdPasswords) self = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (profile != NULL && logins != NULL, FALSE);

  if (!has_any (logins, n_logins))
    return TRUE;
  self = kitte_thunderbird_passwords_open (profile, primary_password, &local_error);
  if (self == NULL)
    {
      if (is_left_out (local_error, primary_password))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  for (gsize i = 0; i < n_logins; i++)
    if (!put (self, &logins[i], error))
      return FALSE;
  return write_files (self, error);
}

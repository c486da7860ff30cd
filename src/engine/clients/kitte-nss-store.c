/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NSS runs inside this process: nothing else in it uses NSS, the one secret then never crosses a
 * pipe, and only the staged key4.db is opened, so none of the modules that a profile's pkcs11.txt
 * names is loaded. NSS knows one store at a time: a lock is held from open to free, which must
 * happen in one thread. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-nss-store.h"

#include <glib/gi18n-lib.h>
#include <nss.h>
#include <pk11pub.h>

#include "kitte-client.h"
#include "kitte-nss-secret.h"
#include "kitte-private-folder.h"

#define KEYS "key4.db"
#define CERTIFICATES "cert9.db"

struct _KitteNssStore
{
  char *path;
  KittePrivateFolder *stage;
  NSSInitContext *context;
  PK11SlotInfo *slot;
  PK11SymKey *key;
  gboolean changed; /* a key or the empty password was added */
};

static GMutex nss_lock;

static gboolean
fail_store (const char *path, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_STORE,
               /* TRANSLATORS: %s is the path of the file that holds Thunderbird's keys. */
               _ ("Thunderbird’s password store “%s” cannot be used. Open Thunderbird once, close "
                  "it, and try again."),
               shown);
  return FALSE;
}

static gboolean
fail_primary_password (gboolean was_given, GError **error)
{
  if (was_given)
    g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD,
                         _ ("That is not the primary password, or a newer Thunderbird set it than "
                            "Kitte can read. Leave it empty and Thunderbird will ask for the mail "
                            "password itself."));
  else
    g_set_error_literal (
        error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD,
        /* TRANSLATORS: “Primary password” is Thunderbird's own word. */
        _ ("Thunderbird keeps its passwords behind a primary password. Kitte needs "
           "it once to add the new one."));
  return FALSE;
}

static NSSInitContext *
open_context (const char *folder)
{
  NSSInitParameters parameters = { .length = sizeof parameters };
  g_autofree char *name = g_strconcat ("sql:", folder, NULL);

  if (NSS_IsInitialized ())
    return NULL;
  return NSS_InitContext (name, "", "", "", &parameters,
                          NSS_INIT_NOMODDB | NSS_INIT_NOROOTINIT | NSS_INIT_OPTIMIZESPACE);
}

/* An empty password opens the store of everyone who never set a primary one. A primary one that was
 * set by NSS 3.125 (Thunderbird 153) is hashed in a way that NSS before it cannot check. */
static gboolean
unlock (KitteNssStore *self, KitteSecret *primary_password, GError **error)
{
  if (PK11_NeedUserInit (self->slot))
    {
      self->changed = TRUE;
      return PK11_InitPin (self->slot, NULL, "") == SECSuccess || fail_store (self->path, error);
    }
  if (!PK11_NeedLogin (self->slot) || PK11_CheckUserPassword (self->slot, "") == SECSuccess)
    return TRUE;
  if (primary_password != NULL &&
      PK11_CheckUserPassword (self->slot, kitte_secret_peek (primary_password)) == SECSuccess)
    return TRUE;
  return fail_primary_password (primary_password != NULL, error);
}

static gboolean
find_or_make_key (KitteNssStore *self, GError **error)
{
  if (self->key != NULL)
    return TRUE;
  self->key = kitte_nss_secret_find_key (self->slot, 0);
  if (self->key == NULL)
    {
      self->changed = TRUE;
      self->key = kitte_nss_secret_make_key (self->slot);
    }
  return self->key != NULL || fail_store (self->path, error);
}

static gboolean
stop (KitteNssStore *self)
{
  gboolean stopped = TRUE;

  g_clear_pointer (&self->key, PK11_FreeSymKey);
  g_clear_pointer (&self->slot, PK11_FreeSlot);
  if (self->context != NULL)
    stopped = NSS_ShutdownContext (self->context) == SECSuccess;
  self->context = NULL;
  return stopped;
}

/**
 * kitte_nss_store_open:
 * @key4: (nullable): the profile's key4.db; %NULL: a new store without a primary password is made
 * @path: where key4.db is or will be, for the error
 * @primary_password: (nullable): where the person gave it
 *
 * Opens a copy. Blocks while another thread has a store open; to be freed in the same thread.
 *
 * Returns: (transfer full) (nullable): the store; %NULL with %KITTE_CLIENT_ERROR_PRIMARY_PASSWORD
 *   or %KITTE_CLIENT_ERROR_STORE
 */
KitteNssStore *
kitte_nss_store_open (GBytes *key4, const char *path, KitteSecret *primary_password, GError **error)
{
  g_autoptr (KitteNssStore) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  g_mutex_lock (&nss_lock);
  self = g_new0 (KitteNssStore, 1);
  self->path = g_strdup (path);
  self->stage = kitte_private_folder_new (error);
  if (self->stage == NULL ||
      (key4 != NULL && !kitte_private_folder_put (self->stage, KEYS, key4, error)))
    return NULL;
  self->context = open_context (kitte_private_folder_get_path (self->stage));
  if (self->context != NULL)
    self->slot = PK11_GetInternalKeySlot ();
  if (self->slot == NULL)
    {
      fail_store (path, error);
      return NULL;
    }
  if (!unlock (self, primary_password, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * kitte_nss_store_free:
 *
 * Closes the store and wipes the copy.
 */
void
kitte_nss_store_free (KitteNssStore *self)
{
  g_return_if_fail (self != NULL);

  stop (self);
  g_clear_pointer (&self->stage, kitte_private_folder_free);
  g_free (self->path);
  g_free (self);
  g_mutex_unlock (&nss_lock);
}

/**
 * kitte_nss_store_encrypt:
 *
 * Encrypts under the key that is there, or a new one, and checks that it can be read again.
 *
 * Returns: (transfer full) (nullable): what stands in logins.json
 */
char *
kitte_nss_store_encrypt (KitteNssStore *self, KitteSecret *secret, GError **error)
{
  g_autofree char *base64 = NULL;
  g_autoptr (KitteSecret) again = NULL;

  g_return_val_if_fail (self != NULL && secret != NULL, NULL);

  if (!find_or_make_key (self, error))
    return NULL;
  base64 = kitte_nss_secret_encrypt (self->key, kitte_secret_peek (secret),
                                     kitte_secret_get_length (secret));
  if (base64 != NULL)
    again = kitte_nss_secret_decrypt (self->slot, base64);
  if (again == NULL || !kitte_secret_equal (again, secret))
    {
      fail_store (self->path, error);
      return NULL;
    }
  return g_steal_pointer (&base64);
}

/**
 * kitte_nss_store_decrypt:
 * @base64: as it stands in logins.json
 *
 * Returns: (transfer full) (nullable): %NULL when it is not of this store
 */
KitteSecret *
kitte_nss_store_decrypt (KitteNssStore *self, const char *base64)
{
  g_return_val_if_fail (self != NULL && base64 != NULL, NULL);

  return kitte_nss_secret_decrypt (self->slot, base64);
}

/**
 * kitte_nss_store_close:
 * @key4: (out) (nullable): the file to write; %NULL where the old one is still right
 * @cert9: (out) (nullable): the empty list of certificates that belongs to a new store
 *
 * Ends the work; only kitte_nss_store_free() may be called afterwards.
 */
gboolean
kitte_nss_store_close (KitteNssStore *self, GBytes **key4, GBytes **cert9, GError **error)
{
  g_return_val_if_fail (self != NULL && key4 != NULL && cert9 != NULL, FALSE);

  *key4 = NULL;
  *cert9 = NULL;
  if (!stop (self))
    return fail_store (self->path, error);
  if (!self->changed)
    return TRUE;
  *key4 = kitte_private_folder_get (self->stage, KEYS, error);
  if (*key4 == NULL)
    return FALSE;
  *cert9 = kitte_private_folder_get (self->stage, CERTIFICATES, NULL);
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a program was told long ago, kept apart from what would be right. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-existing-account.h"

G_DEFINE_BOXED_TYPE (KitteExistingAccount,
                     kitte_existing_account,
                     kitte_existing_account_ref,
                     kitte_existing_account_unref)
G_DEFINE_BOXED_TYPE (KitteExistingServer,
                     kitte_existing_server,
                     kitte_existing_server_ref,
                     kitte_existing_server_unref)

static void
kitte_existing_server_clear (KitteExistingServer *self)
{
  g_free (self->key);
  g_free (self->word);
  g_free (self->username);
  g_strfreev (self->exceptions);
  g_ptr_array_unref (self->settings);
}

static void
kitte_existing_account_clear (KitteExistingAccount *self)
{
  g_free (self->client);
  g_free (self->path);
  g_free (self->key);
  g_free (self->outgoing_key);
  g_free (self->address);
  g_free (self->name);
  g_clear_pointer (&self->incoming, kitte_server_unref);
  g_clear_pointer (&self->outgoing, kitte_server_unref);
  g_clear_pointer (&self->installation, kitte_installation_unref);
  g_clear_pointer (&self->receiving, kitte_existing_server_unref);
  g_clear_pointer (&self->sending, kitte_existing_server_unref);
  g_strfreev (self->identities);
  g_strfreev (self->shared_with);
}

static KitteSignIn
sign_in_of_method (KitteAuth auth)
{
  switch (auth)
    {
    case KITTE_AUTH_PLAIN:
    case KITTE_AUTH_LOGIN:
    case KITTE_AUTH_USER_PASS:
      return KITTE_SIGN_IN_PASSWORD;
    case KITTE_AUTH_CRAM_MD5:
    case KITTE_AUTH_DIGEST_MD5:
    case KITTE_AUTH_APOP:
      return KITTE_SIGN_IN_ENCRYPTED;
    case KITTE_AUTH_SCRAM_SHA_1:
    case KITTE_AUTH_SCRAM_SHA_256:
      return KITTE_SIGN_IN_SCRAM;
    case KITTE_AUTH_OAUTH2:
      return KITTE_SIGN_IN_OAUTH2;
    case KITTE_AUTH_NONE:
      return KITTE_SIGN_IN_NONE;
    default:
      return KITTE_SIGN_IN_UNKNOWN;
    }
}

static gboolean
same_text (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

static gboolean
same_mailbox (const KitteServer *present, const KitteServer *server)
{
  return present != NULL && present->protocol == server->protocol &&
         same_text (present->host, server->host) &&
         g_strcmp0 (present->username, server->username) == 0;
}

/**
 * kitte_existing_account_new:
 * @installation: where it was read
 *
 * Returns: (transfer full): an account with every other field empty, for its maker to fill
 */
KitteExistingAccount *
kitte_existing_account_new (KitteInstallation *installation)
{
  KitteExistingAccount *self;

  g_return_val_if_fail (installation != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteExistingAccount);
  self->installation = kitte_installation_ref (installation);
  self->client = g_strdup (installation->client);
  return self;
}

KitteExistingAccount *
kitte_existing_account_ref (KitteExistingAccount *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_existing_account_unref (KitteExistingAccount *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_existing_account_clear);
}

/**
 * kitte_existing_server_new:
 * @key: (nullable): how the program names it
 *
 * Returns: (transfer full): a server with every other field empty, for its maker to fill
 */
KitteExistingServer *
kitte_existing_server_new (const char *key)
{
  KitteExistingServer *self = g_atomic_rc_box_new0 (KitteExistingServer);

  self->key = g_strdup (key);
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_setting_unref);
  return self;
}

KitteExistingServer *
kitte_existing_server_ref (KitteExistingServer *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_existing_server_unref (KitteExistingServer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_existing_server_clear);
}

/* For the maker: adds where a setting stands; see #KitteSetting. */
void
kitte_existing_server_add (KitteExistingServer *self,
                           KitteSettingKind kind,
                           const char *path,
                           const char *group,
                           const char *key,
                           guint line,
                           const char *value)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_add (self->settings, kitte_setting_new (kind, path, group, key, line, value));
}

/**
 * kitte_existing_server_find:
 *
 * Returns: (transfer none) (nullable): where the first setting of @kind stands
 */
KitteSetting *
kitte_existing_server_find (const KitteExistingServer *self, KitteSettingKind kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->settings->len; i++)
    {
      KitteSetting *setting = self->settings->pdata[i];

      if (setting->kind == kind)
        return setting;
    }
  return NULL;
}

/**
 * kitte_sign_in_of_server:
 *
 * Returns: how a server is signed in to, from the methods it may be used with
 */
KitteSignIn
kitte_sign_in_of_server (const KitteServer *server)
{
  g_return_val_if_fail (server != NULL, KITTE_SIGN_IN_UNKNOWN);

  return server->auth.n_items > 0 ? sign_in_of_method (server->auth.items[0]) :
                                    KITTE_SIGN_IN_AUTOMATIC;
}

/**
 * kitte_existing_account_is_same_mailbox:
 *
 * Returns: whether protocol, host and user name for receiving are the same
 */
gboolean
kitte_existing_account_is_same_mailbox (const KitteExistingAccount *existing,
                                        const KitteAccount *account)
{
  return same_mailbox (existing->incoming, account->incoming);
}

/**
 * kitte_existing_account_is_for:
 *
 * The address may be written in either form of an international domain.
 *
 * Returns: whether it has the same address, or the same mailbox
 */
gboolean
kitte_existing_account_is_for (const KitteExistingAccount *existing, const KitteAccount *account)
{
  return same_text (existing->address, account->address->text) ||
         same_text (existing->address, account->address->display) ||
         same_mailbox (existing->incoming, account->incoming) ||
         (existing->incoming == NULL && same_mailbox (existing->outgoing, account->outgoing));
}

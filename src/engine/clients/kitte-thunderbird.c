/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Thunderbird can hold, and the calls into the file that does the work. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-thunderbird.h"

#include <glib/gi18n-lib.h>

#include "kitte-thunderbird-passwords.h"
#include "kitte-thunderbird-private.h"
#include "kitte-thunderbird-values.h"

struct _KitteThunderbird
{
  KitteClient parent_instance;

  char *system_root;
  GMutex lock; /* typed in the window’s thread, read in those that plan */
  KitteSecret *primary_password;
};

G_DEFINE_FINAL_TYPE (KitteThunderbird, kitte_thunderbird, KITTE_TYPE_CLIENT)

/* Returns: (transfer full) (nullable): what holds while it is used, whatever is typed meanwhile */
static KitteSecret *
dup_primary_password (KitteThunderbird *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->primary_password != NULL ? kitte_secret_ref (self->primary_password) : NULL;
}

static gboolean
check_server (const KitteServer *server, GError **error)
{
  int number;

  if (kitte_thunderbird_auth_to_number (server, &number))
    return TRUE;
  if (server->auth.items[0] == KITTE_AUTH_OAUTH2)
    g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
                 /* TRANSLATORS: %s is the name of a mail server. */
                 _ ("Thunderbird does not know the sign-in page of %s."), server->host);
  else
    g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
                 /* TRANSLATORS: %1$s is the name of a mail server, %2$s of a sign-in method like
                  * “scram-sha-256”. */
                 _ ("Thunderbird cannot sign in to %1$s, which asks for the method “%2$s”."),
                 server->host, kitte_auth_to_nick (server->auth.items[0]));
  return FALSE;
}

static gboolean
check_user (const KitteAccount *account, GError **error)
{
  if (account->incoming->username != NULL)
    return TRUE;
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
                       _ ("Thunderbird needs the user name of the account."));
  return FALSE;
}

static GPtrArray *
find (KitteClient *client)
{
  return kitte_thunderbird_find (KITTE_THUNDERBIRD (client)->system_root);
}

static gboolean
can_hold (KitteClient *client,
          KitteInstallation *installation,
          const KitteAccount *account,
          GError **error)
{
  return check_server (account->incoming, error) && check_server (account->outgoing, error) &&
         check_user (account, error);
}

static gboolean
plan (KitteClient *client,
      KitteInstallation *installation,
      const KitteAccount *account,
      KitteChangeSet *changes,
      GError **error)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (client);
  g_autoptr (KitteSecret) primary_password = dup_primary_password (self);
  g_autoptr (KitteThunderbirdProfile) profile =
      kitte_thunderbird_profile_make (self->system_root, installation, changes, error);

  return profile != NULL && kitte_thunderbird_plan (profile, account, primary_password, error);
}

static GPtrArray *
read_accounts (KitteClient *client, KitteInstallation *installation, GError **error)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (client);
  g_autoptr (KitteChangeSet) nothing = kitte_change_set_new ("");
  g_autoptr (KitteThunderbirdProfile) profile = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean there;

  profile = kitte_thunderbird_profile_open (self->system_root, installation, nothing, &there,
                                            &local_error);
  if (profile != NULL)
    return kitte_thunderbird_read (profile, installation);
  if (local_error == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static KitteThunderbirdProfile *
open_of (KitteThunderbird *self,
         const KitteExistingAccount *existing,
         KitteChangeSet *changes,
         GError **error)
{
  g_autoptr (KitteThunderbirdProfile) profile = NULL;
  g_autoptr (GError) local_error = NULL;
  gboolean there;

  profile = kitte_thunderbird_profile_open (self->system_root, existing->installation, changes,
                                            &there, &local_error);
  if (profile != NULL && g_strcmp0 (profile->prefs_path, existing->path) == 0)
    return g_steal_pointer (&profile);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
                         _ ("Thunderbird uses another profile now. Please start again."));
  return NULL;
}

static gboolean
plan_outgoing (KitteClient *client,
               const KitteExistingAccount *existing,
               KitteServer *outgoing,
               KitteCredential *credential,
               KitteSharedServer shared,
               KitteChangeSet *changes,
               GError **error)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (client);
  const KitteThunderbirdWish wish = { .outgoing = outgoing,
                                      .outgoing_credential = credential,
                                      .shared = shared };
  g_autoptr (KitteSecret) primary_password = dup_primary_password (self);
  g_autoptr (KitteThunderbirdProfile) profile = NULL;

  if (!check_server (outgoing, error))
    return FALSE;
  profile = open_of (self, existing, changes, error);
  return profile != NULL &&
         kitte_thunderbird_plan_outgoing (profile, existing, &wish, primary_password, error);
}

static gboolean
plan_update (KitteClient *client,
             const KitteExistingAccount *existing,
             const KitteAccount *account,
             KitteSharedServer shared,
             KitteChangeSet *changes,
             GError **error)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (client);
  const KitteThunderbirdWish wish = { account->incoming, account->incoming_credential,
                                      account->outgoing, account->outgoing_credential, shared };
  g_autoptr (KitteSecret) primary_password = dup_primary_password (self);
  g_autoptr (KitteThunderbirdProfile) profile = open_of (self, existing, changes, error);

  return profile != NULL &&
         kitte_thunderbird_plan_outgoing (profile, existing, &wish, primary_password, error);
}

static gboolean
plan_habits (KitteClient *client,
             const KitteExistingAccount *existing,
             const KitteHabits *habits,
             KitteChangeSet *changes,
             GError **error)
{
  g_autoptr (KitteThunderbirdProfile) profile =
      open_of (KITTE_THUNDERBIRD (client), existing, changes, error);

  return profile != NULL && kitte_thunderbird_plan_habits (profile, existing, habits, error);
}

static KitteSecret *
lookup_password (KitteClient *client,
                 const KitteExistingAccount *existing,
                 const KitteServer *server,
                 GCancellable *cancellable,
                 GError **error)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (client);
  g_autoptr (KitteChangeSet) nothing = kitte_change_set_new ("");
  g_autoptr (KitteThunderbirdProfile) profile = open_of (self, existing, nothing, error);
  g_autoptr (KitteSecret) primary_password = dup_primary_password (self);
  g_autoptr (KitteThunderbirdPasswords) passwords = NULL;

  if (profile != NULL)
    passwords = kitte_thunderbird_passwords_open (profile, primary_password, error);
  return passwords != NULL ? kitte_thunderbird_passwords_lookup (passwords, server) : NULL;
}

static void
set_primary_password (KitteClient *client, KitteSecret *primary_password)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (client);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->primary_password, kitte_secret_unref);
  if (primary_password != NULL)
    self->primary_password = kitte_secret_ref (primary_password);
}

static gboolean
take_back (KitteClient *client,
           const KitteFileTrace *trace,
           GBytes *now,
           GBytes **then,
           GError **error)
{
  return kitte_thunderbird_take_back (trace, now, then, error);
}

static gboolean
forget (KitteClient *client,
        const KitteFileTrace *trace,
        GBytes *now,
        GBytes **then,
        GError **error)
{
  return kitte_thunderbird_forget (trace, now, then, error);
}

static void
kitte_thunderbird_finalize (GObject *object)
{
  KitteThunderbird *self = KITTE_THUNDERBIRD (object);

  g_free (self->system_root);
  g_clear_pointer (&self->primary_password, kitte_secret_unref);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (kitte_thunderbird_parent_class)->finalize (object);
}

static void
kitte_thunderbird_class_init (KitteThunderbirdClass *klass)
{
  KitteClientClass *client_class = KITTE_CLIENT_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kitte_thunderbird_finalize;
  client_class->id = KITTE_THUNDERBIRD_ID;
  client_class->find = find;
  client_class->can_hold = can_hold;
  client_class->plan = plan;
  client_class->read = read_accounts;
  client_class->plan_outgoing = plan_outgoing;
  client_class->plan_update = plan_update;
  client_class->plan_habits = plan_habits;
  client_class->take_back = take_back;
  client_class->forget = forget;
  client_class->lookup_password = lookup_password;
  client_class->set_primary_password = set_primary_password;
}

static void
kitte_thunderbird_init (KitteThunderbird *self)
{
  g_mutex_init (&self->lock);
}

/**
 * kitte_thunderbird_new:
 * @system_root: what stands before the paths of the system; "" but in tests
 *
 * Returns: (transfer full): the client
 */
KitteClient *
kitte_thunderbird_new (const char *system_root)
{
  KitteThunderbird *self;

  g_return_val_if_fail (system_root != NULL, NULL);

  self = g_object_new (KITTE_TYPE_THUNDERBIRD, NULL);
  self->system_root = g_strdup (system_root);
  return KITTE_CLIENT (self);
}

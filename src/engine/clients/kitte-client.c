/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mail programs Kitte knows, and the calls into the one that is meant. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-client.h"

#include <glib/gi18n-lib.h>

#include "base/kitte-host.h"
#include "change/kitte-undo.h"
#include "kitte-claws.h"
#include "kitte-evolution.h"
#include "kitte-msmtp.h"
#include "kitte-private-folder.h"
#include "kitte-thunderbird.h"

static void kitte_client_file_owner_init (KitteFileOwnerInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (KitteClient,
                                  kitte_client,
                                  G_TYPE_OBJECT,
                                  G_IMPLEMENT_INTERFACE (KITTE_TYPE_FILE_OWNER,
                                                         kitte_client_file_owner_init))
G_DEFINE_QUARK (kitte_client_error, kitte_client_error)

static gboolean
check_writable (KitteClient *self, GError **error)
{
  if (kitte_client_is_writable (self))
    return TRUE;
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
                       _ ("Kitte can read the settings of this mail program, but does not change "
                          "them."));
  return FALSE;
}

static const char *
get_id (KitteFileOwner *owner)
{
  return KITTE_CLIENT_GET_CLASS (owner)->id;
}

static gboolean
take_back (KitteFileOwner *owner,
           const KitteFileTrace *trace,
           GBytes *now,
           GBytes **then,
           GError **error)
{
  return KITTE_CLIENT_GET_CLASS (owner)->take_back (KITTE_CLIENT (owner), trace, now, then, error);
}

static gboolean
forget (KitteFileOwner *owner,
        const KitteFileTrace *trace,
        GBytes *now,
        GBytes **then,
        GError **error)
{
  KitteClientClass *klass = KITTE_CLIENT_GET_CLASS (owner);

  if (klass->forget != NULL)
    return klass->forget (KITTE_CLIENT (owner), trace, now, then, error);
  *then = g_bytes_ref (now);
  return TRUE;
}

static void
kitte_client_file_owner_init (KitteFileOwnerInterface *iface)
{
  iface->get_id = get_id;
  iface->take_back = take_back;
  iface->forget = forget;
}

static void
kitte_client_class_init (KitteClientClass *klass)
{
}

static void
kitte_client_init (KitteClient *self)
{
}

/**
 * kitte_clients_new:
 *
 * Returns: (transfer full) (element-type KitteClient): every mail program Kitte can write for
 */
GPtrArray *
kitte_clients_new (void)
{
  GPtrArray *clients = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (clients, kitte_thunderbird_new (kitte_host_get_root ()));
  g_ptr_array_add (clients, kitte_evolution_new ());
  g_ptr_array_add (clients, kitte_msmtp_new ());
  return clients;
}

/**
 * kitte_clients_new_readable:
 *
 * Returns: (transfer full) (element-type KitteClient): every mail program whose accounts Kitte can
 *   read, those first that it can write for
 */
GPtrArray *
kitte_clients_new_readable (void)
{
  GPtrArray *clients = kitte_clients_new ();

  g_ptr_array_add (clients, kitte_claws_new ());
  g_ptr_array_add (clients, kitte_sylpheed_new ());
  return clients;
}

/**
 * kitte_clients_recover:
 * @clients: (element-type KitteClient): all
 *
 * Completes, takes back or clears away what a run that was killed left behind. Call at start,
 * before any plan; blocking local work.
 */
gboolean
kitte_clients_recover (GPtrArray *clients, GError **error)
{
  g_return_val_if_fail (clients != NULL, FALSE);

  kitte_private_folder_clean ();
  return kitte_undo_recover (clients, error);
}

/**
 * kitte_clients_get:
 * @clients: (element-type KitteClient): all
 * @id: as in `--for`
 *
 * Returns: (transfer none) (nullable): the one with this id
 */
KitteClient *
kitte_clients_get (GPtrArray *clients, const char *id)
{
  g_return_val_if_fail (clients != NULL && id != NULL, NULL);

  for (guint i = 0; i < clients->len; i++)
    if (g_str_equal (kitte_client_get_id (clients->pdata[i]), id))
      return clients->pdata[i];
  return NULL;
}

const char *
kitte_client_get_id (KitteClient *self)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self), NULL);

  return KITTE_CLIENT_GET_CLASS (self)->id;
}

/**
 * kitte_client_find:
 *
 * Returns: (transfer full) (element-type KitteInstallation): best first; empty where there is none
 */
GPtrArray *
kitte_client_find (KitteClient *self)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self), NULL);

  return KITTE_CLIENT_GET_CLASS (self)->find (self);
}

/* Whether plans can be made for it; else it is only read. */
gboolean
kitte_client_is_writable (KitteClient *self)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self), FALSE);

  return KITTE_CLIENT_GET_CLASS (self)->plan != NULL;
}

/**
 * kitte_client_can_hold:
 *
 * Returns: whether the program can do what was proven; where it cannot, @error is
 *   %KITTE_CLIENT_ERROR_UNSUPPORTED with a sentence for the person
 */
gboolean
kitte_client_can_hold (KitteClient *self,
                       KitteInstallation *installation,
                       const KitteAccount *account,
                       GError **error)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (installation != NULL && account != NULL, FALSE);

  return check_writable (self, error) &&
         KITTE_CLIENT_GET_CLASS (self)->can_hold (self, installation, account, error);
}

/**
 * kitte_client_plan:
 * @changes: where the plan goes; unchanged where the plan fails
 *
 * Plans what makes @account ready in @installation; touches nothing. Checks can_hold itself.
 */
gboolean
kitte_client_plan (KitteClient *self,
                   KitteInstallation *installation,
                   const KitteAccount *account,
                   KitteChangeSet *changes,
                   GError **error)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (installation != NULL && account != NULL, FALSE);
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes), FALSE);

  return check_writable (self, error) &&
         KITTE_CLIENT_GET_CLASS (self)->can_hold (self, installation, account, error) &&
         KITTE_CLIENT_GET_CLASS (self)->plan (self, installation, account, changes, error);
}

/**
 * kitte_client_read:
 *
 * Returns: (transfer full) (element-type KitteExistingAccount) (nullable): the accounts the
 *   program has; %NULL with an error where its files cannot be understood
 */
GPtrArray *
kitte_client_read (KitteClient *self, KitteInstallation *installation, GError **error)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self) && installation != NULL, NULL);

  return KITTE_CLIENT_GET_CLASS (self)->read (self, installation, error);
}

/**
 * kitte_client_plan_outgoing:
 * @existing: as kitte_client_read() returned it
 * @outgoing: with exactly one method: the one that was proven
 * @credential: (nullable): what to sign in with; %NULL: as before
 * @shared: what becomes of the present one where others send through it too
 * @changes: where the plan goes
 *
 * Plans the smallest change that gives an account another sending server.
 */
gboolean
kitte_client_plan_outgoing (KitteClient *self,
                            const KitteExistingAccount *existing,
                            KitteServer *outgoing,
                            KitteCredential *credential,
                            KitteSharedServer shared,
                            KitteChangeSet *changes,
                            GError **error)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self) && existing != NULL && outgoing != NULL, FALSE);
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes), FALSE);

  return check_writable (self, error) &&
         KITTE_CLIENT_GET_CLASS (self)->plan_outgoing (self, existing, outgoing, credential, shared,
                                                       changes, error);
}

/**
 * kitte_client_plan_update:
 * @existing: as kitte_client_read() returned it
 * @account: what was proven; the program can hold it
 * @shared: what becomes of the sending server where others send through it too
 * @changes: where the plan goes; unchanged where the plan fails
 *
 * Plans the smallest change that gives an account that is there the proven servers and passwords.
 * Its name, its folders, what it does with mail on a POP3 server and all else stay.
 */
gboolean
kitte_client_plan_update (KitteClient *self,
                          const KitteExistingAccount *existing,
                          const KitteAccount *account,
                          KitteSharedServer shared,
                          KitteChangeSet *changes,
                          GError **error)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self) && existing != NULL && account != NULL, FALSE);
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes), FALSE);

  return check_writable (self, error) &&
         KITTE_CLIENT_GET_CLASS (self)->plan_update (self, existing, account, shared, changes,
                                                     error);
}

/**
 * kitte_client_plan_habits:
 * @existing: as kitte_client_read() returned it
 * @changes: where the plan goes
 *
 * Plans what gives an account that is there other habits; where the program has none of them,
 * nothing.
 */
gboolean
kitte_client_plan_habits (KitteClient *self,
                          const KitteExistingAccount *existing,
                          const KitteHabits *habits,
                          KitteChangeSet *changes,
                          GError **error)
{
  KitteClientClass *klass;

  g_return_val_if_fail (KITTE_IS_CLIENT (self) && existing != NULL && habits != NULL, FALSE);
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes), FALSE);

  klass = KITTE_CLIENT_GET_CLASS (self);
  return klass->plan_habits == NULL || klass->plan_habits (self, existing, habits, changes, error);
}

/**
 * kitte_client_can_renew:
 * @code: of a problem: `old-tls`, `cert-exception`
 *
 * Returns: whether kitte_client_plan_trust() takes back what the problem is about
 */
gboolean
kitte_client_can_renew (KitteClient *self, const char *code)
{
  KitteClientClass *klass;

  g_return_val_if_fail (KITTE_IS_CLIENT (self) && code != NULL, FALSE);

  klass = KITTE_CLIENT_GET_CLASS (self);
  return klass->renews != NULL && g_strv_contains (klass->renews, code);
}

/**
 * kitte_client_plan_trust:
 * @existing: as kitte_client_read() returned it
 * @changes: where the plan goes
 *
 * Plans what takes back pinned versions, exceptions and checks that were switched off; where the
 * account has none of them, nothing.
 */
gboolean
kitte_client_plan_trust (KitteClient *self,
                         const KitteExistingAccount *existing,
                         const KitteProvenServers *trust,
                         KitteChangeSet *changes,
                         GError **error)
{
  KitteClientClass *klass;

  g_return_val_if_fail (KITTE_IS_CLIENT (self) && existing != NULL && trust != NULL, FALSE);

  klass = KITTE_CLIENT_GET_CLASS (self);
  return klass->plan_trust == NULL || klass->plan_trust (self, existing, trust, changes, error);
}

/**
 * kitte_client_can_receive_first:
 *
 * Returns: whether kitte_client_plan_habits() can have the account fetch mail before it sends,
 * which it does not do yet
 */
gboolean
kitte_client_can_receive_first (KitteClient *self, const KitteExistingAccount *existing)
{
  KitteClientClass *klass;

  g_return_val_if_fail (KITTE_IS_CLIENT (self) && existing != NULL, FALSE);

  klass = KITTE_CLIENT_GET_CLASS (self);
  return klass->can_receive_first != NULL && klass->can_receive_first (self, existing);
}

/* Whether kitte_client_lookup_password() finds anything in this program at all. */
gboolean
kitte_client_can_lookup_password (KitteClient *self)
{
  g_return_val_if_fail (KITTE_IS_CLIENT (self), FALSE);

  return KITTE_CLIENT_GET_CLASS (self)->lookup_password != NULL;
}

/**
 * kitte_client_keeps_outgoing:
 * @outgoing: with exactly one method
 *
 * Returns: whether the account sends just so already; a method that has no word of ours stays too
 */
gboolean
kitte_client_keeps_outgoing (const KitteExistingAccount *existing, const KitteServer *outgoing)
{
  const KitteServer *present;

  g_return_val_if_fail (existing != NULL && outgoing != NULL, FALSE);

  present = existing->outgoing;
  return present != NULL && kitte_server_same_endpoint (present, outgoing) &&
         present->security == outgoing->security &&
         g_strcmp0 (present->username, outgoing->username) == 0 &&
         (present->auth.n_items == 0 ||
          kitte_auth_list_contains (&present->auth, outgoing->auth.items[0]));
}

/**
 * kitte_client_lookup_password:
 * @existing: as kitte_client_read() returned it
 * @server: of that account, with its user name
 *
 * Only to be called where the person allowed it, in a worker thread: a person may be asked to
 * unlock the keyring, and @cancellable ends that.
 *
 * Returns: (transfer full) (nullable): the saved password; %NULL without an error where there is
 *   none, or where this program's store cannot be read
 */
KitteSecret *
kitte_client_lookup_password (KitteClient *self,
                              const KitteExistingAccount *existing,
                              const KitteServer *server,
                              GCancellable *cancellable,
                              GError **error)
{
  KitteClientClass *klass;

  g_return_val_if_fail (KITTE_IS_CLIENT (self) && existing != NULL && server != NULL, NULL);

  klass = KITTE_CLIENT_GET_CLASS (self);
  if (klass->lookup_password == NULL)
    return NULL;
  return klass->lookup_password (self, existing, server, cancellable, error);
}

/**
 * kitte_client_set_primary_password:
 * @primary_password: (nullable): what the person typed after
 *   %KITTE_CLIENT_ERROR_PRIMARY_PASSWORD; an empty one: leave the passwords out, the program will
 *   ask for them itself
 *
 * Counts for the plans and look-ups that follow; %NULL forgets it.
 */
void
kitte_client_set_primary_password (KitteClient *self, KitteSecret *primary_password)
{
  KitteClientClass *klass;

  g_return_if_fail (KITTE_IS_CLIENT (self));

  klass = KITTE_CLIENT_GET_CLASS (self);
  if (klass->set_primary_password != NULL)
    klass->set_primary_password (self, primary_password);
}

/**
 * kitte_client_set_password_in_file:
 * @wanted: only where the person has said so
 *
 * The password of an account that is added goes into the settings file, in clear; where the program
 * has no such way nothing changes.
 */
void
kitte_client_set_password_in_file (KitteClient *self, gboolean wanted)
{
  KitteClientClass *klass;

  g_return_if_fail (KITTE_IS_CLIENT (self));

  klass = KITTE_CLIENT_GET_CLASS (self);
  if (klass->set_password_in_file != NULL)
    klass->set_password_in_file (self, wanted);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes plain files: Evolution notices them running or not, and they need nothing of it installed.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

#include "base/kitte-host.h"
#include "kitte-evolution-make.h"
#include "kitte-evolution-sources.h"
#include "kitte-evolution-update.h"
#include "kitte-evolution-words.h"
#include "kitte-keyring-lookup.h"

#define ID "evolution"
#define DESKTOP_ID "org.gnome.Evolution.desktop"
#define FLATPAK_ID "org.gnome.Evolution"
#define SCHEMA "org.gnome.Evolution.Data.Source"
#define UID_ATTRIBUTE "e-source-uid"

struct _KitteEvolution
{
  KitteClient parent_instance;
};

G_DEFINE_FINAL_TYPE (KitteEvolution, kitte_evolution, KITTE_TYPE_CLIENT)

static char *
flatpak_home (void)
{
  return g_build_filename (g_get_home_dir (), ".var", "app", FLATPAK_ID, NULL);
}

/* Inside its sandbox Evolution keeps passwords where no other program can put one. */
static gboolean
takes_passwords (KitteInstallation *installation)
{
  g_autofree char *sandbox = flatpak_home ();

  return !g_str_has_prefix (installation->root, sandbox);
}

static KitteInstallation *
find_system (void)
{
  g_autofree char *program = kitte_host_find_program ("evolution");
  g_autofree char *config = NULL;
  g_autoptr (GDesktopAppInfo) desktop = g_desktop_app_info_new (DESKTOP_ID);
  g_autofree char *root = NULL;

  if (program == NULL)
    return NULL;
  config = kitte_host_get_config_dir ();
  root = g_build_filename (config, "evolution", "sources", NULL);
  return kitte_installation_new (ID, "Evolution", desktop != NULL ? DESKTOP_ID : NULL, program,
                                 root, FALSE);
}

static gboolean
is_deployed (void)
{
  g_autofree char *data = kitte_host_get_data_dir ();
  g_autofree char *own = g_build_filename (data, "flatpak", "app", FLATPAK_ID, NULL);
  g_autofree char *system =
      g_build_filename (kitte_host_get_root (), "/var/lib/flatpak/app", FLATPAK_ID, NULL);

  return g_file_test (system, G_FILE_TEST_IS_DIR) || g_file_test (own, G_FILE_TEST_IS_DIR);
}

/* One that is installed and was never started has no folder yet; one that only left its folder has
 * nothing to open. */
static KitteInstallation *
find_flatpak (void)
{
  g_autofree char *home = flatpak_home ();
  g_autofree char *root = g_build_filename (home, "config", "evolution", "sources", NULL);
  gboolean deployed = is_deployed ();

  if (!deployed && !g_file_test (home, G_FILE_TEST_IS_DIR))
    return NULL;
  return kitte_installation_new (ID, "Evolution (Flatpak)", deployed ? DESKTOP_ID : NULL, NULL,
                                 root, FALSE);
}

/* One item a server, even with the same user name: Evolution looks for the source's own. */
static void
store_secret (KitteChangeSet *changes,
              const char *uid,
              const char *kind,
              const KitteAddress *address,
              const KitteCredential *credential)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autofree char *label = NULL;

  if (credential == NULL)
    return;
  attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_hash_table_insert (attributes, (gpointer) UID_ATTRIBUTE, g_strdup (uid));
  g_hash_table_insert (attributes, (gpointer) "eds-origin", g_strdup ("evolution-data-server"));
  label = g_strdup_printf ("Evolution Data Source \"%s\" (%s) ", address->display, kind);
  kitte_change_set_store_in_keyring (changes, ID, label, SCHEMA, attributes, credential->secret);
}

static void
store_secrets (KitteChangeSet *changes, const KitteEvolutionUids *uids, const KitteAccount *account)
{
  const char *kind = account->incoming->protocol == KITTE_PROTOCOL_IMAP ? "Mail Account - imapx" :
                                                                          "Mail Account - pop";

  store_secret (changes, uids->account, kind, account->address, account->incoming_credential);
  if (account->outgoing->auth.items[0] != KITTE_AUTH_NONE)
    store_secret (changes, uids->transport, "Mail Transport - smtp", account->address,
                  account->outgoing_credential);
}

static GPtrArray *
kitte_evolution_find (KitteClient *client)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  KitteInstallation *system = find_system ();
  KitteInstallation *flatpak = find_flatpak ();

  if (system != NULL)
    g_ptr_array_add (found, system);
  if (flatpak != NULL)
    g_ptr_array_add (found, flatpak);
  return found;
}

static gboolean
fail_method (GError **error)
{
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
                       /* TRANSLATORS: why Evolution is left out although the check went well. */
                       _ ("Evolution cannot sign in to these servers in the way that works."));
  return FALSE;
}

static gboolean
kitte_evolution_can_hold (KitteClient *client,
                          KitteInstallation *installation,
                          const KitteAccount *account,
                          GError **error)
{
  if (kitte_evolution_get_method (account->incoming, account->address) != NULL &&
      kitte_evolution_get_method (account->outgoing, account->address) != NULL)
    return TRUE;
  return fail_method (error);
}

static gboolean
kitte_evolution_plan (KitteClient *client,
                      KitteInstallation *installation,
                      const KitteAccount *account,
                      KitteChangeSet *changes,
                      GError **error)
{
  g_autoptr (KitteEvolutionSources) sources =
      kitte_evolution_sources_load (installation->root, error);
  g_auto (KitteEvolutionUids) uids = { NULL, NULL, NULL };

  if (sources == NULL)
    return FALSE;
  if (kitte_evolution_sources_has_account (sources, account))
    {
      g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_EXISTS,
                           /* TRANSLATORS: why Evolution is left out. */
                           _ ("Evolution has this account already."));
      return FALSE;
    }
  uids.account = kitte_evolution_sources_make_uid (sources);
  uids.identity = kitte_evolution_sources_make_uid (sources);
  uids.transport = kitte_evolution_sources_make_uid (sources);
  kitte_evolution_make_account (changes, installation, account, &uids);
  if (takes_passwords (installation))
    store_secrets (changes, &uids, account);
  return TRUE;
}

static void
say_out_of_reach (KitteExistingServer *server)
{
  if (server != NULL)
    server->password = KITTE_STORED_PASSWORD_OUT_OF_REACH;
}

static GPtrArray *
kitte_evolution_read (KitteClient *client, KitteInstallation *installation, GError **error)
{
  g_autoptr (KitteEvolutionSources) sources =
      kitte_evolution_sources_load (installation->root, error);
  GPtrArray *accounts =
      sources != NULL ? kitte_evolution_sources_get_accounts (sources, installation) : NULL;

  for (guint i = 0; accounts != NULL && !takes_passwords (installation) && i < accounts->len; i++)
    {
      KitteExistingAccount *account = accounts->pdata[i];

      say_out_of_reach (account->receiving);
      say_out_of_reach (account->sending);
    }
  return accounts;
}

/* The source’s own uid is all that Evolution asks for. */
static KitteSecret *
kitte_evolution_lookup_password (KitteClient *client,
                                 const KitteExistingAccount *existing,
                                 const KitteServer *server,
                                 GCancellable *cancellable,
                                 GError **error)
{
  const char *uid =
      server->protocol == KITTE_PROTOCOL_SMTP ? existing->outgoing_key : existing->key;
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);

  if (uid == NULL || !takes_passwords (existing->installation))
    return NULL;
  g_hash_table_insert (attributes, (gpointer) UID_ATTRIBUTE, (gpointer) uid);
  return kitte_keyring_lookup (SCHEMA, attributes, cancellable, error);
}

static gboolean
fail_gone (GError **error)
{
  g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
                       _ ("The account is no longer in Evolution."));
  return FALSE;
}

/* The data server notices a source that was written, as it does new ones. */
static gboolean
update_server (KitteChangeSet *changes,
               const KitteExistingAccount *existing,
               const char *uid,
               const KitteServer *server,
               const KitteAddress *address,
               GError **error)
{
  g_autofree char *path = NULL;
  const char *method = kitte_evolution_get_method (server, address);

  if (uid == NULL)
    return fail_gone (error);
  if (method == NULL)
    return fail_method (error);
  path = kitte_evolution_get_path (existing->installation, uid);
  return kitte_evolution_update_server (changes, path, server, method, error);
}

/* A transport of the account's own, because others send through the present one. */
static char *
add_transport (KitteChangeSet *changes,
               KitteEvolutionSources *sources,
               const KitteExistingAccount *existing,
               const KitteServer *outgoing,
               const KitteAddress *address,
               GError **error)
{
  g_autofree char *uid = NULL;

  if (kitte_evolution_get_method (outgoing, address) == NULL)
    {
      fail_method (error);
      return NULL;
    }
  uid = kitte_evolution_sources_make_uid (sources);
  kitte_evolution_make_transport (changes, existing->installation, uid, existing->key, outgoing,
                                  address);
  return kitte_evolution_update_sender (changes, kitte_evolution_get_identity_path (existing), uid,
                                        error) ?
             g_steal_pointer (&uid) :
             NULL;
}

/* Returns: (transfer full) (nullable): the uid of the transport that sends for it now */
static char *
update_sender (KitteChangeSet *changes,
               const KitteExistingAccount *existing,
               const KitteServer *outgoing,
               const KitteAddress *address,
               KitteSharedServer shared,
               GError **error)
{
  g_autoptr (KitteEvolutionSources) sources = NULL;

  if (kitte_client_keeps_outgoing (existing, outgoing))
    return g_strdup (existing->outgoing_key);
  sources = kitte_evolution_sources_load (existing->installation->root, error);
  if (sources == NULL)
    return NULL;
  if (shared == KITTE_SHARED_SERVER_LEAVE && existing->outgoing_key != NULL &&
      kitte_evolution_sources_is_shared (sources, existing->outgoing_key,
                                         kitte_evolution_get_identity_path (existing)))
    return add_transport (changes, sources, existing, outgoing, address, error);
  return update_server (changes, existing, existing->outgoing_key, outgoing, address, error) ?
             g_strdup (existing->outgoing_key) :
             NULL;
}

static gboolean
kitte_evolution_plan_outgoing (KitteClient *client,
                               const KitteExistingAccount *existing,
                               KitteServer *outgoing,
                               KitteCredential *credential,
                               KitteSharedServer shared,
                               KitteChangeSet *changes,
                               GError **error)
{
  g_autoptr (KitteAddress) address = kitte_address_new (existing->address, error);
  g_autofree char *transport =
      address != NULL ? update_sender (changes, existing, outgoing, address, shared, error) : NULL;

  if (transport == NULL)
    return FALSE;
  if (takes_passwords (existing->installation) && outgoing->auth.items[0] != KITTE_AUTH_NONE)
    store_secret (changes, transport, "Mail Transport - smtp", address, credential);
  return TRUE;
}

static gboolean
fail_protocol (const KitteExistingAccount *existing, GError **error)
{
  g_set_error (
      error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED,
      /* TRANSLATORS: %s is a mail address; IMAP and POP are two ways to fetch mail. */
      _ ("Evolution fetches the mail of %s in the other way (IMAP or POP), which cannot be "
         "changed there. The account can be added beside it."),
      existing->address);
  return FALSE;
}

/* Both or none: a plan that fails must not leave half of it behind. */
static gboolean
kitte_evolution_plan_update (KitteClient *client,
                             const KitteExistingAccount *existing,
                             const KitteAccount *account,
                             KitteSharedServer shared,
                             KitteChangeSet *changes,
                             GError **error)
{
  g_autoptr (KitteChangeSetState) before = kitte_change_set_save_state (changes);
  g_auto (KitteEvolutionUids) uids = { NULL, NULL, NULL };

  if (existing->incoming == NULL || existing->outgoing_key == NULL)
    return fail_gone (error);
  if (existing->incoming->protocol != account->incoming->protocol)
    return fail_protocol (existing, error);
  uids.account = g_strdup (existing->key);
  if (update_server (changes, existing, existing->key, account->incoming, account->address, error))
    uids.transport =
        update_sender (changes, existing, account->outgoing, account->address, shared, error);
  if (uids.transport == NULL)
    {
      kitte_change_set_go_back (changes, before);
      return FALSE;
    }
  if (takes_passwords (existing->installation))
    store_secrets (changes, &uids, account);
  return TRUE;
}

/* “POP before SMTP” among the methods of the transport: the one POP account whose identity names
 * the transport is fetched first, so a transport that others share has to be left alone. */
static gboolean
kitte_evolution_can_receive_first (KitteClient *client, const KitteExistingAccount *existing)
{
  return existing->incoming != NULL && existing->incoming->protocol == KITTE_PROTOCOL_POP3 &&
         existing->outgoing_key != NULL && existing->sending != NULL &&
         existing->sending->sign_in == KITTE_SIGN_IN_NONE &&
         (existing->shared_with == NULL || existing->shared_with[0] == NULL);
}

static gboolean
kitte_evolution_plan_habits (KitteClient *client,
                             const KitteExistingAccount *existing,
                             const KitteHabits *habits,
                             KitteChangeSet *changes,
                             GError **error)
{
  g_autofree char *transport = NULL;

  if (!kitte_evolution_update_habits (changes, existing->path, habits, error))
    return FALSE;
  if (!habits->receive_first || !kitte_evolution_can_receive_first (client, existing))
    return TRUE;
  transport = kitte_evolution_get_path (existing->installation, existing->outgoing_key);
  return kitte_evolution_update_method (changes, transport, "POPB4SMTP", error);
}

/* A file that we made holds our source and nothing else; what Evolution added to it describes our
 * account. */
static gboolean
kitte_evolution_take_back (KitteClient *client,
                           const KitteFileTrace *trace,
                           GBytes *now,
                           GBytes **then,
                           GError **error)
{
  *then = trace->created ? NULL : kitte_evolution_update_take_back (trace, now);
  return TRUE;
}

static void
kitte_evolution_class_init (KitteEvolutionClass *klass)
{
  KitteClientClass *client_class = KITTE_CLIENT_CLASS (klass);

  client_class->id = ID;
  client_class->find = kitte_evolution_find;
  client_class->can_hold = kitte_evolution_can_hold;
  client_class->plan = kitte_evolution_plan;
  client_class->read = kitte_evolution_read;
  client_class->plan_outgoing = kitte_evolution_plan_outgoing;
  client_class->plan_update = kitte_evolution_plan_update;
  client_class->plan_habits = kitte_evolution_plan_habits;
  client_class->can_receive_first = kitte_evolution_can_receive_first;
  client_class->take_back = kitte_evolution_take_back;
  client_class->lookup_password = kitte_evolution_lookup_password;
}

static void
kitte_evolution_init (KitteEvolution *self)
{
}

/**
 * kitte_evolution_new:
 *
 * Returns: (transfer full): what Kitte can do with Evolution
 */
KitteClient *
kitte_evolution_new (void)
{
  return KITTE_CLIENT (g_object_new (KITTE_TYPE_EVOLUTION, NULL));
}

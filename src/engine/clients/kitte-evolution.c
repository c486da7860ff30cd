/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes plain files: Evolution notices them running or not, and they need nothing of it installed.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution.h"

#include <gio/gdesktopappinfo.h>
#include <glib/gi18n-lib.h>

#include "kitte-evolution-sources.h"
#include "kitte-evolution-update.h"
#include "kitte-evolution-words.h"

#define ID "evolution"
#define DESKTOP_ID "org.gnome.Evolution.desktop"
#define FLATPAK_ID "org.gnome.Evolution"
#define SCHEMA "org.gnome.Evolution.Data.Source"

struct _KitteEvolution
{
  KitteClient parent_instance;
};

G_DEFINE_FINAL_TYPE (KitteEvolution, kitte_evolution, KITTE_TYPE_CLIENT)

/* The three uids of one account. */
typedef struct
{
  char *account;
  char *identity;
  char *transport;
} Uids;

static void
uids_clear (Uids *self)
{
  g_free (self->account);
  g_free (self->identity);
  g_free (self->transport);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Uids, uids_clear)

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
  g_autofree char *program = g_find_program_in_path ("evolution");
  g_autoptr (GDesktopAppInfo) desktop = g_desktop_app_info_new (DESKTOP_ID);
  g_autofree char *root = NULL;

  if (program == NULL)
    return NULL;
  root = g_build_filename (g_get_user_config_dir (), "evolution", "sources", NULL);
  return kitte_installation_new (ID, "Evolution", desktop != NULL ? DESKTOP_ID : NULL, program,
                                 root, FALSE);
}

static gboolean
is_deployed (void)
{
  g_autofree char *own =
      g_build_filename (g_get_user_data_dir (), "flatpak", "app", FLATPAK_ID, NULL);

  return g_file_test ("/var/lib/flatpak/app/" FLATPAK_ID, G_FILE_TEST_IS_DIR) ||
         g_file_test (own, G_FILE_TEST_IS_DIR);
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

/* A value as key files escape it. */
static void
append_key (GString *text, const char *key, const char *value)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *escaped = NULL;

  g_key_file_set_string (file, "g", key, value);
  escaped = g_key_file_get_value (file, "g", key, NULL);
  g_string_append_printf (text, "%s=%s\n", key, escaped);
}

static void
append_source (GString *text, const KitteAccount *account, const char *parent)
{
  g_string_append (text, "[Data Source]\n");
  append_key (text, "DisplayName", account->address->display);
  append_key (text, "Enabled", "true");
  append_key (text, "Parent", parent);
}

/* Without its own group the encryption would be none at all. */
static void
append_server (GString *text, const KitteServer *server, const KitteAccount *account)
{
  g_string_append (text, "\n[Authentication]\n");
  append_key (text, "Host", server->host);
  append_key (text, "Method", kitte_evolution_get_method (server, account->address));
  g_string_append_printf (text, "Port=%u\n", server->port);
  append_key (text, "User", server->username != NULL ? server->username : "");
  g_string_append (text, "\n[Security]\n");
  append_key (text, "Method", kitte_evolution_get_security (server->security));
}

/* Without the group Evolution empties the mailbox of everybody who reads it elsewhere too. */
static void
append_pop (GString *text, KittePopPolicy pop)
{
  g_string_append (text, "\n[Pop Backend]\n");
  append_key (text, "KeepOnServer", pop.leave_on_server ? "true" : "false");
  if (pop.leave_on_server && pop.days > 0)
    g_string_append_printf (text, "DeleteAfterDays=%u\n", pop.days);
}

/* As Evolution names a folder inside an account: its levels divided by slashes. */
static char *
folder_path (const char *folder)
{
  return g_strdelimit (g_strdup (folder), ".", '/');
}

/* Only what the preset names, because the server does not say which folder is which. */
static void
append_real_folder (GString *text, const char *use, const char *key, const char *folder)
{
  g_autofree char *path = folder != NULL ? folder_path (folder) : NULL;

  if (path == NULL)
    return;
  append_key (text, use, "true");
  append_key (text, key, path);
}

static void
append_imap (GString *text, const KitteFolders *folders)
{
  if (folders->trash == NULL && folders->junk == NULL)
    return;
  g_string_append (text, "\n[Imapx Backend]\n");
  append_real_folder (text, "UseRealTrashPath", "RealTrashPath", folders->trash);
  append_real_folder (text, "UseRealJunkPath", "RealJunkPath", folders->junk);
}

static void
append_folder (GString *text, const char *key, const char *uid, const char *folder)
{
  g_autofree char *path = folder != NULL ? folder_path (folder) : NULL;
  g_autofree char *escaped = NULL;
  g_autofree char *uri = NULL;

  if (path == NULL)
    return;
  escaped = g_uri_escape_string (path, "/", FALSE);
  uri = g_strdup_printf ("folder://%s/%s", uid, escaped);
  append_key (text, key, uri);
}

static char *
make_account_file (const KitteAccount *account, const Uids *uids)
{
  GString *text = g_string_new (NULL);

  append_source (text, account, "");
  g_string_append (text, "\n[Mail Account]\n");
  append_key (text, "BackendName", kitte_evolution_get_backend (account->incoming->protocol));
  append_key (text, "IdentityUid", uids->identity);
  append_server (text, account->incoming, account);
  if (account->incoming->protocol == KITTE_PROTOCOL_POP3)
    append_pop (text, account->pop);
  else
    append_imap (text, &account->folders);
  return g_string_free (text, FALSE);
}

static char *
make_identity_file (const KitteAccount *account, const Uids *uids)
{
  GString *text = g_string_new (NULL);

  append_source (text, account, uids->account);
  g_string_append (text, "\n[Mail Identity]\n");
  append_key (text, "Name", account->name);
  append_key (text, "Address", account->address->text);
  g_string_append (text, "\n[Mail Submission]\n");
  append_key (text, "TransportUid", uids->transport);
  if (account->incoming->protocol == KITTE_PROTOCOL_IMAP)
    append_folder (text, "SentFolder", uids->account, account->folders.sent);
  g_string_append (text, "\n[Mail Composition]\n");
  if (account->incoming->protocol == KITTE_PROTOCOL_IMAP)
    append_folder (text, "DraftsFolder", uids->account, account->folders.drafts);
  return g_string_free (text, FALSE);
}

static char *
make_transport_file (const KitteAccount *account, const Uids *uids)
{
  GString *text = g_string_new (NULL);

  append_source (text, account, uids->account);
  g_string_append (text, "\n[Mail Transport]\n");
  append_key (text, "BackendName", "smtp");
  append_server (text, account->outgoing, account);
  return g_string_free (text, FALSE);
}

static char *
make_preview (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *preview = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_string_append_printf (preview, "+%s\n", lines[i]);
  return g_string_free (preview, FALSE);
}

static void
write_source (KitteChangeSet *changes,
              KitteInstallation *installation,
              const char *uid,
              char *taken_text)
{
  g_autofree char *name = g_strconcat (uid, ".source", NULL);
  g_autofree char *path = g_build_filename (installation->root, name, NULL);
  g_autofree char *preview = make_preview (taken_text);
  g_autoptr (GBytes) bytes = g_bytes_new_take (taken_text, strlen (taken_text));

  kitte_change_set_write (changes, ID, path, bytes, 0600, preview, NULL);
  kitte_change_set_add_part (changes, path, uid);
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
  g_hash_table_insert (attributes, (gpointer) "e-source-uid", g_strdup (uid));
  g_hash_table_insert (attributes, (gpointer) "eds-origin", g_strdup ("evolution-data-server"));
  label = g_strdup_printf ("Evolution Data Source \"%s\" (%s) ", address->display, kind);
  kitte_change_set_store_in_keyring (changes, ID, label, SCHEMA, attributes, credential->secret);
}

static void
store_secrets (KitteChangeSet *changes, const Uids *uids, const KitteAccount *account)
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

/* The account's own file comes last: only then does anything refer to files that are there. */
static gboolean
kitte_evolution_plan (KitteClient *client,
                      KitteInstallation *installation,
                      const KitteAccount *account,
                      KitteChangeSet *changes,
                      GError **error)
{
  g_autoptr (KitteEvolutionSources) sources =
      kitte_evolution_sources_load (installation->root, error);
  g_auto (Uids) uids = { 0 };

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
  write_source (changes, installation, uids.transport, make_transport_file (account, &uids));
  write_source (changes, installation, uids.identity, make_identity_file (account, &uids));
  write_source (changes, installation, uids.account, make_account_file (account, &uids));
  if (takes_passwords (installation))
    store_secrets (changes, &uids, account);
  return TRUE;
}

static GPtrArray *
kitte_evolution_read (KitteClient *client, KitteInstallation *installation, GError **error)
{
  g_autoptr (KitteEvolutionSources) sources =
      kitte_evolution_sources_load (installation->root, error);

  return sources != NULL ? kitte_evolution_sources_get_accounts (sources, installation) : NULL;
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
  g_autofree char *name = uid != NULL ? g_strconcat (uid, ".source", NULL) : NULL;
  g_autofree char *path =
      name != NULL ? g_build_filename (existing->installation->root, name, NULL) : NULL;
  const char *method = kitte_evolution_get_method (server, address);

  if (path == NULL)
    return fail_gone (error);
  if (method == NULL)
    {
      fail_method (error);
      return FALSE;
    }
  return kitte_evolution_update_server (changes, path, server, method, error);
}

static gboolean
kitte_evolution_plan_outgoing (KitteClient *client,
                               const KitteExistingAccount *existing,
                               KitteServer *outgoing,
                               KitteCredential *credential,
                               KitteChangeSet *changes,
                               GError **error)
{
  g_autoptr (KitteAddress) address = kitte_address_new (existing->address, error);

  if (address == NULL ||
      !update_server (changes, existing, existing->outgoing_key, outgoing, address, error))
    return FALSE;
  if (takes_passwords (existing->installation) && outgoing->auth.items[0] != KITTE_AUTH_NONE)
    store_secret (changes, existing->outgoing_key, "Mail Transport - smtp", address, credential);
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
                             KitteChangeSet *changes,
                             GError **error)
{
  g_autoptr (KitteChangeSetState) before = kitte_change_set_save_state (changes);
  const Uids uids = { existing->key, NULL, existing->outgoing_key };

  if (existing->incoming == NULL || existing->outgoing_key == NULL)
    return fail_gone (error);
  if (existing->incoming->protocol != account->incoming->protocol)
    return fail_protocol (existing, error);
  if (!update_server (changes, existing, existing->key, account->incoming, account->address,
                      error) ||
      !update_server (changes, existing, existing->outgoing_key, account->outgoing,
                      account->address, error))
    {
      kitte_change_set_go_back (changes, before);
      return FALSE;
    }
  if (takes_passwords (existing->installation))
    store_secrets (changes, &uids, account);
  return TRUE;
}

static gboolean
kitte_evolution_plan_habits (KitteClient *client,
                             const KitteExistingAccount *existing,
                             const KitteHabits *habits,
                             KitteChangeSet *changes,
                             GError **error)
{
  return kitte_evolution_update_habits (changes, existing->path, habits, error);
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
  client_class->take_back = kitte_evolution_take_back;
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

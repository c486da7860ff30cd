/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One key file a source, named after its uid; a file Evolution cannot parse it skips, and so do we.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-sources.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "base/kitte-host.h"
#include "kitte-evolution-settings.h"
#include "kitte-evolution-words.h"

#define SUFFIX ".source"
/* Calendars and address books have sources too; people have dozens. */
#define MAX_SOURCES 5000
/* Account, collection, group: a chain longer than this is a ring. */
#define MAX_PARENTS 10

struct _KitteEvolutionSources
{
  char *folder;
  char *data_folder;
  /* uid to KitteEvolutionSource */
  GHashTable *files;
};

static const char *const builtin_uids[] = { "local", "vfolder", "rss", "sendmail", NULL };

static char *
get (GKeyFile *file, const char *group, const char *key)
{
  return file != NULL ? g_key_file_get_string (file, group, key, NULL) : NULL;
}

static KitteEvolutionSource *
find_source (KitteEvolutionSources *self, const char *uid)
{
  return uid != NULL ? g_hash_table_lookup (self->files, uid) : NULL;
}

static GKeyFile *
find (KitteEvolutionSources *self, const char *uid)
{
  KitteEvolutionSource *source = find_source (self, uid);

  return source != NULL ? source->file : NULL;
}

static void
load_file (KitteEvolutionSources *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) bytes = NULL;
  KitteEvolutionSource *source;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return;
  mapped = g_mapped_file_new (path, FALSE, NULL);
  if (mapped == NULL || g_mapped_file_get_length (mapped) > KITTE_MAX_DOCUMENT)
    return;
  bytes = g_mapped_file_get_bytes (mapped);
  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL) ||
      !g_key_file_has_group (file, "Data Source"))
    return;
  source = g_new0 (KitteEvolutionSource, 1);
  source->path = g_steal_pointer (&path);
  source->bytes = g_steal_pointer (&bytes);
  source->file = g_steal_pointer (&file);
  g_hash_table_insert (self->files, g_strndup (name, strlen (name) - strlen (SUFFIX)), source);
}

/* The source with the identity: the account's own file or one beside it. */
static KitteEvolutionSource *
find_identity (KitteEvolutionSources *self, KitteEvolutionSource *account)
{
  g_autofree char *uid = get (account->file, "Mail Account", "IdentityUid");

  return uid == NULL || g_str_equal (uid, "self") ? account : find_source (self, uid);
}

static gboolean
is_mail_account (const char *uid, GKeyFile *file)
{
  return g_key_file_has_group (file, "Mail Account") && !g_strv_contains (builtin_uids, uid) &&
         !g_key_file_get_boolean (file, "Mail Account", "Builtin", NULL);
}

/* Accounts of the desktop's own settings are in the list but belong to them. */
static gboolean
is_online_account (KitteEvolutionSources *self, GKeyFile *file)
{
  for (guint i = 0; i < MAX_PARENTS && file != NULL; i++)
    {
      g_autofree char *parent = get (file, "Data Source", "Parent");

      if (g_key_file_has_group (file, "GNOME Online Accounts"))
        return TRUE;
      file = find (self, parent);
    }
  return FALSE;
}

static gboolean
same_text (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

static gboolean
is_same_account (GKeyFile *file, const KitteAccount *account)
{
  const KitteServer *server = account->incoming;
  g_autofree char *backend = get (file, "Mail Account", "BackendName");
  g_autofree char *host = get (file, "Authentication", "Host");
  g_autofree char *user = get (file, "Authentication", "User");

  return g_strcmp0 (backend, kitte_evolution_get_backend (server->protocol)) == 0 &&
         same_text (host, server->host) && g_strcmp0 (user, server->username) == 0;
}

static char *
get_transport_uid (KitteEvolutionSource *identity)
{
  return identity != NULL ? get (identity->file, "Mail Submission", "TransportUid") : NULL;
}

static void
read_outgoing (KitteEvolutionSources *self,
               KitteEvolutionSource *identity,
               KitteExistingAccount *account)
{
  g_autofree char *uid = get_transport_uid (identity);
  KitteEvolutionSource *transport = find_source (self, uid);
  g_autofree char *backend =
      transport != NULL ? get (transport->file, "Mail Transport", "BackendName") : NULL;

  if (g_strcmp0 (backend, "smtp") != 0)
    return;
  account->outgoing_key = g_steal_pointer (&uid);
  account->outgoing = kitte_evolution_read_server (transport, KITTE_PROTOCOL_SMTP);
  if (account->outgoing == NULL)
    return;
  account->sending = kitte_evolution_read_settings (transport, account->outgoing_key,
                                                    account->outgoing, self->data_folder);
  kitte_evolution_read_sender (identity, account->sending);
}

static KitteExistingAccount *
read_account (KitteEvolutionSources *self, const char *uid, KitteInstallation *installation)
{
  KitteEvolutionSource *source = find_source (self, uid);
  KitteEvolutionSource *identity = find_identity (self, source);
  g_autofree char *backend = get (source->file, "Mail Account", "BackendName");
  KitteExistingAccount *account;
  KitteProtocol protocol;

  if (!kitte_evolution_parse_backend (backend, &protocol) || is_online_account (self, source->file))
    return NULL;
  account = kitte_existing_account_new (installation);
  account->path = g_strdup (source->path);
  account->key = g_strdup (uid);
  account->address = identity != NULL ? get (identity->file, "Mail Identity", "Address") : NULL;
  account->name = identity != NULL ? get (identity->file, "Mail Identity", "Name") : NULL;
  account->incoming = kitte_evolution_read_server (source, protocol);
  if (account->incoming != NULL)
    {
      account->receiving =
          kitte_evolution_read_settings (source, uid, account->incoming, self->data_folder);
      kitte_evolution_read_fetching (source, account);
    }
  read_outgoing (self, identity, account);
  return account;
}

/* The address that @source sends as through that transport; NULL where it does not. */
static char *
get_address_through (const KitteEvolutionSource *source, const char *transport_uid)
{
  g_autofree char *used = get (source->file, "Mail Submission", "TransportUid");
  g_autofree char *address = NULL;

  if (transport_uid == NULL || g_strcmp0 (used, transport_uid) != 0)
    return NULL;
  address = get (source->file, "Mail Identity", "Address");
  return address != NULL ? g_steal_pointer (&address) : g_strdup ("");
}

/* Whoever else sends through the same transport, by address: also identities of accounts that are
 * not Evolution’s own, and those that receive nothing. */
static void
find_sharers (KitteEvolutionSources *self, GList *uids, KitteExistingAccount *account)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *uid = uids; uid != NULL; uid = uid->next)
    {
      const KitteEvolutionSource *source = find_source (self, uid->data);
      g_autofree char *address = get_address_through (source, account->outgoing_key);

      if (address != NULL &&
          g_strcmp0 (source->path, kitte_evolution_get_identity_path (account)) != 0)
        g_strv_builder_add (builder, address);
    }
  account->shared_with = g_strv_builder_end (builder);
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* Beside the settings of the same home: a sandbox has both. */
static char *
find_data_folder (const char *folder)
{
  static const char settings[] = "/config/evolution/sources";
  gsize length = strlen (folder);
  g_autofree char *data = NULL;

  if (length > strlen (settings) && g_str_has_suffix (folder, settings) &&
      strstr (folder, "/.var/app/") != NULL)
    {
      g_autofree char *home = g_strndup (folder, length - strlen (settings));

      return g_build_filename (home, "data", "evolution", NULL);
    }
  data = kitte_host_get_data_dir ();
  return g_build_filename (data, "evolution", NULL);
}

/**
 * kitte_evolution_sources_load:
 * @folder: need not exist
 *
 * Returns: (transfer full) (nullable): what is in it; %NULL where it cannot be read
 */
KitteEvolutionSources *
kitte_evolution_sources_load (const char *folder, GError **error)
{
  g_autoptr (KitteEvolutionSources) self = g_new0 (KitteEvolutionSources, 1);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &cause);
  const char *name;

  self->folder = g_strdup (folder);
  self->data_folder = find_data_folder (folder);
  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) kitte_evolution_source_free);
  if (dir == NULL && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_IO,
                   /* TRANSLATORS: %s is the system's sentence about a folder of Evolution. */
                   _ ("Evolution’s accounts could not be read: %s. They stay as they are."),
                   cause->message);
      return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL &&
         g_hash_table_size (self->files) < MAX_SOURCES)
    if (g_str_has_suffix (name, SUFFIX))
      load_file (self, name);
  return g_steal_pointer (&self);
}

void
kitte_evolution_sources_free (KitteEvolutionSources *self)
{
  g_free (self->folder);
  g_free (self->data_folder);
  g_clear_pointer (&self->files, g_hash_table_unref);
  g_free (self);
}

/**
 * kitte_evolution_sources_has_account:
 *
 * Nothing in Evolution prevents the same mailbox twice, so we do; switched-off accounts count.
 */
gboolean
kitte_evolution_sources_has_account (KitteEvolutionSources *self, const KitteAccount *account)
{
  GHashTableIter iter;
  gpointer uid, source;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &uid, &source))
    if (is_mail_account (uid, ((KitteEvolutionSource *) source)->file) &&
        is_same_account (((KitteEvolutionSource *) source)->file, account))
      return TRUE;
  return FALSE;
}

/**
 * kitte_evolution_get_identity_path:
 *
 * Returns: (transfer none) (nullable): the file where the account says through which transport it
 *   sends
 */
const char *
kitte_evolution_get_identity_path (const KitteExistingAccount *account)
{
  const KitteSetting *sender =
      account->sending != NULL ?
          kitte_existing_server_find (account->sending, KITTE_SETTING_SENDER) :
          NULL;

  return sender != NULL ? sender->path : NULL;
}

/**
 * kitte_evolution_sources_is_shared:
 * @identity_path: (nullable): the source of the identity that does not count
 *
 * Returns: whether another identity sends through the transport
 */
gboolean
kitte_evolution_sources_is_shared (KitteEvolutionSources *self,
                                   const char *transport_uid,
                                   const char *identity_path)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const KitteEvolutionSource *source = value;
      g_autofree char *address = get_address_through (source, transport_uid);

      if (address != NULL && g_strcmp0 (source->path, identity_path) != 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_evolution_sources_make_uid:
 *
 * Returns: (transfer full): forty hexadecimal digits, as Evolution makes them, that are not in use
 */
char *
kitte_evolution_sources_make_uid (KitteEvolutionSources *self)
{
  for (;;)
    {
      g_autofree char *random = g_uuid_string_random ();
      g_autofree char *uid = g_compute_checksum_for_string (G_CHECKSUM_SHA1, random, -1);
      g_autofree char *name = g_strconcat (uid, SUFFIX, NULL);
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&uid);
    }
}

/**
 * kitte_evolution_sources_get_accounts:
 *
 * Returns: (transfer full) (element-type KitteExistingAccount): mail accounts by IMAP and POP3
 *   that were made in Evolution, in the order of their uids
 */
GPtrArray *
kitte_evolution_sources_get_accounts (KitteEvolutionSources *self, KitteInstallation *installation)
{
  GPtrArray *accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);
  g_autoptr (GList) uids = g_list_sort (g_hash_table_get_keys (self->files), compare_uids);

  for (GList *uid = uids; uid != NULL && accounts->len < KITTE_MAX_ACCOUNTS; uid = uid->next)
    {
      GKeyFile *file = find (self, uid->data);
      KitteExistingAccount *account =
          is_mail_account (uid->data, file) ? read_account (self, uid->data, installation) : NULL;

      if (account == NULL)
        continue;
      find_sharers (self, uids, account);
      g_ptr_array_add (accounts, account);
    }
  return accounts;
}

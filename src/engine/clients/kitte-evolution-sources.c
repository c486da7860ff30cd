/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One key file a source, named after its uid; a file Evolution cannot parse it skips, and so do we.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-sources.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-evolution-words.h"

#define SUFFIX ".source"
/* Calendars and address books have sources too; people have dozens. */
#define MAX_SOURCES 5000
/* Account, collection, group: a chain longer than this is a ring. */
#define MAX_PARENTS 10

struct _KitteEvolutionSources
{
  char *folder;
  /* uid to GKeyFile */
  GHashTable *files;
};

static const char *const builtin_uids[] = { "local", "vfolder", "rss", "sendmail", NULL };

static char *
get (GKeyFile *file, const char *group, const char *key)
{
  return file != NULL ? g_key_file_get_string (file, group, key, NULL) : NULL;
}

static GKeyFile *
find (KitteEvolutionSources *self, const char *uid)
{
  return uid != NULL ? g_hash_table_lookup (self->files, uid) : NULL;
}

static void
load_file (KitteEvolutionSources *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *uid;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return;
  mapped = g_mapped_file_new (path, FALSE, NULL);
  if (mapped == NULL || g_mapped_file_get_length (mapped) > KITTE_MAX_DOCUMENT)
    return;
  bytes = g_mapped_file_get_bytes (mapped);
  if (!g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, NULL) ||
      !g_key_file_has_group (file, "Data Source"))
    return;
  uid = g_strndup (name, strlen (name) - strlen (SUFFIX));
  g_hash_table_insert (self->files, uid, g_steal_pointer (&file));
}

/* The source with the identity: the account's own file or one beside it. */
static GKeyFile *
find_identity (KitteEvolutionSources *self, GKeyFile *account)
{
  g_autofree char *uid = get (account, "Mail Account", "IdentityUid");

  return uid == NULL || g_str_equal (uid, "self") ? account : find (self, uid);
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

static KitteServer *
read_server (GKeyFile *file, KitteProtocol protocol)
{
  g_autofree char *host = get (file, "Authentication", "Host");
  g_autofree char *user = get (file, "Authentication", "User");
  g_autofree char *method = get (file, "Authentication", "Method");
  g_autofree char *word = get (file, "Security", "Method");
  KitteSecurity security = kitte_evolution_parse_security (word);
  int port;
  KitteAuthList auth = { 0 };

  if (host == NULL || *host == '\0')
    return NULL;
  port = g_key_file_get_integer (file, "Authentication", "Port", NULL);
  if (port <= 0 || port > G_MAXUINT16)
    port = kitte_protocol_get_default_port (protocol, security);
  kitte_auth_list_add (&auth, kitte_evolution_parse_method (method, protocol));
  if (auth.items[0] == KITTE_AUTH_NONE)
    g_clear_pointer (&user, g_free);
  return kitte_server_new (protocol, host, (guint16) port, security, &auth, user);
}

static KitteServer *
read_outgoing (KitteEvolutionSources *self, GKeyFile *identity, char **key)
{
  g_autofree char *uid = get (identity, "Mail Submission", "TransportUid");
  GKeyFile *transport = find (self, uid);
  g_autofree char *backend = get (transport, "Mail Transport", "BackendName");

  if (g_strcmp0 (backend, "smtp") != 0)
    return NULL;
  *key = g_steal_pointer (&uid);
  return read_server (transport, KITTE_PROTOCOL_SMTP);
}

static KitteExistingAccount *
read_account (KitteEvolutionSources *self,
              const char *uid,
              GKeyFile *file,
              KitteInstallation *installation)
{
  KitteExistingAccount *account = NULL;
  GKeyFile *identity = find_identity (self, file);
  g_autofree char *backend = get (file, "Mail Account", "BackendName");
  g_autofree char *name = g_strconcat (uid, SUFFIX, NULL);
  KitteProtocol protocol;

  if (!kitte_evolution_parse_backend (backend, &protocol) || is_online_account (self, file))
    return NULL;
  account = kitte_existing_account_new (installation);
  account->path = g_build_filename (self->folder, name, NULL);
  account->key = g_strdup (uid);
  account->address = get (identity, "Mail Identity", "Address");
  account->name = get (identity, "Mail Identity", "Name");
  account->incoming = read_server (file, protocol);
  account->outgoing = read_outgoing (self, identity, &account->outgoing_key);
  return account;
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
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
  self->files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_key_file_unref);
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
  gpointer uid, file;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &uid, &file))
    if (is_mail_account (uid, file) && is_same_account (file, account))
      return TRUE;
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

  for (GList *uid = uids; uid != NULL; uid = uid->next)
    {
      GKeyFile *file = find (self, uid->data);
      KitteExistingAccount *account = is_mail_account (uid->data, file) ?
                                          read_account (self, uid->data, file, installation) :
                                          NULL;

      if (account != NULL)
        g_ptr_array_add (accounts, account);
    }
  return accounts;
}

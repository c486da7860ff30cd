/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group or a key that is missing has the default that Evolution 3.46 gives it. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-settings.h"

#include "base/kitte-bounds.h"
#include "kitte-camel-certs.h"
#include "kitte-evolution-words.h"
#include "kitte-key-lines.h"

#define CERTIFICATES "camel-cert.db"
#define DEFAULT_MINUTES 60

static char *
get (const KitteEvolutionSource *source, const char *group, const char *key)
{
  return g_key_file_get_string (source->file, group, key, NULL);
}

static gboolean
get_switch (const KitteEvolutionSource *source,
            const char *group,
            const char *key,
            gboolean otherwise)
{
  g_autoptr (GError) error = NULL;
  gboolean value = g_key_file_get_boolean (source->file, group, key, &error);

  return error == NULL ? value : otherwise;
}

static guint
get_count (const KitteEvolutionSource *source, const char *group, const char *key, guint otherwise)
{
  g_autoptr (GError) error = NULL;
  int value = g_key_file_get_integer (source->file, group, key, &error);

  return error != NULL ? otherwise : value > 0 ? (guint) value : 0;
}

static void
add_place (const KitteEvolutionSource *source,
           KitteExistingServer *server,
           KitteSettingKind kind,
           const char *group,
           const char *key)
{
  guint line = kitte_key_lines_get_line (source->bytes, group, key);
  g_autofree char *value = get (source, group, key);

  kitte_existing_server_add (server, kind, source->path, group, key, line, value);
}

static void
add_places (const KitteEvolutionSource *source, KitteExistingServer *server)
{
  add_place (source, server, KITTE_SETTING_HOST, "Authentication", "Host");
  add_place (source, server, KITTE_SETTING_PORT, "Authentication", "Port");
  add_place (source, server, KITTE_SETTING_SECURITY, "Security", "Method");
  add_place (source, server, KITTE_SETTING_METHOD, "Authentication", "Method");
  add_place (source, server, KITTE_SETTING_USERNAME, "Authentication", "User");
}

/* The database knows hosts, not ports. */
static void
read_exceptions (KitteExistingServer *server, const char *data_folder, const char *host)
{
  g_autofree char *path = g_build_filename (data_folder, CERTIFICATES, NULL);
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    mapped = g_mapped_file_new (path, FALSE, NULL);
  if (mapped == NULL || g_mapped_file_get_length (mapped) > KITTE_MAX_DOCUMENT)
    return;
  bytes = g_mapped_file_get_bytes (mapped);
  if (!kitte_camel_certs_accept (bytes, host))
    return;
  server->exceptions = g_strdupv ((char *[]){ (char *) host, NULL });
  kitte_existing_server_add (server, KITTE_SETTING_CERTIFICATE, path, NULL, host, 0, NULL);
}

void
kitte_evolution_source_free (KitteEvolutionSource *self)
{
  g_free (self->path);
  g_bytes_unref (self->bytes);
  g_key_file_unref (self->file);
  g_free (self);
}

/**
 * kitte_evolution_read_server:
 *
 * Returns: (transfer full) (nullable): the server as it is set
 */
KitteServer *
kitte_evolution_read_server (const KitteEvolutionSource *source, KitteProtocol protocol)
{
  g_autofree char *host = get (source, "Authentication", "Host");
  g_autofree char *user = get (source, "Authentication", "User");
  g_autofree char *method = get (source, "Authentication", "Method");
  g_autofree char *word = get (source, "Security", "Method");
  KitteSecurity security = kitte_evolution_parse_security (word);
  int port;
  KitteAuthList auth = { 0 };

  if (host == NULL || *host == '\0')
    return NULL;
  port = g_key_file_get_integer (source->file, "Authentication", "Port", NULL);
  if (port <= 0 || port > G_MAXUINT16)
    port = kitte_protocol_get_default_port (protocol, security);
  kitte_evolution_parse_method (method, protocol, &auth);
  if (kitte_auth_list_contains (&auth, KITTE_AUTH_NONE))
    g_clear_pointer (&user, g_free);
  return kitte_server_new (protocol, host, (guint16) port, security, &auth, user);
}

/**
 * kitte_evolution_read_settings:
 * @server: what is set there
 * @data_folder: where Evolution keeps what it learned
 *
 * Returns: (transfer full): the rest
 */
KitteExistingServer *
kitte_evolution_read_settings (const KitteEvolutionSource *source,
                               const char *uid,
                               const KitteServer *server,
                               const char *data_folder)
{
  KitteExistingServer *settings = kitte_existing_server_new (uid);

  settings->word = get (source, "Authentication", "Method");
  settings->username = get (source, "Authentication", "User");
  settings->sign_in = kitte_evolution_parse_sign_in (settings->word, server->protocol);
  add_places (source, settings);
  read_exceptions (settings, data_folder, server->host);
  return settings;
}

/* Which server the account sends through stands in the identity. */
void
kitte_evolution_read_sender (const KitteEvolutionSource *identity, KitteExistingServer *server)
{
  add_place (identity, server, KITTE_SETTING_SENDER, "Mail Submission", "TransportUid");
}

/**
 * kitte_evolution_read_fetching:
 * @account: with its receiving server; gets how mail is fetched
 */
void
kitte_evolution_read_fetching (const KitteEvolutionSource *source, KitteExistingAccount *account)
{
  account->disabled = !get_switch (source, "Data Source", "Enabled", TRUE);
  account->leaves_on_server = get_switch (source, "Pop Backend", "KeepOnServer", FALSE);
  account->leave_days = get_count (source, "Pop Backend", "DeleteAfterDays", 0);
  account->deletes_with_program = get_switch (source, "Pop Backend", "DeleteExpunged", FALSE);
  account->checks_at_start = TRUE;
  if (get_switch (source, "Refresh", "Enabled", TRUE))
    account->check_minutes = get_count (source, "Refresh", "IntervalMinutes", DEFAULT_MINUTES);
  add_place (source, account->receiving, KITTE_SETTING_CHECK_INTERVAL, "Refresh",
             "IntervalMinutes");
  if (account->incoming->protocol == KITTE_PROTOCOL_POP3)
    add_place (source, account->receiving, KITTE_SETTING_LEAVE_ON_SERVER, "Pop Backend",
               "KeepOnServer");
}

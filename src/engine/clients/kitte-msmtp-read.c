/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is not written has msmtp's own default; commands of old versions are read too. No command
 * that the file names is run. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-msmtp-read.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-msmtp-block.h"
#include "kitte-priority-string.h"

/* Where each setting stands. */
static const struct
{
  KitteSettingKind kind;
  const char *command;
} places[] = {
  { KITTE_SETTING_HOST, "host" },    { KITTE_SETTING_PORT, "port" },
  { KITTE_SETTING_SECURITY, "tls" }, { KITTE_SETTING_SECURITY, "tls_starttls" },
  { KITTE_SETTING_METHOD, "auth" },  { KITTE_SETTING_USERNAME, "user" },
};

/* Only where they are written. */
static const struct
{
  KitteSettingKind kind;
  const char *command;
} rare_places[] = {
  { KITTE_SETTING_TLS_VERSION, "tls_priorities" },
  { KITTE_SETTING_TLS_VERSION, "tls_force_sslv3" },
  { KITTE_SETTING_CERTIFICATE, "tls_certcheck" },
  { KITTE_SETTING_CERTIFICATE, "tls_nocertcheck" },
  { KITTE_SETTING_CERTIFICATE, "tls_fingerprint" },
};

static const struct
{
  const char *word;
  KitteSignIn sign_in;
} sign_ins[] = {
  { "", KITTE_SIGN_IN_AUTOMATIC },
  { "on", KITTE_SIGN_IN_AUTOMATIC },
  { "off", KITTE_SIGN_IN_NONE },
  { "plain", KITTE_SIGN_IN_PASSWORD },
  { "login", KITTE_SIGN_IN_PASSWORD },
  { "cram-md5", KITTE_SIGN_IN_ENCRYPTED },
  { "digest-md5", KITTE_SIGN_IN_ENCRYPTED },
  { "scram-sha-1", KITTE_SIGN_IN_SCRAM },
  { "scram-sha-256", KITTE_SIGN_IN_SCRAM },
  { "ntlm", KITTE_SIGN_IN_NTLM },
  { "gssapi", KITTE_SIGN_IN_KERBEROS },
  { "external", KITTE_SIGN_IN_CERTIFICATE },
  { "oauthbearer", KITTE_SIGN_IN_OAUTH2 },
  { "xoauth2", KITTE_SIGN_IN_OAUTH2 },
};

static const char *
get (const KitteMsmtprcAccount *account, const char *command)
{
  return g_hash_table_lookup (account->settings, command);
}

static gboolean
is_text (const char *bytes)
{
  return bytes != NULL && *bytes != '\0' && g_utf8_validate (bytes, -1, NULL);
}

static KitteSignIn
get_sign_in (const KitteMsmtprcAccount *account)
{
  const char *word = get (account, "auth");

  if (word == NULL)
    return KITTE_SIGN_IN_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (sign_ins); i++)
    if (g_str_equal (sign_ins[i].word, word))
      return sign_ins[i].sign_in;
  return KITTE_SIGN_IN_UNKNOWN;
}

static KitteServer *
read_server (const KitteMsmtprcAccount *account)
{
  const char *port_text = get (account, "port");
  const char *method = get (account, "auth");
  KitteSecurity security =
      !kitte_msmtprc_account_is_on (account, "tls", FALSE)        ? KITTE_SECURITY_NONE :
      kitte_msmtprc_account_is_on (account, "tls_starttls", TRUE) ? KITTE_SECURITY_STARTTLS :
                                                                    KITTE_SECURITY_TLS;
  guint64 port = security == KITTE_SECURITY_TLS ? 465 : 25;
  gboolean signs_in = get_sign_in (account) != KITTE_SIGN_IN_NONE;
  KitteAuthList auth = { 0 };
  KitteAuth known;

  if (port_text != NULL && !g_ascii_string_to_unsigned (port_text, 10, 1, G_MAXUINT16, &port, NULL))
    return NULL;
  if (!signs_in)
    kitte_auth_list_add (&auth, KITTE_AUTH_NONE);
  else if (kitte_msmtp_parse_method (method, &known))
    kitte_auth_list_add (&auth, known);
  return kitte_server_new (KITTE_PROTOCOL_SMTP, get (account, "host"), (guint16) port, security,
                           &auth, signs_in ? get (account, "user") : NULL);
}

static void
add_place (const KitteMsmtprcAccount *account,
           const char *path,
           KitteExistingServer *server,
           KitteSettingKind kind,
           const char *command)
{
  const char *value = get (account, command);
  g_autofree char *shown = value != NULL ? g_utf8_make_valid (value, -1) : NULL;

  kitte_existing_server_add (server, kind, path, account->name, command,
                             kitte_msmtprc_account_get_line (account, command), shown);
}

static void
read_tls (const KitteMsmtprcAccount *account,
          KitteExistingServer *server,
          const KitteServer *present)
{
  kitte_priority_string_get_versions (get (account, "tls_priorities"), &server->tls_min,
                                      &server->tls_max);
  if (kitte_msmtprc_account_is_on (account, "tls_force_sslv3", FALSE))
    server->tls_max = KITTE_TLS_SSL_3;
  if (present->security == KITTE_SECURITY_NONE)
    return;
  server->trusts_any = !kitte_msmtprc_account_is_on (account, "tls_certcheck", TRUE) ||
                       kitte_msmtprc_account_is_on (account, "tls_nocertcheck", FALSE);
  if (is_text (get (account, "tls_fingerprint")))
    {
      g_autofree char *place = g_strdup_printf ("%s:%u", present->host, present->port);

      server->exceptions = g_strdupv ((char *[]){ place, NULL });
    }
}

static KitteExistingServer *
read_sending (const KitteMsmtprcAccount *account, const char *path, const KitteServer *present)
{
  KitteExistingServer *server = kitte_existing_server_new (account->name);
  const char *user = get (account, "user");

  server->sign_in = get_sign_in (account);
  server->word = g_strdup (get (account, "auth"));
  server->username = is_text (user) ? g_strdup (user) : NULL;
  if (get (account, "password") != NULL)
    server->password = KITTE_STORED_PASSWORD_YES;
  else if (get (account, "passwordeval") != NULL)
    server->password = KITTE_STORED_PASSWORD_OUT_OF_REACH;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    add_place (account, path, server, places[i].kind, places[i].command);
  for (gsize i = 0; i < G_N_ELEMENTS (rare_places); i++)
    if (get (account, rare_places[i].command) != NULL)
      add_place (account, path, server, rare_places[i].kind, rare_places[i].command);
  read_tls (account, server, present);
  return server;
}

/* A pattern such as `*@example.jp` is for many senders: shown as it stands, and no address. */
static const char *
find_address (const KitteMsmtprcAccount *account)
{
  const char *from = get (account, "from");
  const char *user = get (account, "user");

  if (is_text (from))
    return from;
  return is_text (user) && strchr (user, '@') != NULL ? user : NULL;
}

static KitteExistingAccount *
read_account (const KitteMsmtprcAccount *account, KitteInstallation *installation)
{
  g_autoptr (KitteServer) server = NULL;
  KitteExistingAccount *existing;

  if (account->is_alias || !is_text (account->name) || !is_text (get (account, "host")))
    return NULL;
  server = read_server (account);
  if (server == NULL)
    return NULL;
  existing = kitte_existing_account_new (installation);
  existing->path = g_strdup (installation->root);
  existing->key = g_strdup (account->name);
  existing->outgoing_key = g_strdup (account->name);
  existing->address = g_strdup (find_address (account));
  existing->sending = read_sending (account, existing->path, server);
  existing->outgoing = g_steal_pointer (&server);
  return existing;
}

/* Accounts that take their server from the same line. */
static void
find_sharers (GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      KitteExistingAccount *account = accounts->pdata[i];
      guint line = kitte_existing_server_find (account->sending, KITTE_SETTING_HOST)->line;
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint j = 0; j < accounts->len; j++)
        {
          const KitteExistingAccount *other = accounts->pdata[j];

          if (i != j && other->address != NULL &&
              kitte_existing_server_find (other->sending, KITTE_SETTING_HOST)->line == line)
            g_strv_builder_add (builder, other->address);
        }
      account->shared_with = g_strv_builder_end (builder);
    }
}

/**
 * kitte_msmtp_read_accounts:
 *
 * Returns: (transfer full) (element-type KitteExistingAccount): in the order of the file, without
 *   those that only copy another
 */
GPtrArray *
kitte_msmtp_read_accounts (KitteMsmtprc *file, KitteInstallation *installation)
{
  GPtrArray *accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);

  g_return_val_if_fail (file != NULL && installation != NULL, accounts);

  for (guint i = 0;
       i < kitte_msmtprc_get_accounts (file)->len && accounts->len < KITTE_MAX_ACCOUNTS; i++)
    {
      KitteExistingAccount *account =
          read_account (kitte_msmtprc_get_accounts (file)->pdata[i], installation);

      if (account != NULL)
        g_ptr_array_add (accounts, account);
    }
  find_sharers (accounts);
  return accounts;
}

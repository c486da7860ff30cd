/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Found by running both programs and from their published sources; see docs/claws-mail.md. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-accountrc.h"

#include <string.h>

#include "kitte-accountrc-lines.h"
#include "kitte-priority-string.h"

#define TITLE "Account: "

/* `protocol`. */
enum
{
  PROTOCOL_POP3 = 0,
  PROTOCOL_APOP = 1, /* of old; as POP3 with APOP */
  PROTOCOL_RPOP = 2, /* of old; as POP3 */
  PROTOCOL_IMAP = 3,
};

/* `ssl_pop`, `ssl_imap`, `ssl_smtp`. */
enum
{
  SSL_NONE = 0,
  SSL_TUNNEL = 1,
  SSL_STARTTLS = 2,
};

/* Bits of `smtp_auth_method` and `imap_auth_method` that both programs have. */
enum
{
  METHOD_LOGIN = 1 << 0,
  METHOD_CRAM_MD5 = 1 << 1,
  METHOD_DIGEST_MD5 = 1 << 2,
};

/* A POP3 account keeps mail for a week where nothing else is written. */
#define DEFAULT_LEAVE_DAYS 7

struct _KitteAccountrc
{
  GPtrArray *blocks;
};

const KitteAccountrcDialect kitte_accountrc_claws = { 1 << 4, 0, 0, TRUE };
const KitteAccountrcDialect kitte_accountrc_sylpheed = { 1 << 3, 1 << 4, 1 << 2, FALSE };

/* The names of one server's settings. */
typedef struct
{
  const char *host;
  const char *has_port;
  const char *port;
  const char *ssl;
  const char *method;
  const char *username;
} Names;

static const Names pop = { "receive_server", "set_popport",   "pop_port",
                           "ssl_pop",        "use_apop_auth", "user_id" };
static const Names imap = { "receive_server", "set_imapport",     "imap_port",
                            "ssl_imap",       "imap_auth_method", "user_id" };
static const Names smtp = { "smtp_server", "set_smtpport",  "smtp_port",
                            "ssl_smtp",    "use_smtp_auth", "smtp_user_id" };

/* What is read from one block. */
typedef struct
{
  const KitteAccountrcBlock *block;
  const KitteAccountrcDialect *dialect;
  const char *path;
} Source;

static KitteSecurity
get_security (const Source *source, const char *name)
{
  switch (kitte_accountrc_get_number (source->block, name, SSL_NONE))
    {
    case SSL_TUNNEL:
      return KITTE_SECURITY_TLS;
    case SSL_STARTTLS:
      return KITTE_SECURITY_STARTTLS;
    default:
      return KITTE_SECURITY_NONE;
    }
}

/* Both programs take the old ports where none is set. */
static guint16
get_port (const Source *source, const Names *names, KitteProtocol protocol, KitteSecurity security)
{
  int port = kitte_accountrc_get_number (source->block, names->port, 0);

  if (kitte_accountrc_get_switch (source->block, names->has_port, FALSE) && port > 0 &&
      port <= G_MAXUINT16)
    return (guint16) port;
  if (protocol == KITTE_PROTOCOL_SMTP)
    return security == KITTE_SECURITY_TLS ? 465 : 25;
  return kitte_protocol_get_default_port (protocol, security);
}

static void
add_place (const Source *source,
           KitteExistingServer *server,
           KitteSettingKind kind,
           const char *name)
{
  kitte_existing_server_add (server, kind, source->path, source->block->title, name,
                             kitte_accountrc_get_line (source->block, name),
                             kitte_accountrc_get (source->block, name));
}

static void
add_places (const Source *source, KitteExistingServer *server, const Names *names)
{
  add_place (source, server, KITTE_SETTING_HOST, names->host);
  add_place (source, server, KITTE_SETTING_PORT, names->has_port);
  add_place (source, server, KITTE_SETTING_PORT, names->port);
  add_place (source, server, KITTE_SETTING_SECURITY, names->ssl);
  add_place (source, server, KITTE_SETTING_METHOD, names->method);
  add_place (source, server, KITTE_SETTING_USERNAME, names->username);
}

/* Pins and unchecked certificates are settings of the whole account, and of Claws Mail only. */
static void
read_tls (const Source *source, KitteExistingServer *server, KitteSecurity security)
{
  if (security == KITTE_SECURITY_NONE)
    return;
  if (kitte_accountrc_get_switch (source->block, "gnutls_set_priority", FALSE))
    {
      kitte_priority_string_get_versions (kitte_accountrc_get (source->block, "gnutls_priority"),
                                          &server->tls_min, &server->tls_max);
      add_place (source, server, KITTE_SETTING_TLS_VERSION, "gnutls_priority");
    }
  server->trusts_any = kitte_accountrc_get_switch (source->block, "ssl_certs_auto_accept", FALSE);
  if (server->trusts_any)
    add_place (source, server, KITTE_SETTING_CERTIFICATE, "ssl_certs_auto_accept");
}

static KitteStoredPassword
get_stored (const Source *source, const char *name)
{
  return kitte_accountrc_get (source->block, name) != NULL ? KITTE_STORED_PASSWORD_YES :
                                                             KITTE_STORED_PASSWORD_NO;
}

static KitteSignIn
read_imap_methods (const Source *source, KitteAuthList *auth)
{
  guint bits = (guint) kitte_accountrc_get_number (source->block, imap.method, 0);

  if (bits == 0)
    return KITTE_SIGN_IN_AUTOMATIC;
  if (bits == METHOD_LOGIN)
    kitte_auth_list_add (auth, KITTE_AUTH_USER_PASS);
  else if (bits == METHOD_CRAM_MD5)
    kitte_auth_list_add (auth, KITTE_AUTH_CRAM_MD5);
  else if (bits == source->dialect->imap_plain)
    kitte_auth_list_add (auth, KITTE_AUTH_PLAIN);
  else
    return KITTE_SIGN_IN_UNKNOWN;
  return bits == METHOD_CRAM_MD5 ? KITTE_SIGN_IN_ENCRYPTED : KITTE_SIGN_IN_PASSWORD;
}

static KitteSignIn
read_pop_methods (const Source *source, KitteAuthList *auth)
{
  int protocol = kitte_accountrc_get_number (source->block, "protocol", PROTOCOL_POP3);
  gboolean apop =
      protocol == PROTOCOL_APOP || kitte_accountrc_get_switch (source->block, pop.method, FALSE);

  kitte_auth_list_add (auth, apop ? KITTE_AUTH_APOP : KITTE_AUTH_USER_PASS);
  return apop ? KITTE_SIGN_IN_ENCRYPTED : KITTE_SIGN_IN_PASSWORD;
}

static KitteSignIn
read_smtp_methods (const Source *source, KitteAuthList *auth)
{
  guint bits = (guint) kitte_accountrc_get_number (source->block, "smtp_auth_method", 0);

  if (!kitte_accountrc_get_switch (source->block, smtp.method, FALSE))
    {
      kitte_auth_list_add (auth, KITTE_AUTH_NONE);
      return kitte_accountrc_get_switch (source->block, "pop_before_smtp", FALSE) ?
                 KITTE_SIGN_IN_POP_BEFORE_SMTP :
                 KITTE_SIGN_IN_NONE;
    }
  if (bits == 0)
    return KITTE_SIGN_IN_AUTOMATIC;
  if (bits == METHOD_LOGIN || bits == source->dialect->plain)
    kitte_auth_list_add (auth, bits == METHOD_LOGIN ? KITTE_AUTH_LOGIN : KITTE_AUTH_PLAIN);
  else if (bits == METHOD_CRAM_MD5 || bits == METHOD_DIGEST_MD5)
    kitte_auth_list_add (auth,
                         bits == METHOD_CRAM_MD5 ? KITTE_AUTH_CRAM_MD5 : KITTE_AUTH_DIGEST_MD5);
  else if (bits == source->dialect->oauth2)
    kitte_auth_list_add (auth, KITTE_AUTH_OAUTH2);
  else
    return KITTE_SIGN_IN_UNKNOWN;
  return kitte_sign_in_of_server (&(KitteServer){ .auth = *auth });
}

static void
read_receiving (const Source *source, KitteExistingAccount *account)
{
  int protocol = kitte_accountrc_get_number (source->block, "protocol", PROTOCOL_POP3);
  gboolean is_imap = protocol == PROTOCOL_IMAP;
  const Names *names = is_imap ? &imap : &pop;
  const char *host = kitte_accountrc_get (source->block, names->host);
  KitteSecurity security = get_security (source, names->ssl);
  KitteAuthList auth = { 0 };
  KitteProtocol kind = is_imap ? KITTE_PROTOCOL_IMAP : KITTE_PROTOCOL_POP3;
  KitteExistingServer *server;

  if (host == NULL || protocol < PROTOCOL_POP3 || protocol > PROTOCOL_IMAP)
    return;
  server = kitte_existing_server_new (NULL);
  account->receiving = server;
  server->sign_in = is_imap ? read_imap_methods (source, &auth) : read_pop_methods (source, &auth);
  server->word = g_strdup (kitte_accountrc_get (source->block, names->method));
  server->username = g_strdup (kitte_accountrc_get (source->block, names->username));
  server->password = get_stored (source, "password");
  account->incoming = kitte_server_new (kind, host, get_port (source, names, kind, security),
                                        security, &auth, server->username);
  add_places (source, server, names);
  read_tls (source, server, security);
}

/* Messages go after so many days, or at once. */
static void
read_leaving (const Source *source, KitteExistingAccount *account)
{
  gboolean removes = kitte_accountrc_get_switch (source->block, "remove_mail", TRUE);
  int days = kitte_accountrc_get_number (source->block, "message_leave_time", DEFAULT_LEAVE_DAYS);

  account->leaves_on_server = !removes || days > 0;
  account->leave_days = removes && days > 0 ? (guint) days : 0;
  if (account->incoming == NULL || account->incoming->protocol != KITTE_PROTOCOL_POP3)
    return;
  add_place (source, account->receiving, KITTE_SETTING_LEAVE_ON_SERVER, "remove_mail");
  add_place (source, account->receiving, KITTE_SETTING_LEAVE_ON_SERVER, "message_leave_time");
}

/* A program of this computer is as good as a server of this computer. */
static const char *
get_sending_host (const Source *source)
{
  if (source->dialect->sends_by_command &&
      kitte_accountrc_get_switch (source->block, "use_mail_command", FALSE))
    return "localhost";
  return kitte_accountrc_get (source->block, smtp.host);
}

static void
read_sending (const Source *source, KitteExistingAccount *account)
{
  const char *host = get_sending_host (source);
  const char *own = kitte_accountrc_get (source->block, smtp.username);
  const char *username = own != NULL ? own : kitte_accountrc_get (source->block, "user_id");
  KitteSecurity security = get_security (source, smtp.ssl);
  KitteAuthList auth = { 0 };
  KitteExistingServer *server;

  if (host == NULL)
    return;
  server = kitte_existing_server_new (NULL);
  account->sending = server;
  server->sign_in = read_smtp_methods (source, &auth);
  server->word = g_strdup (kitte_accountrc_get (source->block, "smtp_auth_method"));
  server->username = g_strdup (username);
  server->password = get_stored (source, own != NULL ? "smtp_password" : "password");
  account->outgoing =
      kitte_server_new (KITTE_PROTOCOL_SMTP, host,
                        get_port (source, &smtp, KITTE_PROTOCOL_SMTP, security), security, &auth,
                        kitte_auth_list_contains (&auth, KITTE_AUTH_NONE) ? NULL : username);
  add_places (source, server, &smtp);
  add_place (source, server, KITTE_SETTING_RECEIVE_FIRST, "pop_before_smtp");
  read_tls (source, server, security);
}

static KitteExistingAccount *
read_account (const Source *source, KitteInstallation *installation)
{
  KitteExistingAccount *account = kitte_existing_account_new (installation);

  account->read_only = TRUE;
  account->path = g_strdup (source->path);
  account->key = g_strdup (source->block->title + strlen (TITLE));
  account->address = g_strdup (kitte_accountrc_get (source->block, "address"));
  account->name = g_strdup (kitte_accountrc_get (source->block, "name"));
  read_receiving (source, account);
  read_leaving (source, account);
  read_sending (source, account);
  account->receives_first = account->incoming != NULL &&
                            account->incoming->protocol == KITTE_PROTOCOL_POP3 &&
                            kitte_accountrc_get_switch (source->block, "pop_before_smtp", FALSE);
  return account;
}

/* News and mailboxes of this computer are no accounts at a provider. */
static gboolean
is_mail (const KitteAccountrcBlock *block)
{
  return g_str_has_prefix (block->title, TITLE) &&
         (kitte_accountrc_get (block, "receive_server") != NULL ||
          kitte_accountrc_get (block, "smtp_server") != NULL) &&
         kitte_accountrc_get_number (block, "protocol", PROTOCOL_POP3) <= PROTOCOL_IMAP;
}

/**
 * kitte_accountrc_parse:
 *
 * Returns: (transfer full): what stands in the file; what cannot be understood is passed over, as
 *   the programs do
 */
KitteAccountrc *
kitte_accountrc_parse (GBytes *bytes)
{
  KitteAccountrc *self;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (KitteAccountrc, 1);
  self->blocks = kitte_accountrc_read_blocks (bytes);
  return self;
}

void
kitte_accountrc_free (KitteAccountrc *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->blocks);
  g_free (self);
}

/**
 * kitte_accountrc_get_accounts:
 * @path: of the file, for the places
 *
 * Returns: (transfer full) (element-type KitteExistingAccount): in the order of the file
 */
GPtrArray *
kitte_accountrc_get_accounts (KitteAccountrc *self,
                              const KitteAccountrcDialect *dialect,
                              const char *path,
                              KitteInstallation *installation)
{
  GPtrArray *accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_existing_account_unref);

  g_return_val_if_fail (self != NULL && dialect != NULL && path != NULL, accounts);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const Source source = { self->blocks->pdata[i], dialect, path };

      if (is_mail (source.block))
        g_ptr_array_add (accounts, read_account (&source, installation));
    }
  return accounts;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every setting is written out, because the file's own defaults apply to whatever is appended. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-msmtp-block.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "change/kitte-change-set.h"

static const struct
{
  KitteAuth auth;
  const char *word;
} methods[] = {
  { KITTE_AUTH_PLAIN, "plain" },
  { KITTE_AUTH_LOGIN, "login" },
  { KITTE_AUTH_CRAM_MD5, "cram-md5" },
  { KITTE_AUTH_DIGEST_MD5, "digest-md5" },
  { KITTE_AUTH_SCRAM_SHA_1, "scram-sha-1" },
  { KITTE_AUTH_SCRAM_SHA_256, "scram-sha-256" },
  { KITTE_AUTH_OAUTH2, "oauthbearer" },
  { KITTE_AUTH_NONE, "off" },
};

/* Defaults of the file that would send another account's password, or to another place. */
static const struct
{
  const char *command;
  const char *neutral;
} foreign_defaults[] = {
  { "password", "" },     { "passwordeval", "" },      { "protocol", "smtp" },
  { "socket", "" },       { "tls_host_override", "" }, { "tls_fingerprint", "" },
  { "tls_key_file", "" }, { "tls_cert_file", "" },     { "auto_from", "off" },
};

/* In the system's file a default account is everybody's; we leave it in charge. */
static gboolean
system_has_default (const char *path)
{
  g_autoptr (KitteChangeSet) reader = kitte_change_set_new ("");
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KitteMsmtprc) file = NULL;

  if (path != NULL && g_path_is_absolute (path))
    bytes = kitte_change_set_read (reader, path, KITTE_MAX_CLIENT_FILE, NULL);
  if (bytes == NULL)
    return FALSE;
  file = kitte_msmtprc_parse (bytes, path, NULL);
  return file != NULL && kitte_msmtprc_find (file, "default") != NULL;
}

static void
append (GString *text, const char *newline, const char *command, const char *value)
{
  g_autofree char *quoted = kitte_msmtprc_quote (value);

  g_string_append_printf (text, "%s%s%s%s", command, *quoted != '\0' ? " " : "", quoted, newline);
}

static void
append_security (GString *text, const char *newline, KitteSecurity security)
{
  gboolean encrypted = security != KITTE_SECURITY_NONE;

  append (text, newline, "tls", encrypted ? "on" : "off");
  append (text, newline, "tls_starttls", security == KITTE_SECURITY_STARTTLS ? "on" : "off");
  append (text, newline, "tls_trust_file", "system");
  append (text, newline, "tls_certcheck", "on");
}

static void
append_neutral_defaults (GString *text, const char *newline, KitteMsmtprc *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (foreign_defaults); i++)
    {
      const char *inherited = kitte_msmtprc_get_default (file, foreign_defaults[i].command);

      if (inherited != NULL && !g_str_equal (inherited, foreign_defaults[i].neutral))
        append (text, newline, foreign_defaults[i].command, foreign_defaults[i].neutral);
    }
}

/* (nullable): msmtp's word; NULL where it has none. */
const char *
kitte_msmtp_get_method (KitteAuth auth)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (methods[i].auth == auth)
      return methods[i].word;
  return NULL;
}

gboolean
kitte_msmtp_parse_method (const char *word, KitteAuth *auth)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_strcmp0 (methods[i].word, word) == 0)
      {
        *auth = methods[i].auth;
        return TRUE;
      }
  if (g_strcmp0 (word, "xoauth2") != 0)
    return FALSE;
  *auth = KITTE_AUTH_OAUTH2;
  return TRUE;
}

gboolean
kitte_msmtp_needs_secret (const KitteAccount *account)
{
  return account->outgoing_credential != NULL &&
         account->outgoing->auth.items[0] != KITTE_AUTH_NONE;
}

/* A name that is free. Colon and comma have a meaning after `account`. */
char *
kitte_msmtp_make_name (KitteMsmtprc *file, const KitteAccount *account)
{
  g_autofree char *base = g_strdelimit (g_strdup (account->address->text), ":,", '-');
  char *name = g_strdup (base);

  for (guint i = 2; kitte_msmtprc_find (file, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s-%u", base, i);
    }
  return name;
}

/* For a msmtp without keyring support: the desktop's own tool reads the same item. */
char *
kitte_msmtp_make_password_command (const KitteServer *server)
{
  g_autofree char *host = g_shell_quote (server->host);
  g_autofree char *user = g_shell_quote (server->username);

  return g_strdup_printf ("secret-tool lookup host %s service smtp user %s", host, user);
}

/* The account, without a password. */
char *
kitte_msmtp_make_block (KitteMsmtprc *file,
                        const KitteAccount *account,
                        const char *name,
                        const KitteMsmtpBuild *build)
{
  const KitteServer *server = account->outgoing;
  const char *newline = kitte_msmtprc_get_newline (file);
  GString *text = g_string_new (NULL);
  g_autofree char *port = g_strdup_printf ("%u", server->port);

  append (text, newline, "account", name);
  append (text, newline, "host", server->host);
  append (text, newline, "port", port);
  append_security (text, newline, server->security);
  append_neutral_defaults (text, newline, file);
  append (text, newline, "auth", kitte_msmtp_get_method (server->auth.items[0]));
  if (server->auth.items[0] != KITTE_AUTH_NONE)
    append (text, newline, "user", server->username);
  append (text, newline, "from", account->address->text);
  if (kitte_msmtp_needs_secret (account) && !build->has_keyring && !build->password_in_file)
    {
      g_autofree char *command = kitte_msmtp_make_password_command (server);

      append (text, newline, "passwordeval", command);
    }
  return g_string_free (text, FALSE);
}

/* Where nobody has one yet; else nothing. */
char *
kitte_msmtp_make_default (KitteMsmtprc *file, const char *name, const KitteMsmtpBuild *build)
{
  const char *newline = kitte_msmtprc_get_newline (file);

  if (kitte_msmtprc_find (file, "default") != NULL || system_has_default (build->system_file))
    return g_strdup ("");
  return g_strdup_printf ("%saccount default : %s%s", newline, name, newline);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As Thunderbird 153 reads them; its older numbers are read too and never written. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-thunderbird-values.h"

#include <string.h>

/* `socketType` of an incoming server, `try_ssl` of a sending one. */
enum
{
  SOCKET_PLAIN = 0,
  SOCKET_STARTTLS_IF_OFFERED = 1, /* of old; Thunderbird itself now makes it 2 */
  SOCKET_STARTTLS = 2,
  SOCKET_TLS = 3,
};

/* `authMethod`. */
enum
{
  AUTH_NONE = 1,
  AUTH_OLD = 2, /* IMAP LOGIN, POP3 USER and PASS */
  AUTH_CLEARTEXT = 3,
  AUTH_ENCRYPTED = 4,
  AUTH_KERBEROS = 5,
  AUTH_NTLM = 6,
  AUTH_CERTIFICATE = 7,
  AUTH_ANY_SECURE = 8, /* of old */
  AUTH_ANY = 9,        /* of old */
  AUTH_OAUTH2 = 10,
};

/* Hosts whose sign-in page is built in: the name itself or anything below it. */
static const char *const oauth2_hosts[] = {
  "gmail.com",         "googlemail.com",   "office365.com",     "outlook.com",
  "hotmail.com",       "yahoo.com",        "att.net",           "aol.com",
  "imap.mail.ru",      "smtp.mail.ru",     "imap.yandex.com",   "smtp.yandex.com",
  "imap.fastmail.com", "pop.fastmail.com", "smtp.fastmail.com", "imap.comcast.net",
  "pop.comcast.net",   "smtp.comcast.net", "thundermail.com",
};

int
kitte_thunderbird_security_to_number (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_TLS:
      return SOCKET_TLS;
    case KITTE_SECURITY_STARTTLS:
      return SOCKET_STARTTLS;
    case KITTE_SECURITY_NONE:
      return SOCKET_PLAIN;
    default:
      g_return_val_if_reached (SOCKET_TLS);
    }
}

KitteSecurity
kitte_thunderbird_security_from_number (int number)
{
  switch (number)
    {
    case SOCKET_TLS:
      return KITTE_SECURITY_TLS;
    case SOCKET_STARTTLS_IF_OFFERED:
    case SOCKET_STARTTLS:
      return KITTE_SECURITY_STARTTLS;
    default:
      return KITTE_SECURITY_NONE;
    }
}

/**
 * kitte_thunderbird_auth_to_number:
 * @server: with exactly one method: the one that was proven
 * @number: (out): what `authMethod` is for it
 *
 * The number for a password in clear makes Thunderbird try PLAIN, LOGIN and the protocol's own
 * command in the order Kitte does; the one for an encrypted password CRAM-MD5, and APOP where a
 * POP3 server has nothing better.
 *
 * Returns: %FALSE when Thunderbird cannot do it
 */
gboolean
kitte_thunderbird_auth_to_number (const KitteServer *server, int *number)
{
  g_return_val_if_fail (server != NULL && number != NULL, FALSE);
  g_return_val_if_fail (server->auth.n_items == 1, FALSE);

  switch (server->auth.items[0])
    {
    case KITTE_AUTH_PLAIN:
    case KITTE_AUTH_LOGIN:
      *number = AUTH_CLEARTEXT;
      return TRUE;
    case KITTE_AUTH_USER_PASS:
      *number = AUTH_CLEARTEXT;
      return server->protocol != KITTE_PROTOCOL_SMTP;
    case KITTE_AUTH_CRAM_MD5:
      *number = AUTH_ENCRYPTED;
      return TRUE;
    case KITTE_AUTH_APOP:
      *number = AUTH_ENCRYPTED;
      return server->protocol == KITTE_PROTOCOL_POP3;
    case KITTE_AUTH_OAUTH2:
      *number = AUTH_OAUTH2;
      return kitte_thunderbird_knows_oauth2 (server->host);
    case KITTE_AUTH_NONE:
      *number = AUTH_NONE;
      return server->protocol == KITTE_PROTOCOL_SMTP;
    case KITTE_AUTH_DIGEST_MD5:
    case KITTE_AUTH_SCRAM_SHA_1:
    case KITTE_AUTH_SCRAM_SHA_256:
    default:
      return FALSE;
    }
}

/**
 * kitte_thunderbird_auth_from_number:
 * @number: an `authMethod`
 * @list: (out caller-allocates): what Thunderbird may do; empty for a method without a password
 */
void
kitte_thunderbird_auth_from_number (KitteProtocol protocol, int number, KitteAuthList *list)
{
  gboolean sends = protocol == KITTE_PROTOCOL_SMTP;

  g_return_if_fail (list != NULL);

  memset (list, 0, sizeof *list);
  switch (number)
    {
    case AUTH_NONE:
      kitte_auth_list_add (list, KITTE_AUTH_NONE);
      break;
    case AUTH_OLD:
      kitte_auth_list_add (list, sends ? KITTE_AUTH_LOGIN : KITTE_AUTH_USER_PASS);
      break;
    case AUTH_CLEARTEXT:
      kitte_auth_list_add (list, KITTE_AUTH_PLAIN);
      kitte_auth_list_add (list, KITTE_AUTH_LOGIN);
      if (!sends)
        kitte_auth_list_add (list, KITTE_AUTH_USER_PASS);
      break;
    case AUTH_ENCRYPTED:
      kitte_auth_list_add (list, KITTE_AUTH_CRAM_MD5);
      if (protocol == KITTE_PROTOCOL_POP3)
        kitte_auth_list_add (list, KITTE_AUTH_APOP);
      break;
    case AUTH_OAUTH2:
      kitte_auth_list_add (list, KITTE_AUTH_OAUTH2);
      break;
    default:
      break;
    }
}

/**
 * kitte_thunderbird_sign_in_from_number:
 * @number: an `authMethod`
 *
 * Returns: what the person chose by it
 */
KitteSignIn
kitte_thunderbird_sign_in_from_number (int number)
{
  switch (number)
    {
    case AUTH_NONE:
      return KITTE_SIGN_IN_NONE;
    case AUTH_OLD:
    case AUTH_CLEARTEXT:
      return KITTE_SIGN_IN_PASSWORD;
    case AUTH_ENCRYPTED:
      return KITTE_SIGN_IN_ENCRYPTED;
    case AUTH_KERBEROS:
      return KITTE_SIGN_IN_KERBEROS;
    case AUTH_NTLM:
      return KITTE_SIGN_IN_NTLM;
    case AUTH_CERTIFICATE:
      return KITTE_SIGN_IN_CERTIFICATE;
    case AUTH_ANY_SECURE:
    case AUTH_ANY:
      return KITTE_SIGN_IN_AUTOMATIC;
    case AUTH_OAUTH2:
      return KITTE_SIGN_IN_OAUTH2;
    default:
      return KITTE_SIGN_IN_UNKNOWN;
    }
}

/**
 * kitte_thunderbird_knows_oauth2:
 *
 * Returns: whether Thunderbird has a sign-in page for @host; for any other it signs in to nothing
 */
gboolean
kitte_thunderbird_knows_oauth2 (const char *host)
{
  g_autofree char *lower = NULL;

  g_return_val_if_fail (host != NULL, FALSE);

  lower = g_ascii_strdown (host, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (oauth2_hosts); i++)
    {
      const char *below = lower + strlen (lower) - MIN (strlen (lower), strlen (oauth2_hosts[i]));

      if (g_str_equal (below, oauth2_hosts[i]) && (below == lower || below[-1] == '.'))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_thunderbird_get_origin:
 * @host: as in the settings; never with a port
 *
 * Returns: (transfer full): under which name the password of a server is saved
 */
char *
kitte_thunderbird_get_origin (KitteProtocol protocol, const char *host)
{
  const char *scheme = protocol == KITTE_PROTOCOL_IMAP ? "imap" :
                       protocol == KITTE_PROTOCOL_POP3 ? "mailbox" :
                                                         "smtp";
  gboolean bare_ipv6;

  g_return_val_if_fail (host != NULL, NULL);

  bare_ipv6 = protocol == KITTE_PROTOCOL_SMTP && strchr (host, ':') != NULL;
  return g_strdup_printf (bare_ipv6 ? "%s://[%s]" : "%s://%s", scheme, host);
}

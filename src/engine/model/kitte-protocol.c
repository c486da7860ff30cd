/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of protocols, securities and sign-in methods as the JSON contract writes them. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-protocol.h"

static const char *const protocol_nicks[] = { "imap", "pop3", "smtp" };
static const char *const protocol_names[] = { "IMAP", "POP3", "SMTP" };
static const char *const security_nicks[] = { "tls", "starttls", "none" };
static const char *const auth_nicks[KITTE_N_AUTH] = {
  "plain",         "login", "cram-md5",  "digest-md5", "scram-sha-1",
  "scram-sha-256", "apop",  "user-pass", "oauth2",     "none",
};

/* RFC 8314, section 7 and RFC 6409: port by protocol and security. */
static const guint16 default_ports[3][3] = {
  { 993, 143, 143 },
  { 995, 110, 110 },
  { 465, 587, 587 },
};

static int
find_nick (const char *const *nicks, guint n_nicks, const char *nick)
{
  for (guint i = 0; nick != NULL && i < n_nicks; i++)
    if (g_str_equal (nicks[i], nick))
      return (int) i;
  return -1;
}

const char *
kitte_protocol_to_nick (KitteProtocol protocol)
{
  return protocol_nicks[protocol];
}

gboolean
kitte_protocol_from_nick (const char *nick, KitteProtocol *protocol)
{
  int i = find_nick (protocol_nicks, G_N_ELEMENTS (protocol_nicks), nick);

  if (i >= 0)
    *protocol = (KitteProtocol) i;
  return i >= 0;
}

/**
 * kitte_protocol_get_display_name:
 *
 * Returns: (transfer none): the name as people write it; not translated
 */
const char *
kitte_protocol_get_display_name (KitteProtocol protocol)
{
  return protocol_names[protocol];
}

guint16
kitte_protocol_get_default_port (KitteProtocol protocol, KitteSecurity security)
{
  return default_ports[protocol][security];
}

const char *
kitte_security_to_nick (KitteSecurity security)
{
  return security_nicks[security];
}

gboolean
kitte_security_from_nick (const char *nick, KitteSecurity *security)
{
  int i = find_nick (security_nicks, G_N_ELEMENTS (security_nicks), nick);

  if (i >= 0)
    *security = (KitteSecurity) i;
  return i >= 0;
}

const char *
kitte_auth_to_nick (KitteAuth auth)
{
  return auth_nicks[auth];
}

gboolean
kitte_auth_from_nick (const char *nick, KitteAuth *auth)
{
  int i = find_nick (auth_nicks, G_N_ELEMENTS (auth_nicks), nick);

  if (i >= 0)
    *auth = (KitteAuth) i;
  return i >= 0;
}

/**
 * kitte_auth_list_add:
 *
 * Appends @auth unless it is in the list already.
 */
void
kitte_auth_list_add (KitteAuthList *list, KitteAuth auth)
{
  g_return_if_fail (list != NULL);

  if (!kitte_auth_list_contains (list, auth))
    list->items[list->n_items++] = auth;
}

gboolean
kitte_auth_list_contains (const KitteAuthList *list, KitteAuth auth)
{
  g_return_val_if_fail (list != NULL, FALSE);

  for (guint i = 0; i < list->n_items; i++)
    if (list->items[i] == auth)
      return TRUE;
  return FALSE;
}

/**
 * kitte_auth_list_add_challenges:
 *
 * Adds the methods that prove a password without sending it, best first.
 */
void
kitte_auth_list_add_challenges (KitteAuthList *list, KitteProtocol protocol)
{
  kitte_auth_list_add (list, KITTE_AUTH_SCRAM_SHA_256);
  kitte_auth_list_add (list, KITTE_AUTH_SCRAM_SHA_1);
  kitte_auth_list_add (list, KITTE_AUTH_CRAM_MD5);
  kitte_auth_list_add (list, KITTE_AUTH_DIGEST_MD5);
  if (protocol == KITTE_PROTOCOL_POP3)
    kitte_auth_list_add (list, KITTE_AUTH_APOP);
}

static void
add_open_methods (KitteAuthList *list, KitteProtocol protocol)
{
  kitte_auth_list_add (list, KITTE_AUTH_PLAIN);
  kitte_auth_list_add (list, KITTE_AUTH_LOGIN);
  if (protocol != KITTE_PROTOCOL_SMTP)
    kitte_auth_list_add (list, KITTE_AUTH_USER_PASS);
}

/**
 * kitte_auth_list_add_password:
 *
 * Adds every method that takes a password. A password may be proven by a challenge too: inside the
 * encryption that is the last resort, without encryption it comes first.
 */
void
kitte_auth_list_add_password (KitteAuthList *list, KitteProtocol protocol, KitteSecurity security)
{
  if (security == KITTE_SECURITY_NONE)
    kitte_auth_list_add_challenges (list, protocol);
  add_open_methods (list, protocol);
  kitte_auth_list_add_challenges (list, protocol);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words are case-sensitive, and the same one means different things in different protocols:
 * found by running Evolution 3.46 against real servers, see docs/evolution.md. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-words.h"

#include <string.h>

/* The three services whose own sign-in page Evolution knows, by the hosts it is meant for. */
static const struct
{
  const char *domain;
  const char *method;
} services[] = {
  { "gmail.com", "Google" },     { "googlemail.com", "Google" }, { "google.com", "Google" },
  { "mail.yahoo.com", "Yahoo" }, { "outlook.com", "Outlook" },   { "office365.com", "Outlook" },
};

/* Evolution's Outlook sign-in is the page for private people; organisations on the same hosts
 * have another one that Evolution reaches by an extension only. */
static const char *const private_outlook[] = { "outlook.",    "hotmail.",        "live.",
                                               "msn.com",     "windowslive.com", "livemail.",
                                               "passport.com" };

/* What a server of each protocol does with a plain word; OAuth 2 is decided by host. */
static const struct
{
  KitteAuth auth;
  const char *word;
} mechanisms[] = {
  { KITTE_AUTH_PLAIN, "PLAIN" },
  { KITTE_AUTH_LOGIN, "LOGIN" },
  { KITTE_AUTH_CRAM_MD5, "CRAM-MD5" },
  { KITTE_AUTH_DIGEST_MD5, "DIGEST-MD5" },
};

static gboolean
is_under (const char *host, const char *domain)
{
  gsize length = strlen (host);
  gsize suffix = strlen (domain);

  return length >= suffix && g_ascii_strcasecmp (host + length - suffix, domain) == 0 &&
         (length == suffix || host[length - suffix - 1] == '.');
}

static gboolean
is_private_outlook (const KitteAddress *address)
{
  for (gsize i = 0; i < G_N_ELEMENTS (private_outlook); i++)
    if (g_str_has_prefix (address->domain, private_outlook[i]))
      return TRUE;
  return FALSE;
}

static const char *
find_service (const char *host, const KitteAddress *address)
{
  for (gsize i = 0; i < G_N_ELEMENTS (services); i++)
    if (is_under (host, services[i].domain))
      return g_str_equal (services[i].method, "Outlook") && !is_private_outlook (address) ?
                 NULL :
                 services[i].method;
  return NULL;
}

const char *
kitte_evolution_get_backend (KitteProtocol protocol)
{
  switch (protocol)
    {
    case KITTE_PROTOCOL_IMAP:
      return "imapx";
    case KITTE_PROTOCOL_POP3:
      return "pop";
    case KITTE_PROTOCOL_SMTP:
    default:
      return "smtp";
    }
}

gboolean
kitte_evolution_parse_backend (const char *word, KitteProtocol *protocol)
{
  for (KitteProtocol i = KITTE_PROTOCOL_IMAP; i <= KITTE_PROTOCOL_SMTP; i++)
    if (g_strcmp0 (word, kitte_evolution_get_backend (i)) == 0)
      {
        *protocol = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kitte_evolution_get_security (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_TLS:
      return "ssl-on-alternate-port";
    case KITTE_SECURITY_STARTTLS:
      return "starttls-on-standard-port";
    case KITTE_SECURITY_NONE:
    default:
      return "none";
    }
}

/* A missing group means no encryption to Evolution too. */
KitteSecurity
kitte_evolution_parse_security (const char *word)
{
  if (g_strcmp0 (word, "ssl-on-alternate-port") == 0)
    return KITTE_SECURITY_TLS;
  if (g_strcmp0 (word, "starttls-on-standard-port") == 0)
    return KITTE_SECURITY_STARTTLS;
  return KITTE_SECURITY_NONE;
}

/**
 * kitte_evolution_get_method:
 * @server: with exactly one method: the one that was proven
 * @address: whose account it is
 *
 * Returns: (nullable): the word that makes Evolution use that method with this server; %NULL where
 *   there is none
 */
const char *
kitte_evolution_get_method (const KitteServer *server, const KitteAddress *address)
{
  KitteAuth auth = server->auth.items[0];

  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (mechanisms[i].auth == auth)
      return mechanisms[i].word;
  if (auth == KITTE_AUTH_OAUTH2)
    return find_service (server->host, address);
  /* To receive, the word means the protocol's own command; to send, no sign-in at all. */
  if (auth == (kitte_server_is_incoming (server) ? KITTE_AUTH_USER_PASS : KITTE_AUTH_NONE))
    return "none";
  return NULL;
}

/* Words for which there is no method of ours, or that mean another thing. */
static const struct
{
  const char *word;
  KitteSignIn sign_in;
} sign_ins[] = {
  { "PLAIN", KITTE_SIGN_IN_PASSWORD },     { "LOGIN", KITTE_SIGN_IN_PASSWORD },
  { "CRAM-MD5", KITTE_SIGN_IN_ENCRYPTED }, { "DIGEST-MD5", KITTE_SIGN_IN_ENCRYPTED },
  { "+APOP", KITTE_SIGN_IN_ENCRYPTED },    { "NTLM", KITTE_SIGN_IN_NTLM },
  { "GSSAPI", KITTE_SIGN_IN_KERBEROS },    { "POPB4SMTP", KITTE_SIGN_IN_POP_BEFORE_SMTP },
  { "XOAUTH2", KITTE_SIGN_IN_OAUTH2 },     { "Google", KITTE_SIGN_IN_OAUTH2 },
  { "Yahoo", KITTE_SIGN_IN_OAUTH2 },       { "Outlook", KITTE_SIGN_IN_OAUTH2 },
};

static gboolean
is_empty (const char *word)
{
  return word == NULL || *word == '\0' || g_str_equal (word, "none");
}

/**
 * kitte_evolution_parse_sign_in:
 * @word: (nullable): the method as it is written; case counts
 *
 * Returns: what the person chose by it
 */
KitteSignIn
kitte_evolution_parse_sign_in (const char *word, KitteProtocol protocol)
{
  if (is_empty (word))
    return protocol == KITTE_PROTOCOL_SMTP ? KITTE_SIGN_IN_NONE : KITTE_SIGN_IN_PASSWORD;
  for (gsize i = 0; i < G_N_ELEMENTS (sign_ins); i++)
    if (g_str_equal (word, sign_ins[i].word))
      return sign_ins[i].sign_in;
  return KITTE_SIGN_IN_UNKNOWN;
}

/**
 * kitte_evolution_parse_method:
 * @word: (nullable): the method as it is written
 * @list: (out caller-allocates): what Evolution may do; empty for a method that is not ours
 */
void
kitte_evolution_parse_method (const char *word, KitteProtocol protocol, KitteAuthList *list)
{
  KitteSignIn sign_in = kitte_evolution_parse_sign_in (word, protocol);

  memset (list, 0, sizeof *list);
  for (gsize i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (g_strcmp0 (word, mechanisms[i].word) == 0)
      kitte_auth_list_add (list, mechanisms[i].auth);
  if (g_strcmp0 (word, "+APOP") == 0)
    kitte_auth_list_add (list, KITTE_AUTH_APOP);
  if (sign_in == KITTE_SIGN_IN_OAUTH2)
    kitte_auth_list_add (list, KITTE_AUTH_OAUTH2);
  if (sign_in == KITTE_SIGN_IN_NONE || sign_in == KITTE_SIGN_IN_POP_BEFORE_SMTP)
    kitte_auth_list_add (list, KITTE_AUTH_NONE);
  if (is_empty (word) && protocol != KITTE_PROTOCOL_SMTP)
    kitte_auth_list_add (list, KITTE_AUTH_USER_PASS);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One <incomingServer> or <outgoingServer>. A value that is not understood makes way for the next
 * of its kind; where none is left, the server is left out, and nothing else. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-autoconfig-text.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "model/kitte-domain.h"

static gboolean
read_protocol (const xmlNode *node, KitteProtocol *protocol)
{
  g_autofree char *type = kitte_autoconfig_dup_attribute (node, "type");
  gboolean incoming = kitte_autoconfig_is (node, "incomingServer");

  if (type == NULL || !kitte_protocol_from_nick (type, protocol))
    return FALSE;
  return (*protocol != KITTE_PROTOCOL_SMTP) == incoming;
}

/* A name of one label can have no certificate. */
static char *
read_host (const KitteAutoconfigReader *reader, const xmlNode *node)
{
  g_autofree char *text = kitte_autoconfig_dup_child (node, "hostname", KITTE_MAX_DOMAIN * 2);
  g_autofree char *expanded = NULL;
  char *host = NULL;

  if (text == NULL || (reader->use->foreign && strchr (text, '%') != NULL))
    return NULL;
  expanded = kitte_autoconfig_expand (reader, text);
  if (expanded == NULL || strpbrk (expanded, " \"'\\/%@:") != NULL)
    return NULL;
  if (g_str_has_suffix (expanded, "."))
    expanded[strlen (expanded) - 1] = '\0';
  if (g_hostname_is_ip_address (expanded))
    return g_steal_pointer (&expanded);
  if (kitte_domain_to_ascii (expanded, &host) != KITTE_DOMAIN_OK)
    return NULL;
  if (strchr (host, '.') == NULL && !g_str_equal (host, "localhost"))
    g_clear_pointer (&host, g_free);
  return host;
}

static guint16
read_port (const xmlNode *node)
{
  g_autofree char *text = kitte_autoconfig_dup_child (node, "port", 16);
  guint64 port;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return 0;
  return (guint16) port;
}

static gboolean
read_security (const KitteAutoconfigReader *reader, const xmlNode *node, KitteSecurity *security)
{
  static const struct
  {
    const char *word;
    KitteSecurity security;
  } words[] = { { "SSL", KITTE_SECURITY_TLS },
                { "STARTTLS", KITTE_SECURITY_STARTTLS },
                { "plain", KITTE_SECURITY_NONE } };
  guint n = 0;

  for (xmlNode *type = kitte_autoconfig_first (node, "socketType");
       type != NULL && n < KITTE_AUTOCONFIG_MAX_ITEMS; type = kitte_autoconfig_next (type), n++)
    {
      g_autofree char *word = kitte_autoconfig_dup_text (type, 32);

      for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        if (g_str_equal (word, words[i].word))
          {
            *security = words[i].security;
            return *security != KITTE_SECURITY_NONE || reader->use->cleartext;
          }
    }
  return FALSE;
}

static void
add_mechanism (KitteAuthList *list, const char *name)
{
  g_autofree char *nick = g_ascii_strdown (name, -1);
  KitteAuth auth;

  if (kitte_auth_from_nick (nick, &auth) && auth != KITTE_AUTH_NONE)
    kitte_auth_list_add (list, auth);
  else if (g_str_equal (nick, "xoauth2") || g_str_equal (nick, "oauthbearer"))
    kitte_auth_list_add (list, KITTE_AUTH_OAUTH2);
}

static void
add_method (KitteAuthList *list, const char *word, KitteProtocol protocol, KitteSecurity security)
{
  if (g_str_equal (word, "password-cleartext") || g_str_equal (word, "plain"))
    kitte_auth_list_add_password (list, protocol, security);
  else if (g_str_equal (word, "password-encrypted") || g_str_equal (word, "secure"))
    kitte_auth_list_add_challenges (list, protocol);
  else if (g_str_equal (word, "OAuth2"))
    kitte_auth_list_add (list, KITTE_AUTH_OAUTH2);
  else if (protocol == KITTE_PROTOCOL_SMTP &&
           (g_str_equal (word, "none") || g_str_equal (word, "client-IP-address") ||
            g_str_equal (word, "smtp-after-pop")))
    kitte_auth_list_add (list, KITTE_AUTH_NONE);
}

static KitteAuthList
read_auth (const xmlNode *node, KitteProtocol protocol, KitteSecurity security)
{
  KitteAuthList list = { { 0 }, 0 };
  guint n = 0;

  for (xmlNode *method = kitte_autoconfig_first (node, "authentication");
       method != NULL && n < KITTE_AUTOCONFIG_MAX_ITEMS;
       method = kitte_autoconfig_next (method), n++)
    {
      g_autofree char *word = kitte_autoconfig_dup_text (method, 64);
      g_autofree char *system = kitte_autoconfig_dup_attribute (method, "system");

      if (system == NULL)
        add_method (&list, word, protocol, security);
      else if (g_str_equal (system, "sasl"))
        add_mechanism (&list, word);
    }
  return list;
}

/* Returns: (nullable): %NULL with @bad: it cannot be used; without: the document does not say */
static char *
read_username (const KitteAutoconfigReader *reader, const xmlNode *node, gboolean *bad)
{
  g_autofree char *text = kitte_autoconfig_dup_child (node, "username", KITTE_MAX_CREDENTIAL);
  char *username;

  *bad = FALSE;
  if (text == NULL || *text == '\0')
    return NULL;
  username = kitte_autoconfig_expand (reader, text);
  *bad = username == NULL || strlen (username) > KITTE_MAX_CREDENTIAL;
  if (*bad)
    g_clear_pointer (&username, g_free);
  return username;
}

/**
 * kitte_autoconfig_read_server:
 *
 * Returns: (transfer full) (nullable): %NULL where it is of a kind, or has a value, that is not
 *   understood
 */
KitteServer *
kitte_autoconfig_read_server (const KitteAutoconfigReader *reader, const xmlNode *node)
{
  guint16 port = read_port (node);
  g_autofree char *host = NULL;
  g_autofree char *username = NULL;
  KitteProtocol protocol;
  KitteSecurity security;
  KitteAuthList auth;
  gboolean bad;

  if (port == 0 || !read_protocol (node, &protocol) || !read_security (reader, node, &security))
    return NULL;
  host = read_host (reader, node);
  auth = read_auth (node, protocol, security);
  username = read_username (reader, node, &bad);
  if (host == NULL || auth.n_items == 0 || bad)
    return NULL;
  return kitte_server_new (protocol, host, port, security, &auth, username);
}

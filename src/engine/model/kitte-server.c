/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers, and how a person writes one on a command line. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-server.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-domain.h"

G_DEFINE_QUARK (kitte_model_error, kitte_model_error)
G_DEFINE_BOXED_TYPE (KitteServer, kitte_server, kitte_server_ref, kitte_server_unref)

/* The schemes of --incoming and --outgoing. “imap” and its like mean STARTTLS unless the query
 * says starttls=no. */
static const struct
{
  const char *scheme;
  KitteProtocol protocol;
  KitteSecurity security;
} schemes[] = {
  { "imap", KITTE_PROTOCOL_IMAP, KITTE_SECURITY_STARTTLS },
  { "imaps", KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS },
  { "pop3", KITTE_PROTOCOL_POP3, KITTE_SECURITY_STARTTLS },
  { "pop3s", KITTE_PROTOCOL_POP3, KITTE_SECURITY_TLS },
  { "smtp", KITTE_PROTOCOL_SMTP, KITTE_SECURITY_STARTTLS },
  { "smtps", KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS },
};

static void
kitte_server_clear (KitteServer *self)
{
  g_free (self->host);
  g_free (self->username);
}

/* Reads “starttls=required|no”; anything else in the query is a mistake worth saying. */
static gboolean
read_query (const char *query, KitteSecurity *security, GError **error)
{
  if (query == NULL || g_str_equal (query, "starttls=required"))
    return TRUE;
  if (g_str_equal (query, "starttls=no") && *security == KITTE_SECURITY_STARTTLS)
    {
      *security = KITTE_SECURITY_NONE;
      return TRUE;
    }
  g_set_error (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER,
               /* TRANSLATORS: about a server given as a URL; %s is what follows its question mark.
                * “starttls=required” and “starttls=no” stay as they are. */
               _ ("“%s” is not understood; write starttls=required or starttls=no."), query);
  return FALSE;
}

static gboolean
find_scheme (const char *scheme,
             gboolean incoming,
             KitteProtocol *protocol,
             KitteSecurity *security,
             GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (schemes[i].scheme, scheme) &&
        incoming == (schemes[i].protocol != KITTE_PROTOCOL_SMTP))
      {
        *protocol = schemes[i].protocol;
        *security = schemes[i].security;
        return TRUE;
      }
  g_set_error (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER,
               /* TRANSLATORS: %s is what stood before “://”; the second is a list of what may. */
               _ ("“%s” is not a kind of server here; write one of %s."), scheme,
               incoming ? "imap imaps pop3 pop3s" : "smtp smtps");
  return FALSE;
}

/* Somebody may have written a password before the “@”: what is said of a URL leaves that out. */
static gboolean
refuse_url (const char *url, GError **error)
{
  const char *at = strrchr (url, '@');

  g_set_error (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER,
               /* TRANSLATORS: %s is what was given; the rest of the example stays. */
               _ ("“%s” is not a server; write it like imaps://imap.example.com:993."),
               at != NULL ? at + 1 : url);
  return FALSE;
}

/* In A-labels, without the full stop that makes a name absolute; %NULL where it is none. */
static char *
read_host (const char *text)
{
  g_autofree char *host = g_hostname_to_ascii (text);
  gsize length = host != NULL ? strlen (host) : 0;

  if (length > 1 && host[length - 1] == '.')
    host[length - 1] = '\0';
  return host != NULL && (g_hostname_is_ip_address (host) || kitte_domain_is_host (host)) ?
             g_steal_pointer (&host) :
             NULL;
}

static gboolean
is_username (const char *text)
{
  if (text == NULL)
    return TRUE;
  if (*text == '\0' || strlen (text) > KITTE_MAX_CREDENTIAL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

/* Everybody on this computer can read the arguments of a program. */
static gboolean
has_no_password (GUri *uri, GError **error)
{
  if (g_uri_get_password (uri) == NULL)
    return TRUE;
  g_set_error_literal (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER,
                       /* TRANSLATORS: about a server given as a URL. “%3A” stays as it is. */
                       _ ("A password is never given in the name of a server; in a user name write "
                          "%3A for a colon."));
  return FALSE;
}

/**
 * kitte_server_new:
 * @auth: (nullable): methods that may be used; %NULL: whatever the server offers
 * @username: (nullable): what goes to the server
 *
 * Returns: (transfer full): a server
 */
KitteServer *
kitte_server_new (KitteProtocol protocol,
                  const char *host,
                  guint16 port,
                  KitteSecurity security,
                  const KitteAuthList *auth,
                  const char *username)
{
  KitteServer *self;

  g_return_val_if_fail (host != NULL, NULL);
  g_return_val_if_fail (port != 0, NULL);

  self = g_atomic_rc_box_new0 (KitteServer);
  self->protocol = protocol;
  self->host = g_ascii_strdown (host, -1);
  self->port = port;
  self->security = security;
  if (auth != NULL)
    self->auth = *auth;
  self->username = g_strdup (username);
  return self;
}

/**
 * kitte_server_new_from_url:
 * @url: `imap: imaps: pop3: pop3s: smtp: smtps:` with host, optional user and port, and
 *   `?starttls=required|no`
 * @incoming: whether a receiving server is wanted
 *
 * Returns: (transfer full): the server, or %NULL with a #KITTE_MODEL_ERROR_BAD_SERVER
 */
KitteServer *
kitte_server_new_from_url (const char *url, gboolean incoming, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  KitteProtocol protocol;
  KitteSecurity security;
  int port;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || !is_username (g_uri_get_user (uri)))
    {
      refuse_url (url, error);
      return NULL;
    }
  if (!has_no_password (uri, error) ||
      !find_scheme (g_uri_get_scheme (uri), incoming, &protocol, &security, error) ||
      !read_query (g_uri_get_query (uri), &security, error))
    return NULL;
  host = read_host (g_uri_get_host (uri));
  port = g_uri_get_port (uri);
  if (host == NULL || port == 0)
    {
      refuse_url (url, error);
      return NULL;
    }
  return kitte_server_new (protocol, host,
                           port > 0 ? (guint16) port :
                                      kitte_protocol_get_default_port (protocol, security),
                           security, NULL, g_uri_get_user (uri));
}

/**
 * kitte_server_with_username:
 *
 * Returns: (transfer full): a copy of @self with another user name
 */
KitteServer *
kitte_server_with_username (const KitteServer *self, const char *username)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_server_new (self->protocol, self->host, self->port, self->security, &self->auth,
                           username);
}

/**
 * kitte_server_with_auth:
 *
 * Returns: (transfer full): a copy of @self with @auth as its only method: the one that was proven
 */
KitteServer *
kitte_server_with_auth (const KitteServer *self, KitteAuth auth)
{
  KitteAuthList only = { { auth }, 1 };

  g_return_val_if_fail (self != NULL, NULL);

  return kitte_server_new (self->protocol, self->host, self->port, self->security, &only,
                           self->username);
}

/**
 * kitte_server_with_security:
 *
 * Returns: (transfer full): a copy of @self with another security: where “none” was named and TLS
 *   was there all the same
 */
KitteServer *
kitte_server_with_security (const KitteServer *self, KitteSecurity security)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kitte_server_new (self->protocol, self->host, self->port, security, &self->auth,
                           self->username);
}

KitteServer *
kitte_server_ref (KitteServer *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_server_unref (KitteServer *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_server_clear);
}

gboolean
kitte_server_is_incoming (const KitteServer *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->protocol != KITTE_PROTOCOL_SMTP;
}

/**
 * kitte_server_same_endpoint:
 *
 * Returns: whether @a and @b are the same protocol at the same host and port
 */
gboolean
kitte_server_same_endpoint (const KitteServer *a, const KitteServer *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->protocol == b->protocol && a->port == b->port && g_str_equal (a->host, b->host);
}

/**
 * kitte_server_to_string:
 *
 * Returns: (transfer full): “host:port”, as shown where someone wants to see it
 */
char *
kitte_server_to_string (const KitteServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (strchr (self->host, ':') != NULL)
    return g_strdup_printf ("[%s]:%u", self->host, self->port);
  return g_strdup_printf ("%s:%u", self->host, self->port);
}

/**
 * kitte_server_to_url:
 *
 * Returns: (transfer full): what kitte_server_new_from_url() reads as the same protocol, host, port
 *   and security
 */
char *
kitte_server_to_url (const KitteServer *self)
{
  g_autofree char *place = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  place = kitte_server_to_string (self);
  return g_strdup_printf ("%s%s://%s%s", kitte_protocol_to_nick (self->protocol),
                          self->security == KITTE_SECURITY_TLS ? "s" : "", place,
                          self->security == KITTE_SECURITY_STARTTLS ? "?starttls=required" :
                          self->security == KITTE_SECURITY_NONE     ? "?starttls=no" :
                                                                      "");
}

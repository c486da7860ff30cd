/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 8314, 3.2 and 3.3; RFC 6409, 3.1: which port goes with which protocol and security. A port
 * that is nobody’s usual one is the person’s own, and is left alone. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-server-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-domain.h"
#include "kitte-typed.h"

/* @security: at port 25 too, encryption can only come by STARTTLS. */
typedef struct
{
  guint16 port;
  KitteProtocol protocol;
  KitteSecurity security;
} UsualPort;

static const UsualPort usual_ports[] = {
  { 993, KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS },
  { 143, KITTE_PROTOCOL_IMAP, KITTE_SECURITY_STARTTLS },
  { 995, KITTE_PROTOCOL_POP3, KITTE_SECURITY_TLS },
  { 110, KITTE_PROTOCOL_POP3, KITTE_SECURITY_STARTTLS },
  { 465, KITTE_PROTOCOL_SMTP, KITTE_SECURITY_TLS },
  { 587, KITTE_PROTOCOL_SMTP, KITTE_SECURITY_STARTTLS },
  { 25, KITTE_PROTOCOL_SMTP, KITTE_SECURITY_STARTTLS },
};

/* What people copy out of a letter or the line of a browser; %FALSE as @mail: says nothing. */
static const struct
{
  const char *scheme;
  KitteProtocol protocol;
  gboolean mail;
  gboolean tls;
} schemes[] = {
  { "imap", KITTE_PROTOCOL_IMAP, TRUE, FALSE },
  { "imaps", KITTE_PROTOCOL_IMAP, TRUE, TRUE },
  { "pop", KITTE_PROTOCOL_POP3, TRUE, FALSE },
  { "pop3", KITTE_PROTOCOL_POP3, TRUE, FALSE },
  { "pops", KITTE_PROTOCOL_POP3, TRUE, TRUE },
  { "pop3s", KITTE_PROTOCOL_POP3, TRUE, TRUE },
  { "smtp", KITTE_PROTOCOL_SMTP, TRUE, FALSE },
  { "smtps", KITTE_PROTOCOL_SMTP, TRUE, TRUE },
  { "submission", KITTE_PROTOCOL_SMTP, TRUE, FALSE },
  { "submissions", KITTE_PROTOCOL_SMTP, TRUE, TRUE },
  { "http", KITTE_PROTOCOL_IMAP, FALSE, FALSE },
  { "https", KITTE_PROTOCOL_IMAP, FALSE, FALSE },
};

static const UsualPort *
find_usual (guint16 port)
{
  for (gsize i = 0; i < G_N_ELEMENTS (usual_ports); i++)
    if (usual_ports[i].port == port)
      return &usual_ports[i];
  return NULL;
}

/* The port of the other fields, unless the person has one of their own. */
static void
follow_with_port (KitteServerForm *self)
{
  const UsualPort *usual = find_usual (self->port);
  gboolean plain = self->security != KITTE_SECURITY_TLS;

  if (self->port != 0 && usual == NULL)
    return;
  if (usual != NULL && usual->protocol == self->protocol &&
      (usual->security != KITTE_SECURITY_TLS) == plain)
    return;
  self->port = kitte_protocol_get_default_port (self->protocol, self->security);
}

static gboolean
is_same_direction (KitteProtocol a, KitteProtocol b)
{
  return (a == KITTE_PROTOCOL_SMTP) == (b == KITTE_PROTOCOL_SMTP);
}

/**
 * kitte_server_form_set_protocol:
 *
 * The person chose @protocol; a usual port follows it.
 */
void
kitte_server_form_set_protocol (KitteServerForm *self, KitteProtocol protocol)
{
  self->protocol = protocol;
  follow_with_port (self);
}

/**
 * kitte_server_form_set_security:
 *
 * The person chose @security; a usual port follows it.
 */
void
kitte_server_form_set_security (KitteServerForm *self, KitteSecurity security)
{
  self->security = security;
  follow_with_port (self);
}

/**
 * kitte_server_form_set_port:
 *
 * The person typed @port; where it is a usual one, protocol and security follow it. “None” stays at
 * a port where STARTTLS is usual: it is a word of its own.
 */
void
kitte_server_form_set_port (KitteServerForm *self, guint16 port)
{
  const UsualPort *usual = find_usual (port);

  self->port = port;
  if (usual == NULL || !is_same_direction (usual->protocol, self->protocol))
    return;
  self->protocol = usual->protocol;
  if ((usual->security == KITTE_SECURITY_TLS) != (self->security == KITTE_SECURITY_TLS))
    self->security = usual->security;
}

static void
take_scheme (KitteServerForm *self, const char *scheme)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      if (g_ascii_strcasecmp (schemes[i].scheme, scheme) != 0 || !schemes[i].mail ||
          !is_same_direction (schemes[i].protocol, self->protocol))
        continue;
      kitte_server_form_set_protocol (self, schemes[i].protocol);
      if (schemes[i].tls || self->security == KITTE_SECURITY_TLS)
        kitte_server_form_set_security (self, schemes[i].tls ? KITTE_SECURITY_TLS :
                                                               KITTE_SECURITY_STARTTLS);
    }
}

/* Cuts “:993” off the name, where it is a port. */
static void
take_port (KitteServerForm *self, char *text)
{
  char *colon = strrchr (text, ':');
  guint64 port;

  if (colon == NULL || (strchr (text, ':') != colon && *text != '['))
    return;
  if (strchr (colon, ']') != NULL ||
      !g_ascii_string_to_unsigned (colon + 1, 10, 1, 65535, &port, NULL))
    return;
  *colon = '\0';
  kitte_server_form_set_port (self, (guint16) port);
}

static void
remove_blanks (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    if (*from != ' ')
      *to++ = *from;
  *to = '\0';
}

static char *
read_name (char *text)
{
  gsize length = strlen (text);
  g_autofree char *ascii = NULL;

  if (*text == '[' && text[length - 1] == ']')
    {
      text[length - 1] = '\0';
      text++;
      length -= 2;
    }
  if (g_hostname_is_ip_address (text))
    return g_strdup (text);
  if (length > 1 && text[length - 1] == '.')
    text[length - 1] = '\0';
  if (kitte_domain_to_ascii (text, &ascii) != KITTE_DOMAIN_OK || !kitte_domain_is_host (ascii))
    return NULL;
  return g_steal_pointer (&ascii);
}

/**
 * kitte_server_form_read_host:
 * @typed: as it was typed or pasted: full-width letters, blanks, a URL, a port behind the name
 *
 * What a URL says beside the name goes into the other fields.
 *
 * Returns: (transfer full) (nullable): the name in A-labels, or an address; %NULL with
 *   %KITTE_MODEL_ERROR_BAD_SERVER
 */
char *
kitte_server_form_read_host (KitteServerForm *self, const char *typed, GError **error)
{
  g_autofree char *text = kitte_typed_fold (typed);
  char *name = text;
  char *scheme_end = text != NULL ? strstr (text, "://") : NULL;
  char *host = NULL;

  if (scheme_end != NULL)
    {
      g_autofree char *scheme = g_strndup (text, (gsize) (scheme_end - text));

      take_scheme (self, g_strstrip (scheme));
      name = scheme_end + 3;
      name[strcspn (name, "/?#")] = '\0';
      name = strchr (name, '@') != NULL ? strrchr (name, '@') + 1 : name;
    }
  if (name != NULL)
    {
      remove_blanks (name);
      name[strcspn (name, "/")] = '\0';
      take_port (self, name);
      host = *name != '\0' && strchr (name, '@') == NULL ? read_name (name) : NULL;
    }
  if (host == NULL)
    g_set_error_literal (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER,
                         /* TRANSLATORS: under a field for the name of a mail server. */
                         _ ("This is not the name of a server. It looks like “imap.example.com”."));
  return host;
}

gboolean
kitte_server_form_is_same (const KitteServerForm *a, const KitteServerForm *b)
{
  return a->protocol == b->protocol && a->port == b->port && a->security == b->security;
}

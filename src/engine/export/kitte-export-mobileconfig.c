/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A configuration profile for iPhone, iPad and Mac: Apple’s payload com.apple.mail.managed. What is
 * left out (name, address, user name, the password always) the device asks for. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "kitte-export-private.h"
#include "kitte-markup.h"

#define PLIST_PUBLIC_ID "-//Apple//DTD PLIST 1.0//EN"
#define PLIST_SYSTEM_ID "http://www.apple.com/DTDs/PropertyList-1.0.dtd"

/* Of these identifiers, a profile that is installed later takes the place of the former one. */
#define IDENTIFIER "jp.kitte.export"

static void
add_string (KitteMarkup *markup, const char *key, const char *value)
{
  kitte_markup_element (markup, "key", key);
  kitte_markup_element (markup, "string", value);
}

static void
add_number (KitteMarkup *markup, const char *key, guint value)
{
  kitte_markup_element (markup, "key", key);
  kitte_markup_number (markup, "integer", value);
}

static void
add_boolean (KitteMarkup *markup, const char *key, gboolean value)
{
  kitte_markup_element (markup, "key", key);
  kitte_markup_element (markup, value ? "true" : "false", NULL);
}

/* What every payload and the profile itself begin with. */
static void
add_head (KitteMarkup *markup, const char *type, const char *identifier, const char *name)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *upper = g_ascii_strup (uuid, -1);

  add_string (markup, "PayloadDisplayName", name);
  add_string (markup, "PayloadIdentifier", identifier);
  add_string (markup, "PayloadType", type);
  add_string (markup, "PayloadUUID", upper);
  add_number (markup, "PayloadVersion", 1);
}

static const char *
get_authentication (const KitteServer *server)
{
  for (guint i = 0; i < server->auth.n_items; i++)
    switch (server->auth.items[i])
      {
      case KITTE_AUTH_PLAIN:
      case KITTE_AUTH_LOGIN:
      case KITTE_AUTH_USER_PASS:
        return "EmailAuthPassword";
      case KITTE_AUTH_CRAM_MD5:
        if (!kitte_auth_list_contains (&server->auth, KITTE_AUTH_PLAIN))
          return "EmailAuthCRAMMD5";
        break;
      case KITTE_AUTH_NONE:
        return "EmailAuthNone";
      case KITTE_AUTH_DIGEST_MD5:
      case KITTE_AUTH_SCRAM_SHA_1:
      case KITTE_AUTH_SCRAM_SHA_256:
      case KITTE_AUTH_APOP:
      case KITTE_AUTH_OAUTH2:
      default:
        break;
      }
  return NULL;
}

/* The keys of the two directions differ in their first word only. */
static gboolean
add_server (KitteMarkup *markup,
            const KitteExportSubject *subject,
            const KitteServer *server,
            GError **error)
{
  const char *direction = kitte_server_is_incoming (server) ? "Incoming" : "Outgoing";
  g_autofree char *authentication = g_strconcat (direction, "MailServerAuthentication", NULL);
  g_autofree char *host_name = g_strconcat (direction, "MailServerHostName", NULL);
  g_autofree char *port = g_strconcat (direction, "MailServerPortNumber", NULL);
  g_autofree char *ssl = g_strconcat (direction, "MailServerUseSSL", NULL);
  g_autofree char *name = g_strconcat (direction, "MailServerUsername", NULL);
  g_autofree char *host = kitte_export_dup_host (subject, server, error);
  g_autofree char *username = kitte_export_dup_username (subject, server);
  const char *method = get_authentication (server);

  if (host == NULL)
    return FALSE;
  if (method == NULL)
    {
      g_set_error_literal (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS,
                           _ ("A profile can only sign in with a password, and this provider "
                              "takes none."));
      return FALSE;
    }
  add_string (markup, authentication, method);
  add_string (markup, host_name, host);
  add_number (markup, port, server->port);
  add_boolean (markup, ssl, server->security != KITTE_SECURITY_NONE);
  if (username != NULL)
    add_string (markup, name, username);
  return TRUE;
}

static gboolean
add_account (KitteMarkup *markup,
             const KitteExportSubject *subject,
             const char *identifier,
             GError **error)
{
  const KitteServer *incoming = kitte_export_get_incoming (subject);
  const KitteServer *outgoing = kitte_export_get_outgoing (subject);
  const char *name = kitte_preset_get_name (subject->preset);
  g_autofree char *own = g_strconcat (identifier, ".mail", NULL);

  add_head (markup, "com.apple.mail.managed", own, name);
  add_string (markup, "EmailAccountDescription", name);
  if (subject->name != NULL)
    add_string (markup, "EmailAccountName", subject->name);
  add_string (markup, "EmailAccountType",
              incoming->protocol == KITTE_PROTOCOL_POP3 ? "EmailTypePOP" : "EmailTypeIMAP");
  if (subject->given)
    add_string (markup, "EmailAddress", subject->address->text);
  if (!add_server (markup, subject, incoming, error) ||
      !add_server (markup, subject, outgoing, error))
    return FALSE;
  add_boolean (markup, "OutgoingPasswordSameAsIncomingPassword", TRUE);
  return TRUE;
}

static char *
make_identifier (const KitteExportSubject *subject)
{
  return g_strconcat (IDENTIFIER, ".", kitte_preset_get_id (subject->preset), NULL);
}

GBytes *
kitte_export_write_mobileconfig (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteMarkup) markup = kitte_markup_new ();
  g_autofree char *identifier = make_identifier (subject);

  kitte_markup_declare (markup, "plist", PLIST_PUBLIC_ID, PLIST_SYSTEM_ID);
  kitte_markup_start (markup, "plist");
  kitte_markup_attribute (markup, "version", "1.0");
  kitte_markup_start (markup, "dict");
  kitte_markup_element (markup, "key", "PayloadContent");
  kitte_markup_start (markup, "array");
  kitte_markup_start (markup, "dict");
  if (!add_account (markup, subject, identifier, error))
    return NULL;
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  add_head (markup, "Configuration", identifier, kitte_preset_get_name (subject->preset));
  add_string (markup, "PayloadDescription",
              /* TRANSLATORS: what a configuration profile for a telephone does. */
              _ ("Sets up your mail account. It holds no password."));
  add_string (markup, "PayloadOrganization", kitte_preset_get_name (subject->preset));
  add_boolean (markup, "PayloadRemovalDisallowed", FALSE);
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  return kitte_markup_finish_xml (markup);
}

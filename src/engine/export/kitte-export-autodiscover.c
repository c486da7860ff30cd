/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Outlook is answered when it looks for settings (MS-OXDSCLI, POX response of the schema
 * 2006a). */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "kitte-export-private.h"
#include "kitte-markup.h"

#define ENVELOPE "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
#define RESPONSE "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

static const char *
get_type (KitteProtocol protocol)
{
  switch (protocol)
    {
    case KITTE_PROTOCOL_POP3:
      return "POP3";
    case KITTE_PROTOCOL_SMTP:
      return "SMTP";
    case KITTE_PROTOCOL_IMAP:
    default:
      return "IMAP";
    }
}

/* “SSL” is from the first byte, “TLS” is STARTTLS. */
static const char *
get_encryption (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_STARTTLS:
      return "TLS";
    case KITTE_SECURITY_NONE:
      return "None";
    case KITTE_SECURITY_TLS:
    default:
      return "SSL";
    }
}

/* Without a user name Outlook takes the whole address. */
static gboolean
write_protocol (KitteMarkup *markup,
                const KitteExportSubject *subject,
                const KitteServer *server,
                GError **error)
{
  gboolean encrypted = server->security != KITTE_SECURITY_NONE;
  gboolean signed_in = kitte_export_is_signed_in (server);
  g_autofree char *host = kitte_export_dup_host (subject, server, error);
  g_autofree char *username = kitte_export_dup_username (subject, server);

  if (host == NULL)
    return FALSE;
  kitte_markup_start (markup, "Protocol");
  kitte_markup_element (markup, "Type", get_type (server->protocol));
  kitte_markup_element (markup, "Server", host);
  kitte_markup_number (markup, "Port", server->port);
  kitte_markup_element (markup, "DomainRequired", "off");
  if (username != NULL)
    kitte_markup_element (markup, "LoginName", username);
  else if (signed_in && g_strcmp0 (server->username, "%EMAILADDRESS%") != 0)
    kitte_export_note (subject,
                       _ ("The user name is not the mail address; the person has to type it, "
                          "unless --address and --answer give it."));
  kitte_markup_element (markup, "SPA", "off");
  kitte_markup_element (markup, "SSL", encrypted ? "on" : "off");
  kitte_markup_element (markup, "Encryption", get_encryption (server->security));
  kitte_markup_element (markup, "AuthRequired", signed_in ? "on" : "off");
  if (server->protocol == KITTE_PROTOCOL_SMTP)
    kitte_markup_element (markup, "UsePOPAuth", signed_in ? "on" : "off");
  kitte_markup_end (markup);
  return TRUE;
}

/* One server of each protocol; Outlook takes the first that it likes. */
static gboolean
write_protocols (KitteMarkup *markup, const KitteExportSubject *subject, GError **error)
{
  static const KitteProtocol protocols[] = { KITTE_PROTOCOL_IMAP, KITTE_PROTOCOL_POP3,
                                             KITTE_PROTOCOL_SMTP };

  for (gsize i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      const KitteServer *server = kitte_proposal_find_server (subject->general, protocols[i]);

      if (server != NULL && !write_protocol (markup, subject, server, error))
        return FALSE;
    }
  return TRUE;
}

GBytes *
kitte_export_write_autodiscover (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteMarkup) markup = kitte_markup_new ();

  kitte_markup_start (markup, "Autodiscover");
  kitte_markup_attribute (markup, "xmlns", ENVELOPE);
  kitte_markup_start (markup, "Response");
  kitte_markup_attribute (markup, "xmlns", RESPONSE);
  kitte_markup_start (markup, "User");
  kitte_markup_element (markup, "DisplayName", kitte_preset_get_name (subject->preset));
  kitte_markup_end (markup);
  kitte_markup_start (markup, "Account");
  kitte_markup_element (markup, "AccountType", "email");
  kitte_markup_element (markup, "Action", "settings");
  if (!write_protocols (markup, subject, error))
    return NULL;
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  return kitte_markup_finish_xml (markup);
}

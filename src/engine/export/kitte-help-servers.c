/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The servers on a help page, in words that stand in the windows of mail programs too. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "kitte-help-page.h"
#include "kitte-settings-list.h"
#include "provider/kitte-preset-member.h"

static char *
find_ask_label (KitteHelpPage *page, const char *username)
{
  GPtrArray *asks = page->subject->general->asks;

  for (guint i = 0; i < asks->len; i++)
    {
      const KitteAsk *ask = asks->pdata[i];
      g_autofree char *placeholder = g_strdup_printf ("%%%s%%", ask->key);
      JsonArray *items = kitte_preset_member_array (page->root, "ask");

      if (!g_str_equal (username, placeholder))
        continue;
      for (guint j = 0; items != NULL && j < json_array_get_length (items); j++)
        {
          JsonObject *item = json_array_get_object_element (items, j);

          if (g_str_equal (kitte_preset_member_string (item, "key"), ask->key))
            return g_strdup (kitte_preset_member_text (item, "label"));
        }
    }
  return NULL;
}

/* A form that needs an example: the address of somebody. */
static char *
describe_form (KitteHelpPage *page, const char *username)
{
  g_autoptr (GString) text = g_string_new (username);
  const char *domain = page->subject->address->domain;

  g_string_replace (text, "%EMAILDOMAIN%", domain, 0);
  g_string_replace (text, "%EMAILLOCALPART%", "hanako", 0);
  /* TRANSLATORS: a user name, by example: the first %s is what follows the @ of the address, the
   * second what the user name then is. */
  return g_strdup_printf (_ ("for hanako@%s it is %s"), domain, text->str);
}

static char *
describe_username (KitteHelpPage *page, const KitteServer *server)
{
  const char *username = server->username;
  g_autofree char *own = kitte_export_dup_username (page->subject, server);
  g_autofree char *label = NULL;

  if (own != NULL)
    return g_steal_pointer (&own);
  if (username == NULL)
    /* TRANSLATORS: a user name that nobody knows. */
    return g_strdup (_ ("as in the letter from your provider"));
  if (g_str_equal (username, "%EMAILADDRESS%"))
    /* TRANSLATORS: a user name. */
    return g_strdup (_ ("your whole mail address"));
  if (g_str_equal (username, "%EMAILLOCALPART%"))
    /* TRANSLATORS: a user name. */
    return g_strdup (_ ("the part of your mail address before the @"));
  label = find_ask_label (page, username);
  return label != NULL ? g_steal_pointer (&label) : describe_form (page, username);
}

static void
add_value (KitteHelpPage *page, const char *title, const char *value)
{
  kitte_markup_element (page->markup, "dt", title);
  kitte_markup_start (page->markup, "dd");
  kitte_markup_attribute (page->markup, "class", "value");
  kitte_markup_text (page->markup, value);
  kitte_markup_end (page->markup);
}

static const char *
describe_direction (const KitteServer *server)
{
  switch (server->protocol)
    {
    case KITTE_PROTOCOL_POP3:
      return _ ("Receiving (POP)");
    case KITTE_PROTOCOL_SMTP:
      return _ ("Sending (SMTP)");
    case KITTE_PROTOCOL_IMAP:
    default:
      return _ ("Receiving (IMAP)");
    }
}

gboolean
kitte_help_add_values (KitteHelpPage *page, const KitteServer *server, GError **error)
{
  g_autofree char *host = kitte_export_dup_host (page->subject, server, error);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  g_autofree char *username = describe_username (page, server);

  if (host == NULL)
    return FALSE;
  kitte_help_add_paragraph (page, describe_direction (server));
  kitte_markup_start (page->markup, "dl");
  add_value (page, _ ("Server"), host);
  add_value (page, _ ("Port"), port);
  add_value (page, _ ("Encryption"), kitte_settings_describe_security (server->security));
  add_value (page, _ ("Sign-in method"), kitte_settings_describe_auth (server));
  if (kitte_export_is_signed_in (server))
    add_value (page, _ ("User name"), username);
  kitte_markup_end (page->markup);
  return TRUE;
}

static void
add_header_cell (KitteHelpPage *page, const char *scope, const char *text)
{
  kitte_markup_start (page->markup, "th");
  kitte_markup_attribute (page->markup, "scope", scope);
  kitte_markup_text (page->markup, text);
  kitte_markup_end (page->markup);
}

static gboolean
add_row (KitteHelpPage *page, const KitteServer *server, GError **error)
{
  g_autofree char *host = kitte_export_dup_host (page->subject, server, error);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  g_autofree char *username = describe_username (page, server);

  if (host == NULL)
    return FALSE;
  kitte_markup_start (page->markup, "tr");
  add_header_cell (page, "row", describe_direction (server));
  kitte_markup_element (page->markup, "td", host);
  kitte_markup_element (page->markup, "td", port);
  kitte_markup_element (page->markup, "td", kitte_settings_describe_security (server->security));
  kitte_markup_element (page->markup, "td", kitte_settings_describe_auth (server));
  kitte_markup_element (page->markup, "td", kitte_export_is_signed_in (server) ? username : "—");
  kitte_markup_end (page->markup);
  return TRUE;
}

static gboolean
add_rows (KitteHelpPage *page, GPtrArray *servers, GError **error)
{
  for (guint i = 0; i < servers->len; i++)
    if (!add_row (page, servers->pdata[i], error))
      return FALSE;
  return TRUE;
}

gboolean
kitte_help_add_settings (KitteHelpPage *page, GError **error)
{
  const char *const titles[] = { _ ("Server"), _ ("Port"), _ ("Encryption"), _ ("Sign-in method"),
                                 _ ("User name") };

  /* TRANSLATORS: a heading on a provider’s help page. */
  kitte_help_add_heading (page, "h2", "settings", _ ("The settings"));
  kitte_markup_start (page->markup, "div");
  kitte_markup_attribute (page->markup, "class", "scroll");
  kitte_markup_start (page->markup, "table");
  /* TRANSLATORS: above a table of servers, the one for most people first. */
  kitte_markup_element (page->markup, "caption",
                        _ ("Where there are several, the first one is "
                           "right for most people."));
  kitte_markup_start (page->markup, "tr");
  kitte_markup_element (page->markup, "td", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    add_header_cell (page, "col", titles[i]);
  kitte_markup_end (page->markup);
  if (!add_rows (page, page->subject->general->incoming, error) ||
      !add_rows (page, page->subject->general->outgoing, error))
    return FALSE;
  kitte_markup_end (page->markup);
  kitte_markup_end (page->markup);
  return TRUE;
}

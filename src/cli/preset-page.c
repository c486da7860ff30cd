/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sections with a heading each; what a preset does not say has none. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "preset-page.h"

#include <glib/gi18n.h>

#include "columns.h"
#include "diagnose/kitte-step-sentence.h"
#include "provider/kitte-preset-member.h"

#define INDENT 2

/* Domains that are listed before the rest is counted. */
#define MAX_LISTED 12

static void
append_heading (GString *page, const char *heading)
{
  g_string_append_printf (page, "\n%s\n", heading);
}

static void
append_paragraph (GString *page, const char *text)
{
  if (text != NULL)
    kittectl_append_wrapped (page, INDENT, text);
}

static void
append_names (GString *page, JsonObject *object, const char *key, const char *prefix)
{
  JsonArray *names = kitte_preset_member_array (object, key);
  guint n = names != NULL ? json_array_get_length (names) : 0;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (n, MAX_LISTED); i++)
    g_string_append_printf (text, "%s%s%s", i > 0 ? ", " : "", prefix,
                            json_array_get_string_element (names, i));
  if (n > MAX_LISTED)
    {
      g_string_append (text, ", ");
      /* TRANSLATORS: at the end of a list of domains: so many more. */
      g_string_append_printf (text, ngettext ("%u more", "%u more", n - MAX_LISTED),
                              n - MAX_LISTED);
    }
  if (n > 0)
    append_paragraph (page, text->str);
}

static const char *
describe_status (KittePreset *preset)
{
  switch (kitte_preset_get_status (preset))
    {
    case KITTE_PRESET_NO_ACCESS:
      return _ ("No mail program can sign in there.");
    case KITTE_PRESET_ENDED:
      return _ ("The service has ended.");
    case KITTE_PRESET_OK:
    case KITTE_PRESET_NEEDS_STEP:
    default:
      break;
    }
  if (kitte_preset_member_length (kitte_preset_get_json (preset), "servers") == 0)
    return _ ("Its servers are not known; they have to be found.");
  if (!kitte_preset_is_confirmed (preset))
    return _ ("We are not certain about this provider’s settings; the check will tell.");
  return kitte_preset_get_status (preset) == KITTE_PRESET_NEEDS_STEP ?
             _ ("The settings are known; something has to be done at the provider first.") :
             _ ("The settings are known.");
}

static void
append_match (GString *page, JsonObject *root)
{
  JsonObject *match = kitte_preset_member_object (root, "match");

  /* TRANSLATORS: heading above the mail domains of a provider. */
  append_heading (page, _ ("Recognised by"));
  append_names (page, match, "domains", "");
  append_names (page, match, "suffixes", "*.");
  /* “MX” is what the record is called in every language. */
  append_names (page, match, "mx_patterns", "MX ");
  append_names (page, match, "cert_names", "TLS ");
}

/* “A: Our help page (2026-11) https://…” */
static void
append_source (GString *page, JsonObject *server)
{
  JsonObject *source = kitte_preset_member_object (server, "source");
  const char *date = kitte_preset_member_string (source, "date");
  const char *url = kitte_preset_member_string (source, "url");
  g_autofree char *text =
      g_strconcat (kitte_preset_member_string (source, "certainty"), ": ",
                   kitte_preset_member_string (source, "title"), date != NULL ? " (" : "",
                   date != NULL ? date : "", date != NULL ? ")" : "", url != NULL ? " " : "",
                   url != NULL ? url : "", NULL);

  kittectl_append_wrapped (page, 2 * INDENT, text);
}

static const char *
get_security_name (const char *nick)
{
  KitteSecurity security;

  if (!kitte_security_from_nick (nick, &security))
    /* TRANSLATORS: in a list of servers: nobody says whether this one encrypts. */
    return C_ ("column", "encryption unknown");
  /* TRANSLATORS: in a list of servers: connections without encryption. */
  return security == KITTE_SECURITY_NONE ? C_ ("column", "unencrypted") :
         security == KITTE_SECURITY_TLS  ? "TLS" :
                                           "STARTTLS";
}

static void
append_server (GString *page, JsonObject *server)
{
  const char *username = kitte_preset_member_string (server, "username");
  const char *when = kitte_preset_member_string (server, "when");
  gint64 port = json_object_get_null_member (server, "port") ?
                    0 :
                    json_object_get_int_member (server, "port");
  g_autoptr (GString) line = g_string_new (NULL);
  KitteProtocol protocol;

  kitte_protocol_from_nick (kitte_preset_member_string (server, "protocol"), &protocol);
  g_string_append_printf (line, "%s  %s", kitte_protocol_get_display_name (protocol),
                          kitte_preset_member_string (server, "host"));
  if (port > 0)
    g_string_append_printf (line, ":%" G_GINT64_FORMAT, port);
  g_string_append_printf (line, "  %s",
                          get_security_name (kitte_preset_member_string (server, "security")));
  if (username != NULL)
    g_string_append_printf (line, "  %s", username);
  if (when != NULL)
    g_string_append_printf (line, "  [%s]", when);
  append_paragraph (page, line->str);
  append_names (page, server, "when", "");
  append_source (page, server);
}

static void
append_servers (GString *page, JsonObject *root, const char *role)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");
  gboolean any = FALSE;

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);

      if (!g_str_equal (kitte_preset_member_string (server, "role"), role))
        continue;
      if (!any)
        append_heading (page, kitte_direction_sentence (g_str_equal (role, "incoming")));
      any = TRUE;
      append_server (page, server);
    }
}

static void
append_asks (GString *page, JsonObject *root)
{
  JsonArray *asks = kitte_preset_member_array (root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);
      g_autofree char *line = g_strdup_printf ("{%s}  %s", kitte_preset_member_string (ask, "key"),
                                               kitte_preset_member_text (ask, "label"));
      const char *hint = kitte_preset_member_text (ask, "hint");

      if (i == 0)
        /* TRANSLATORS: heading above what a provider’s customers are asked for. */
        append_heading (page, _ ("What is asked"));
      append_paragraph (page, line);
      if (hint != NULL)
        kittectl_append_wrapped (page, 2 * INDENT, hint);
    }
}

static void
append_credential (GString *page, JsonObject *root)
{
  JsonObject *credential = kitte_preset_member_object (root, "credential");
  const char *name = kitte_preset_member_text (credential, "name");
  const char *hint = kitte_preset_member_text (credential, "hint");

  if (name == NULL && hint == NULL)
    return;
  /* TRANSLATORS: heading above which password a provider’s customers need. */
  append_heading (page, _ ("Password"));
  append_paragraph (page, name);
  append_paragraph (page, hint);
  append_paragraph (page, kitte_preset_member_string (credential, "url"));
}

static void
append_items (GString *page, JsonObject *root, const char *list, const char *heading)
{
  JsonArray *items = kitte_preset_member_array (root, list);

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (i == 0)
        append_heading (page, heading);
      append_paragraph (page, kitte_preset_member_text (item, "text"));
      append_paragraph (page, kitte_preset_member_string (item, "url"));
    }
}

static void
append_limits (GString *page, JsonObject *root)
{
  static const char *const keys[] = { "max_rcpt", "smtp_hourly", "message_mb" };
  const char *const labels[] = {
    /* TRANSLATORS: about a provider’s limits: a number follows. */
    _ ("recipients of a message: at most"),
    /* TRANSLATORS: about a provider’s limits: a number follows. */
    _ ("messages in an hour: at most"),
    /* TRANSLATORS: about a provider’s limits: a number follows. */
    _ ("size of a message in MB: at most"),
  };
  JsonObject *limits = kitte_preset_member_object (root, "limits");
  gboolean any = FALSE;

  for (gsize i = 0; limits != NULL && i < G_N_ELEMENTS (keys); i++)
    {
      gint64 value = json_object_has_member (limits, keys[i]) &&
                             !json_object_get_null_member (limits, keys[i]) ?
                         json_object_get_int_member (limits, keys[i]) :
                         0;
      g_autofree char *line = g_strdup_printf ("%s %" G_GINT64_FORMAT, labels[i], value);

      if (value == 0)
        continue;
      if (!any)
        /* TRANSLATORS: heading above what a provider takes at most. */
        append_heading (page, _ ("Limits"));
      any = TRUE;
      append_paragraph (page, line);
    }
}

static void
append_pages (GString *page, JsonObject *root)
{
  JsonArray *links = kitte_preset_member_array (root, "links");
  JsonArray *contacts = kitte_preset_member_array (root, "contact");
  guint n_links = links != NULL ? json_array_get_length (links) : 0;
  guint n_contacts = contacts != NULL ? json_array_get_length (contacts) : 0;

  if (n_links + n_contacts > 0)
    /* TRANSLATORS: heading above a provider’s pages and telephone numbers. */
    append_heading (page, _ ("The provider’s help"));
  for (guint i = 0; i < n_links; i++)
    {
      JsonObject *link = json_array_get_object_element (links, i);
      const char *title = kitte_preset_member_string (link, "title");
      g_autofree char *line = g_strconcat (title != NULL ? title : "", title != NULL ? "  " : "",
                                           kitte_preset_member_string (link, "url"), NULL);

      append_paragraph (page, line);
    }
  for (guint i = 0; i < n_contacts; i++)
    {
      JsonObject *contact = json_array_get_object_element (contacts, i);
      const char *hours = kitte_preset_member_text (contact, "hours");
      g_autofree char *line = g_strconcat (kitte_preset_member_string (contact, "value"),
                                           hours != NULL ? "  " : "", hours, NULL);

      append_paragraph (page, line);
    }
}

static void
append_history (GString *page, JsonObject *root)
{
  JsonObject *legacy = kitte_preset_member_object (root, "legacy");
  JsonObject *notice = kitte_preset_member_object (root, "notice");
  JsonObject *ended = kitte_preset_member_object (root, "ended");
  const char *note = kitte_preset_member_text (legacy, "note");

  if (note != NULL || notice != NULL || ended != NULL)
    /* TRANSLATORS: heading above what used to be right, and the provider’s letter about it. */
    append_heading (page, _ ("What has changed"));
  append_paragraph (page, kitte_preset_member_text (ended, "text"));
  append_paragraph (page, note);
  append_paragraph (page, kitte_preset_member_text (notice, "title"));
  append_paragraph (page, kitte_preset_member_string (notice, "url"));
}

/**
 * kittectl_print_preset:
 *
 * Prints @preset for people; scripts read the preset itself with `--json`.
 */
void
kittectl_print_preset (KittePreset *preset)
{
  JsonObject *root = kitte_preset_get_json (preset);
  g_autoptr (GString) page = g_string_new (NULL);

  g_string_append_printf (page, "%s (%s)\n", kitte_preset_get_name (preset),
                          kitte_preset_get_id (preset));
  append_paragraph (page, describe_status (preset));
  /* TRANSLATORS: a month, as in 2026-11, and a file’s name. */
  g_string_append_printf (page, "%*s", INDENT, "");
  g_string_append_printf (page, _ ("Data of %s, from %s"), kitte_preset_get_checked (preset),
                          kitte_preset_get_file (preset));
  g_string_append_c (page, '\n');
  append_match (page, root);
  append_asks (page, root);
  append_credential (page, root);
  append_servers (page, root, "incoming");
  append_servers (page, root, "outgoing");
  append_items (page, root, "steps", _ ("Before setting up"));
  append_items (page, root, "after", _ ("Afterwards"));
  append_limits (page, root);
  append_pages (page, root);
  append_history (page, root);
  g_print ("%s", page->str);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line a server, and under it what is particular about it; the last line says who says so. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "preset-servers.h"

#include <glib/gi18n.h>

#include "columns.h"
#include "diagnose/kitte-step-sentence.h"
#include "model/kitte-server.h"
#include "provider/kitte-preset-member.h"

#define INDENT 2

static void
append_heading (GString *page, const char *role)
{
  g_string_append_printf (page, "\n%s\n",
                          kitte_direction_sentence (g_str_equal (role, "incoming")));
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

/* “{local}”, or what the provider calls it, with an example. */
static void
append_form (GString *list, JsonNode *form)
{
  JsonObject *named = JSON_NODE_HOLDS_OBJECT (form) ? json_node_get_object (form) : NULL;
  const char *example = kitte_preset_member_string (named, "example");

  g_string_append (list, list->len > 0 ? _ (", ") : "");
  g_string_append (list, named != NULL ? kitte_preset_member_text (named, "name") :
                                         json_node_get_string (form));
  if (example != NULL)
    g_string_append_printf (list, " (%s)", example);
}

static void
append_usernames (GString *page, JsonObject *server)
{
  JsonArray *others = kitte_preset_member_array (server, "other_usernames");
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *text = NULL;

  for (guint i = 0; others != NULL && i < json_array_get_length (others); i++)
    append_form (list, json_array_get_element (others, i));
  if (list->len == 0)
    return;
  /* TRANSLATORS: %s is a list of other user names that some customers have. */
  text = g_strdup_printf (_ ("some have another user name: %s"), list->str);
  kittectl_append_wrapped (page, 2 * INDENT, text);
}

/* The usual way, a password, goes without saying. */
static void
append_methods (GString *page, JsonObject *server)
{
  static const struct
  {
    const char *method;
    const char *name;
  } names[] = {
    /* TRANSLATORS: in a list of ways to sign in. */
    { "oauth2", N_ ("on the provider’s page") },
    /* TRANSLATORS: in a list of ways to sign in. */
    { "password", N_ ("password") },
    /* TRANSLATORS: in a list of ways to sign in. The names in brackets stay as they are. */
    { "challenge", N_ ("password, hashed (CRAM-MD5 and the like)") },
    { "gssapi", "GSSAPI" },
    /* TRANSLATORS: in a list of ways to sign in: no sign-in is needed. */
    { "none", N_ ("none") },
  };
  JsonArray *methods = kitte_preset_member_array (server, "auth");
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *text = NULL;

  if (json_array_get_length (methods) == 1 &&
      kitte_preset_member_contains (server, "auth", "password"))
    return;
  for (guint i = 0; i < json_array_get_length (methods); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      if (g_str_equal (json_array_get_string_element (methods, i), names[j].method))
        g_string_append_printf (list, "%s%s", list->len > 0 ? _ (", ") : "", _ (names[j].name));
  /* TRANSLATORS: %s is a list of ways to sign in. */
  text = g_strdup_printf (_ ("sign-in: %s"), list->str);
  kittectl_append_wrapped (page, 2 * INDENT, text);
}

static void
append_check_minutes (GString *page, JsonObject *server)
{
  JsonObject *pop = kitte_preset_member_object (server, "pop");
  gint64 minutes = pop != NULL && json_object_has_member (pop, "check_minutes") &&
                           !json_object_get_null_member (pop, "check_minutes") ?
                       json_object_get_int_member (pop, "check_minutes") :
                       0;
  g_autofree char *text = NULL;

  if (minutes == 0)
    return;
  text = g_strdup_printf (ngettext ("The provider asks mail programs not to look for mail more "
                                    "often than every minute.",
                                    "The provider asks mail programs not to look for mail more "
                                    "often than every %d minutes.",
                                    (gulong) minutes),
                          (int) minutes);
  kittectl_append_wrapped (page, 2 * INDENT, text);
}

static void
append_remarks (GString *page, JsonObject *server)
{
  if (json_object_get_boolean_member_with_default (server, "preferred", FALSE))
    kittectl_append_wrapped (page, 2 * INDENT, _ ("the one the provider recommends"));
  append_methods (page, server);
  append_usernames (page, server);
  append_check_minutes (page, server);
  if (json_object_get_boolean_member_with_default (server, "only_from_provider_network", FALSE))
    kittectl_append_wrapped (page, 2 * INDENT,
                             _ ("This works over the provider’s own internet lines only, not from "
                                "elsewhere."));
  if (kitte_preset_member_string (server, "certificate") != NULL)
    kittectl_append_wrapped (page, 2 * INDENT, _ ("known to show a wrong certificate"));
}

/* For whom a server is, where it is not for all. */
static void
append_when (GString *page, JsonObject *server)
{
  const char *when = kitte_preset_member_string (server, "when");
  JsonArray *patterns = kitte_preset_member_array (server, "when");
  g_autoptr (GString) list = g_string_new (when);
  g_autofree char *text = NULL;

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            json_array_get_string_element (patterns, i));
  if (list->len == 0)
    return;
  if (g_str_equal (list->str, "own-domain"))
    text = g_strdup (_ ("for customers’ own domains"));
  else if (g_str_equal (list->str, "provider-domain"))
    text = g_strdup (_ ("for the provider’s own domains"));
  else
    /* TRANSLATORS: %s is a list of mail domains that a server is for. */
    text = g_strdup_printf (_ ("for %s"), list->str);
  kittectl_append_wrapped (page, 2 * INDENT, text);
}

/* “IMAP  imap.example.jp:993  TLS  {address}” */
static void
append_server (GString *page, JsonObject *server)
{
  const char *username = kitte_preset_member_string (server, "username");
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
  if (username != NULL || !kitte_preset_member_contains (server, "auth", "none"))
    /* TRANSLATORS: in a list of servers: nobody knows the form of the user name. */
    g_string_append_printf (line, "  %s",
                            username != NULL ? username : C_ ("column", "user name is asked"));
  kittectl_append_wrapped (page, INDENT, line->str);
  append_when (page, server);
  append_remarks (page, server);
  append_source (page, server);
}

/**
 * kittectl_append_preset_servers:
 * @root: a preset
 * @role: “incoming” or “outgoing”
 *
 * Appends the servers that receive or send, with who says so, under a heading; nothing where the
 * preset knows none.
 */
void
kittectl_append_preset_servers (GString *page, JsonObject *root, const char *role)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");
  gboolean unknown = kitte_preset_member_contains (root, "unknown", role);
  gboolean any = FALSE;

  for (guint i = 0; i < json_array_get_length (servers); i++)
    {
      JsonObject *server = json_array_get_object_element (servers, i);

      if (!g_str_equal (kitte_preset_member_string (server, "role"), role))
        continue;
      if (!any)
        append_heading (page, role);
      any = TRUE;
      append_server (page, server);
    }
  if (!unknown)
    return;
  append_heading (page, role);
  kittectl_append_wrapped (page, INDENT, _ ("Its servers are not known; they have to be found."));
}

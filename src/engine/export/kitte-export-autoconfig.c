/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Autoconfig documents: Mozilla’s format 1.1 as draft-ietf-mailmaint-autoconfig describes it. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <string.h>

#include "base/kitte-locale.h"
#include "kitte-export-private.h"
#include "kitte-markup.h"
#include "provider/kitte-preset-member.h"

#define FORMAT_VERSION "1.1"

static const char *
get_socket_type (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_STARTTLS:
      return "STARTTLS";
    case KITTE_SECURITY_NONE:
      return "plain";
    case KITTE_SECURITY_TLS:
    default:
      return "SSL";
    }
}

static const char *
get_authentication (KitteAuth auth)
{
  switch (auth)
    {
    case KITTE_AUTH_CRAM_MD5:
    case KITTE_AUTH_DIGEST_MD5:
    case KITTE_AUTH_SCRAM_SHA_1:
    case KITTE_AUTH_SCRAM_SHA_256:
    case KITTE_AUTH_APOP:
      return "password-encrypted";
    case KITTE_AUTH_OAUTH2:
      return "OAuth2";
    case KITTE_AUTH_NONE:
      return "none";
    case KITTE_AUTH_PLAIN:
    case KITTE_AUTH_LOGIN:
    case KITTE_AUTH_USER_PASS:
    default:
      return "password-cleartext";
    }
}

/* Challenges behind an open password go without saying. */
static void
write_authentication (KitteMarkup *markup, const KitteAuthList *auth)
{
  g_autoptr (GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < auth->n_items; i++)
    {
      const char *word = get_authentication (auth->items[i]);

      if (g_str_equal (word, "password-encrypted") &&
          g_hash_table_contains (written, "password-cleartext"))
        continue;
      if (g_hash_table_add (written, (gpointer) word))
        kitte_markup_element (markup, "authentication", word);
    }
}

static void
write_pop (KitteMarkup *markup, const KittePopPolicy *pop)
{
  kitte_markup_start (markup, "pop3");
  kitte_markup_element (markup, "leaveMessagesOnServer", pop->leave_on_server ? "true" : "false");
  if (pop->days > 0)
    kitte_markup_number (markup, "daysToLeaveMessagesOnServer", pop->days);
  kitte_markup_end (markup);
}

static void
write_server (KitteMarkup *markup, const KitteServer *server, const KitteProposal *proposal)
{
  g_autofree char *host = kitte_export_dup_host_template (server);

  if (server->auth.n_items == 0)
    return;
  kitte_markup_start (markup,
                      kitte_server_is_incoming (server) ? "incomingServer" : "outgoingServer");
  kitte_markup_attribute (markup, "type", kitte_protocol_to_nick (server->protocol));
  kitte_markup_element (markup, "hostname", host);
  kitte_markup_number (markup, "port", server->port);
  kitte_markup_element (markup, "socketType", get_socket_type (server->security));
  if (server->username != NULL)
    kitte_markup_element (markup, "username", server->username);
  write_authentication (markup, &server->auth);
  if (server->protocol == KITTE_PROTOCOL_POP3)
    write_pop (markup, &proposal->pop);
  kitte_markup_end (markup);
}

static void
write_servers (KitteMarkup *markup, const KitteProposal *proposal)
{
  for (guint i = 0; i < proposal->incoming->len; i++)
    write_server (markup, proposal->incoming->pdata[i], proposal);
  for (guint i = 0; i < proposal->outgoing->len; i++)
    write_server (markup, proposal->outgoing->pdata[i], proposal);
}

static gboolean
is_used (const KitteProposal *proposal, const KitteAsk *ask)
{
  GPtrArray *directions[] = { proposal->incoming, proposal->outgoing };
  g_autofree char *placeholder = g_strdup_printf ("%%%s%%", ask->key);

  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    for (guint j = 0; j < directions[i]->len; j++)
      {
        const KitteServer *server = directions[i]->pdata[j];

        if (server->username != NULL && strstr (server->username, placeholder) != NULL)
          return TRUE;
      }
  return FALSE;
}

static void
write_questions (KitteMarkup *markup, const KitteProposal *proposal)
{
  for (guint i = 0; i < proposal->asks->len; i++)
    {
      const KitteAsk *ask = proposal->asks->pdata[i];

      if (!is_used (proposal, ask))
        continue;
      kitte_markup_start (markup, "inputField");
      kitte_markup_attribute (markup, "key", ask->key);
      kitte_markup_attribute (markup, "label", ask->label);
      if (ask->example != NULL)
        kitte_markup_text (markup, ask->example);
      kitte_markup_end (markup);
    }
}

/* The same text in each language there is, as elements called @name. */
static void
write_texts (KitteMarkup *markup, const char *name, JsonObject *item, GPtrArray *languages)
{
  for (guint i = 0; i < languages->len; i++)
    {
      g_autoptr (KitteTongue) tongue = kitte_tongue_new (languages->pdata[i]);

      kitte_markup_start (markup, name);
      kitte_markup_attribute (markup, "lang", languages->pdata[i]);
      kitte_markup_text (markup, kitte_preset_member_text (item, "text"));
      kitte_markup_end (markup);
    }
}

/* What has to be switched on first, where there is a page for it. */
static void
write_steps (KitteMarkup *markup, JsonObject *root, GPtrArray *languages)
{
  JsonArray *steps = kitte_preset_member_array (root, "steps");

  for (guint i = 0; steps != NULL && i < json_array_get_length (steps); i++)
    {
      JsonObject *step = json_array_get_object_element (steps, i);
      const char *url = kitte_preset_member_string (step, "url");

      if (url == NULL)
        continue;
      kitte_markup_start (markup, "enable");
      kitte_markup_attribute (markup, "visiturl", url);
      write_texts (markup, "instruction", step, languages);
      kitte_markup_end (markup);
    }
}

static void
write_link (KitteMarkup *markup, JsonObject *link)
{
  const char *title = kitte_preset_member_string (link, "title");
  const char *language = kitte_preset_member_string (link, "lang");

  if (!g_str_equal (kitte_preset_member_string (link, "kind"), "help"))
    return;
  kitte_markup_start (markup, "documentation");
  kitte_markup_attribute (markup, "url", kitte_preset_member_string (link, "url"));
  if (title != NULL)
    {
      kitte_markup_start (markup, "descr");
      kitte_markup_attribute (markup, "lang", language != NULL ? language : "en");
      kitte_markup_text (markup, title);
      kitte_markup_end (markup);
    }
  kitte_markup_end (markup);
}

static void
write_links (KitteMarkup *markup, JsonObject *root)
{
  JsonArray *links = kitte_preset_member_array (root, "links");

  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    write_link (markup, json_array_get_object_element (links, i));
}

static void
write_oauth (KitteMarkup *markup, JsonObject *root)
{
  JsonObject *oauth = kitte_preset_member_object (root, "oauth2");
  g_autoptr (GString) scopes = g_string_new (NULL);
  JsonArray *list;

  if (oauth == NULL || kitte_preset_member_string (oauth, "auth_url") == NULL ||
      kitte_preset_member_string (oauth, "token_url") == NULL)
    return;
  list = kitte_preset_member_array (oauth, "scopes");
  for (guint i = 0; i < json_array_get_length (list); i++)
    g_string_append_printf (scopes, "%s%s", i > 0 ? " " : "",
                            json_array_get_string_element (list, i));
  kitte_markup_start (markup, "oAuth2");
  kitte_markup_element (markup, "issuer", kitte_preset_member_string (oauth, "issuer"));
  kitte_markup_element (markup, "scope", scopes->str);
  kitte_markup_element (markup, "authURL", kitte_preset_member_string (oauth, "auth_url"));
  kitte_markup_element (markup, "tokenURL", kitte_preset_member_string (oauth, "token_url"));
  kitte_markup_end (markup);
}

static void
write_provider (KitteMarkup *markup, const KitteExportSubject *subject, GPtrArray *languages)
{
  JsonObject *root = kitte_preset_get_json (subject->preset);

  kitte_markup_start (markup, "emailProvider");
  kitte_markup_attribute (markup, "id", subject->domains->pdata[0]);
  for (guint i = 0; i < subject->domains->len; i++)
    kitte_markup_element (markup, "domain", subject->domains->pdata[i]);
  kitte_markup_element (markup, "displayName", kitte_preset_get_name (subject->preset));
  kitte_markup_element (markup, "displayShortName", kitte_preset_get_short_name (subject->preset));
  write_servers (markup, subject->general);
  write_questions (markup, subject->general);
  write_steps (markup, root, languages);
  write_links (markup, root);
  kitte_markup_end (markup);
}

GBytes *
kitte_export_write_autoconfig (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteMarkup) markup = kitte_markup_new ();
  g_autoptr (GPtrArray) languages = kitte_export_list_languages (subject->preset);

  kitte_markup_start (markup, "clientConfig");
  kitte_markup_attribute (markup, "version", FORMAT_VERSION);
  write_provider (markup, subject, languages);
  write_oauth (markup, kitte_preset_get_json (subject->preset));
  kitte_markup_end (markup);
  return kitte_markup_finish_xml (markup);
}

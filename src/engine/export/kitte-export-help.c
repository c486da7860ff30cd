/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A help page for a provider’s customers: one HTML file without script, in every language that
 * preset and program have. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-locale.h"
#include "kitte-export-private.h"
#include "kitte-help-programs.h"
#include "kitte-markup.h"
#include "kitte-settings-list.h"
#include "provider/kitte-preset-private.h"

/* No script and nothing from elsewhere, whatever a text says. */
#define CONTENT_POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"

/* Named colours once; dark text on white has 15:1, links 7:1. On paper each language begins a new
 * page, and no table is torn. */
static const char style[] =
    ":root{--ink:#222;--paper:#fff;--link:#1a4f8b;--line:#bbb;--shade:#f4f4f4}"
    "@media(prefers-color-scheme:dark){:root{--ink:#eee;--paper:#1d1d1d;--link:#9cc7ff;"
    "--line:#666;--shade:#2b2b2b}}"
    "body{margin:0 auto;padding:1rem;max-width:44rem;font:1rem/1.7 sans-serif;"
    "color:var(--ink);background:var(--paper)}"
    "a{color:var(--link)}"
    "h1,h2,h3{line-height:1.3}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}"
    ".scroll{overflow-x:auto}"
    "table{border-collapse:collapse;margin:1rem 0}caption{text-align:start;font-weight:bold}"
    "th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:start}"
    "th{background:var(--shade)}dl{margin:.3rem 0 1rem;padding-inline-start:1rem}"
    "dt{font-weight:bold}dd{margin:0 0 .4rem 1rem}.value{overflow-wrap:anywhere}"
    "section.language+section.language{margin-top:5rem}"
    "@media print{:root{--ink:#000;--paper:#fff;--link:#000;--shade:#fff}"
    "body{max-width:none;font-size:10.5pt;padding:0}nav{display:none}"
    "section.language+section.language{break-before:page;margin-top:0}"
    "h1,h2,h3,caption{break-after:avoid}li,tr,dl{break-inside:avoid}"
    "a[href^=http]::after{content:\" (\" attr(href) \")\";overflow-wrap:anywhere}}";

/* One page in the making; @language: the one that is written just now */
typedef struct
{
  const KitteExportSubject *subject;
  KitteMarkup *markup;
  JsonObject *root;
  const char *language;
} Page;

static void
add_paragraph (Page *page, const char *text)
{
  kitte_markup_element (page->markup, "p", text);
}

/* Only pages on the web, telephones and mail are linked, whatever the preset says. */
static void
add_link (Page *page, const char *url, const char *text)
{
  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://") &&
      !g_str_has_prefix (url, "tel:") && !g_str_has_prefix (url, "mailto:"))
    {
      kitte_markup_text (page->markup, text);
      return;
    }
  kitte_markup_start (page->markup, "a");
  kitte_markup_attribute (page->markup, "href", url);
  kitte_markup_text (page->markup, text);
  kitte_markup_end (page->markup);
}

static void
add_heading (Page *page, const char *level, const char *id, const char *text)
{
  g_autofree char *own = g_strconcat (page->language, "-", id, NULL);

  kitte_markup_start (page->markup, level);
  kitte_markup_attribute (page->markup, "id", own);
  kitte_markup_text (page->markup, text);
  kitte_markup_end (page->markup);
}

/* Behind a text the page it is about, where there is one. */
static void
add_item (Page *page, const char *text, const char *url)
{
  if (text == NULL && url == NULL)
    return;
  kitte_markup_start (page->markup, "li");
  if (text != NULL)
    kitte_markup_text (page->markup, text);
  if (url != NULL)
    {
      kitte_markup_text (page->markup, " ");
      add_link (page, url, url);
    }
  kitte_markup_end (page->markup);
}

static char *
find_ask_label (Page *page, const char *username)
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
describe_form (Page *page, const char *username)
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
describe_username (Page *page, const KitteServer *server)
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
add_value (Page *page, const char *title, const char *value)
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

static gboolean
add_values (Page *page, const KitteServer *server, GError **error)
{
  g_autofree char *host = kitte_export_dup_host (page->subject, server, error);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  g_autofree char *username = describe_username (page, server);

  if (host == NULL)
    return FALSE;
  add_paragraph (page, describe_direction (server));
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

static gboolean
add_step (Page *page, const KitteHelpStep *step, GError **error)
{
  const KitteServer *incoming = kitte_export_get_incoming (page->subject);
  const KitteServer *outgoing = kitte_export_get_outgoing (page->subject);
  g_autoptr (GString) text = g_string_new (_ (step->text));
  gboolean done = TRUE;

  g_string_replace (text, "{protocol}", incoming->protocol == KITTE_PROTOCOL_POP3 ? "POP" : "IMAP",
                    0);
  kitte_markup_start (page->markup, "li");
  kitte_markup_text (page->markup, text->str);
  if (step->values == KITTE_HELP_RECEIVING || step->values == KITTE_HELP_BOTH)
    done = add_values (page, incoming, error);
  if (done && (step->values == KITTE_HELP_SENDING || step->values == KITTE_HELP_BOTH))
    done = add_values (page, outgoing, error);
  kitte_markup_end (page->markup);
  return done;
}

static gboolean
add_program (Page *page, const KitteHelpProgram *program, GError **error)
{
  add_heading (page, "h3", program->id, _ (program->name));
  kitte_markup_start (page->markup, "ol");
  for (guint i = 0; i < KITTE_HELP_MAX_STEPS && program->steps[i].text != NULL; i++)
    if (!add_step (page, &program->steps[i], error))
      return FALSE;
  kitte_markup_end (page->markup);
  return TRUE;
}

static gboolean
add_programs (Page *page, GError **error)
{
  const KitteHelpProgram *program;

  /* TRANSLATORS: a heading on a provider’s help page. */
  add_heading (page, "h2", "programs", _ ("Step by step in your mail program"));
  for (guint i = 0; (program = kitte_help_get_program (i)) != NULL; i++)
    if (!add_program (page, program, error))
      return FALSE;
  return TRUE;
}

static void
add_header_cell (Page *page, const char *scope, const char *text)
{
  kitte_markup_start (page->markup, "th");
  kitte_markup_attribute (page->markup, "scope", scope);
  kitte_markup_text (page->markup, text);
  kitte_markup_end (page->markup);
}

static gboolean
add_row (Page *page, const KitteServer *server, GError **error)
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
add_rows (Page *page, GPtrArray *servers, GError **error)
{
  for (guint i = 0; i < servers->len; i++)
    if (!add_row (page, servers->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
add_settings (Page *page, GError **error)
{
  const char *const titles[] = { _ ("Server"), _ ("Port"), _ ("Encryption"), _ ("Sign-in method"),
                                 _ ("User name") };

  /* TRANSLATORS: a heading on a provider’s help page. */
  add_heading (page, "h2", "settings", _ ("The settings"));
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

static void
add_credential (Page *page)
{
  JsonObject *credential = kitte_preset_member_object (page->root, "credential");
  const char *name = credential != NULL ? kitte_preset_member_text (credential, "name") : NULL;
  const char *hint = credential != NULL ? kitte_preset_member_text (credential, "hint") : NULL;
  g_autofree char *text = NULL;

  /* TRANSLATORS: something that is needed. */
  text = name != NULL ? g_strdup (name) : g_strdup (_ ("the password of your mailbox"));
  add_item (page, text, NULL);
  if (credential != NULL && (hint != NULL || kitte_preset_member_string (credential, "url")))
    add_item (page, hint, kitte_preset_member_string (credential, "url"));
}

/* What only the person knows. */
static void
add_asks (Page *page)
{
  JsonArray *asks = kitte_preset_member_array (page->root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);
      const char *hint = kitte_preset_member_text (ask, "hint");

      if (!kitte_preset_applies (page->subject->preset, ask, page->subject->address->domain))
        continue;
      add_item (page, kitte_preset_member_text (ask, "label"), NULL);
      if (hint != NULL)
        add_item (page, hint, NULL);
    }
}

static void
add_needs (Page *page)
{
  /* TRANSLATORS: a heading on a provider’s help page. */
  add_heading (page, "h2", "needs", _ ("What you need"));
  kitte_markup_start (page->markup, "ul");
  /* TRANSLATORS: something that is needed. */
  add_item (page, _ ("your mail address"), NULL);
  add_credential (page);
  add_asks (page);
  kitte_markup_end (page->markup);
}

/* A list of texts with pages, under a heading. */
static void
add_texts (Page *page, const char *key, const char *heading)
{
  JsonArray *items = kitte_preset_member_array (page->root, key);

  if (items == NULL || json_array_get_length (items) == 0)
    return;
  add_heading (page, "h2", key, heading);
  kitte_markup_start (page->markup, "ol");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      add_item (page, kitte_preset_member_text (item, "text"),
                kitte_preset_member_string (item, "url"));
    }
  kitte_markup_end (page->markup);
}

static void
add_trouble (Page *page)
{
  /* TRANSLATORS: a heading on a provider’s help page. */
  add_heading (page, "h2", "trouble", _ ("If it does not work"));
  kitte_markup_start (page->markup, "ul");
  add_item (page,
            _ ("The password is refused: look at capital letters and at blanks at its ends, and "
               "whether it is the password for mail. After several tries wait a few minutes."),
            NULL);
  add_item (page,
            _ ("Receiving works and sending does not: look at the port of the sending server. "
               "Port 25 is blocked on most lines. Sending needs user name and password too."),
            NULL);
  add_item (page,
            _ ("A warning about the certificate: compare the server’s name letter by letter, and "
               "do not confirm an exception."),
            NULL);
  kitte_markup_end (page->markup);
}

static void
add_contact (Page *page, JsonObject *contact)
{
  const char *value = kitte_preset_member_string (contact, "value");
  const char *kind = kitte_preset_member_string (contact, "kind");
  const char *hours = kitte_preset_member_text (contact, "hours");
  g_autofree char *url = g_str_equal (kind, "tel")  ? g_strconcat ("tel:", value, NULL) :
                         g_str_equal (kind, "mail") ? g_strconcat ("mailto:", value, NULL) :
                                                      g_strdup (value);

  kitte_markup_start (page->markup, "li");
  add_link (page, url, value);
  if (hours != NULL)
    {
      kitte_markup_text (page->markup, " ");
      kitte_markup_text (page->markup, hours);
    }
  kitte_markup_end (page->markup);
}

/* A page in another language helps nobody who reads this one. */
static gboolean
is_readable (Page *page, JsonObject *item)
{
  const char *language = kitte_preset_member_string (item, "lang");

  return language == NULL || g_str_equal (language, page->language);
}

static void
add_provider_link (Page *page, JsonObject *link)
{
  const char *url = kitte_preset_member_string (link, "url");
  const char *title = kitte_preset_member_string (link, "title");

  kitte_markup_start (page->markup, "li");
  add_link (page, url, title != NULL ? title : url);
  kitte_markup_end (page->markup);
}

static guint
add_readable (Page *page, const char *key, void (*add) (Page *page, JsonObject *item))
{
  JsonArray *items = kitte_preset_member_array (page->root, key);
  guint n = 0;

  for (guint i = 0; items != NULL && i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      if (!is_readable (page, item))
        continue;
      if (n++ == 0)
        kitte_markup_start (page->markup, "ul");
      add (page, item);
    }
  if (n > 0)
    kitte_markup_end (page->markup);
  return n;
}

static void
add_help (Page *page)
{
  /* TRANSLATORS: a heading on a provider’s help page. */
  add_heading (page, "h2", "help", _ ("More help"));
  if (add_readable (page, "contact", add_contact) +
          add_readable (page, "links", add_provider_link) ==
      0)
    add_paragraph (page, _ ("Please ask your provider; the letter about your account says how."));
}

static void
add_footer (Page *page)
{
  /* TRANSLATORS: %s is a month, as in “2026-11”. */
  g_autofree char *text = g_strdup_printf (_ ("The settings are from %s."),
                                           kitte_preset_get_checked (page->subject->preset));

  add_paragraph (page, text);
}

static gboolean
add_body (Page *page, GError **error)
{
  const char *name = kitte_preset_member_text (page->root, "name");
  /* TRANSLATORS: the title of a help page; %s is a provider’s name. */
  g_autofree char *title = g_strdup_printf (_ ("Setting up mail: %s"), name);

  add_heading (page, "h1", "top", title);
  add_needs (page);
  /* TRANSLATORS: a heading on a provider’s help page; a list follows. */
  add_texts (page, "steps", _ ("Before you begin"));
  if (!add_settings (page, error) || !add_programs (page, error))
    return FALSE;
  add_trouble (page);
  /* TRANSLATORS: a heading on a provider’s help page; a list follows. */
  add_texts (page, "after", _ ("Once it works"));
  add_help (page);
  add_footer (page);
  return TRUE;
}

static gboolean
add_language (Page *page, const char *language, GError **error)
{
  g_autoptr (KitteTongue) tongue = kitte_tongue_new (language);
  gboolean done;

  page->language = language;
  kitte_markup_start (page->markup, "section");
  kitte_markup_attribute (page->markup, "class", "language");
  kitte_markup_attribute (page->markup, "lang", language);
  done = add_body (page, error);
  kitte_markup_end (page->markup);
  return done;
}

static void
add_way_to (Page *page, const char *language)
{
  g_autoptr (KitteTongue) tongue = kitte_tongue_new (language);
  g_autofree char *target = g_strconcat ("#", language, "-top", NULL);

  kitte_markup_start (page->markup, "a");
  kitte_markup_attribute (page->markup, "href", target);
  kitte_markup_attribute (page->markup, "lang", language);
  /* TRANSLATORS: the name of your language, in your language. */
  kitte_markup_text (page->markup, C_ ("language", "English"));
  kitte_markup_end (page->markup);
  kitte_markup_text (page->markup, " ");
}

static void
add_languages (Page *page, GPtrArray *languages)
{
  if (languages->len < 2)
    return;
  kitte_markup_start (page->markup, "nav");
  for (guint i = 0; i < languages->len; i++)
    add_way_to (page, languages->pdata[i]);
  kitte_markup_end (page->markup);
}

static void
add_meta (Page *page, const char *key, const char *name, const char *content)
{
  kitte_markup_start (page->markup, "meta");
  kitte_markup_attribute (page->markup, key, name);
  kitte_markup_attribute (page->markup, "content", content);
  kitte_markup_end (page->markup);
}

static void
add_head (Page *page, const char *language)
{
  g_autoptr (KitteTongue) tongue = kitte_tongue_new (language);
  const char *name = kitte_preset_member_text (page->root, "name");
  g_autofree char *title = g_strdup_printf (_ ("Setting up mail: %s"), name);

  kitte_markup_start (page->markup, "head");
  add_meta (page, "http-equiv", "Content-Type", "text/html; charset=UTF-8");
  add_meta (page, "http-equiv", "Content-Security-Policy", CONTENT_POLICY);
  add_meta (page, "name", "viewport", "width=device-width, initial-scale=1");
  kitte_markup_element (page->markup, "title", title);
  kitte_markup_element (page->markup, "style", style);
  kitte_markup_end (page->markup);
}

GBytes *
kitte_export_write_help (const KitteExportSubject *subject, GError **error)
{
  g_autoptr (KitteMarkup) markup = kitte_markup_new ();
  g_autoptr (GPtrArray) languages = kitte_export_list_languages (subject->preset);
  Page page = { subject, markup, kitte_preset_get_json (subject->preset), NULL };

  kitte_markup_start (markup, "html");
  kitte_markup_attribute (markup, "lang", languages->pdata[0]);
  add_head (&page, languages->pdata[0]);
  kitte_markup_start (markup, "body");
  add_languages (&page, languages);
  kitte_markup_start (markup, "main");
  for (guint i = 0; i < languages->len; i++)
    if (!add_language (&page, languages->pdata[i], error))
      return NULL;
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  kitte_markup_end (markup);
  return kitte_markup_finish_html (markup);
}

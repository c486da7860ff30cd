/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A help page for a provider’s customers: one HTML file without script, in every language that
 * preset and program have. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/kitte-locale.h"
#include "kitte-help-page.h"
#include "kitte-help-programs.h"
#include "provider/kitte-preset-member.h"

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

static gboolean
add_step (KitteHelpPage *page, const KitteHelpStep *step, GError **error)
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
    done = kitte_help_add_values (page, incoming, error);
  if (done && (step->values == KITTE_HELP_SENDING || step->values == KITTE_HELP_BOTH))
    done = kitte_help_add_values (page, outgoing, error);
  kitte_markup_end (page->markup);
  return done;
}

static gboolean
add_program (KitteHelpPage *page, const KitteHelpProgram *program, GError **error)
{
  kitte_help_add_heading (page, "h3", program->id, _ (program->name));
  kitte_markup_start (page->markup, "ol");
  for (guint i = 0; i < KITTE_HELP_MAX_STEPS && program->steps[i].text != NULL; i++)
    if (!add_step (page, &program->steps[i], error))
      return FALSE;
  kitte_markup_end (page->markup);
  return TRUE;
}

static gboolean
add_programs (KitteHelpPage *page, GError **error)
{
  const KitteHelpProgram *program;

  /* TRANSLATORS: a heading on a provider’s help page. */
  kitte_help_add_heading (page, "h2", "programs", _ ("Step by step in your mail program"));
  for (guint i = 0; (program = kitte_help_get_program (i)) != NULL; i++)
    if (!add_program (page, program, error))
      return FALSE;
  return TRUE;
}

static void
add_credential (KitteHelpPage *page)
{
  JsonObject *credential = kitte_preset_member_object (page->root, "credential");
  const char *name = credential != NULL ? kitte_preset_member_text (credential, "name") : NULL;
  const char *hint = credential != NULL ? kitte_preset_member_text (credential, "hint") : NULL;
  g_autofree char *text = NULL;

  /* TRANSLATORS: something that is needed. */
  text = name != NULL ? g_strdup (name) : g_strdup (_ ("the password of your mailbox"));
  kitte_help_add_item (page, text, NULL);
  if (credential != NULL && (hint != NULL || kitte_preset_member_string (credential, "url")))
    kitte_help_add_item (page, hint, kitte_preset_member_string (credential, "url"));
}

/* What only the person knows. */
static void
add_asks (KitteHelpPage *page)
{
  JsonArray *asks = kitte_preset_member_array (page->root, "ask");

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);
      const char *hint = kitte_preset_member_text (ask, "hint");

      if (!kitte_preset_applies (page->subject->preset, ask, page->subject->address->domain))
        continue;
      kitte_help_add_item (page, kitte_preset_member_text (ask, "label"), NULL);
      if (hint != NULL)
        kitte_help_add_item (page, hint, NULL);
    }
}

static void
add_needs (KitteHelpPage *page)
{
  /* TRANSLATORS: a heading on a provider’s help page. */
  kitte_help_add_heading (page, "h2", "needs", _ ("What you need"));
  kitte_markup_start (page->markup, "ul");
  /* TRANSLATORS: something that is needed. */
  kitte_help_add_item (page, _ ("your mail address"), NULL);
  add_credential (page);
  add_asks (page);
  kitte_markup_end (page->markup);
}

/* A list of texts with pages, under a heading. */
static void
add_texts (KitteHelpPage *page, const char *key, const char *heading)
{
  JsonArray *items = kitte_preset_member_array (page->root, key);

  if (items == NULL || json_array_get_length (items) == 0)
    return;
  kitte_help_add_heading (page, "h2", key, heading);
  kitte_markup_start (page->markup, "ol");
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      kitte_help_add_item (page, kitte_preset_member_text (item, "text"),
                           kitte_preset_member_string (item, "url"));
    }
  kitte_markup_end (page->markup);
}

static void
add_trouble (KitteHelpPage *page)
{
  /* TRANSLATORS: a heading on a provider’s help page. */
  kitte_help_add_heading (page, "h2", "trouble", _ ("If it does not work"));
  kitte_markup_start (page->markup, "ul");
  kitte_help_add_item (
      page,
      _ ("The password is refused: look at capital letters and at blanks at its ends, and "
         "whether it is the password for mail. After several tries wait a few minutes."),
      NULL);
  kitte_help_add_item (
      page,
      _ ("Receiving works and sending does not: look at the port of the sending server. "
         "Port 25 is blocked on most lines. Sending needs user name and password too."),
      NULL);
  kitte_help_add_item (
      page,
      _ ("A warning about the certificate: compare the server’s name letter by letter, and "
         "do not confirm an exception."),
      NULL);
  kitte_markup_end (page->markup);
}

static void
add_contact (KitteHelpPage *page, JsonObject *contact)
{
  const char *value = kitte_preset_member_string (contact, "value");
  const char *kind = kitte_preset_member_string (contact, "kind");
  const char *hours = kitte_preset_member_text (contact, "hours");
  g_autofree char *url = g_str_equal (kind, "tel")  ? g_strconcat ("tel:", value, NULL) :
                         g_str_equal (kind, "mail") ? g_strconcat ("mailto:", value, NULL) :
                                                      g_strdup (value);

  kitte_markup_start (page->markup, "li");
  kitte_help_add_link (page, url, value);
  if (hours != NULL)
    {
      kitte_markup_text (page->markup, " ");
      kitte_markup_text (page->markup, hours);
    }
  kitte_markup_end (page->markup);
}

/* A page in another language helps nobody who reads this one. */
static gboolean
is_readable (KitteHelpPage *page, JsonObject *item)
{
  const char *language = kitte_preset_member_string (item, "lang");

  return language == NULL || g_str_equal (language, page->language);
}

static void
add_provider_link (KitteHelpPage *page, JsonObject *link)
{
  const char *url = kitte_preset_member_string (link, "url");
  const char *title = kitte_preset_member_string (link, "title");

  kitte_markup_start (page->markup, "li");
  kitte_help_add_link (page, url, title != NULL ? title : url);
  kitte_markup_end (page->markup);
}

static guint
add_readable (KitteHelpPage *page,
              const char *key,
              void (*add) (KitteHelpPage *page, JsonObject *item))
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
add_help (KitteHelpPage *page)
{
  /* TRANSLATORS: a heading on a provider’s help page. */
  kitte_help_add_heading (page, "h2", "help", _ ("More help"));
  if (add_readable (page, "contact", add_contact) +
          add_readable (page, "links", add_provider_link) ==
      0)
    kitte_help_add_paragraph (
        page, _ ("Please ask your provider; the letter about your account says how."));
}

static void
add_footer (KitteHelpPage *page)
{
  /* TRANSLATORS: %s is a month, as in “2026-11”. */
  g_autofree char *text = g_strdup_printf (_ ("The settings are from %s."),
                                           kitte_preset_get_checked (page->subject->preset));

  kitte_help_add_paragraph (page, text);
}

static gboolean
add_body (KitteHelpPage *page, GError **error)
{
  const char *name = kitte_preset_member_text (page->root, "name");
  /* TRANSLATORS: the title of a help page; %s is a provider’s name. */
  g_autofree char *title = g_strdup_printf (_ ("Setting up mail: %s"), name);

  kitte_help_add_heading (page, "h1", "top", title);
  add_needs (page);
  /* TRANSLATORS: a heading on a provider’s help page; a list follows. */
  add_texts (page, "steps", _ ("Before you begin"));
  if (!kitte_help_add_settings (page, error) || !add_programs (page, error))
    return FALSE;
  add_trouble (page);
  /* TRANSLATORS: a heading on a provider’s help page; a list follows. */
  add_texts (page, "after", _ ("Once it works"));
  add_help (page);
  add_footer (page);
  return TRUE;
}

static gboolean
add_language (KitteHelpPage *page, const char *language, GError **error)
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
add_way_to (KitteHelpPage *page, const char *language)
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
add_languages (KitteHelpPage *page, GPtrArray *languages)
{
  if (languages->len < 2)
    return;
  kitte_markup_start (page->markup, "nav");
  for (guint i = 0; i < languages->len; i++)
    add_way_to (page, languages->pdata[i]);
  kitte_markup_end (page->markup);
}

static void
add_meta (KitteHelpPage *page, const char *key, const char *name, const char *content)
{
  kitte_markup_start (page->markup, "meta");
  kitte_markup_attribute (page->markup, key, name);
  kitte_markup_attribute (page->markup, "content", content);
  kitte_markup_end (page->markup);
}

static void
add_head (KitteHelpPage *page, const char *language)
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
  KitteHelpPage page = { subject, markup, kitte_preset_get_json (subject->preset), NULL };

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

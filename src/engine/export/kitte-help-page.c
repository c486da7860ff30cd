/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paragraphs, links, headings and items of a help page. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-help-page.h"

/* What RFC 3986, 2.2 lets stand in a URL, beside letters and digits, and what is escaped already.
 */
#define IN_URLS "%:/?#[]@!$&'()*+,;="

void
kitte_help_add_paragraph (KitteHelpPage *page, const char *text)
{
  kitte_markup_element (page->markup, "p", text);
}

/* Only pages on the web, telephones and mail are linked, whatever the preset says. */
void
kitte_help_add_link (KitteHelpPage *page, const char *url, const char *text)
{
  g_autofree char *escaped = g_uri_escape_string (url, IN_URLS, FALSE);

  if (!g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://") &&
      !g_str_has_prefix (url, "tel:") && !g_str_has_prefix (url, "mailto:"))
    {
      kitte_markup_text (page->markup, text);
      return;
    }
  kitte_markup_start (page->markup, "a");
  kitte_markup_attribute (page->markup, "href", escaped);
  kitte_markup_text (page->markup, text);
  kitte_markup_end (page->markup);
}

void
kitte_help_add_heading (KitteHelpPage *page, const char *level, const char *id, const char *text)
{
  g_autofree char *own = g_strconcat (page->language, "-", id, NULL);

  kitte_markup_start (page->markup, level);
  kitte_markup_attribute (page->markup, "id", own);
  kitte_markup_text (page->markup, text);
  kitte_markup_end (page->markup);
}

/* Behind a text the page it is about, where there is one. */
void
kitte_help_add_item (KitteHelpPage *page, const char *text, const char *url)
{
  if (text == NULL && url == NULL)
    return;
  kitte_markup_start (page->markup, "li");
  if (text != NULL)
    kitte_markup_text (page->markup, text);
  if (url != NULL)
    {
      kitte_markup_text (page->markup, " ");
      kitte_help_add_link (page, url, url);
    }
  kitte_markup_end (page->markup);
}

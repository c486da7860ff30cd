/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libxml2 reads it, however broken it is; what separates paragraphs separates lines. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-pasted-html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

/* Tags that a mail’s text has; an address in angle brackets is none. */
#define TAG_EXPRESSION                                                                             \
  "<(?:html|body|head|div|p|br|table|tr|td|span|pre|font|h[1-6])(?:[ \\t\\n][^<>]*)?/?>"

/* An address in angle brackets would be taken for a tag. */
#define ADDRESS_EXPRESSION "<([^<>\\s\"'=/]+@[^<>\\s\"'=/]+)>"

static const char *const blocks[] = { "address", "blockquote", "br", "div", "dd", "dt", "h1",
                                      "h2",      "h3",         "h4", "h5",  "h6", "hr", "li",
                                      "p",       "pre",        "td", "th",  "tr", NULL };
static const char *const hidden[] = { "head", "script", "style", "title", NULL };

static gboolean
is_named (const xmlNode *node, const char *const *names)
{
  return node->type == XML_ELEMENT_NODE && g_strv_contains (names, (const char *) node->name);
}

/**
 * kitte_pasted_html_is_html:
 * @text: valid UTF-8
 *
 * Returns: whether @text is written in HTML
 */
gboolean
kitte_pasted_html_is_html (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return g_regex_match_simple (TAG_EXPRESSION, text, G_REGEX_CASELESS, 0);
}

/* From parent to child by pointers: parts within parts without end need no stack. */
static void
append_text (GString *text, const xmlNode *root)
{
  const xmlNode *node = root;

  while (node != NULL)
    {
      if ((node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) &&
          node->content != NULL)
        g_string_append (text, (const char *) node->content);
      if (is_named (node, blocks))
        g_string_append_c (text, '\n');
      if (node->type == XML_ELEMENT_NODE && node->children != NULL && !is_named (node, hidden))
        {
          node = node->children;
          continue;
        }
      while (node != root && node->next == NULL)
        {
          node = node->parent;
          if (is_named (node, blocks))
            g_string_append_c (text, '\n');
        }
      node = node == root ? NULL : node->next;
    }
}

static char *
keep_addresses (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new (ADDRESS_EXPRESSION, 0, 0, NULL);

  return g_regex_replace (regex, text, -1, 0, "&lt;\\1&gt;", 0, NULL);
}

/**
 * kitte_pasted_html_to_text:
 * @text: valid UTF-8, of a bounded length
 *
 * Returns: (transfer full): what a person would see of it, valid UTF-8
 */
char *
kitte_pasted_html_to_text (const char *text)
{
  g_autofree char *kept = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);
  htmlDocPtr document;

  g_return_val_if_fail (text != NULL, NULL);

  kept = keep_addresses (text);
  if (kept == NULL)
    return g_strdup (text);
  document = htmlReadMemory (kept, (int) strlen (kept), NULL, "UTF-8",
                             HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                 HTML_PARSE_NONET);
  if (document != NULL)
    append_text (plain, xmlDocGetRootElement (document));
  xmlFreeDoc (document);
  return g_utf8_make_valid (plain->str, (gssize) plain->len);
}

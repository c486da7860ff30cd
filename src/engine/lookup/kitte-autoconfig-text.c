/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever wrote the document may mean harm: every text is bounded and cleaned when it is read. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-autoconfig-text.h"

#include <string.h>

/* A sentence for people; real ones have some hundred characters. */
#define MAX_SENTENCE 500

#define MAX_LINK 2000

/* Before it is cleaned; indentation counts. */
#define MAX_TEXT 4000

/* Pieces of text between comments and elements. */
#define MAX_PIECES 1000

gboolean
kitte_autoconfig_is (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name);
}

static xmlNode *
find (xmlNode *node, const char *name)
{
  while (node != NULL && !kitte_autoconfig_is (node, name))
    node = node->next;
  return node;
}

/**
 * kitte_autoconfig_first:
 *
 * Returns: (transfer none) (nullable): the first child called @name
 */
xmlNode *
kitte_autoconfig_first (const xmlNode *parent, const char *name)
{
  return find (parent->children, name);
}

/**
 * kitte_autoconfig_next:
 *
 * Returns: (transfer none) (nullable): the next sibling of the same name
 */
xmlNode *
kitte_autoconfig_next (const xmlNode *node)
{
  return find (node->next, (const char *) node->name);
}

/* Lines and blanks of the document become one blank; what a terminal obeys goes. */
static char *
clean (const char *text, gsize max)
{
  g_autoptr (GString) result = g_string_new (NULL);
  gboolean blank = FALSE;

  for (const char *p = text; *p != '\0' && result->len < max; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        blank = result->len > 0;
      else if (g_unichar_isprint (c))
        {
          if (blank)
            g_string_append_c (result, ' ');
          blank = FALSE;
          g_string_append_unichar (result, c);
        }
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * kitte_autoconfig_dup_text:
 * @max: about how many bytes
 *
 * Returns: (transfer full): the text right inside @node, cleaned; elements inside it are left out
 */
char *
kitte_autoconfig_dup_text (const xmlNode *node, gsize max)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_pieces = 0;

  for (const xmlNode *child = node->children; child != NULL && n_pieces < MAX_PIECES;
       child = child->next, n_pieces++)
    if ((child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) &&
        child->content != NULL && text->len < MAX_TEXT)
      g_string_append (text, (const char *) child->content);
  if (!g_utf8_validate (text->str, -1, NULL))
    return g_strdup ("");
  return clean (text->str, max);
}

/**
 * kitte_autoconfig_dup_child:
 *
 * Returns: (transfer full) (nullable): the text of the first child called @name; the others do not
 *   count
 */
char *
kitte_autoconfig_dup_child (const xmlNode *parent, const char *name, gsize max)
{
  const xmlNode *child = kitte_autoconfig_first (parent, name);

  return child != NULL ? kitte_autoconfig_dup_text (child, max) : NULL;
}

/**
 * kitte_autoconfig_dup_attribute:
 *
 * Returns: (transfer full) (nullable): the cleaned value
 */
char *
kitte_autoconfig_dup_attribute (const xmlNode *node, const char *name)
{
  xmlChar *value = xmlGetNoNsProp (node, (const xmlChar *) name);
  char *cleaned = NULL;

  if (value != NULL && g_utf8_validate ((const char *) value, -1, NULL))
    cleaned = clean ((const char *) value, MAX_LINK);
  xmlFree (value);
  return cleaned;
}

/* How well a text suits the person: the place in the list of languages, the smaller the better. */
static guint
rank_language (const char *language)
{
  const char *const *wanted = g_get_language_names ();
  g_autofree char *spelled = g_strdelimit (g_strdup (language), "-", '_');
  guint i;

  for (i = 0; wanted[i] != NULL; i++)
    if (g_ascii_strcasecmp (wanted[i], spelled) == 0 || g_str_equal (wanted[i], "C"))
      return g_str_equal (wanted[i], "C") ? i + (g_str_has_prefix (spelled, "en") ? 0 : 1) : i;
  return i + 2;
}

/**
 * kitte_autoconfig_dup_localised:
 *
 * Returns: (transfer full) (nullable): of the children called @name the one in the person’s
 *   language, else in English, else the first; %NULL where none has text
 */
char *
kitte_autoconfig_dup_localised (const xmlNode *parent, const char *name)
{
  char *best = NULL;
  guint best_rank = G_MAXUINT;
  guint n = 0;

  for (xmlNode *node = kitte_autoconfig_first (parent, name);
       node != NULL && n < KITTE_AUTOCONFIG_MAX_ITEMS; node = kitte_autoconfig_next (node), n++)
    {
      g_autofree char *language = kitte_autoconfig_dup_attribute (node, "lang");
      g_autofree char *text = kitte_autoconfig_dup_text (node, MAX_SENTENCE);
      guint rank = language != NULL ? rank_language (language) : G_MAXUINT - 1;

      if (*text == '\0' || rank >= best_rank)
        continue;
      g_free (best);
      best = g_steal_pointer (&text);
      best_rank = rank;
    }
  return best;
}

/* What %KEY% stands for; a key that the document declares stays as it is, until it is answered. */
static char *
find_value (const KitteAutoconfigReader *reader, const char *key)
{
  const KitteAddress *address = reader->use->address;

  if (g_str_equal (key, "EMAILADDRESS"))
    return g_strdup (address->text);
  if (g_str_equal (key, "EMAILLOCALPART"))
    return g_strdup (address->local);
  if (g_str_equal (key, "EMAILDOMAIN"))
    return g_strdup (address->domain);
  if (g_ptr_array_find_with_equal_func (reader->keys, key, g_str_equal, NULL))
    return g_strdup_printf ("%%%s%%", key);
  return NULL;
}

#define KEY_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"

/**
 * kitte_autoconfig_expand:
 *
 * Replaces placeholders in one pass from left to right: what was put in is not looked at again. A
 * per cent sign by itself is one: some user names have it.
 *
 * Returns: (transfer full) (nullable): %NULL where a placeholder is unknown or has no end
 */
char *
kitte_autoconfig_expand (const KitteAutoconfigReader *reader, const char *text)
{
  g_autoptr (GString) result = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = *text == '%' ? strspn (text + 1, KEY_CHARACTERS) : 0;
      g_autofree char *key = g_strndup (text + 1, length);
      g_autofree char *value = NULL;

      if (length == 0 || (text[1 + length] != '%' && !g_str_has_prefix (key, "EMAIL")))
        {
          g_string_append_c (result, *text++);
          continue;
        }
      if (text[1 + length] == '%')
        value = find_value (reader, key);
      if (value == NULL)
        return NULL;
      g_string_append (result, value);
      text += length + 2;
    }
  return g_string_free (g_steal_pointer (&result), FALSE);
}

/**
 * kitte_autoconfig_dup_link:
 * @url: (nullable): as the document writes it
 *
 * Returns: (transfer full) (nullable): @url if it is a page on the web that may be shown
 */
char *
kitte_autoconfig_dup_link (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  const char *scheme;

  if (url == NULL || strlen (url) >= MAX_LINK || strpbrk (url, " \"<>\\") != NULL)
    return NULL;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL)
    return NULL;
  scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    return NULL;
  return g_strdup (url);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture is shapes and their colours: nothing that runs, loads, or grows while it is drawn. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-brand-private.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

#define SVG "http://www.w3.org/2000/svg"

/* Real logos have some hundred; each is drawn at every size. */
#define MAX_ELEMENTS 2000

/* The drawer asks for the number of pixels; a logo is never far wider than high, or higher. */
#define MAX_SIDES 8.0

/* What is quoted from a document is cut after this many bytes. */
#define MAX_QUOTED 40

/* Without “use”, “pattern” and “filter”, which make much out of little, and without “image”, “a”,
 * “style”, “script” and everything else that leads out of the picture. Text depends on the fonts
 * that are installed. */
static const char *const shapes[] = {
  "svg",    "g",        "defs",           "title",          "desc",    "path", "rect",
  "circle", "ellipse",  "line",           "polyline",       "polygon", "stop", "clipPath",
  "mask",   "metadata", "linearGradient", "radialGradient", NULL,
};

static void
break_rule (GError **error, const char *place, const char *reason)
{
  g_set_error (error, KITTE_BRAND_ERROR, KITTE_BRAND_ERROR_BAD_PICTURE, "%s: %s", place, reason);
}

/* Returns: (transfer full): where @node is, for the author */
static char *
describe (const xmlNode *node, const xmlAttr *attribute)
{
  if (attribute != NULL)
    return g_strdup_printf ("<%.*s %.*s> (line %ld)", MAX_QUOTED, (const char *) node->name,
                            MAX_QUOTED, (const char *) attribute->name, xmlGetLineNo (node));
  return g_strdup_printf ("<%.*s> (line %ld)", MAX_QUOTED, (const char *) node->name,
                          xmlGetLineNo (node));
}

/* Whether every “url(…)” in @value, also in other letters, stays inside the document. */
static gboolean
points_inside (const char *value)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  if (strchr (lower, '\\') != NULL || strstr (lower, "@import") != NULL ||
      strstr (lower, "expression(") != NULL || strstr (lower, "image(") != NULL ||
      strstr (lower, "src(") != NULL)
    return FALSE;
  for (const char *p = strstr (lower, "url("); p != NULL; p = strstr (p, "url("))
    {
      p += strlen ("url(");
      p += strspn (p, " \t\r\n'\"");
      if (*p != '#')
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_attribute (const xmlNode *node, const xmlAttr *attribute, GError **error)
{
  const char *name = (const char *) attribute->name;
  g_autofree char *place = describe (node, attribute);
  xmlChar *value = xmlNodeListGetString (node->doc, attribute->children, 1);
  gboolean inside = value == NULL || points_inside ((const char *) value);
  gboolean local = value == NULL || *value == '#';

  xmlFree (value);
  if (g_ascii_strncasecmp (name, "on", 2) == 0)
    break_rule (error, place, _ ("A picture does nothing when it is touched; leave this out."));
  else if (g_ascii_strcasecmp (name, "href") == 0 && !local)
    break_rule (error, place, _ ("A picture loads nothing from elsewhere; leave this out."));
  else if (!inside)
    break_rule (error, place, _ ("A picture loads nothing from elsewhere; leave this out."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_element (const xmlNode *node, GError **error)
{
  const char *namespace = node->ns != NULL ? (const char *) node->ns->href : NULL;

  if (g_strcmp0 (namespace, SVG) != 0 || !g_strv_contains (shapes, (const char *) node->name))
    {
      g_autofree char *place = describe (node, NULL);

      break_rule (
          error, place,
          _ ("A logo is made of shapes; leave this out. Drawing programs do so when text is "
             "turned into paths and the file is saved as plain or optimised SVG."));
      return FALSE;
    }
  for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next)
    if (!check_attribute (node, attribute, error))
      return FALSE;
  return TRUE;
}

/* The next node in the order of the document; no recursion, however deep it is nested. */
static xmlNode *
get_next (const xmlNode *root, xmlNode *node)
{
  if (node->children != NULL && node->type == XML_ELEMENT_NODE)
    return node->children;
  while (node != root && node->next == NULL)
    node = node->parent;
  return node != root ? node->next : NULL;
}

static gboolean
check_nodes (xmlNode *root, GError **error)
{
  guint n = 0;

  for (xmlNode *node = root; node != NULL; node = get_next (root, node))
    {
      if (node->type == XML_ELEMENT_NODE && ++n > MAX_ELEMENTS)
        {
          break_rule (error, "svg", _ ("The picture has too many parts; make it simpler."));
          return FALSE;
        }
      if (node->type == XML_ELEMENT_NODE && !check_element (node, error))
        return FALSE;
      if (node->type != XML_ELEMENT_NODE && node->type != XML_TEXT_NODE &&
          node->type != XML_CDATA_SECTION_NODE && node->type != XML_COMMENT_NODE)
        {
          break_rule (error, "svg",
                      _ ("A picture needs no instructions; leave out what begins "
                         "with “<?” or “&”."));
          return FALSE;
        }
    }
  return TRUE;
}

/* Style sheets and document types stand before the picture, and may stand behind it. */
static gboolean
check_surroundings (const xmlDoc *document, GError **error)
{
  for (const xmlNode *node = document->children; node != NULL; node = node->next)
    if (node->type != XML_ELEMENT_NODE && node->type != XML_COMMENT_NODE)
      {
        break_rule (error, "svg",
                    _ ("Leave out what begins with “<!DOCTYPE” or “<?”, except for "
                       "the first line."));
        return FALSE;
      }
  return TRUE;
}

/* Width and height as the picture itself says; %FALSE: it does not. */
static gboolean
get_size (xmlNode *root, double *width, double *height)
{
  xmlChar *box = xmlGetNoNsProp (root, (const xmlChar *) "viewBox");
  g_auto (GStrv) parts = NULL;
  double numbers[4] = { 0 };
  guint n = 0;

  if (box == NULL)
    return FALSE;
  parts = g_strsplit_set ((const char *) box, " ,\t\r\n", -1);
  xmlFree (box);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *end = NULL;

      if (*parts[i] == '\0')
        continue;
      if (n == 4)
        return FALSE;
      numbers[n++] = g_ascii_strtod (parts[i], &end);
      if (*end != '\0')
        return FALSE;
    }
  *width = numbers[2];
  *height = numbers[3];
  return n == 4 && *width >= 1 && *width <= 100000 && *height >= 1 && *height <= 100000;
}

static gboolean
check_size (xmlNode *root, gboolean square, GError **error)
{
  double width;
  double height;

  if (!get_size (root, &width, &height))
    break_rule (error, "<svg viewBox>",
                _ ("Say how large the picture is, as in viewBox=\"0 0 240 80\"."));
  else if (square && width != height)
    break_rule (error, "<svg viewBox>", _ ("An icon is as wide as high."));
  else if (width > MAX_SIDES * height || height > MAX_SIDES * width)
    break_rule (error, "<svg viewBox>", _ ("The picture is too long and thin to be shown."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_document (xmlDoc *document, gboolean square, GError **error)
{
  xmlNode *root = xmlDocGetRootElement (document);

  if (root == NULL || g_strcmp0 ((const char *) root->name, "svg") != 0)
    {
      break_rule (error, "svg", _ ("This is no SVG picture."));
      return FALSE;
    }
  if (document->encoding != NULL &&
      g_ascii_strcasecmp ((const char *) document->encoding, "UTF-8") != 0)
    {
      break_rule (error, "encoding", _ ("Save the picture in UTF-8."));
      return FALSE;
    }
  return check_surroundings (document, error) && check_nodes (root, error) &&
         check_size (root, square, error);
}

static GBytes *
serialize (xmlDoc *document)
{
  xmlChar *text = NULL;
  int length = 0;
  GBytes *bytes;

  xmlDocDumpMemoryEnc (document, &text, &length, "UTF-8");
  bytes = g_bytes_new (text, (gsize) length);
  xmlFree (text);
  return bytes;
}

/* @svg: of a bounded size
 * @square: whether it is an icon
 *
 * Returns: (transfer full): the picture as it was understood here, so that who draws it understands
 * nothing else; or %NULL with a #KitteBrandError that begins with the place */
GBytes *
kitte_brand_check_picture (GBytes *svg, gboolean square, GError **error)
{
  gsize size;
  const char *text = g_bytes_get_data (svg, &size);
  GBytes *written = NULL;
  xmlDoc *document;

  if (size == 0 || !g_utf8_validate_len (text, size, NULL))
    {
      break_rule (error, "svg", _ ("This is no SVG picture."));
      return NULL;
    }
  /* Without entities: a document type would only be refused afterwards. */
  if (g_strstr_len (text, (gssize) size, "<!DOCTYPE") != NULL ||
      g_strstr_len (text, (gssize) size, "<!ENTITY") != NULL)
    {
      break_rule (error, "svg",
                  _ ("Leave out what begins with “<!DOCTYPE” or “<?”, except for the first line."));
      return NULL;
    }
  document =
      xmlReadMemory (text, (int) size, NULL, NULL,
                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NODICT);
  if (document == NULL)
    {
      break_rule (error, "svg", _ ("This is no SVG picture."));
      return NULL;
    }
  if (check_document (document, square, error))
    written = serialize (document);
  xmlFreeDoc (document);
  return written;
}

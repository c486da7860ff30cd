/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tree, so that one way of writing serves XML and HTML alike. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-markup.h"

#include <libxml/tree.h>
#include <libxml/xmlsave.h>
#include <string.h>

struct _KitteMarkup
{
  xmlDoc *document;
  xmlNode *open;
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlBuffer, xmlBufferFree)

static const xmlChar *
to_xml (const char *text)
{
  return (const xmlChar *) text;
}

/* Marks that turn the reading order round (UAX #9, section 2) or have no width: in a name they
 * only deceive. */
static gboolean
is_deceptive (gunichar c)
{
  return (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || c == 0x2060 ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

/**
 * kitte_markup_clean:
 *
 * Returns: (transfer full): @text as one line of characters that XML may hold (XML 1.0, 2.2) and
 *   that can be seen
 */
char *
kitte_markup_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        g_string_append_c (clean, ' ');
      else if (!g_unichar_iscntrl (c) && !is_deceptive (c) && (c & 0xfffe) != 0xfffe)
        g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

/**
 * kitte_markup_new:
 *
 * Returns: (transfer full): an empty document
 */
KitteMarkup *
kitte_markup_new (void)
{
  KitteMarkup *self = g_new0 (KitteMarkup, 1);

  self->document = xmlNewDoc (to_xml ("1.0"));
  return self;
}

void
kitte_markup_free (KitteMarkup *self)
{
  xmlFreeDoc (self->document);
  g_free (self);
}

/**
 * kitte_markup_declare:
 * @public_id: (nullable)
 * @system_id: (nullable)
 *
 * Writes the document type.
 */
void
kitte_markup_declare (KitteMarkup *self,
                      const char *root,
                      const char *public_id,
                      const char *system_id)
{
  xmlCreateIntSubset (self->document, to_xml (root), to_xml (public_id), to_xml (system_id));
}

void
kitte_markup_start (KitteMarkup *self, const char *element)
{
  xmlNode *node = xmlNewDocNode (self->document, NULL, to_xml (element), NULL);

  if (self->open != NULL)
    xmlAddChild (self->open, node);
  else
    xmlDocSetRootElement (self->document, node);
  self->open = node;
}

/**
 * kitte_markup_attribute:
 *
 * Of the element that was just begun.
 */
void
kitte_markup_attribute (KitteMarkup *self, const char *name, const char *value)
{
  g_autofree char *clean = kitte_markup_clean (value);

  g_return_if_fail (self->open != NULL);

  xmlNewProp (self->open, to_xml (name), to_xml (clean));
}

void
kitte_markup_text (KitteMarkup *self, const char *text)
{
  g_autofree char *clean = kitte_markup_clean (text);

  g_return_if_fail (self->open != NULL);

  xmlAddChild (self->open, xmlNewDocText (self->document, to_xml (clean)));
}

void
kitte_markup_end (KitteMarkup *self)
{
  g_return_if_fail (self->open != NULL);

  self->open = self->open->parent->type == XML_ELEMENT_NODE ? self->open->parent : NULL;
}

/**
 * kitte_markup_element:
 * @text: (nullable): %NULL: empty
 */
void
kitte_markup_element (KitteMarkup *self, const char *element, const char *text)
{
  kitte_markup_start (self, element);
  if (text != NULL)
    kitte_markup_text (self, text);
  kitte_markup_end (self);
}

void
kitte_markup_number (KitteMarkup *self, const char *element, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  kitte_markup_element (self, element, text);
}

static GBytes *
finish (KitteMarkup *self, int options)
{
  g_autoptr (xmlBuffer) buffer = xmlBufferCreate ();
  xmlSaveCtxt *saver = xmlSaveToBuffer (buffer, "UTF-8", options);

  g_return_val_if_fail (self->open == NULL && saver != NULL, NULL);

  xmlSaveDoc (saver, self->document);
  xmlSaveClose (saver);
  return g_bytes_new (xmlBufferContent (buffer), (gsize) xmlBufferLength (buffer));
}

/**
 * kitte_markup_finish_xml:
 *
 * Returns: (transfer full): the document, UTF-8, indented; every element has to be ended
 */
GBytes *
kitte_markup_finish_xml (KitteMarkup *self)
{
  return finish (self, XML_SAVE_FORMAT | XML_SAVE_AS_XML);
}

/**
 * kitte_markup_finish_html:
 *
 * Returns: (transfer full): the same as HTML
 */
GBytes *
kitte_markup_finish_html (KitteMarkup *self)
{
  kitte_markup_declare (self, "html", NULL, NULL);
  return finish (self, XML_SAVE_FORMAT | XML_SAVE_AS_HTML);
}

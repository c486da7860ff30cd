/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document may come from anybody: it is made UTF-8, so that it means the same to everyone who
 * looks at it, and what would keep a parser busy for seconds is turned away. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-autoconfig-input.h"

#include <string.h>

/* libxml2 compares each attribute of an element with each: with as many as fit into a document that
 * takes ten seconds. Elements of the format have three at most. */
#define MAX_ATTRIBUTES 100

/* The first line holds the encoding (XML 1.0, 2.8); longer ones do not exist. */
#define MAX_DECLARATION 200

/* The format asks for UTF-8; these are what older documents are written in. All of them are ASCII
 * where ASCII is. */
static const char *const old_encodings[] = {
  "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1251", "windows-1252",
  "koi8-r",     "shift_jis",  "euc-jp",      "gb2312",       "euc-kr",
};

/* Returns: (transfer full) (nullable): the encoding that the document names itself */
static char *
find_encoding (const char *data, gsize size)
{
  g_autofree char *start = g_strndup (data, MIN (size, MAX_DECLARATION));
  char *end = strstr (start, "?>");
  const char *name = strstr (start, "encoding=");
  const char *close;

  if (!g_str_has_prefix (start, "<?xml") || end == NULL || name == NULL || name > end)
    return NULL;
  name += strlen ("encoding=");
  close = *name == '"' || *name == '\'' ? strchr (name + 1, *name) : NULL;
  return close != NULL ? g_ascii_strdown (name + 1, close - name - 1) : NULL;
}

static GBytes *
convert (const char *data, gsize size)
{
  g_autofree char *encoding = find_encoding (data, size);
  gsize length = 0;
  char *text = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (old_encodings) && encoding != NULL && text == NULL; i++)
    if (g_str_equal (encoding, old_encodings[i]))
      text = g_convert (data, (gssize) size, "UTF-8", encoding, NULL, &length, NULL);
  if (text != NULL && !g_utf8_validate (text, (gssize) length, NULL))
    g_clear_pointer (&text, g_free);
  return text != NULL ? g_bytes_new_take (text, length) : NULL;
}

static gboolean
begins_value (const char *data, gsize size, gsize equals)
{
  gsize i = equals + 1;

  while (i < size && g_ascii_isspace (data[i]))
    i++;
  return i < size && (data[i] == '"' || data[i] == '\'');
}

/* No attribute holds a “<” (XML 1.0, 3.1), so between two of them stand those of one element. */
static gboolean
has_long_elements (const char *data, gsize size)
{
  guint n = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (data[i] == '<')
        n = 0;
      else if (data[i] == '=' && begins_value (data, size, i) && ++n > MAX_ATTRIBUTES)
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_autoconfig_input_read:
 * @document: as it came, within KITTE_MAX_DOCUMENT
 *
 * Returns: (transfer full) (nullable): the document in UTF-8, whatever encoding it names; %NULL
 *   where it is in none that is known, or no parser should see it
 */
GBytes *
kitte_autoconfig_input_read (GBytes *document)
{
  g_autoptr (GBytes) text = NULL;
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  if (data == NULL)
    return NULL;
  text =
      g_utf8_validate (data, (gssize) size, NULL) ? g_bytes_ref (document) : convert (data, size);
  if (text == NULL)
    return NULL;
  data = g_bytes_get_data (text, &size);
  return has_long_elements (data, size) ? NULL : g_steal_pointer (&text);
}

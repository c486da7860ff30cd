/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GKeyFile would write the whole file anew, in its own way; here a line is changed in its place. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-key-lines.h"

#include <string.h>

/* Where a key stands, or where it would be put: behind the last line with text of its group. */
typedef struct
{
  gsize start;
  gsize end;
  gboolean found;
  gboolean has_group;
} Place;

static gboolean
is_group (const char *line, gsize length, const char *group)
{
  gsize size = strlen (group);

  return length >= size + 2 && line[0] == '[' && strncmp (line + 1, group, size) == 0 &&
         line[size + 1] == ']';
}

/* Blanks may stand on either side of the sign. */
static gboolean
is_key (const char *line, gsize length, const char *key)
{
  gsize size = strlen (key);

  if (length <= size || strncmp (line, key, size) != 0)
    return FALSE;
  while (size < length && (line[size] == ' ' || line[size] == '\t'))
    size++;
  return size < length && line[size] == '=';
}

static gsize
without_end (const char *line, gsize length)
{
  while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
    length--;
  return length;
}

static Place
find_place (const char *text, gsize length, const char *group, const char *key)
{
  Place place = { length, length, FALSE, FALSE };
  gboolean inside = FALSE;
  gsize size;

  for (gsize at = 0; at < length; at += size)
    {
      const char *end = memchr (text + at, '\n', length - at);
      gsize bare;

      size = end != NULL ? (gsize) (end - text) - at + 1 : length - at;
      bare = without_end (text + at, size);
      if (bare > 0 && text[at] == '[')
        inside = is_group (text + at, bare, group);
      if (!inside || bare == 0)
        continue;
      place.has_group = TRUE;
      place.start = place.end = at + size;
      if (!is_key (text + at, bare, key))
        continue;
      place.start = at;
      place.end = at + bare;
      place.found = TRUE;
      return place;
    }
  return place;
}

static const char *
newline_of (const char *text, gsize length)
{
  const char *end = length > 0 ? memchr (text, '\n', length) : NULL;

  return end != NULL && end > text && end[-1] == '\r' ? "\r\n" : "\n";
}

static void
append_line (GString *text, const Place *place, const char *newline, const char *group, char *line)
{
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append (text, newline);
  if (!place->has_group)
    g_string_append_printf (text, "%s[%s]%s", text->len > 0 ? newline : "", group, newline);
  g_string_append_printf (text, "%s%s", line, newline);
}

/**
 * kitte_key_lines_get_line:
 *
 * Returns: on which line the key stands, from 1; 0 where it is not written
 */
guint
kitte_key_lines_get_line (GBytes *bytes, const char *group, const char *key)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  Place place = find_place (text, length, group, key);
  guint line = 1;

  for (gsize at = 0; place.found && at < place.start; at++)
    if (text[at] == '\n')
      line++;
  return place.found ? line : 0;
}

/**
 * kitte_key_lines_get:
 *
 * Returns: (transfer full) (nullable): the value as it is written, escaped
 */
char *
kitte_key_lines_get (GBytes *bytes, const char *group, const char *key)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  Place place = find_place (text, length, group, key);
  g_autofree char *line = NULL;

  if (!place.found)
    return NULL;
  line = g_strndup (text + place.start, place.end - place.start);
  return g_strdup (g_strstrip (strchr (line, '=') + 1));
}

/**
 * kitte_key_lines_set:
 * @value: (nullable): escaped as it is to be written; %NULL: the key goes
 *
 * Returns: (transfer full): the file with that value
 */
GBytes *
kitte_key_lines_set (GBytes *bytes, const char *group, const char *key, const char *value)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  const char *newline = newline_of (text, length);
  Place place = find_place (text, length, group, key);
  g_autofree char *line = g_strdup_printf ("%s=%s", key, value != NULL ? value : "");
  g_autoptr (GString) changed = NULL;

  if (!place.found && value == NULL)
    return g_bytes_ref (bytes);
  changed = g_string_new_len (text, (gssize) place.start);
  if (!place.found)
    append_line (changed, &place, newline, group, line);
  else if (value != NULL)
    g_string_append (changed, line);
  else if (place.end < length)
    place.end += strspn (text + place.end, "\r") + 1;
  g_string_append_len (changed, text + place.end, (gssize) (length - place.end));
  return g_bytes_new (changed->str, changed->len);
}

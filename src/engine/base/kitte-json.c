/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds in front of json-glib, whose parser calls itself once a level and knows no limit. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-json.h"

#include "kitte-bounds.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Presets and brands need seven levels. */
#define MAX_DEPTH 32

/* The reader quotes what it did not like, however long that is. */
#define MAX_REASON 300

G_DEFINE_QUARK (kitte_json_error, kitte_json_error)

static gboolean
is_too_deep (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        in_string = !in_string;
      else if (in_string && text[i] == '\\')
        i++;
      else if (!in_string && (text[i] == '{' || text[i] == '[') && ++depth > MAX_DEPTH)
        return TRUE;
      else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }
  return FALSE;
}

/* json-glib takes comments, which could hide brackets from the count above; RFC 8259 has none. */
static gboolean
has_comment (const char *text, gsize length)
{
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        in_string = !in_string;
      else if (in_string && text[i] == '\\')
        i++;
      else if (!in_string && text[i] == '/')
        return TRUE;
    }
  return FALSE;
}

/* json-glib reads on behind the end of a value and keeps only the last one. */
static gboolean
has_second_value (const char *text, gsize length)
{
  gboolean in_string = FALSE;
  gboolean ended = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (ended && strchr (" \t\r\n", text[i]) == NULL)
        return TRUE;
      if (text[i] == '"')
        in_string = !in_string;
      else if (in_string && text[i] == '\\')
        i++;
      else if (!in_string && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
        ended = --depth == 0;
    }
  return FALSE;
}

static gboolean
is_within_bounds (const char *text, gsize length, gsize max_length, GError **error)
{
  if (length > max_length || is_too_deep (text, length))
    g_set_error_literal (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_TOO_LARGE,
                         _ ("The file is larger or more deeply nested than such a file can be."));
  else if (!g_utf8_validate_len (text, length, NULL))
    g_set_error_literal (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_NOT_TEXT,
                         _ ("The file is not text in UTF-8."));
  else if (has_comment (text, length))
    g_set_error_literal (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_SYNTAX,
                         _ ("There is a “/” outside of quotes; JSON has no comments."));
  else if (has_second_value (text, length))
    g_set_error_literal (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_SYNTAX,
                         _ ("There is something behind the last bracket."));
  else
    return TRUE;
  return FALSE;
}

/**
 * kitte_json_make_visible:
 * @text: out of a document
 * @most: characters, at the most
 *
 * Returns: (transfer full): @text fit for a message: short, and nothing hidden in it
 */
char *
kitte_json_make_visible (const char *text, guint most)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) visible = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (text != NULL, NULL);

  valid = g_utf8_make_valid (text, -1);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (++n > most)
        {
          g_string_append (visible, "…");
          break;
        }
      if (g_unichar_isprint (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (visible, c);
      else
        g_string_append_printf (visible, "\\u%04x", c);
    }
  return g_string_free (g_steal_pointer (&visible), FALSE);
}

/**
 * kitte_json_parse:
 * @text: (array length=length): JSON (RFC 8259) in UTF-8
 * @length: in bytes
 *
 * Reads @text unless it is longer than %KITTE_MAX_DOCUMENT or nested too deeply.
 *
 * Returns: (transfer full): the root, or %NULL with a #KitteJsonError
 */
JsonNode *
kitte_json_parse (const char *text, gsize length, GError **error)
{
  return kitte_json_parse_within (text, length, KITTE_MAX_DOCUMENT, error);
}

/**
 * kitte_json_parse_within:
 * @max_length: the largest size in bytes that is still a sensible document of its kind
 *
 * As kitte_json_parse(), for another program’s file with a bound of its own.
 *
 * Returns: (transfer full): the root, or %NULL with a #KitteJsonError
 */
JsonNode *
kitte_json_parse_within (const char *text, gsize length, gsize max_length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local_error = NULL;
  JsonNode *root;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (!is_within_bounds (text, length, max_length, error))
    return NULL;

  parser = json_parser_new_immutable ();
  if (length > 0 && !json_parser_load_from_data (parser, text, (gssize) length, &local_error))
    {
      g_autofree char *reason = kitte_json_make_visible (local_error->message, MAX_REASON);

      g_set_error (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_SYNTAX,
                   /* TRANSLATORS: %s is the JSON reader’s own message, in English. */
                   _ ("The file is not JSON: %s"), reason);
      return NULL;
    }
  root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error_literal (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_SYNTAX,
                         _ ("The file is empty."));
  return root;
}

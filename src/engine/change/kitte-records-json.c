/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading is forgiving about what is missing and strict about kinds: a record may be damaged. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "base/kitte-json.h"
#include "kitte-change-set.h"
#include "kitte-json-private.h"

static gboolean
holds_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
         json_node_get_value_type (node) == G_TYPE_STRING;
}

/* File names are bytes, JSON is Unicode: what is not is written in this form. */
#define ESCAPED "kitte-bytes:"

static char *
escape (const char *value)
{
  g_autofree char *escaped = NULL;

  if (g_utf8_validate (value, -1, NULL) && !g_str_has_prefix (value, ESCAPED))
    return g_strdup (value);
  escaped = g_uri_escape_bytes ((const guint8 *) value, strlen (value), "/");
  return g_strconcat (ESCAPED, escaped, NULL);
}

static char *
unescape (const char *text)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!g_str_has_prefix (text, ESCAPED))
    return g_strdup (text);
  bytes = g_uri_unescape_bytes (text + strlen (ESCAPED), -1, NULL, NULL);
  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) :
                         g_strdup (text);
}

/* Nothing is written where @value is NULL. */
void
kitte_json_add_string (JsonBuilder *builder, const char *name, const char *value)
{
  g_autofree char *escaped = value != NULL ? escape (value) : NULL;

  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, escaped);
}

void
kitte_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

void
kitte_json_add_strings (JsonBuilder *builder, const char *name, GPtrArray *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < values->len; i++)
    {
      g_autofree char *escaped = escape (values->pdata[i]);

      json_builder_add_string_value (builder, escaped);
    }
  json_builder_end_array (builder);
}

GBytes *
kitte_json_to_bytes (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, TRUE);

  return g_bytes_new_take (text, strlen (text));
}

gboolean
kitte_json_fail (GError **error)
{
  g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_JOURNAL,
                       /* TRANSLATORS: Kitte keeps a record of what it changed, for undo. */
                       _ ("Kitte’s record of this change is damaged, so it cannot be taken back. "
                          "Nothing was changed."));
  return FALSE;
}

JsonObject *
kitte_json_parse_record (GBytes *bytes, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) root = kitte_json_parse (text, length, NULL);

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      kitte_json_fail (error);
      return NULL;
    }
  return json_node_dup_object (root);
}

char *
kitte_json_dup_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return holds_string (node) ? unescape (json_node_get_string (node)) : NULL;
}

void
kitte_json_read_strings (JsonObject *object, const char *name, GPtrArray *values)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (holds_string (json_array_get_element (array, i)))
      g_ptr_array_add (values, unescape (json_array_get_string_element (array, i)));
}

/* (transfer full): the objects in an array; empty where there is none. */
GPtrArray *
kitte_json_get_objects (JsonObject *object, const char *name)
{
  GPtrArray *objects = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return objects;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      g_ptr_array_add (objects, json_object_ref (json_array_get_object_element (array, i)));
  return objects;
}

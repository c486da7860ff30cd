/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of JSON Schema (draft 2020-12) that Kitte’s own schemas use. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-schema.h"

#include "kitte-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is quoted from a document in a message is cut after this many characters. */
#define MAX_QUOTED 60

/* Who has made more mistakes than this mends these first. */
#define MAX_MISTAKES 100

struct _KitteSchema
{
  JsonNode *root;
  GMutex lock; /* guards @patterns */
  GHashTable *patterns;
};

/* One check under way: where it is, for the message.
 *
 * @mistakes: (nullable) (element-type GError): takes every mistake, and the walk goes on; %NULL:
 * the first mistake ends it */
typedef struct
{
  KitteSchema *schema;
  KitteSchemaFlags flags;
  GString *path;
  GPtrArray *mistakes;
} Walk;

static gboolean check (Walk *walk, JsonObject *rule, JsonNode *node, GError **error);

static const char *
get_string (JsonObject *object, const char *key)
{
  return json_object_get_string_member_with_default (object, key, NULL);
}

/* What stands in a document, fit for a message. */
static char *
quote (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  return kitte_json_make_visible (text, MAX_QUOTED);
}

/* Returns: whether the walk goes on */
static gboolean G_GNUC_PRINTF (4, 5)
    fail (Walk *walk, JsonObject *rule, GError **error, const char *format, ...)
{
  g_autofree char *reason = NULL;
  const char *description = walk->path->len > 0 ? get_string (rule, "description") : NULL;
  GError *mistake;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  mistake = g_error_new (KITTE_JSON_ERROR, KITTE_JSON_ERROR_INVALID, "%s: %s%s%s%s",
                         walk->path->len > 0 ? walk->path->str : "$", reason,
                         description != NULL ? " (" : "", description != NULL ? description : "",
                         description != NULL ? ")" : "");
  if (walk->mistakes == NULL)
    {
      g_propagate_error (error, mistake);
      return FALSE;
    }
  g_ptr_array_add (walk->mistakes, mistake);
  return walk->mistakes->len < MAX_MISTAKES;
}

static gboolean
has_type (JsonNode *node, const char *type)
{
  GType value = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (g_str_equal (type, "object"))
    return JSON_NODE_HOLDS_OBJECT (node);
  if (g_str_equal (type, "array"))
    return JSON_NODE_HOLDS_ARRAY (node);
  if (g_str_equal (type, "null"))
    return JSON_NODE_HOLDS_NULL (node);
  if (g_str_equal (type, "string"))
    return value == G_TYPE_STRING;
  if (g_str_equal (type, "boolean"))
    return value == G_TYPE_BOOLEAN;
  if (g_str_equal (type, "integer"))
    return value == G_TYPE_INT64;
  return g_str_equal (type, "number") && (value == G_TYPE_INT64 || value == G_TYPE_DOUBLE);
}

static gboolean
check_type (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  JsonNode *type = json_object_get_member (rule, "type");
  g_autoptr (GString) wanted = g_string_new (NULL);
  JsonArray *types;

  if (type == NULL)
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (type))
    return has_type (node, json_node_get_string (type)) ||
           fail (walk, rule, error,
                 /* TRANSLATORS: about a JSON file. %s is a JSON type: object, array, string … */
                 _ ("Write a value of type %s here."), json_node_get_string (type));

  types = json_node_get_array (type);
  for (guint i = 0; i < json_array_get_length (types); i++)
    {
      if (has_type (node, json_array_get_string_element (types, i)))
        return TRUE;
      g_string_append_printf (wanted, "%s%s", i > 0 ? ", " : "",
                              json_array_get_string_element (types, i));
    }
  return fail (walk, rule, error, _ ("Write a value of type %s here."), wanted->str);
}

static gboolean
check_enum (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autofree char *found = NULL;
  JsonNode *only = json_object_get_member (rule, "const");
  JsonArray *values = NULL;

  if (json_object_has_member (rule, "enum"))
    values = json_object_get_array_member (rule, "enum");
  if (only == NULL && values == NULL)
    return TRUE;
  if (only != NULL && json_node_equal (only, node))
    return TRUE;
  for (guint i = 0; values != NULL && i < json_array_get_length (values); i++)
    {
      g_autofree char *text = json_to_string (json_array_get_element (values, i), FALSE);

      if (json_node_equal (json_array_get_element (values, i), node))
        return TRUE;
      g_string_append_printf (wanted, "%s%s", i > 0 ? ", " : "", text);
    }
  found = quote (node);
  if (only != NULL)
    {
      g_autofree char *text = json_to_string (only, FALSE);

      g_string_append (wanted, text);
    }
  return fail (walk, rule, error,
               /* TRANSLATORS: about a JSON file: the value found, and the values that may stand
                * there. */
               _ ("%s is not known here; write one of: %s."), found, wanted->str);
}

static GRegex *
get_regex (KitteSchema *self, const char *pattern)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GRegex *regex = g_hash_table_lookup (self->patterns, pattern);

  if (regex == NULL)
    {
      regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      if (regex != NULL)
        g_hash_table_insert (self->patterns, g_strdup (pattern), regex);
    }
  return regex;
}

static gboolean
check_string (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  g_autofree char *found = NULL;
  const char *pattern = get_string (rule, "pattern");
  const char *text;
  glong length;

  if (!has_type (node, "string"))
    return TRUE;
  text = json_node_get_string (node);
  length = g_utf8_strlen (text, -1);
  if (length < json_object_get_int_member_with_default (rule, "minLength", 0))
    return fail (walk, rule, error, _ ("The text must not be empty."));
  if (length > json_object_get_int_member_with_default (rule, "maxLength", G_MAXINT64))
    return fail (walk, rule, error, _ ("The text is too long."));
  if (pattern == NULL)
    return TRUE;
  if (g_regex_match (get_regex (walk->schema, pattern), text, 0, NULL))
    return TRUE;
  found = quote (node);
  if (json_object_has_member (rule, "description"))
    return fail (walk, rule, error,
                 /* TRANSLATORS: about a JSON file: the value found. */
                 _ ("%s has the wrong form."), found);
  return fail (walk, rule, error,
               /* TRANSLATORS: about a JSON file: the value found, and a regular expression. */
               _ ("%s has the wrong form; it has to match %s."), found, pattern);
}

static gboolean
check_number (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  gint64 minimum = json_object_get_int_member_with_default (rule, "minimum", G_MININT64);
  gint64 maximum = json_object_get_int_member_with_default (rule, "maximum", G_MAXINT64);
  g_autofree char *lowest = NULL;
  g_autofree char *highest = NULL;

  if (!has_type (node, "integer") ||
      (json_node_get_int (node) >= minimum && json_node_get_int (node) <= maximum))
    return TRUE;
  lowest = g_strdup_printf ("%" G_GINT64_FORMAT, minimum);
  highest = g_strdup_printf ("%" G_GINT64_FORMAT, maximum);
  return fail (walk, rule, error,
               /* TRANSLATORS: about a JSON file: a number outside of its bounds. */
               _ ("Write a number from %s to %s here."), lowest, highest);
}

static gboolean
is_repeated (JsonArray *array, guint index)
{
  for (guint i = 0; i < index; i++)
    if (json_node_equal (json_array_get_element (array, i), json_array_get_element (array, index)))
      return TRUE;
  return FALSE;
}

static gboolean
check_array (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  JsonArray *array;
  gsize length = walk->path->len;
  gint64 n;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return TRUE;
  array = json_node_get_array (node);
  n = json_array_get_length (array);
  if (n < json_object_get_int_member_with_default (rule, "minItems", 0) ||
      n > json_object_get_int_member_with_default (rule, "maxItems", G_MAXINT64))
    return fail (walk, rule, error, _ ("The list is too short or too long."));
  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (walk->path, "[%u]", i);
      if (json_object_get_boolean_member_with_default (rule, "uniqueItems", FALSE) &&
          is_repeated (array, i) && !fail (walk, rule, error, _ ("This stands in the list twice.")))
        return FALSE;
      if (json_object_has_member (rule, "items") &&
          !check (walk, json_object_get_object_member (rule, "items"),
                  json_array_get_element (array, i), error))
        return FALSE;
      g_string_truncate (walk->path, length);
    }
  return TRUE;
}

/* Finds the rule for one member. %FALSE: the member may not be there. */
static gboolean
find_member_rule (Walk *walk, JsonObject *rule, const char *key, JsonObject **found)
{
  JsonNode *additional = json_object_get_member (rule, "additionalProperties");

  *found = NULL;
  if (json_object_has_member (rule, "properties"))
    {
      JsonObject *known = json_object_get_object_member (rule, "properties");

      if (json_object_has_member (known, key))
        {
          *found = json_object_get_object_member (known, key);
          return TRUE;
        }
    }
  if (additional != NULL && JSON_NODE_HOLDS_OBJECT (additional))
    *found = json_node_get_object (additional);
  else if (additional != NULL && !json_node_get_boolean (additional))
    return walk->flags == KITTE_SCHEMA_IGNORE_UNKNOWN;
  return TRUE;
}

static gboolean
check_key (Walk *walk, JsonObject *rule, const char *key, GError **error)
{
  g_autoptr (JsonNode) name = NULL;

  if (!json_object_has_member (rule, "propertyNames"))
    return TRUE;
  name = json_node_init_string (json_node_alloc (), key);
  return check (walk, json_object_get_object_member (rule, "propertyNames"), name, error);
}

static gboolean
check_members (Walk *walk, JsonObject *rule, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  JsonNode *value;
  const char *key;
  gsize length = walk->path->len;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    {
      g_autofree char *visible = kitte_json_make_visible (key, MAX_QUOTED);
      JsonObject *member_rule = NULL;

      g_string_append_printf (walk->path, "%s%s", length > 0 ? "." : "", visible);
      if (!find_member_rule (walk, rule, key, &member_rule))
        {
          if (!fail (walk, rule, error, _ ("This key is not known; leave it out.")))
            return FALSE;
        }
      else if (!check_key (walk, rule, key, error) ||
               (member_rule != NULL && !check (walk, member_rule, value, error)))
        return FALSE;
      g_string_truncate (walk->path, length);
    }
  return TRUE;
}

static gboolean
check_object (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;
  object = json_node_get_object (node);
  if (json_object_has_member (rule, "required"))
    {
      JsonArray *required = json_object_get_array_member (rule, "required");

      for (guint i = 0; i < json_array_get_length (required); i++)
        if (!json_object_has_member (object, json_array_get_string_element (required, i)) &&
            !fail (walk, rule, error,
                   /* TRANSLATORS: about a JSON file; %s is the key that is missing. */
                   _ ("The key “%s” is missing; add it."),
                   json_array_get_string_element (required, i)))
          return FALSE;
    }
  return check_members (walk, rule, object, error);
}

static JsonObject *
resolve (KitteSchema *self, const char *reference)
{
  JsonObject *definitions =
      json_object_get_object_member (json_node_get_object (self->root), "$defs");

  g_assert (g_str_has_prefix (reference, "#/$defs/"));
  return json_object_get_object_member (definitions, reference + strlen ("#/$defs/"));
}

/* One of several rules has to hold. Where none does, the first one’s reason is given: it is the
 * usual case; the others are exceptions such as null. */
static gboolean
check_any_of (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  g_autoptr (GError) first = NULL;
  GPtrArray *mistakes = walk->mistakes;
  JsonArray *rules;
  gsize length = walk->path->len;
  gboolean fits = FALSE;

  if (!json_object_has_member (rule, "anyOf"))
    return TRUE;
  rules = json_object_get_array_member (rule, "anyOf");
  walk->mistakes = NULL;
  for (guint i = 0; !fits && i < json_array_get_length (rules); i++)
    {
      fits = check (walk, json_array_get_object_element (rules, i), node, i == 0 ? &first : NULL);
      g_string_truncate (walk->path, length);
    }
  walk->mistakes = mistakes;
  if (fits)
    return TRUE;
  if (mistakes == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  g_ptr_array_add (mistakes, g_steal_pointer (&first));
  return mistakes->len < MAX_MISTAKES;
}

static gboolean
check (Walk *walk, JsonObject *rule, JsonNode *node, GError **error)
{
  const char *reference = get_string (rule, "$ref");

  if (reference != NULL && !check (walk, resolve (walk->schema, reference), node, error))
    return FALSE;
  return check_type (walk, rule, node, error) && check_enum (walk, rule, node, error) &&
         check_any_of (walk, rule, node, error) && check_string (walk, rule, node, error) &&
         check_number (walk, rule, node, error) && check_array (walk, rule, node, error) &&
         check_object (walk, rule, node, error);
}

/**
 * kitte_schema_new:
 * @schema: (transfer none): one of Kitte’s own schemas; it is trusted to be well-formed
 *
 * Understands type, enum, const, anyOf, $ref into $defs, properties, required,
 * additionalProperties, propertyNames, items, minItems, maxItems, uniqueItems, minLength,
 * maxLength, pattern, minimum and maximum.
 *
 * Returns: (transfer full): a checker, for any threads
 */
KitteSchema *
kitte_schema_new (JsonNode *schema)
{
  KitteSchema *self;

  g_return_val_if_fail (schema != NULL && JSON_NODE_HOLDS_OBJECT (schema), NULL);

  self = g_new0 (KitteSchema, 1);
  self->root = json_node_ref (schema);
  g_mutex_init (&self->lock);
  self->patterns =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_regex_unref);
  return self;
}

/**
 * kitte_schema_new_from_resource:
 * @resource: what the build made of data/schemas
 * @path: of one of Kitte’s own schemas, which is in it
 *
 * Returns: (transfer full): as kitte_schema_new()
 */
KitteSchema *
kitte_schema_new_from_resource (GResource *resource, const char *path)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonNode) root = kitte_json_parse (text, length, NULL);

  return kitte_schema_new (root);
}

void
kitte_schema_free (KitteSchema *self)
{
  json_node_unref (self->root);
  g_hash_table_unref (self->patterns);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * kitte_schema_find_mistakes:
 * @document: what is to be checked
 *
 * Returns: (transfer full) (element-type GError): every mistake in @document, a hundred at most, as
 *   kitte_schema_check() describes them; empty where it is in order
 */
GPtrArray *
kitte_schema_find_mistakes (KitteSchema *self, JsonNode *document, KitteSchemaFlags flags)
{
  GPtrArray *mistakes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autoptr (GString) path = g_string_new (NULL);
  Walk walk = { self, flags, path, mistakes };

  g_return_val_if_fail (self != NULL && document != NULL, mistakes);

  check (&walk, json_node_get_object (self->root), document, NULL);
  return mistakes;
}

/**
 * kitte_schema_check:
 * @document: what is to be checked
 *
 * Returns: whether @document is what the schema describes; if not, @error is a
 *   %KITTE_JSON_ERROR_INVALID whose message begins with the place, as in `servers[1].port: …`, and
 *   says what to write instead
 */
gboolean
kitte_schema_check (KitteSchema *self, JsonNode *document, KitteSchemaFlags flags, GError **error)
{
  g_autoptr (GString) path = g_string_new (NULL);
  Walk walk = { self, flags, path, NULL };

  g_return_val_if_fail (self != NULL && document != NULL, FALSE);

  return check (&walk, json_node_get_object (self->root), document, error);
}

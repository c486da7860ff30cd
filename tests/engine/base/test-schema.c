/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteSchema and of the bounds in front of the JSON reader. */
#include "config.h"

#include "base/kitte-bounds.h"
#include "base/kitte-json.h"
#include "base/kitte-schema.h"

#include <string.h>

static const char schema_text[] =
    "{\"type\":\"object\",\"required\":[\"name\"],\"additionalProperties\":false,\"properties\":{"
    "\"name\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":5,\"pattern\":\"^[a-z]*$\"},"
    "\"port\":{\"type\":[\"integer\",\"null\"],\"minimum\":1,\"maximum\":65535},"
    "\"kind\":{\"enum\":[\"a\",\"b\",null]},\"version\":{\"const\":1},"
    "\"list\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":3,\"uniqueItems\":true,"
    "\"items\":{\"$ref\":\"#/$defs/item\"}},"
    "\"texts\":{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[a-z]{2}$\"},"
    "\"additionalProperties\":{\"type\":\"string\"}},"
    "\"either\":{\"anyOf\":[{\"$ref\":\"#/$defs/item\"},{\"type\":\"null\"}]},"
    "\"on\":{\"type\":\"boolean\"}},"
    "\"$defs\":{\"item\":{\"type\":\"object\",\"required\":[\"id\"],\"description\":\"One item.\","
    "\"properties\":{\"id\":{\"type\":\"integer\"}}}}}";

static const struct
{
  const char *document;
  const char *message; /* NULL: fits */
} rows[] = {
  { "{\"name\":\"abc\"}", NULL },
  { "{\"name\":\"abc\",\"port\":null,\"kind\":null,\"version\":1,\"on\":true}", NULL },
  { "{\"name\":\"abc\",\"list\":[{\"id\":1},{\"id\":2}],\"either\":null}", NULL },
  { "{\"name\":\"abc\",\"either\":{\"id\":1,\"more\":2},\"texts\":{\"ja\":\"x\"}}", NULL },
  { "[]", "$: Write a value of type object here." },
  { "{}", "$: The key “name” is missing; add it." },
  { "{\"name\":\"\"}", "name: The text must not be empty." },
  { "{\"name\":\"abcdef\"}", "name: The text is too long." },
  { "{\"name\":\"A\"}", "name: \"A\" has the wrong form; it has to match ^[a-z]*$." },
  { "{\"name\":\"a\\n\"}", "name: \"a\\n\" has the wrong form; it has to match ^[a-z]*$." },
  { "{\"name\":1}", "name: Write a value of type string here." },
  { "{\"name\":null}", "name: Write a value of type string here." },
  { "{\"name\":\"a\",\"port\":0}", "port: Write a number from 1 to 65535 here." },
  { "{\"name\":\"a\",\"port\":1.5}", "port: Write a value of type integer, null here." },
  { "{\"name\":\"a\",\"port\":true}", "port: Write a value of type integer, null here." },
  { "{\"name\":\"a\",\"kind\":\"c\"}",
    "kind: \"c\" is not known here; write one of: \"a\", \"b\", null." },
  { "{\"name\":\"a\",\"version\":2}", "version: 2 is not known here; write one of: 1." },
  { "{\"name\":\"a\",\"list\":[]}", "list: The list is too short or too long." },
  { "{\"name\":\"a\",\"list\":[{\"id\":1},{\"id\":1}]}",
    "list[1]: This stands in the list twice." },
  { "{\"name\":\"a\",\"list\":[{\"id\":1},{}]}",
    "list[1]: The key “id” is missing; add it. (One item.)" },
  { "{\"name\":\"a\",\"list\":[{\"id\":\"x\"}]}",
    "list[0].id: Write a value of type integer here." },
  { "{\"name\":\"a\",\"either\":{}}", "either: The key “id” is missing; add it. (One item.)" },
  { "{\"name\":\"a\",\"texts\":{\"JA\":\"x\"}}",
    "texts.JA: \"JA\" has the wrong form; it has to match ^[a-z]{2}$." },
  { "{\"name\":\"a\",\"texts\":{\"ja\":1}}", "texts.ja: Write a value of type string here." },
  { "{\"name\":\"a\",\"more\":1}", "more: This key is not known; leave it out." },
};

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = kitte_json_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return node;
}

static void
test_rows (void)
{
  g_autoptr (JsonNode) root = parse (schema_text);
  g_autoptr (KitteSchema) schema = kitte_schema_new (root);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) document = parse (rows[i].document);
      g_autoptr (GError) error = NULL;
      gboolean fits = kitte_schema_check (schema, document, KITTE_SCHEMA_STRICT, &error);

      g_test_message ("%s", rows[i].document);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].message);
      g_assert_cmpint (fits, ==, rows[i].message == NULL);
      if (!fits)
        g_assert_error (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_INVALID);
    }
}

static void
test_unknown_keys (void)
{
  g_autoptr (JsonNode) root = parse (schema_text);
  g_autoptr (KitteSchema) schema = kitte_schema_new (root);
  g_autoptr (JsonNode) document = parse ("{\"name\":\"a\",\"more\":1}");

  g_assert_true (kitte_schema_check (schema, document, KITTE_SCHEMA_IGNORE_UNKNOWN, NULL));
}

static void
test_bounds (void)
{
  static const struct
  {
    const char *text;
    int code;
  } texts[] = {
    { "", KITTE_JSON_ERROR_SYNTAX },
    { "   ", KITTE_JSON_ERROR_SYNTAX },
    { "{", KITTE_JSON_ERROR_SYNTAX },
    { "{} /* x */", KITTE_JSON_ERROR_SYNTAX },
    { "[\"\xff\"]", KITTE_JSON_ERROR_NOT_TEXT },
  };
  g_autofree char *long_text = g_strnfill (KITTE_MAX_DOCUMENT + 1, ' ');
  g_autofree char *deep = g_strnfill (KITTE_MAX_DOCUMENT, '[');
  g_autofree char *hidden = g_strconcat ("[\"[[[[\\\"[\",", deep, NULL);
  g_autoptr (JsonNode) strings =
      parse ("[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ // \\\" {\"]");
  const char *large[] = { long_text, deep, hidden };

  g_assert_nonnull (strings);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kitte_json_parse (texts[i].text, strlen (texts[i].text), &error));
      g_assert_error (error, KITTE_JSON_ERROR, texts[i].code);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kitte_json_parse (large[i], strlen (large[i]), &error));
      g_assert_error (error, KITTE_JSON_ERROR, KITTE_JSON_ERROR_TOO_LARGE);
    }
}

/* A document of @n members, and a schema with another pattern for each. */
static KitteSchema *
make_large (guint n, JsonNode **document)
{
  g_autoptr (GString) members = g_string_new (NULL);
  g_autoptr (GString) rules = g_string_new (NULL);
  g_autofree char *object = NULL;
  g_autofree char *schema = NULL;
  g_autoptr (JsonNode) root = NULL;

  for (guint i = 0; i < n; i++)
    {
      const char *comma = i > 0 ? "," : "";

      g_string_append_printf (members, "%s\"m%u\":\"%u\"", comma, i, i);
      g_string_append_printf (rules, "%s\"m%u\":{\"type\":\"string\",\"pattern\":\"^%u$\"}", comma,
                              i, i);
    }
  object = g_strdup_printf ("{%s}", members->str);
  schema = g_strdup_printf ("{\"type\":\"object\",\"properties\":{%s}}", rules->str);
  *document = parse (object);
  root = parse (schema);
  return kitte_schema_new (root);
}

typedef struct
{
  KitteSchema *schema;
  JsonNode *document;
  int *waiting;
} Share;

/* All begin together. */
static gpointer
check_in_thread (gpointer data)
{
  const Share *share = data;
  g_autoptr (GError) error = NULL;

  g_atomic_int_add (share->waiting, -1);
  while (g_atomic_int_get (share->waiting) > 0)
    g_thread_yield ();
  g_assert_true (kitte_schema_check (share->schema, share->document, 0, &error));
  g_assert_no_error (error);
  return NULL;
}

/* Presets are read for the window and for the accounts on this computer at the same time. */
static void
test_threads (void)
{
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (KitteSchema) schema = make_large (2000, &document);
  GThread *threads[4];
  int waiting = G_N_ELEMENTS (threads);
  Share share = { schema, document, &waiting };

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, check_in_thread, &share);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/schema/rows", test_rows);
  g_test_add_func ("/base/schema/unknown-keys", test_unknown_keys);
  g_test_add_func ("/base/schema/bounds", test_bounds);
  g_test_add_func ("/base/schema/threads", test_threads);
  return g_test_run ();
}

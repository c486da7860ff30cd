/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a preset has to be able to say, each with what becomes of it; docs/preset-format.md
 * lists the same rows. */
#include "config.h"

#include "preset-fixture.h"
#include "provider/kitte-preset-shared.h"
#include "provider/kitte-preset.h"

static void
set_member_cb (JsonObject *changes, const char *key, JsonNode *value, gpointer user_data)
{
  json_object_set_member (user_data, key, json_node_copy (value));
}

/* The base with what the row changes in it. */
static KittePreset *
make_preset (JsonObject *base, JsonObject *row)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  KittePreset *preset;

  json_node_take_object (root, json_object_new ());
  json_object_foreach_member (base, set_member_cb, json_node_get_object (root));
  json_object_foreach_member (json_object_get_object_member (row, "preset"), set_member_cb,
                              json_node_get_object (root));
  text = json_to_string (root, FALSE);
  bytes = g_bytes_new (text, strlen (text));
  preset = kitte_preset_new (bytes, "needs.json", KITTE_ORIGIN_SHIPPED, &error);
  g_assert_no_error (error);
  return preset;
}

static GHashTable *
read_answers (JsonObject *row)
{
  GHashTable *answers = g_hash_table_new (g_str_hash, g_str_equal);
  JsonObjectIter iter;
  JsonNode *node;
  const char *key;

  if (!json_object_has_member (row, "answers"))
    return answers;
  json_object_iter_init (&iter, json_object_get_object_member (row, "answers"));
  while (json_object_iter_next (&iter, &key, &node))
    g_hash_table_insert (answers, (gpointer) key, (gpointer) json_node_get_string (node));
  return answers;
}

static char *
join (JsonObject *object, const char *key)
{
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array =
      json_object_has_member (object, key) ? json_object_get_array_member (object, key) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "",
                            json_array_get_string_element (array, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_same (const char *found, JsonObject *object, const char *key)
{
  g_autofree char *wanted = join (object, key);

  g_assert_cmpstr (found, ==, wanted);
}

static void
assert_servers (GPtrArray *servers, JsonObject *object, const char *key)
{
  g_autofree char *found = describe_servers (servers);

  assert_same (found, object, key);
}

static void
assert_texts (const KitteProposal *proposal, JsonObject *row, JsonObject *expected)
{
  g_autoptr (GString) asks = g_string_new (NULL);
  g_autoptr (GString) hints = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < proposal->asks->len; i++)
    g_string_append_printf (asks, "%s%s", i > 0 ? "; " : "",
                            ((const KitteAsk *) proposal->asks->pdata[i])->key);
  for (guint i = 0; i < proposal->hints->len; i++)
    g_string_append_printf (hints, "%s%s", i > 0 ? "; " : "",
                            ((const KitteHint *) proposal->hints->pdata[i])->code);
  for (guint i = 0; i < proposal->other_usernames->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "; " : "",
                            (const char *) proposal->other_usernames->pdata[i]);
  assert_same (asks->str, expected, "asks");
  assert_same (hints->str, expected, "hints");
  assert_same (names->str, row, "other_usernames");
}

static void
assert_row (JsonObject *base, JsonObject *row)
{
  JsonObject *expected = json_object_get_object_member (row, "expect");
  g_autoptr (KittePreset) preset = make_preset (base, row);
  g_autoptr (GHashTable) answers = read_answers (row);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteAddress) address =
      kitte_address_new (json_object_get_string_member (row, "address"), &error);
  g_autoptr (KitteProposal) proposal = NULL;

  g_assert_no_error (error);
  proposal = kitte_preset_propose (preset, address,
                                   json_object_get_string_member_with_default (row, "mx", NULL),
                                   answers, &error);
  g_assert_no_error (error);
  assert_servers (proposal->incoming, expected, "incoming");
  assert_servers (proposal->outgoing, expected, "outgoing");
  if (json_object_has_member (row, "unconfirmed"))
    assert_servers (proposal->unconfirmed, row, "unconfirmed");
  assert_texts (proposal, row, expected);
  g_assert_cmpint (proposal->certain, ==, json_object_get_boolean_member (expected, "certain"));
  g_assert_cmpint (proposal->choose_protocol, ==, json_object_has_member (row, "choose"));
  g_assert_cmpstr (kitte_trust_to_nick (proposal->trust), ==,
                   json_object_get_string_member (expected, "trust"));
  g_assert_cmpstr (proposal->no_access, ==,
                   json_object_get_string_member_with_default (row, "no_access", NULL));
  if (json_object_has_member (row, "example"))
    g_assert_cmpstr (((const KitteAsk *) proposal->asks->pdata[0])->example, ==,
                     json_object_get_string_member (row, "example"));
}

static void
test_needs (void)
{
  g_autoptr (JsonNode) node = load_fixture ("needs.json");
  JsonObject *root = json_node_get_object (node);
  JsonArray *rows = json_object_get_array_member (root, "rows");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_test_message ("%s", json_object_get_string_member (row, "need"));
      assert_row (json_object_get_object_member (root, "base"), row);
    }
}

/* Each server’s certainty can be asked; that is how an unconfirmed one leads and does not end. */
static void
test_confirmed (void)
{
  g_autoptr (JsonNode) node = load_fixture ("needs.json");
  JsonObject *root = json_node_get_object (node);
  JsonArray *rows = json_object_get_array_member (root, "rows");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      g_autoptr (KittePreset) preset = NULL;
      g_autoptr (KitteAddress) address = NULL;
      g_autoptr (KitteProposal) proposal = NULL;

      if (!json_object_has_member (row, "unconfirmed"))
        continue;
      preset = make_preset (json_object_get_object_member (root, "base"), row);
      address = kitte_address_new (json_object_get_string_member (row, "address"), NULL);
      proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
      g_assert_false (g_ptr_array_find (proposal->unconfirmed, proposal->incoming->pdata[0], NULL));
      g_assert_true (g_ptr_array_find (proposal->unconfirmed, proposal->incoming->pdata[1], NULL));
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

/* The page that explains the format has a row for each need, and each need is tried here. */
static void
test_page (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "docs", "preset-format.md", NULL);
  g_autofree char *page = NULL;
  g_autoptr (JsonNode) node = load_fixture ("needs.json");
  JsonArray *rows = json_object_get_array_member (json_node_get_object (node), "rows");

  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      const char *need =
          json_object_get_string_member (json_array_get_object_element (rows, i), "need");
      g_autofree char *cell = g_strdup_printf ("| %s |", need);

      g_test_message ("%s", need);
      g_assert_nonnull (strstr (page, cell));
    }
}

/* The schema and the program know the same shared texts. */
static void
test_shared (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "data", "schemas",
                                            "preset.schema.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *definitions;
  JsonArray *names;
  guint n = 0;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  definitions =
      json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "$defs");
  names =
      json_object_get_array_member (json_object_get_object_member (definitions, "shared"), "enum");
  while (kitte_preset_shared_get_name (n) != NULL)
    {
      g_assert_nonnull (kitte_preset_shared_get_text (kitte_preset_shared_get_name (n)));
      n++;
    }
  g_assert_cmpuint (json_array_get_length (names), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (kitte_preset_shared_get_text (json_array_get_string_element (names, i)));
  g_assert_null (kitte_preset_shared_get_text ("nothing"));
}

int
main (int argc, char *argv[])
{
  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/needs/table", test_needs);
  g_test_add_func ("/provider/needs/confirmed", test_confirmed);
  g_test_add_func ("/provider/needs/page", test_page);
  g_test_add_func ("/provider/needs/shared", test_shared);
  return g_test_run ();
}

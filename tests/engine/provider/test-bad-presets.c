/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generated bad presets: each is refused with a place and a reason, quickly, and none of those that
 * happen to be good brings anything down. `-m slow` makes ten thousand of them. */
#include "config.h"

#include "provider/kitte-catalogue.h"

#include <string.h>

#define QUICK 400
#define ALL 10000

/* What no preset may hold, or not where it lands. */
static const char *const strings[] = {
  "",
  " ",
  "a\nb",
  "a\tb",
  "\x01",
  "\x7f",
  "\u202e",
  "a\u200bb",
  "\u2066x\u2069",
  "ja",
  "{",
  "}",
  "{}",
  "{NAME}",
  "{EMAILADDRESS}",
  "%EMAILADDRESS%",
  "{address}{address}",
  "..",
  ".",
  "jp",
  "co.jp",
  "*.co.jp",
  "*",
  "*.*",
  "192.0.2.1",
  "[::1]",
  "localhost",
  "http://example.jp/",
  "javascript:alert(1)",
  "https://",
  "例え.jp",
  "xn--a.jp",
  "EXAMPLE.JP",
  "-a.example.jp",
  "a_b.example.jp",
  "(((((",
  "^(a+)+$",
  "[",
  "2026-13",
  "none",
  "unknown",
  "null",
};

static GRand *random_numbers;

static guint
below (guint limit)
{
  return limit == 0 ? 0 : (guint) g_rand_int_range (random_numbers, 0, (gint32) limit);
}

static JsonNode *
make_value (void)
{
  JsonNode *node = json_node_alloc ();

  switch (below (7))
    {
    case 0:
      json_node_init_int (node, (gint64) below (100000) - 50000);
      break;
    case 1:
      json_node_init_boolean (node, below (2) == 1);
      break;
    case 2:
      json_node_init_null (node);
      break;
    case 3:
      json_node_init_array (node, json_array_new ());
      break;
    case 4:
      json_node_init_object (node, json_object_new ());
      break;
    case 5:
      {
        g_autofree char *text = g_strnfill (1 + below (3000), (char) ('a' + below (26)));

        json_node_init_string (node, text);
        break;
      }
    default:
      json_node_init_string (node, strings[below (G_N_ELEMENTS (strings))]);
      break;
    }
  return node;
}

static void change (JsonNode *node);

static gboolean
is_plain (JsonNode *node)
{
  return !JSON_NODE_HOLDS_OBJECT (node) && !JSON_NODE_HOLDS_ARRAY (node);
}

static void
change_object (JsonObject *object)
{
  g_autoptr (GList) keys = json_object_get_members (object);
  const char *key = g_list_nth_data (keys, below (g_list_length (keys)));

  if (key == NULL || below (12) == 0)
    json_object_set_member (object, strings[below (G_N_ELEMENTS (strings))], make_value ());
  else if (below (4) == 0)
    json_object_remove_member (object, key);
  else if (below (3) == 0 || is_plain (json_object_get_member (object, key)))
    json_object_set_member (object, key, make_value ());
  else
    change (json_object_get_member (object, key));
}

static void
change_array (JsonArray *array)
{
  guint n = json_array_get_length (array);
  guint at = below (n);

  if (n == 0 || below (6) == 0)
    json_array_add_element (array, make_value ());
  else if (below (4) == 0)
    json_array_add_element (array, json_node_copy (json_array_get_element (array, at)));
  else if (below (4) == 0 || is_plain (json_array_get_element (array, at)))
    json_array_remove_element (array, at);
  else
    change (json_array_get_element (array, at));
}

/* One change somewhere below @node, an object or an array. */
static void
change (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    change_object (json_node_get_object (node));
  else
    change_array (json_node_get_array (node));
}

/* Bytes that are no JSON any more, most of the time. */
static void
damage (GByteArray *text)
{
  guint at = below (text->len);

  if (below (2) == 0)
    g_byte_array_set_size (text, at);
  else
    text->data[at] = (guint8) below (256);
}

static GBytes *
make_preset (KittePreset *good)
{
  g_autoptr (JsonNode) shared = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *written = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GByteArray *bytes = g_byte_array_new ();

  json_node_set_object (shared, kitte_preset_get_json (good));
  written = json_to_string (shared, FALSE);
  root = json_from_string (written, NULL);
  for (guint n = 1 + below (3); n > 0; n--)
    change (root);
  text = json_to_string (root, FALSE);
  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  if (below (10) == 0)
    damage (bytes);
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_reasons (GPtrArray *mistakes)
{
  for (guint i = 0; i < mistakes->len; i++)
    {
      const char *message = ((GError *) mistakes->pdata[i])->message;

      g_assert_true (g_utf8_validate (message, -1, NULL));
      g_assert_cmpuint (strlen (message), >, 10);
      if (g_test_verbose ())
        g_test_message ("%s", message);
      for (const char *c = message; *c != '\0'; c = g_utf8_next_char (c))
        g_assert_true (g_unichar_isprint (g_utf8_get_char (c)));
    }
}

/* A good one answers every question. */
static void
ask_everything (KittePreset *preset)
{
  static const char *const typed[] = { "taro@example.jp", "a.b@gmail.com", "x@a.sakura.ne.jp" };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (KitteAddress) address = kitte_address_new (typed[i], NULL);
      g_autoptr (KitteProposal) proposal =
          kitte_preset_propose (preset, address, "mx1.example.jp", NULL, NULL);

      kitte_preset_is_former_host (preset, address, "mail.example.jp");
      kitte_preset_is_confirmed (preset);
    }
}

/* Returns: whether @json was bad */
static gboolean
try_one (GBytes *json)
{
  g_autoptr (GPtrArray) mistakes = kitte_preset_check (json);
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePreset) preset =
      kitte_preset_new (json, "generated.json", KITTE_ORIGIN_SHIPPED, &error);

  g_assert_cmpint (preset == NULL, ==, mistakes->len > 0);
  assert_reasons (mistakes);
  if (preset != NULL)
    {
      ask_everything (preset);
      return FALSE;
    }
  g_assert_true (g_str_has_prefix (error->message, "generated.json: "));
  return TRUE;
}

static void
test_generated (void)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
  g_autoptr (GPtrArray) good = kitte_catalogue_list (catalogue);
  guint wanted = g_test_slow () ? ALL : QUICK;
  guint bad = 0;
  guint tried = 0;

  random_numbers = g_rand_new_with_seed (20261122);
  for (; bad < wanted; tried++)
    {
      g_autoptr (GBytes) json = make_preset (good->pdata[below (good->len)]);

      if (try_one (json))
        bad++;
      g_assert_cmpuint (tried, <, 20 * wanted);
    }
  g_test_message ("%u presets, %u of them bad", tried, bad);
  g_rand_free (random_numbers);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/bad-presets/generated", test_generated);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of customers’ own domains: which preset their mail exchanger leads to, and to which
 * servers; tests/fixtures/providers/own-domains.json has a row for every pattern of every preset.
 */
#include "config.h"

#include "lookup/kitte-lookup.h"
#include "provider/kitte-pattern.h"
#include "provider/kitte-preset-member.h"
#include "support/dns-server.h"

#include "../provider/preset-fixture.h"

/* Nobody listens there. */
#define NOWHERE 1

static JsonArray *
load_rows (JsonNode **node)
{
  *node = load_fixture ("own-domains.json");
  return json_node_get_array (*node);
}

static const char *
get_mx (JsonObject *row)
{
  return json_object_get_string_member_with_default (row, "mx", NULL);
}

static char *
expand (const char *text, const KitteAddress *address)
{
  g_autoptr (GString) expanded = g_string_new (text);

  g_string_replace (expanded, "{address}", address->text, 0);
  g_string_replace (expanded, "{local}", address->local, 0);
  g_string_replace (expanded, "{domain}", address->domain, 0);
  return g_string_free (g_steal_pointer (&expanded), FALSE);
}

static void
assert_servers (GPtrArray *servers, JsonObject *row, const char *key, const KitteAddress *address)
{
  JsonArray *expected = json_object_get_array_member (row, key);
  g_autofree char *found = describe_servers (servers);

  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      g_autofree char *wanted = expand (json_array_get_string_element (expected, i), address);
      g_autofree char *one = i < servers->len ? describe_server (servers->pdata[i]) : NULL;

      g_assert_cmpstr (one, ==, wanted);
    }
  g_test_message ("%s", found);
  g_assert_cmpuint (servers->len, ==, json_array_get_length (expected));
}

static void
assert_asks (GPtrArray *asks, JsonObject *row)
{
  JsonArray *expected = json_object_get_array_member (row, "asks");

  g_assert_cmpuint (asks->len, ==, json_array_get_length (expected));
  for (guint i = 0; i < asks->len; i++)
    g_assert_cmpstr (((KitteAsk *) asks->pdata[i])->key, ==,
                     json_array_get_string_element (expected, i));
}

/* A row with a mail exchanger is recognised by it, the others are chosen by name. */
static void
assert_row (KitteCatalogue *catalogue, JsonObject *row)
{
  const char *id = json_object_get_string_member (row, "id");
  const char *hosts[] = { get_mx (row), NULL };
  g_autoptr (KitteAddress) address = kitte_address_new ("Taro.Y@own-company.example", NULL);
  g_autoptr (KittePreset) preset = hosts[0] != NULL ?
                                       kitte_catalogue_find_mx (catalogue, hosts, NULL) :
                                       kitte_catalogue_get_preset (catalogue, id);
  g_autoptr (KitteProposal) proposal = NULL;

  g_test_message ("%s %s", id, hosts[0]);
  g_assert_nonnull (preset);
  g_assert_cmpstr (kitte_preset_get_id (preset), ==, id);
  proposal = kitte_preset_propose (preset, address, hosts[0], NULL, NULL);
  g_assert_cmpstr (kitte_trust_to_nick (proposal->trust), ==,
                   json_object_get_string_member (row, "trust"));
  g_assert_cmpint (proposal->certain, ==, json_object_get_boolean_member (row, "certain"));
  assert_servers (proposal->incoming, row, "incoming", address);
  assert_servers (proposal->outgoing, row, "outgoing", address);
  assert_asks (proposal->asks, row);
}

static void
test_table (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *rows = load_rows (&node);
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    assert_row (catalogue, json_array_get_object_element (rows, i));
}

static gboolean
has_row (JsonArray *rows, const char *id, const char *pattern)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *mx = get_mx (row);

      if (g_str_equal (json_object_get_string_member (row, "id"), id) &&
          (pattern == NULL ? mx == NULL : mx != NULL && kitte_pattern_matches (pattern, mx, NULL)))
        return TRUE;
    }
  return FALSE;
}

/* Servers that only addresses at other domains than the provider’s lead to. */
static gboolean
has_own_domain_servers (JsonObject *root)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");

  for (guint i = 0; i < json_array_get_length (servers); i++)
    if (g_strcmp0 (kitte_preset_member_string (json_array_get_object_element (servers, i), "when"),
                   "own-domain") == 0)
      return TRUE;
  return FALSE;
}

/* No pattern, and no server for own domains, goes without a row. */
static void
test_nothing_is_missing (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *rows = load_rows (&node);
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);

  for (guint i = 0; i < presets->len; i++)
    {
      JsonObject *root = kitte_preset_get_json (presets->pdata[i]);
      JsonObject *match = kitte_preset_member_object (root, "match");
      JsonArray *patterns = kitte_preset_member_array (match, "mx_patterns");
      guint n = patterns != NULL ? json_array_get_length (patterns) : 0;
      const char *id = kitte_preset_get_id (presets->pdata[i]);

      g_test_message ("%s", id);
      for (guint j = 0; j < n; j++)
        g_assert_true (has_row (rows, id, json_array_get_string_element (patterns, j)));
      if (n == 0 && has_own_domain_servers (root))
        g_assert_true (has_row (rows, id, NULL));
      if (json_object_get_boolean_member_with_default (match, "by_name", FALSE))
        g_assert_true (has_row (rows, id, NULL));
    }
}

/* One search, beside the others. */
typedef struct
{
  KitteLookup *lookup;
  GAsyncResult *result;
  char *domain;
} Search;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Search *search = user_data;

  search->result = g_object_ref (result);
}

static void
search_begin (Search *search,
              guint number,
              JsonObject *row,
              TestDnsServer *names,
              KitteResolver *resolver)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
  g_autoptr (GSocketConnectable) nowhere = g_network_address_new ("127.0.0.1", NOWHERE);
  g_autoptr (KitteWeb) web = kitte_web_new_with (nowhere, NULL);
  g_autofree char *typed = g_strdup_printf ("Taro.Y@company-%u.test", number);
  g_autoptr (KitteAddress) address = kitte_address_new (typed, NULL);
  const KitteLookupRequest request = { .address = address };

  search->domain = g_strdup (address->domain);
  test_dns_server_add_exchanger (names, search->domain, get_mx (row));
  search->lookup = kitte_lookup_new_with (catalogue, resolver, web);
  kitte_lookup_async (search->lookup, &request, NULL, NULL, done_cb, search);
}

static gboolean
asks_for_trust (const KitteProposal *proposal)
{
  for (guint i = 0; i < proposal->asks->len; i++)
    if (g_str_equal (((KitteAsk *) proposal->asks->pdata[i])->key, KITTE_ASK_TRUST))
      return TRUE;
  return FALSE;
}

/* A host out of the DNS is asked about before anything is sent there, a fixed one is told. */
static void
assert_found (Search *search, JsonObject *row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteLookupResult) result =
      kitte_lookup_finish (search->lookup, search->result, &error);
  g_autoptr (KitteAddress) address = NULL;
  g_autofree char *typed = g_strconcat ("Taro.Y@", search->domain, NULL);
  const char *trust = json_object_get_string_member (row, "trust");

  g_test_message ("%s", get_mx (row));
  g_assert_no_error (error);
  g_assert_nonnull (result->proposal);
  address = kitte_address_new (typed, NULL);
  g_assert_cmpstr (result->proposal->provider_id, ==, json_object_get_string_member (row, "id"));
  g_assert_cmpint (result->proposal->source, ==, KITTE_SOURCE_MX);
  g_assert_cmpstr (kitte_trust_to_nick (result->proposal->trust), ==, trust);
  assert_servers (result->proposal->incoming, row, "incoming", address);
  assert_servers (result->proposal->outgoing, row, "outgoing", address);
  g_assert_cmpint (asks_for_trust (result->proposal), ==, g_str_equal (trust, "asked"));
}

static void
search_clear (Search *search)
{
  g_clear_object (&search->lookup);
  g_clear_object (&search->result);
  g_free (search->domain);
}

/* The answer to the question for the mail exchanger is the only one that anybody gets. */
static void
test_one_answer (void)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *rows = load_rows (&node);
  guint n = json_array_get_length (rows);
  g_autoptr (TestDnsServer) names = test_dns_server_new ();
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (KitteResolver) resolver =
      kitte_resolver_new (before, test_dns_server_get_address (names));
  g_autofree Search *searches = g_new0 (Search, n);
  guint asked = 0;

  g_resolver_set_default (G_RESOLVER (resolver));
  test_dns_server_answer_only (names, TEST_DNS_MX);
  for (guint i = 0; i < n; i++)
    if (get_mx (json_array_get_object_element (rows, i)) != NULL)
      {
        search_begin (&searches[i], i, json_array_get_object_element (rows, i), names, resolver);
        asked++;
        /* All questions at once would be more than the socket can hold. */
        while (g_main_context_iteration (NULL, FALSE))
          ;
      }
  for (guint i = 0; i < n; i++)
    while (searches[i].lookup != NULL && searches[i].result == NULL)
      g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (test_dns_server_count_answered (names), ==, asked);
  for (guint i = 0; i < n; i++)
    if (searches[i].lookup != NULL)
      assert_found (&searches[i], json_array_get_object_element (rows, i));
  for (guint i = 0; i < n; i++)
    search_clear (&searches[i]);
  g_resolver_set_default (before);
}

int
main (int argc, char *argv[])
{
  g_setenv ("LANGUAGE", "en", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/own-domains/table", test_table);
  g_test_add_func ("/own-domains/nothing-is-missing", test_nothing_is_missing);
  g_test_add_func ("/own-domains/one-answer", test_one_answer);
  return g_test_run ();
}

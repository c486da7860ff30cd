/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Old accounts of every program and age, each with the judgement it has to get: one folder a case
 * in tests/fixtures/old-accounts. `seen` in its expected.json is what a look at the servers gave.
 * KITTE_UPDATE_FIXTURES=1 writes what comes out; look at it with git diff before it is kept. */
#include "config.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "clients/kitte-claws.h"
#include "clients/kitte-evolution.h"
#include "clients/kitte-msmtp.h"
#include "repair/kitte-conditions.h"
#include "repair/kitte-judge.h"
#include "repair/kitte-rules.h"
#include "support/mended-home.h"

#define FEWEST_CASES 30

/* Where each program's files lie in a home, and who reads them. */
static const struct
{
  const char *id;
  const char *folder;
} programs[] = {
  { "thunderbird", ".thunderbird/old" },
  { "evolution", ".config/evolution/sources" },
  { "msmtp", "" },
  { "claws-mail", ".claws-mail" },
  { "sylpheed", ".sylpheed-2.0" },
};

#define TABLE_START "<!-- rules: written by tests/engine/repair/test-old-accounts.c -->"
#define TABLE_END "<!-- end of rules -->"

static GHashTable *hit;

static char *
fixture_path (const char *name, const char *file)
{
  return g_test_build_filename (G_TEST_DIST, "fixtures", "old-accounts", name, file, NULL);
}

static GPtrArray *
list_cases (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = fixture_path ("", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

static JsonObject *
load_expected (const char *name)
{
  g_autofree char *path = fixture_path (name, "expected.json");
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

/* In a home a file may be called otherwise, or lie elsewhere. */
static char *
place_of (const char *folder, const char *file)
{
  if (g_str_equal (file, "msmtprc"))
    return g_strdup (".msmtprc");
  if (g_str_equal (file, "camel-cert.db"))
    return g_strdup (".local/share/evolution/camel-cert.db");
  return g_build_filename (folder, file, NULL);
}

static void
lay_out (TestHome *home, const char *name, const char *program)
{
  g_autofree char *from = fixture_path (name, NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *folder = NULL;
  const char *file;

  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    if (g_str_equal (programs[i].id, program))
      folder = programs[i].folder;
  g_assert_nonnull (folder);
  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, file, NULL);
      g_autofree char *place = place_of (folder, file);
      g_autofree char *target = test_home_path (home, place);
      g_autofree char *parent = g_path_get_dirname (target);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
      g_assert_true (g_file_get_contents (source, &text, &length, NULL));
      g_assert_true (g_file_set_contents (target, text, (gssize) length, NULL));
    }
}

static KitteClient *
make_client (TestHome *home, const char *program)
{
  if (g_str_equal (program, "evolution"))
    return kitte_evolution_new ();
  if (g_str_equal (program, "msmtp"))
    return kitte_msmtp_new ();
  if (g_str_equal (program, "claws-mail"))
    return kitte_claws_new ();
  if (g_str_equal (program, "sylpheed"))
    return kitte_sylpheed_new ();
  return test_mended_home_new_thunderbird (home);
}

static KitteFinding *
make_finding (JsonObject *seen, const char *member)
{
  const char *nick = json_object_get_string_member_with_default (seen, member, NULL);
  g_auto (GStrv) names = NULL;
  KitteCertificateInfo info = { .issuer = (char *) "CA", .plain_names = TRUE };
  KitteFindingCode code;
  JsonArray *array = json_object_has_member (seen, "certificate") ?
                         json_object_get_array_member (seen, "certificate") :
                         NULL;

  if (nick == NULL)
    return NULL;
  g_assert_true (kitte_finding_code_from_nick (nick, &code));
  names = g_new0 (char *, (array != NULL ? json_array_get_length (array) : 0) + 1);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    names[i] = g_strdup (json_array_get_string_element (array, i));
  info.names = names;
  return kitte_finding_new_full (code, NULL, array != NULL ? &info : NULL, NULL, 0);
}

static void
take_methods (JsonObject *seen, KitteAuthList *list)
{
  JsonArray *array = json_object_has_member (seen, "offered") ?
                         json_object_get_array_member (seen, "offered") :
                         NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      KitteAuth auth;

      g_assert_true (kitte_auth_from_nick (json_array_get_string_element (array, i), &auth));
      kitte_auth_list_add (list, auth);
    }
}

static KitteSighting *
make_sighting (JsonObject *expected, const char *direction)
{
  JsonObject *both = json_object_has_member (expected, "seen") ?
                         json_object_get_object_member (expected, "seen") :
                         NULL;
  JsonObject *seen = both != NULL && json_object_has_member (both, direction) ?
                         json_object_get_object_member (both, direction) :
                         NULL;
  KitteSighting *sighting;
  const char *url;

  if (seen == NULL)
    return NULL;
  sighting = kitte_sighting_new ();
  sighting->finding = make_finding (seen, "finding");
  sighting->sign_in = make_finding (seen, "sign-in");
  take_methods (seen, &sighting->offered);
  url = json_object_get_string_member_with_default (seen, "encrypted", NULL);
  if (url != NULL)
    sighting->encrypted =
        kitte_server_new_from_url (url, g_str_equal (direction, "incoming"), NULL);
  if (json_object_has_member (seen, "words"))
    {
      JsonArray *array = json_object_get_array_member (seen, "words");
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint i = 0; i < json_array_get_length (array); i++)
        g_strv_builder_add (builder, json_array_get_string_element (array, i));
      sighting->words = g_strv_builder_end (builder);
    }
  return sighting;
}

/* `outgoing port-25 will-stop port-25 at prefs.js:12 mail.smtpserver.smtp1.port`. */
static char *
describe_problem (const KitteProblem *problem)
{
  GString *text = g_string_new (problem->incoming ? "incoming " : "outgoing ");

  g_string_append_printf (text, "%s %s %s", problem->code,
                          kitte_severity_to_nick (problem->severity), problem->rule);
  for (guint i = 0; i < problem->settings->len; i++)
    {
      const KitteSetting *setting = problem->settings->pdata[i];
      g_autofree char *file = g_path_get_basename (setting->path);

      g_string_append_printf (text, "%s %s:%u %s", i == 0 ? " at" : ",", file, setting->line,
                              setting->key);
    }
  return g_string_free (text, FALSE);
}

static void
check_words (const KitteProblem *problem)
{
  g_assert_cmpstr (problem->text, !=, "");
  g_assert_cmpstr (problem->right, !=, "");
  g_assert_null (strchr (problem->text, '{'));
  g_assert_null (strchr (problem->right, '{'));
  g_hash_table_add (hit, g_strdup (problem->rule));
}

static JsonNode *
describe_account (const KitteExistingAccount *account, const KitteEvidence *evidence)
{
  g_autoptr (KitteJudgement) judgement = kitte_judge_account (account, evidence);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "address");
  json_builder_add_string_value (builder, account->address != NULL ? account->address : "");
  json_builder_set_member_name (builder, "healthy");
  json_builder_add_boolean_value (builder, kitte_judgement_is_healthy (judgement));
  json_builder_set_member_name (builder, "unclear");
  json_builder_add_string_value (builder, judgement->unclear != NULL ? judgement->unclear : "");
  json_builder_set_member_name (builder, "shared");
  json_builder_add_int_value (builder, account->shared_with != NULL ?
                                           g_strv_length (account->shared_with) :
                                           0);
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < judgement->problems->len; i++)
    {
      g_autofree char *text = describe_problem (judgement->problems->pdata[i]);

      check_words (judgement->problems->pdata[i]);
      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static char *
to_text (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, TRUE);

  return g_strconcat (text, "\n", NULL);
}

static JsonNode *
copy_with_accounts (JsonObject *expected, JsonArray *accounts)
{
  JsonObject *copy = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GList) names = json_object_get_members (expected);

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "accounts"))
      json_object_set_member (copy, l->data, json_object_dup_member (expected, l->data));
  json_object_set_array_member (copy, "accounts", json_array_ref (accounts));
  json_node_take_object (node, copy);
  return node;
}

static void
compare (const char *name, JsonObject *expected, JsonArray *accounts)
{
  g_autoptr (JsonNode) node = copy_with_accounts (expected, accounts);
  g_autofree char *now = to_text (node);
  g_autofree char *path = fixture_path (name, "expected.json");
  g_autofree char *before = NULL;

  if (g_getenv ("KITTE_UPDATE_FIXTURES") != NULL)
    g_assert_true (g_file_set_contents (path, now, -1, NULL));
  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  g_assert_cmpstr (now, ==, before);
}

static void
judge_case (const char *name, KitteCatalogue *catalogue)
{
  TestHome home;
  g_autoptr (JsonObject) expected = load_expected (name);
  const char *program = json_object_get_string_member (expected, "program");
  g_autoptr (KitteSighting) incoming = make_sighting (expected, "incoming");
  g_autoptr (KitteSighting) outgoing = make_sighting (expected, "outgoing");
  const KitteEvidence evidence = { catalogue, incoming, outgoing };
  g_autoptr (KitteClient) client = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (JsonArray) judged = json_array_new ();

  g_test_message ("%s", name);
  test_home_set_up (&home);
  test_mended_home_install (&home);
  lay_out (&home, name, program);
  client = make_client (&home, program);
  found = kitte_client_find (client);
  g_assert_cmpuint (found->len, >, 0);
  accounts = kitte_client_read (client, found->pdata[0], NULL);
  g_assert_nonnull (accounts);
  for (guint i = 0; i < accounts->len; i++)
    json_array_add_element (judged, describe_account (accounts->pdata[i], &evidence));
  compare (name, expected, judged);
  test_home_tear_down (&home);
}

static void
test_cases (void)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();
  g_autoptr (GPtrArray) names = list_cases ();

  g_assert_cmpuint (names->len, >=, FEWEST_CASES);
  for (guint i = 0; i < names->len; i++)
    judge_case (names->pdata[i], catalogue);
  g_assert_false (g_file_test ("/tmp/kitte-must-not-run-this", G_FILE_TEST_EXISTS));
}

/* A rule that no old account breaks is a guess; runs after the cases. */
static void
test_every_rule_is_hit (void)
{
  gsize n_rules;
  const KitteRule *rules = kitte_rules_get (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    if (!g_hash_table_contains (hit, rules[i].id))
      {
        g_test_message ("no old account breaks “%s”", rules[i].id);
        g_test_fail ();
      }
}

static void
test_rules (void)
{
  static const char *const codes[] = {
    "port-25",
    "smtp-no-auth",
    "pop-before-smtp",
    "no-encryption",
    "tls-optional",
    "old-tls",
    "weak-auth",
    "auth-not-offered",
    "host-renamed",
    "service-ended",
    "cert-other-host",
    "username-form",
    "password-no-longer-accepted",
    "foreign-outgoing",
    "cert-exception",
    "pop-deletes",
  };
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  gsize n_rules;
  const KitteRule *rules = kitte_rules_get (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_assert_true (g_hash_table_add (ids, (gpointer) rules[i].id));
      g_hash_table_add (known, (gpointer) rules[i].code);
      g_assert_true (kitte_conditions_are_known (rules[i].when));
      g_assert_cmpstr (rules[i].source, !=, "");
    }
  g_assert_cmpuint (g_hash_table_size (known), ==, G_N_ELEMENTS (codes));
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_true (g_hash_table_contains (known, codes[i]));
}

static char *
describe_direction (KitteRuleDirection direction)
{
  return g_strdup (direction == KITTE_RULE_RECEIVING ? "receiving" :
                   direction == KITTE_RULE_SENDING   ? "sending" :
                                                       "either");
}

/* The table of docs/repair.md, between two lines of its own. */
static char *
make_table (void)
{
  GString *table =
      g_string_new (TABLE_START "\n| rule | code | severity | direction | when | source |\n"
                                "| --- | --- | --- | --- | --- | --- |\n");
  gsize n_rules;
  const KitteRule *rules = kitte_rules_get (&n_rules);

  for (gsize i = 0; i < n_rules; i++)
    {
      g_autofree char *direction = describe_direction (rules[i].direction);

      g_string_append_printf (table, "| `%s` | `%s` | %s | %s | `%s` | %s |\n", rules[i].id,
                              rules[i].code, kitte_severity_to_nick (rules[i].severity), direction,
                              rules[i].when, rules[i].source);
    }
  g_string_append (table, TABLE_END "\n");
  return g_string_free (table, FALSE);
}

static void
write_table (const char *path, const char *page, const char *table)
{
  const char *start = strstr (page, TABLE_START);
  const char *end = strstr (page, TABLE_END "\n");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_nonnull (start);
  g_assert_nonnull (end);
  before = g_strndup (page, (gsize) (start - page));
  after = g_strconcat (before, table, end + strlen (TABLE_END "\n"), NULL);
  g_assert_true (g_file_set_contents (path, after, -1, NULL));
}

static void
test_page (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "docs", "repair.md", NULL);
  g_autofree char *table = make_table ();
  g_autofree char *page = NULL;

  g_assert_true (g_file_get_contents (path, &page, NULL, NULL));
  if (g_getenv ("KITTE_UPDATE_FIXTURES") != NULL)
    write_table (path, page, table);
  else
    g_assert_nonnull (strstr (page, table));
}

int
main (int argc, char *argv[])
{
  int result;

  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  hit = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_test_add_func ("/repair/rules", test_rules);
  g_test_add_func ("/repair/rules/page", test_page);
  g_test_add_func ("/repair/old-accounts", test_cases);
  g_test_add_func ("/repair/old-accounts/every-rule", test_every_rule_is_hit);
  result = g_test_run ();
  g_hash_table_unref (hit);
  return result;
}

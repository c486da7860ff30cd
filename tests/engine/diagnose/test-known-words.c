/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linter of data/diagnoses: form, names, and each entry’s example, which must lead to it. */
#include "config.h"

#include "base/kitte-json.h"
#include "base/kitte-schema.h"
#include "diagnose/kitte-explain.h"
#include "diagnose/kitte-pasted-text.h"
#include "diagnose/kitte-sentences.h"
#include "diagnose/kitte-tells.h"
#include "diagnose/kitte-terms.h"

#include <string.h>

static JsonNode *
read_json (const char *path)
{
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  root = kitte_json_parse (text, length, &error);
  g_assert_no_error (error);
  return root;
}

static void
test_form (void)
{
  const char *source = g_getenv ("KITTE_SOURCE_DIR");
  g_autofree char *schema_path =
      g_build_filename (source, "data", "schemas", "diagnoses.schema.json", NULL);
  g_autofree char *folder = g_build_filename (source, "data", "diagnoses", NULL);
  g_autoptr (JsonNode) schema_root = read_json (schema_path);
  g_autoptr (KitteSchema) schema = kitte_schema_new (schema_root);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonNode) document = read_json (path);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", name);
      kitte_schema_check (schema, document, KITTE_SCHEMA_STRICT, &error);
      g_assert_no_error (error);
      n_files++;
    }
  g_assert_cmpuint (n_files, >, 10);
}

/* The program reads past an unknown code, so that the file itself is looked at. */
static void
check_codes (JsonArray *entries)
{
  for (guint i = 0; i < json_array_get_length (entries); i++)
    {
      JsonObject *entry = json_array_get_object_element (entries, i);
      JsonArray *causes = json_object_has_member (entry, "causes") ?
                              json_object_get_array_member (entry, "causes") :
                              NULL;

      for (guint j = 0; causes != NULL && j < json_array_get_length (causes); j++)
        {
          JsonObject *cause = json_array_get_object_element (causes, j);
          KitteFindingCode code;

          g_test_message ("%s", json_object_get_string_member (entry, "id"));
          g_assert_true (
              kitte_finding_code_from_nick (json_object_get_string_member (cause, "code"), &code));
        }
    }
}

static void
test_codes (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "data", "diagnoses", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonNode) document = read_json (path);

      check_codes (json_object_get_array_member (json_node_get_object (document), "entries"));
    }
}

static void
test_names (void)
{
  GPtrArray *all = kitte_known_words_get_all ();

  for (guint i = 0; i < all->len; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];

      g_test_message ("%s", entry->id);
      g_assert_true (kitte_known_words_get (entry->kind, entry->id) == entry);
      g_assert_cmpuint (entry->words->len + entry->codes->len, >, 0);
      if (entry->kind == KITTE_WORDS_TERM)
        g_assert_nonnull (kitte_term_find (entry->id));
      else if (entry->kind != KITTE_WORDS_PROGRAM)
        g_assert_cmpuint (entry->causes->len, >, 0);
      for (guint j = 0; j < entry->causes->len; j++)
        {
          const KitteKnownCause *cause = &g_array_index (entry->causes, KitteKnownCause, j);

          if (cause->tell != NULL)
            g_assert_nonnull (kitte_tell_find (cause->tell));
          if (j > 0)
            g_assert_cmpint (cause->likelihood, >=,
                             g_array_index (entry->causes, KitteKnownCause, j - 1).likelihood);
        }
    }
}

/* Where the words come from, and what they must not be mistaken for. */
static void
test_sources (void)
{
  GPtrArray *all = kitte_known_words_get_all ();

  for (guint i = 0; i < all->len; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];

      g_test_message ("%s", entry->id);
      g_assert_nonnull (entry->source);
      if (entry->words->len > 0 && entry->kind != KITTE_WORDS_TERM &&
          entry->kind != KITTE_WORDS_STANDARD)
        g_assert_cmpuint (g_strv_length (entry->unlike), >, 0);
    }
}

/* The same words in two entries of a kind: one of them would never be seen. */
static void
test_duplicates (void)
{
  GPtrArray *all = kitte_known_words_get_all ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];

      for (guint j = 0; j < entry->words->len; j++)
        {
          g_autofree char *words = g_strjoinv ("*", entry->words->pdata[j]);

          g_test_message ("%s: %s", entry->id, words);
          g_assert_true (
              g_hash_table_add (seen, g_strdup_printf ("%d words %s", entry->kind, words)));
        }
      for (guint j = 0; j < entry->codes->len; j++)
        {
          g_test_message ("%s: %s", entry->id, (char *) entry->codes->pdata[j]);
          g_assert_true (
              g_hash_table_add (seen, g_strdup_printf ("%d code %s", entry->kind,
                                                       (char *) entry->codes->pdata[j])));
        }
    }
}

/* What people write to each other is not taken for an error. */
static void
test_ordinary (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fixtures", "diagnoses", "ordinary-sentences.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 40);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (KitteMeaning) meaning = kitte_explain (lines[i], strlen (lines[i]));
      const KitteCause *first = meaning->causes->len > 0 ? meaning->causes->pdata[0] : NULL;

      g_test_message ("%s: %s", lines[i], first != NULL ? first->code : "nothing");
      g_assert_null (first);
    }
  /* All of them at once as well. */
  {
    g_autoptr (KitteMeaning) meaning = kitte_explain (text, strlen (text));

    g_assert_cmpuint (meaning->causes->len, ==, 0);
  }
}

static gboolean
leads_to (const KitteKnownWords *entry, const char *code)
{
  g_autoptr (KitteMeaning) meaning = NULL;

  if (entry->kind == KITTE_WORDS_TERM)
    return FALSE;
  meaning = kitte_explain (entry->example, strlen (entry->example));
  for (guint i = 0; i < meaning->causes->len; i++)
    if (g_str_equal (((const KitteCause *) meaning->causes->pdata[i])->code, code))
      return TRUE;
  return FALSE;
}

/* The findings that only explaining can bring, as docs/findings.md lists them: 8xx and 9xx. */
static void
test_reach (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "docs", "findings.md", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex =
      g_regex_new ("^\\| ([89][0-9]{2}) \\| `([a-z0-9-]+)` \\|", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  GPtrArray *all = kitte_known_words_get_all ();
  guint n_rows = 0;

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_nonnull (text);
  for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *code = g_match_info_fetch (match, 2);
      gboolean reached = FALSE;

      for (guint i = 0; i < all->len && !reached; i++)
        reached = leads_to (all->pdata[i], code);
      g_test_message ("%s", code);
      g_assert_true (reached);
      n_rows++;
    }
  g_assert_cmpuint (n_rows, >=, 12);
}

/* What is said about other programs’ messages claims nothing about what Kitte did. */
static void
test_sentences (void)
{
  for (int code = KITTE_FINDING_OFFLINE; code <= KITTE_FINDING_DELAYED; code++)
    {
      const KitteSentence *sentence =
          kitte_sentence_find ((KitteFindingCode) code, KITTE_SENTENCE_EXPLAINED);
      GPtrArray *all = kitte_known_words_get_all ();
      gboolean used = FALSE;

      for (guint i = 0; i < all->len && !used; i++)
        {
          const KitteKnownWords *entry = all->pdata[i];

          for (guint j = 0; j < entry->causes->len; j++)
            if (g_array_index (entry->causes, KitteKnownCause, j).code == (KitteFindingCode) code)
              used = TRUE;
        }
      if (!used)
        continue;
      g_test_message ("%s", kitte_finding_code_to_nick ((KitteFindingCode) code));
      g_assert_null (strchr (sentence->title, '{'));
      g_assert_null (strchr (sentence->text, '{'));
      g_assert_null (strstr (sentence->text, "was not sent"));
      g_assert_null (strstr (sentence->text, "been changed"));
    }
}

static void
assert_causes (const KitteMeaning *meaning, const KitteKnownWords *entry)
{
  g_assert_cmpuint (meaning->causes->len, ==, entry->causes->len);
  for (guint i = 0; i < MIN (entry->causes->len, meaning->causes->len); i++)
    {
      const KitteKnownCause *expected = &g_array_index (entry->causes, KitteKnownCause, i);
      const KitteCause *cause = meaning->causes->pdata[i];

      g_assert_cmpstr (cause->code, ==, kitte_finding_code_to_nick (expected->code));
      g_assert_cmpint (cause->likelihood, ==, expected->likelihood);
      g_assert_cmpstr (cause->title, !=, "");
      if (expected->tell != NULL)
        g_assert_nonnull (strstr (cause->text, kitte_tell_find (expected->tell)));
    }
}

static void
test_example (gconstpointer data)
{
  const KitteKnownWords *entry = data;
  g_autofree char *folded = kitte_pasted_text_fold (entry->example);
  g_autoptr (KitteMeaning) meaning = kitte_explain (entry->example, strlen (entry->example));
  const KitteCause *first = meaning->causes->len > 0 ? meaning->causes->pdata[0] : NULL;
  gboolean exact;

  g_test_message ("%s", folded);
  g_assert_nonnull (first);
  if (first == NULL)
    return;
  if (entry->kind == KITTE_WORDS_TERM)
    {
      g_assert_true (kitte_known_words_find_term (folded, &exact) == entry);
      g_assert_true (exact);
      g_assert_cmpint (first->likelihood, ==, KITTE_LIKELIHOOD_CERTAIN);
      g_assert_cmpuint (meaning->causes->len, ==, 1);
      return;
    }
  g_assert_true (kitte_known_words_matches (entry, folded));
  for (gsize i = 0; entry->unlike[i] != NULL; i++)
    {
      g_autofree char *other = kitte_pasted_text_fold (entry->unlike[i]);

      g_test_message ("%s", other);
      g_assert_false (kitte_known_words_matches (entry, other));
    }
  if (entry->causes->len > 0)
    {
      g_assert_cmpstr (kitte_known_words_find (entry->kind, folded)->id, ==, entry->id);
      assert_causes (meaning, entry);
    }
  g_assert_cmpstr (meaning->evidence[0], !=, NULL);
  if (entry->kind == KITTE_WORDS_PROGRAM)
    g_assert_cmpint (meaning->written_by, ==, KITTE_WRITER_MAIL_PROGRAM);
}

static void
add_examples (void)
{
  static const char *const kinds[] = { "server", "mail-program", "standard", "term" };
  GPtrArray *all = kitte_known_words_get_all ();

  for (guint i = 0; i < all->len; i++)
    {
      const KitteKnownWords *entry = all->pdata[i];
      g_autofree char *path =
          g_strdup_printf ("/known-words/example/%s/%s", kinds[entry->kind], entry->id);

      g_test_add_data_func (path, entry, test_example);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* All entries that are wrong are named at once. */
  g_test_set_nonfatal_assertions ();
  g_test_add_func ("/known-words/form", test_form);
  g_test_add_func ("/known-words/codes", test_codes);
  g_test_add_func ("/known-words/names", test_names);
  g_test_add_func ("/known-words/sources", test_sources);
  g_test_add_func ("/known-words/duplicates", test_duplicates);
  g_test_add_func ("/known-words/ordinary", test_ordinary);
  g_test_add_func ("/known-words/reach", test_reach);
  g_test_add_func ("/known-words/sentences", test_sentences);
  add_examples ();
  return g_test_run ();
}

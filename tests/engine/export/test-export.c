/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is exported: an autoconfig document of every preset, read back by the lookup, is
 * the preset's own proposal; texts that mean harm stay texts in every format. */
#include "config.h"

#include <libxml/parser.h>
#include <string.h>

#include "base/kitte-locale.h"
#include "export-samples.h"
#include "export/kitte-export.h"
#include "lookup/kitte-lookup.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

static void
describe (GString *text, GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];

      g_string_append_printf (text, "%s %s:%u %s %s", kitte_protocol_to_nick (server->protocol),
                              server->host, server->port, kitte_security_to_nick (server->security),
                              server->username != NULL ? server->username : "-");
      for (guint j = 0; j < server->auth.n_items; j++)
        g_string_append_printf (text, " %s", kitte_auth_to_nick (server->auth.items[j]));
      g_string_append_c (text, '\n');
    }
}

static char *
describe_proposal (const KitteProposal *proposal)
{
  GString *text = g_string_new (NULL);
  gboolean pop = kitte_proposal_find_server (proposal, KITTE_PROTOCOL_POP3) != NULL;

  describe (text, proposal->incoming);
  describe (text, proposal->outgoing);
  for (guint i = 0; i < proposal->asks->len; i++)
    {
      const KitteAsk *ask = proposal->asks->pdata[i];

      if (!g_str_equal (ask->key, KITTE_ASK_TRUST) && !g_str_equal (ask->key, KITTE_ASK_CLEARTEXT))
        g_string_append_printf (text, "ask %s\n", ask->key);
    }
  if (pop)
    g_string_append_printf (text, "pop %d %u\n", proposal->pop.leave_on_server, proposal->pop.days);
  return g_string_free (text, FALSE);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteLookupResult **found = user_data;
  g_autoptr (GError) error = NULL;

  *found = kitte_lookup_finish (KITTE_LOOKUP (source), result, &error);
  g_assert_no_error (error);
}

static KitteProposal *
read_back (const KitteExport *export, KitteAddress *address, GHashTable *answers)
{
  KitteLookupRequest request = {
    .address = address, .answers = answers, .offline = TRUE, .document = export->content
  };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KitteLookup) lookup = kitte_lookup_new_with (catalogue, NULL, NULL);
  g_autoptr (KitteTrail) trail = kitte_trail_new ();
  g_autoptr (KitteLookupResult) found = NULL;

  kitte_lookup_async (lookup, &request, trail, NULL, looked_up_cb, &found);
  while (found == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (found->proposal);
  return kitte_proposal_ref (found->proposal);
}

static gboolean
check_round_trip (KittePreset *preset, KitteAddress *address)
{
  g_autoptr (GHashTable) hosts = make_answers (preset, address, FALSE);
  g_autoptr (GHashTable) all = make_answers (preset, address, TRUE);
  KitteExportRequest request = { preset, address, hosts, NULL };
  g_autoptr (KitteProposal) wanted = kitte_preset_propose (preset, address, NULL, all, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteExport) export = kitte_export_new (&request, KITTE_EXPORT_AUTOCONFIG, &error);
  g_autoptr (KitteProposal) found = NULL;
  g_autofree char *wanted_text = NULL;
  g_autofree char *found_text = NULL;

  if (wanted->no_access != NULL || wanted->incoming->len == 0 || wanted->outgoing->len == 0)
    {
      g_assert_error (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS);
      return FALSE;
    }
  g_assert_no_error (error);
  g_test_message ("%s for %s", kitte_preset_get_id (preset), address->text);
  found = read_back (export, address, all);
  wanted_text = describe_proposal (wanted);
  found_text = describe_proposal (found);
  g_assert_cmpstr (found_text, ==, wanted_text);
  return TRUE;
}

static void
test_round_trip (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  guint n = 0;

  for (guint i = 0; i < presets->len; i++)
    {
      Samples samples;

      fill_samples (&samples, presets->pdata[i]);
      for (guint j = 0; j < samples.n_addresses; j++)
        if (check_round_trip (presets->pdata[i], samples.addresses[j]))
          n++;
      clear_samples (&samples);
    }
  /* Of 171 presets some 120 have servers; most are tried with two addresses. */
  g_assert_cmpuint (n, >, 150);
}

/* As every text of the hostile preset is written in its file. */
#define HARM                                                                                       \
  "\\\"'<b>&amp;]]><!--</string></td><script>alert(1)</script>%EMAILADDRESS%;$()`\\u00a0\\ufffd"

static char *
read_hostile (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "export", "hostile.json", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, HARM));
  return text;
}

static KittePreset *
make_hostile (void)
{
  g_autofree char *text = read_hostile ();
  g_autoptr (GBytes) json = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KittePreset *preset = kitte_preset_new (json, "hostile.json", KITTE_ORIGIN_SYSTEM, &error);

  g_assert_no_error (error);
  return preset;
}

static guint
count (const xmlNode *node, const char *name)
{
  guint n = 0;

  for (; node != NULL; node = node->next)
    {
      if (node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name))
        n++;
      n += node->type == XML_ELEMENT_NODE ? count (node->children, name) : 0;
    }
  return n;
}

static xmlDoc *
parse (const KitteExport *export)
{
  gsize size;
  const char *data = g_bytes_get_data (export->content, &size);
  xmlDoc *document = xmlReadMemory (data, (int) size, NULL, NULL, XML_PARSE_NONET);

  g_assert_true (g_utf8_validate (data, (gssize) size, NULL));
  g_assert_nonnull (document);
  return document;
}

/* What is read again is the very text; no element came out of it. */
static void
test_hostile_xml (gconstpointer data)
{
  KitteExportFormat format = (KitteExportFormat) GPOINTER_TO_UINT (data);
  g_autoptr (KittePreset) preset = make_hostile ();
  g_autoptr (KitteAddress) address = kitte_address_new ("\"<&'>\"@hostile.example.jp", NULL);
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  KitteExportRequest request = { preset, address, answers, "<Hana>&\"'\n\t\001\342\200\256ko]]>" };
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteExport) export = NULL;
  g_autoptr (xmlDoc) document = NULL;
  g_autofree char *all = NULL;

  g_hash_table_insert (answers, (char *) "ID", (char *) "]]><x/>");
  export = kitte_export_new (&request, format, &error);
  g_assert_no_error (error);
  document = parse (export);
  g_assert_cmpuint (count (document->children, "script"), ==, 0);
  g_assert_cmpuint (count (document->children, "b"), ==, 0);
  g_assert_cmpuint (count (document->children, "x"), ==, 0);
  all = (char *) xmlNodeGetContent (xmlDocGetRootElement (document));
  g_assert_null (strstr (all, "\342\200\256"));
  if (format != KITTE_EXPORT_QR)
    g_assert_nonnull (strstr (all, "'<b>&amp;]]><!--</string></td><script>alert(1)</script>"));
  if (format != KITTE_EXPORT_QR)
    g_assert_nonnull (strstr (all, "<]]><x/>>&\"'"));
  if (format == KITTE_EXPORT_MOBILECONFIG)
    g_assert_nonnull (strstr (all, "<Hana>&\"'  ko]]>"));
}

static void
test_hostile_help (void)
{
  g_autoptr (KittePreset) preset = make_hostile ();
  KitteExportRequest request = { preset, NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteExport) export = kitte_export_new (&request, KITTE_EXPORT_HELP, &error);
  g_autofree char *page = NULL;
  gsize size;

  g_assert_no_error (error);
  page = g_strndup (g_bytes_get_data (export->content, &size), g_bytes_get_size (export->content));
  g_assert_null (strstr (page, "<script"));
  g_assert_null (strstr (page, "<b>"));
  g_assert_null (strstr (page, "<!--"));
  g_assert_null (strstr (page, "onclick='x'<"));
  g_assert_nonnull (strstr (page, "&lt;script&gt;alert(1)"));
}

/* Each in its own words, whatever the language of the program. */
static void
test_help_languages (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, "plala");
  KitteExportRequest request = { preset, NULL, NULL, NULL };
  g_autoptr (KitteExport) export = kitte_export_new (&request, KITTE_EXPORT_HELP, NULL);
  g_autofree char *page = NULL;

  page = g_strndup (g_bytes_get_data (export->content, NULL), g_bytes_get_size (export->content));
  g_assert_nonnull (
      strstr (page, "<section class=\"language\" lang=\"ja\"><h1 id=\"ja-top\">メールの設定"));
  g_assert_nonnull (strstr (page, ">日本語<"));
  g_assert_nonnull (strstr (page, "メールアドレス全体"));
  g_assert_nonnull (
      strstr (page, "<section class=\"language\" lang=\"en\"><h1 id=\"en-top\">Setting up"));
  g_assert_nonnull (strstr (page, "your whole mail address"));
}

/* What the schema refuses never comes as far as a format. */
static void
assert_refused (const char *good, const char *bad)
{
  g_autofree char *text = read_hostile ();
  g_autoptr (GString) json = g_string_new (text);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_string_replace (json, good, bad, 0), >, 0);
  bytes = g_bytes_new (json->str, json->len);
  g_assert_null (kitte_preset_new (bytes, "hostile.json", KITTE_ORIGIN_SYSTEM, &error));
  g_assert_nonnull (error);
}

static void
test_refused (void)
{
  assert_refused (HARM, "a\\nb");
  assert_refused (HARM, "a\\u0001b");
  assert_refused (HARM, "a\\u202eb");
  assert_refused (HARM, "a\\u200bb");
  assert_refused ("https://example.jp/<x>", "javascript:alert(1)");
  assert_refused ("imap.example.jp", "imap.example.jp. IN A 192.0.2.1");
  assert_refused ("smtp.example.jp", "smtp.example.jp\\n@ IN NS evil.example");
  assert_refused ("hostile.example.jp", "hostile.example.jp;");
  assert_refused ("hostile.example.jp", "$INCLUDE");
}

static void
assert_fails (const char *id, const char *address, KitteExportFormat format, KitteExportError code)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, id);
  g_autoptr (KitteAddress) who = address != NULL ? kitte_address_new (address, NULL) : NULL;
  KitteExportRequest request = { preset, who, NULL, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_export_new (&request, format, &error));
  g_assert_error (error, KITTE_EXPORT_ERROR, (int) code);
}

static void
test_what_is_missing (void)
{
  assert_fails ("gmail", NULL, KITTE_EXPORT_QR, KITTE_EXPORT_ERROR_NEEDS_ADDRESS);
  assert_fails ("sakura-rental", NULL, KITTE_EXPORT_AUTOCONFIG, KITTE_EXPORT_ERROR_NEEDS_ADDRESS);
  assert_fails ("sakura-rental", "a@" OWN_DOMAIN, KITTE_EXPORT_AUTOCONFIG,
                KITTE_EXPORT_ERROR_OPEN_ASKS);
  assert_fails ("docomo", "a@docomo.ne.jp", KITTE_EXPORT_QR, KITTE_EXPORT_ERROR_OPEN_ASKS);
  assert_fails ("proton", NULL, KITTE_EXPORT_HELP, KITTE_EXPORT_ERROR_NO_SERVERS);
}

static void
test_languages (void)
{
  g_autoptr (KittePreset) preset = make_hostile ();
  g_autofree char *before = g_strdup (g_getenv ("LANGUAGE"));

  g_assert_true (kitte_tongue_is_known ("ja"));
  g_assert_true (kitte_tongue_is_known ("en"));
  g_assert_false (kitte_tongue_is_known ("tlh"));
  g_assert_cmpstr (g_getenv ("LANGUAGE"), ==, before);
}

int
main (int argc, char **argv)
{
  static const KitteExportFormat xml[] = { KITTE_EXPORT_AUTOCONFIG, KITTE_EXPORT_AUTODISCOVER,
                                           KITTE_EXPORT_MOBILECONFIG, KITTE_EXPORT_QR };

  kitte_locale_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/round-trip", test_round_trip);
  for (gsize i = 0; i < G_N_ELEMENTS (xml); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/export/hostile/%s", kitte_export_format_to_nick (xml[i]));

      g_test_add_data_func (path, GUINT_TO_POINTER (xml[i]), test_hostile_xml);
    }
  g_test_add_func ("/export/hostile/help", test_hostile_help);
  g_test_add_func ("/export/help-languages", test_help_languages);
  g_test_add_func ("/export/hostile/refused", test_refused);
  g_test_add_func ("/export/what-is-missing", test_what_is_missing);
  g_test_add_func ("/export/languages", test_languages);
  return g_test_run ();
}

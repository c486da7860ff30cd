/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteCatalogue: every shipped domain, mail exchangers and certificates. */
#include "config.h"

#include "preset-fixture.h"
#include "provider/kitte-catalogue.h"
#include "support/home.h"

static const char *const credential_kinds[] = { "account-password", "mailbox-password",
                                                "app-password",     "issued-password",
                                                "oauth2-only",      "unknown" };

static KitteCatalogue *
shipped_only (void)
{
  return kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
}

static char *
fill_in (const char *expected, const KitteAddress *address)
{
  g_autoptr (GString) text = g_string_new (expected);

  g_string_replace (text, "{address}", address->text, 0);
  g_string_replace (text, "{local}", address->local, 0);
  g_string_replace (text, "{domain}", address->domain, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_servers (GPtrArray *servers, JsonArray *expected, const KitteAddress *address)
{
  g_autofree char *found = describe_servers (servers);
  g_autoptr (GString) wanted = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (expected); i++)
    {
      g_autofree char *line = fill_in (json_array_get_string_element (expected, i), address);

      g_string_append_printf (wanted, "%s%s", i > 0 ? "; " : "", line);
    }
  g_assert_cmpstr (found, ==, wanted->str);
}

static void
assert_asks (GPtrArray *asks, JsonArray *expected)
{
  g_assert_cmpuint (asks->len, ==, json_array_get_length (expected));
  for (guint i = 0; i < asks->len; i++)
    g_assert_cmpstr (((KitteAsk *) asks->pdata[i])->key, ==,
                     json_array_get_string_element (expected, i));
}

static void
assert_required (GPtrArray *hints, JsonArray *expected)
{
  guint n = 0;

  for (guint i = 0; i < hints->len; i++)
    {
      KitteHint *hint = hints->pdata[i];

      if (hint->required)
        g_assert_cmpstr (hint->code, ==, json_array_get_string_element (expected, n++));
    }
  g_assert_cmpuint (n, ==, json_array_get_length (expected));
}

/* What only general knowledge calls the provider’s never ends the search. */
static gboolean
is_hearsay (KittePreset *preset, const char *domain)
{
  JsonObject *match = json_object_get_object_member (kitte_preset_get_json (preset), "match");
  JsonArray *names = json_object_has_member (match, "unconfirmed") ?
                         json_object_get_array_member (match, "unconfirmed") :
                         NULL;

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    if (g_str_equal (json_array_get_string_element (names, i), domain))
      return TRUE;
  return FALSE;
}

/* An address at @domain leads to the preset @id, and that to the expected servers. */
static void
assert_domain (KitteCatalogue *catalogue, const char *id, const char *domain, JsonObject *expected)
{
  g_autofree char *typed = g_strconcat ("Taro.Y@", domain, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteAddress) address = kitte_address_new (typed, &error);
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (KitteProposal) proposal = NULL;

  g_test_message ("%s", domain);
  g_assert_no_error (error);
  preset = kitte_catalogue_find_domain (catalogue, address->domain);
  g_assert_nonnull (preset);
  g_assert_cmpstr (kitte_preset_get_id (preset), ==, id);
  proposal = kitte_preset_propose (preset, address, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (proposal->provider_id, ==, id);
  g_assert_cmpint (proposal->origin, ==, KITTE_ORIGIN_SHIPPED);
  g_assert_cmpstr (kitte_trust_to_nick (proposal->trust), ==,
                   json_object_get_string_member (expected, "trust"));
  g_assert_cmpint (proposal->certain, ==,
                   json_object_get_boolean_member (expected, "certain") &&
                       (proposal->no_access != NULL || !is_hearsay (preset, address->domain)));
  g_assert_cmpint (proposal->oauth2, ==, json_object_get_boolean_member (expected, "oauth2"));
  g_assert_cmpstr (credential_kinds[proposal->credential_kind], ==,
                   json_object_get_string_member (expected, "credential"));
  assert_servers (proposal->incoming, json_object_get_array_member (expected, "incoming"), address);
  assert_servers (proposal->outgoing, json_object_get_array_member (expected, "outgoing"), address);
  assert_asks (proposal->asks, json_object_get_array_member (expected, "asks"));
  assert_required (proposal->hints, json_object_get_array_member (expected, "required"));
}

static void
assert_list (KitteCatalogue *catalogue,
             const char *id,
             JsonObject *object,
             const char *key,
             JsonObject *expected)
{
  JsonArray *domains;

  if (!json_object_has_member (object, key))
    return;
  domains = json_object_get_array_member (object, key);
  for (guint i = 0; i < json_array_get_length (domains); i++)
    assert_domain (catalogue, id, json_array_get_string_element (domains, i), expected);
}

/* Domains below one suffix may lead to servers of their own. */
static void
assert_variants (KitteCatalogue *catalogue, const char *id, JsonObject *expected)
{
  JsonObject *variants = json_object_has_member (expected, "variants") ?
                             json_object_get_object_member (expected, "variants") :
                             NULL;
  g_autoptr (GList) domains = variants != NULL ? json_object_get_members (variants) : NULL;

  for (GList *l = domains; l != NULL; l = l->next)
    assert_domain (catalogue, id, l->data, json_object_get_object_member (variants, l->data));
}

/* Presets and table have the same ids; each domain of each preset gives what the table says. */
static void
test_shipped (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (JsonNode) table = load_fixture ("shipped.json");
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);

  g_assert_cmpuint (kitte_catalogue_get_problems (catalogue)->len, ==, 0);
  g_assert_cmpuint (presets->len, ==, json_object_get_size (json_node_get_object (table)));
  for (guint i = 0; i < presets->len; i++)
    {
      const char *id = kitte_preset_get_id (presets->pdata[i]);
      JsonObject *expected = json_object_get_object_member (json_node_get_object (table), id);
      JsonObject *match =
          json_object_get_object_member (kitte_preset_get_json (presets->pdata[i]), "match");

      assert_list (catalogue, id, match, "domains", expected);
      assert_list (catalogue, id, expected, "also", expected);
      assert_variants (catalogue, id, expected);
    }
}

/* The shipped files obey the rules that files from elsewhere must obey, and are called by their id.
 */
static void
test_shipped_rules (void)
{
  g_autofree char *folder =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "data", "providers", NULL);
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (folder, NULL, NULL, NULL);
  g_autoptr (KitteCatalogue) built_in = shipped_only ();
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  g_autoptr (GPtrArray) shipped = kitte_catalogue_list (built_in);
  GPtrArray *problems = kitte_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", ((GError *) problems->pdata[i])->message);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (presets->len, ==, shipped->len);
  for (guint i = 0; i < presets->len; i++)
    {
      g_autofree char *name = g_path_get_basename (kitte_preset_get_file (presets->pdata[i]));
      g_autofree char *wanted =
          g_strconcat (kitte_preset_get_id (presets->pdata[i]), ".json", NULL);

      g_assert_cmpstr (name, ==, wanted);
    }
}

static void
test_languages (void)
{
  g_autoptr (JsonNode) table = load_fixture ("shipped.json");
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  static const char *const languages[][2] = {
    { "ja_JP.UTF-8", "ja" }, { "ja", "ja" }, { "en_GB", "en" }, { "de:ja", "ja" }, { "fr", "en" }
  };

  for (gsize j = 0; j < G_N_ELEMENTS (languages); j++)
    {
      g_setenv ("LANGUAGE", languages[j][0], TRUE);
      for (guint i = 0; i < presets->len; i++)
        {
          JsonObject *expected =
              json_object_get_object_member (json_node_get_object (table),
                                             kitte_preset_get_id (presets->pdata[i]));
          JsonObject *names = json_object_get_object_member (expected, "name");

          g_assert_cmpstr (kitte_preset_get_name (presets->pdata[i]), ==,
                           json_object_get_string_member (names, languages[j][1]));
        }
    }
  g_unsetenv ("LANGUAGE");
}

/* What is marked as common is one of the preset’s own domains, or a zone with domains below it. */
static void
test_common_domains (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  GPtrArray *common = kitte_catalogue_get_common_domains (catalogue);

  g_assert_cmpuint (common->len, >=, 50);
  g_assert_cmpuint (common->len, <=, 500);
  for (guint i = 0; i < common->len; i++)
    {
      const char *domain = common->pdata[i];
      g_autofree char *below = g_strconcat ("a.", domain, NULL);
      g_autoptr (KittePreset) exact = kitte_catalogue_find_domain (catalogue, domain);
      g_autoptr (KittePreset) zone = kitte_catalogue_find_domain (catalogue, below);

      g_test_message ("%s", domain);
      g_assert_true (exact != NULL || zone != NULL);
    }
}

/* Names that look like a provider’s and are not. */
static void
test_strangers (void)
{
  static const char *const domains[] = {
    "yahoo.ad.jp",
    "mail.yahoo.co.jp",
    "sakura.ne.jp",
    "mokuren.ne.jp",
    "notsakura.ne.jp",
    "xocn.ne.jp",
    "ocn.ne.jp.evil.example",
    "gmail.com.example",
    "a.gmail.com",
    "sub.owari.ne.jp",
    "ne.jp",
    "jp",
    "sblo.jp",
    "tamesi.sblo.jp",
    "example.jp",
    "outlook.com.br.example",
  };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autoptr (KittePreset) preset = kitte_catalogue_find_domain (catalogue, domains[i]);

      g_test_message ("%s", domains[i]);
      g_assert_null (preset);
    }
}

static void
test_mx (void)
{
  static const struct
  {
    const char *hosts[4];
    const char *id;
    guint matched;
  } rows[] = {
    { { "aspmx.l.google.com" }, "google-workspace", 0 },
    { { "alt2.aspmx.l.google.com" }, "google-workspace", 0 },
    { { "smtp.google.com." }, "google-workspace", 0 },
    { { "aspmx3.googlemail.com" }, "google-workspace", 0 },
    { { "tamesi.sakura.ne.jp" }, "sakura-rental", 0 },
    { { "www1234.sakura.ne.jp" }, "sakura-rental", 0 },
    { { "filter.example", "TAMESI.SAKURA.NE.JP" }, "sakura-rental", 1 },
    { { "eur.olc.protection.outlook.com" }, "outlook-com", 0 },
    { { "mx01.mail.icloud.com" }, "icloud", 0 },
    { { "contoso-com.mail.protection.outlook.com" }, "microsoft-365", 0 },
    { { "contoso-com.a-v1.mx.microsoft" }, "microsoft-365", 0 },
    { { "contoso.mail.eo.outlook.com" }, "microsoft-365", 0 },
    { { "mx.microsoft" }, NULL, 0 },
    { { "contoso-com.mx.microsoft" }, "microsoft-365", 0 },
    { { "protection.outlook.com" }, NULL, 0 },
    { { "in1-smtp.messagingengine.com" }, "fastmail", 0 },
    { { "mx00.kundenserver.de" }, "ionos", 0 },
    { { "smtpin.rzone.de" }, "strato", 0 },
    { { "mx1.mail.ovh.net" }, "ovh", 0 },
    { { "spool.mail.gandi.net" }, "gandi", 0 },
    { { "smtp.secureserver.net" }, "godaddy", 0 },
    { { "mx1.emailsrvr.com" }, "rackspace", 0 },
    { { "mx1.pub.mailpod3-cph3.one.com" }, "one-com", 0 },
    { { "a.b.sakura.ne.jp" }, NULL, 0 },
    { { "sakura.ne.jp" }, NULL, 0 },
    { { "sakura.ne.jp.evil.example" }, NULL, 0 },
    { { "aspmx.l.google.com.evil.example" }, NULL, 0 },
    { { "evil.example\\.l.google.com" }, NULL, 0 },
    { { "mwpremgw1.ocn.ad.jp" }, "ntt-bizmail", 0 },
    { { "sv12345.xserver.jp" }, "xserver", 0 },
    { { "sv123.xbiz.ne.jp" }, "xserver-business", 0 },
    { { "mx01.lolipop.jp" }, "lolipop", 0 },
    { { "mx-proxy003.heteml.jp" }, "heteml", 0 },
    { { "mail1234.onamae.ne.jp" }, "onamae", 0 },
    { { "e1.valueserver.jp" }, "value-server", 0 },
    { { "v2001.coreserver.jp" }, "coreserver", 0 },
    { { "s123.xrea.com" }, "xrea", 0 },
    { { "mas12.kagoya.net" }, "kagoya", 0 },
    { { "example.secure.ne.jp" }, "cpi", 0 },
    { { "mxi.alpha-prm.jp" }, "alpha-mail", 0 },
    { { "ampub1.alpha-mail.net" }, "alpha-mail", 0 },
    { { "jp1-aspmx1.worksmobile.com" }, "line-works", 0 },
    { { "bgmgate1.biglobe.ne.jp" }, "biglobe", 0 },
    { { "a.sv12345.xserver.jp" }, NULL, 0 },
    { { "mx1.ocn.ad.jp" }, NULL, 0 },
    { { "." }, NULL, 0 },
    { { "" }, NULL, 0 },
    { { "\xff.sakura.ne.jp" }, NULL, 0 },
  };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *matched = NULL;
      g_autoptr (KittePreset) preset = kitte_catalogue_find_mx (catalogue, rows[i].hosts, &matched);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (preset != NULL ? kitte_preset_get_id (preset) : NULL, ==, rows[i].id);
      if (preset != NULL)
        g_assert_true (matched == rows[i].hosts[rows[i].matched]);
    }
}

/* From one answer of the DNS to the servers: a host out of it is asked about, one that the preset
 * fixes is told, and a name that does not fit the pattern is no host. */
static void
test_mx_servers (void)
{
  static const struct
  {
    const char *mx;
    const char *host; /* NULL: still asked */
    KitteTrust trust;
  } rows[] = {
    { "tamesi.sakura.ne.jp", "tamesi.sakura.ne.jp", KITTE_TRUST_ASKED },
    { "www1234.sakura.ne.jp", NULL, KITTE_TRUST_TOLD },
    { "sv12345.xserver.jp", "sv12345.xserver.jp", KITTE_TRUST_ASKED },
    { "sv123.xbiz.ne.jp", "sv123.xbiz.ne.jp", KITTE_TRUST_ASKED },
    { "mail1234.onamae.ne.jp", "mail1234.onamae.ne.jp", KITTE_TRUST_ASKED },
    { "e1.valueserver.jp", "e1.valueserver.jp", KITTE_TRUST_ASKED },
    { "v2001.coreserver.jp", "v2001.coreserver.jp", KITTE_TRUST_ASKED },
    { "mx01.lolipop.jp", "imap.lolipop.jp", KITTE_TRUST_TOLD },
    { "aspmx.l.google.com", "imap.gmail.com", KITTE_TRUST_TOLD },
    { "contoso-com.mail.protection.outlook.com", "outlook.office365.com", KITTE_TRUST_TOLD },
    { "contoso-com.mx.microsoft", "outlook.office365.com", KITTE_TRUST_TOLD },
    { "mx.zoho.com", "imappro.zoho.com", KITTE_TRUST_TOLD },
    { "mx.zoho.jp", "imappro.zoho.jp", KITTE_TRUST_TOLD },
    { "in1-smtp.messagingengine.com", "imap.fastmail.com", KITTE_TRUST_TOLD },
    { "mx00.kundenserver.de", "imap.1und1.de", KITTE_TRUST_TOLD },
  };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KitteAddress) address = kitte_address_new ("info@own-company.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *hosts[] = { rows[i].mx, NULL };
      g_autoptr (KittePreset) preset = kitte_catalogue_find_mx (catalogue, hosts, NULL);
      g_autoptr (KitteProposal) proposal = NULL;

      g_test_message ("%s", rows[i].mx);
      g_assert_nonnull (preset);
      proposal = kitte_preset_propose (preset, address, rows[i].mx, NULL, NULL);
      g_assert_cmpint (proposal->trust, ==, rows[i].trust);
      if (rows[i].host == NULL)
        {
          g_assert_cmpuint (proposal->incoming->len, ==, 0);
          g_assert_cmpuint (proposal->asks->len, ==, 1);
          continue;
        }
      g_assert_cmpstr (((KitteServer *) proposal->incoming->pdata[0])->host, ==, rows[i].host);
    }
}

static char *
make_exchanger (const char *pattern, JsonObject *root)
{
  g_autoptr (GString) name = g_string_new (pattern);
  JsonArray *asks =
      json_object_has_member (root, "ask") ? json_object_get_array_member (root, "ask") : NULL;

  for (guint i = 0; asks != NULL && i < json_array_get_length (asks); i++)
    {
      JsonObject *ask = json_array_get_object_element (asks, i);
      const char *example = json_object_get_string_member_with_default (ask, "example", "sample");
      g_auto (GStrv) labels = g_strsplit (example, ".", 2);
      g_autofree char *key = g_strdup_printf ("{%s}", json_object_get_string_member (ask, "key"));

      g_string_replace (name, key, labels[0], 0);
    }
  g_string_replace (name, "*", "1", 0);
  if (name->str[0] == '.')
    g_string_prepend (name, "a.b");
  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* Every pattern of every preset leads to its preset, and no host out of the DNS goes unasked. */
static void
test_every_mx (void)
{
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KitteAddress) address = kitte_address_new ("info@own-company.example", NULL);
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  guint n = 0;

  for (guint i = 0; i < presets->len; i++)
    {
      JsonObject *root = kitte_preset_get_json (presets->pdata[i]);
      JsonObject *match = json_object_get_object_member (root, "match");
      JsonArray *patterns = json_object_has_member (match, "mx_patterns") ?
                                json_object_get_array_member (match, "mx_patterns") :
                                NULL;

      for (guint j = 0; patterns != NULL && j < json_array_get_length (patterns); j++, n++)
        {
          g_autofree char *mx = make_exchanger (json_array_get_string_element (patterns, j), root);
          const char *hosts[] = { mx, NULL };
          g_autoptr (KittePreset) preset = kitte_catalogue_find_mx (catalogue, hosts, NULL);
          g_autoptr (KitteProposal) proposal = NULL;

          g_test_message ("%s", mx);
          g_assert_true (preset == presets->pdata[i]);
          proposal = kitte_preset_propose (preset, address, mx, NULL, NULL);
          for (guint k = 0; k < proposal->incoming->len; k++)
            if (g_str_equal (((KitteServer *) proposal->incoming->pdata[k])->host, mx))
              g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_ASKED);
        }
    }
  g_assert_cmpuint (n, >, 40);
}

static void
test_certificate (void)
{
  static const struct
  {
    const char *names[3];
    const char *id;
  } rows[] = {
    { { "*.sakura.ne.jp", "sakura.ne.jp" }, "sakura-rental" },
    { { "www.example.jp", "tamesi.sakura.ne.jp" }, "sakura-rental" },
    { { "sakura.ne.jp" }, NULL },
    { { "*.sakura.ne.jp.evil.example" }, NULL },
    { { "*.ne.jp" }, NULL },
    { { "*" }, NULL },
    { { "a.b.sakura.ne.jp" }, NULL },
    { { "www.example.jp" }, NULL },
  };
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KittePreset) preset = kitte_catalogue_find_certificate (catalogue, rows[i].names);

      g_test_message ("%s", rows[i].names[0]);
      g_assert_cmpstr (preset != NULL ? kitte_preset_get_id (preset) : NULL, ==, rows[i].id);
    }
}

static void
test_former_host (void)
{
  g_autoptr (JsonNode) table = load_fixture ("shipped.json");
  g_autoptr (KitteCatalogue) catalogue = shipped_only ();
  g_autoptr (KittePreset) stranger = NULL;
  JsonObjectIter iter;
  JsonNode *node;
  const char *id;

  json_object_iter_init (&iter, json_node_get_object (table));
  while (json_object_iter_next (&iter, &id, &node))
    {
      JsonArray *hosts;

      if (!json_object_has_member (json_node_get_object (node), "former_hosts"))
        continue;
      hosts = json_object_get_array_member (json_node_get_object (node), "former_hosts");
      for (guint i = 0; i < json_array_get_length (hosts); i++)
        {
          g_autoptr (KittePreset) preset =
              kitte_catalogue_find_former_host (catalogue, NULL,
                                                json_array_get_string_element (hosts, i));

          g_assert_nonnull (preset);
          g_assert_cmpstr (kitte_preset_get_id (preset), ==, id);
        }
    }
  stranger = kitte_catalogue_find_former_host (catalogue, NULL, "mail.example.jp");
  g_assert_null (stranger);
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/catalogue/shipped", test_shipped);
  g_test_add_func ("/provider/catalogue/shipped-rules", test_shipped_rules);
  g_test_add_func ("/provider/catalogue/languages", test_languages);
  g_test_add_func ("/provider/catalogue/common-domains", test_common_domains);
  g_test_add_func ("/provider/catalogue/strangers", test_strangers);
  g_test_add_func ("/provider/catalogue/mx", test_mx);
  g_test_add_func ("/provider/catalogue/mx-servers", test_mx_servers);
  g_test_add_func ("/provider/catalogue/every-mx", test_every_mx);
  g_test_add_func ("/provider/catalogue/certificate", test_certificate);
  g_test_add_func ("/provider/catalogue/former-host", test_former_host);
  return g_test_run ();
}

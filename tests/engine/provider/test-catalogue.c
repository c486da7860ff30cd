/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteCatalogue: every shipped domain, the layers, mail exchangers and certificates. */
#include "config.h"

#include "preset-fixture.h"
#include "provider/kitte-catalogue.h"
#include "support/home.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

static const char *const credential_kinds[] = { "account-password", "mailbox-password",
                                                "app-password", "issued-password", "oauth2-only" };

typedef struct
{
  char *root;
  char *folders[4];
} Layers;

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
  g_assert_cmpint (proposal->certain, ==, json_object_get_boolean_member (expected, "certain"));
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
    { { "aspmx.l.google.com" }, "gmail", 0 },
    { { "alt2.aspmx.l.google.com" }, "gmail", 0 },
    { { "smtp.google.com." }, "gmail", 0 },
    { { "aspmx3.googlemail.com" }, "gmail", 0 },
    { { "tamesi.sakura.ne.jp" }, "sakura-rental", 0 },
    { { "www1234.sakura.ne.jp" }, "sakura-rental", 0 },
    { { "filter.example", "TAMESI.SAKURA.NE.JP" }, "sakura-rental", 1 },
    { { "eur.olc.protection.outlook.com" }, "outlook-com", 0 },
    { { "mx01.mail.icloud.com" }, "icloud", 0 },
    { { "contoso-com.mail.protection.outlook.com" }, "microsoft-365", 0 },
    { { "contoso-com.a-v1.mx.microsoft" }, NULL, 0 },
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

/* A preset as small as can be, with @id, @domains and @suffixes as JSON lists. */
static void
write_preset (const char *folder,
              const char *file,
              const char *id,
              const char *domains,
              const char *suffixes)
{
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autofree char *text = g_strdup_printf (
      "{\"schema\":1,\"id\":\"%s\",\"name\":{\"ja\":\"%s\",\"en\":\"%s\"},\"status\":\"ok\","
      "\"match\":{\"domains\":%s,\"suffixes\":%s,\"mx_patterns\":[\"mx*.%s.example\"],"
      "\"cert_names\":[\"*.%s.example\"]},"
      "\"checked\":\"2026-11\",\"servers\":[{\"role\":\"incoming\",\"protocol\":\"imap\","
      "\"host\":\"imap.%s.example\",\"port\":993,\"security\":\"tls\",\"username\":\"{address}\","
      "\"auth\":[\"password\"],\"source\":{\"title\":\"x\",\"certainty\":\"A\"}},"
      "{\"role\":\"outgoing\",\"protocol\":\"smtp\",\"host\":\"smtp.%s.example\",\"port\":465,"
      "\"security\":\"tls\",\"username\":\"{address}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"x\",\"certainty\":\"A\"}}]}",
      id, file, file, domains, suffixes, id, id, id, id);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
layers_init (Layers *layers)
{
  static const char *const names[] = { "shipped", "brand", "system", "user" };

  layers->root = g_dir_make_tmp ("kitte-catalogue-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      layers->folders[i] = g_build_filename (layers->root, names[i], NULL);
      g_assert_cmpint (g_mkdir (layers->folders[i], 0700), ==, 0);
    }
}

static void
layers_clear (Layers *layers)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layers->folders); i++)
    {
      g_autoptr (GDir) dir = g_dir_open (layers->folders[i], 0, NULL);
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (layers->folders[i], name, NULL);

          g_assert_cmpint (g_remove (path), ==, 0);
        }
      g_rmdir (layers->folders[i]);
      g_free (layers->folders[i]);
    }
  g_rmdir (layers->root);
  g_free (layers->root);
}

static KitteCatalogue *
layers_open (Layers *layers)
{
  return kitte_catalogue_new_for_folders (layers->folders[0], layers->folders[1],
                                          layers->folders[2], layers->folders[3]);
}

/* Who answers for @domain: “file (layer)”, or NULL. */
static char *
who_answers (KitteCatalogue *catalogue, const char *domain)
{
  g_autoptr (KittePreset) preset = kitte_catalogue_find_domain (catalogue, domain);

  if (preset == NULL)
    return NULL;
  return g_strdup_printf ("%s (%s)", kitte_preset_get_name (preset),
                          kitte_origin_to_nick (kitte_preset_get_origin (preset)));
}

static void
assert_answers (KitteCatalogue *catalogue, const char *domain, const char *expected)
{
  g_autofree char *found = who_answers (catalogue, domain);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_problem (KitteCatalogue *catalogue, const char *file, const char *reason)
{
  GPtrArray *problems = kitte_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    {
      const char *message = ((GError *) problems->pdata[i])->message;

      if (strstr (message, file) != NULL && strstr (message, reason) != NULL)
        return;
      g_test_message ("%s", message);
    }
  g_assert_not_reached ();
}

static void
test_layers (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;

  layers_init (&layers);
  write_preset (layers.folders[0], "a.json", "a", "[\"a.jp\"]", "[\"zone.jp\"]");
  write_preset (layers.folders[0], "b.json", "b", "[\"b.jp\"]", "[]");
  write_preset (layers.folders[1], "b.json", "b", "[\"b.jp\",\"b2.jp\"]", "[]");
  write_preset (layers.folders[1], "c.json", "c", "[\"c.jp\"]", "[]");
  write_preset (layers.folders[2], "c.json", "c", "[\"c2.jp\"]", "[\"deep.zone.jp\"]");
  write_preset (layers.folders[2], "thief.json", "thief", "[\"a.jp\"]", "[]");
  write_preset (layers.folders[3], "d.json", "d", "[\"d.jp\"]", "[]");
  write_preset (layers.folders[3], "e.json", "a", "[\"e.jp\"]", "[]");
  write_preset (layers.folders[3], "f.json", "f", "[\"x.zone.jp\"]", "[]");
  write_preset (layers.folders[3], "g.json", "g", "[\"g.jp\"]", "[\"zone.jp\"]");
  write_preset (layers.folders[3], "h.json", "h", "[\"h.jp\"]", "[\"b.jp\"]");
  catalogue = layers_open (&layers);

  assert_answers (catalogue, "a.jp", "a.json (shipped)");
  assert_answers (catalogue, "x.zone.jp", "a.json (shipped)");
  assert_answers (catalogue, "b.jp", "b.json (brand)");
  assert_answers (catalogue, "b2.jp", "b.json (brand)");
  assert_answers (catalogue, "c.jp", NULL);
  assert_answers (catalogue, "c2.jp", "c.json (system)");
  assert_answers (catalogue, "x.deep.zone.jp", "c.json (system)");
  assert_answers (catalogue, "d.jp", "d.json (user)");
  assert_answers (catalogue, "e.jp", NULL);
  assert_answers (catalogue, "g.jp", NULL);
  assert_answers (catalogue, "h.jp", NULL);
  assert_answers (catalogue, "x.b.jp", NULL);
  assert_problem (catalogue, "thief.json", "“a.jp” belongs to");
  assert_problem (catalogue, "e.json", "“a” belongs to");
  assert_problem (catalogue, "f.json", "“x.zone.jp” belongs to");
  assert_problem (catalogue, "g.json", "“zone.jp” belongs to");
  assert_problem (catalogue, "h.json", "“b.jp” belongs to");
  g_assert_cmpuint (kitte_catalogue_get_problems (catalogue)->len, ==, 5);
  layers_clear (&layers);
}

/* The person’s own presets are asked, and no certificate leads to them. */
static void
test_user_layer_trust (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (KitteAddress) address = kitte_address_new ("a@d.jp", NULL);
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (KittePreset) by_mx = NULL;
  g_autoptr (KittePreset) by_certificate = NULL;
  g_autoptr (KitteProposal) proposal = NULL;
  const char *names[] = { "x.d.example", NULL };
  const char *hosts[] = { "mx1.d.example", NULL };

  layers_init (&layers);
  write_preset (layers.folders[3], "d.json", "d", "[\"d.jp\"]", "[]");
  catalogue = layers_open (&layers);
  preset = kitte_catalogue_find_domain (catalogue, "d.jp");
  proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
  by_mx = kitte_catalogue_find_mx (catalogue, hosts, NULL);
  by_certificate = kitte_catalogue_find_certificate (catalogue, names);

  g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_ASKED);
  g_assert_cmpint (proposal->origin, ==, KITTE_ORIGIN_USER);
  g_assert_true (by_mx == preset);
  g_assert_null (by_certificate);
  layers_clear (&layers);
}

/* Bad files are named with their reason; the good ones beside them work. */
static void
test_bad_files (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autofree char *broken = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *pipe = NULL;
  g_autofree char *hidden = NULL;

  layers_init (&layers);
  write_preset (layers.folders[2], "good.json", "good", "[\"good.jp\"]", "[]");
  write_preset (layers.folders[2], "same.json", "good", "[\"same.jp\"]", "[]");
  write_preset (layers.folders[2], "twin.json", "twin", "[\"good.jp\"]", "[]");
  broken = g_build_filename (layers.folders[2], "broken.json", NULL);
  folder = g_build_filename (layers.folders[2], "folder.json", NULL);
  pipe = g_build_filename (layers.folders[2], "pipe.json", NULL);
  hidden = g_build_filename (layers.folders[2], "good.json~", NULL);
  g_assert_true (g_file_set_contents (broken, "{\"schema\":1,", -1, NULL));
  g_assert_true (g_file_set_contents (hidden, "not read", -1, NULL));
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  catalogue = layers_open (&layers);

  assert_answers (catalogue, "good.jp", "good.json (system)");
  assert_problem (catalogue, "broken.json", "The file is not JSON");
  assert_problem (catalogue, "folder.json", "not an ordinary file");
  assert_problem (catalogue, "pipe.json", "not an ordinary file");
  assert_problem (catalogue, "same.json", "“good” belongs to");
  assert_problem (catalogue, "twin.json", "“good.jp” belongs to");
  g_assert_cmpuint (kitte_catalogue_get_problems (catalogue)->len, ==, 5);
  layers_clear (&layers);
}

static void
test_missing_folders (void)
{
  g_autoptr (KitteCatalogue) catalogue =
      kitte_catalogue_new_for_folders (NULL, "/nonexistent/a", "/nonexistent/b", "/nonexistent/c");

  assert_answers (catalogue, "gmail.com", "Gmail (shipped)");
  g_assert_cmpuint (kitte_catalogue_get_problems (catalogue)->len, ==, 0);
}

static void
test_environment (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;

  layers_init (&layers);
  write_preset (layers.folders[0], "a.json", "a", "[\"a.jp\"]", "[]");
  g_setenv ("KITTE_PROVIDERS_DIR", layers.folders[0], TRUE);
  catalogue = kitte_catalogue_new ();
  assert_answers (catalogue, "a.jp", "a.json (shipped)");
  assert_answers (catalogue, "gmail.com", NULL);
  g_unsetenv ("KITTE_PROVIDERS_DIR");
  layers_clear (&layers);
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
  g_test_add_func ("/provider/catalogue/certificate", test_certificate);
  g_test_add_func ("/provider/catalogue/former-host", test_former_host);
  g_test_add_func ("/provider/catalogue/layers", test_layers);
  g_test_add_func ("/provider/catalogue/user-layer-trust", test_user_layer_trust);
  g_test_add_func ("/provider/catalogue/bad-files", test_bad_files);
  g_test_add_func ("/provider/catalogue/missing-folders", test_missing_folders);
  g_test_add_func ("/provider/catalogue/environment", test_environment);
  return g_test_run ();
}

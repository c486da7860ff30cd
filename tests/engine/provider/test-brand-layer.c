/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what a provider’s own build does with the catalogue, and of texts in other languages. */
#include "config.h"

#include "layers-fixture.h"
#include "support/home.h"

static void
add_id_cb (KittePreset *preset, GString *ids)
{
  g_string_append_printf (ids, "%s%s", ids->len > 0 ? " " : "", kitte_preset_get_id (preset));
}

static void
assert_listed (KitteCatalogue *catalogue, const char *expected)
{
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  g_autoptr (GString) ids = g_string_new (NULL);

  g_ptr_array_foreach (presets, (GFunc) add_id_cb, ids);
  g_assert_cmpstr (ids->str, ==, expected);
}

static gboolean
count_cb (KittePreset *preset, gpointer user_data)
{
  guint *n = user_data;

  *n += kitte_preset_get_origin (preset) == KITTE_ORIGIN_SHIPPED ? 1 : 0;
  return TRUE;
}

/* Its presets come first, count as much as the shipped ones, and a certificate may lead to them. */
static void
test_own_presets (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@own.jp", NULL);
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (KittePreset) certificate = NULL;
  g_autoptr (KittePreset) system_certificate = NULL;
  g_autoptr (KitteProposal) proposal = NULL;
  const char *names[] = { "x.own.example", NULL };
  const char *system_names[] = { "x.office.example", NULL };

  layers_init (&layers);
  write_preset (layers.folders[0], "a.json", "a", "[\"a.jp\"]", "[]");
  write_preset (layers.folders[1], "own.json", "own", "[\"own.jp\"]", "[]");
  write_preset (layers.folders[2], "office.json", "office", "[\"office.jp\"]", "[]");
  write_preset (layers.folders[3], "mine.json", "mine", "[\"mine.jp\",\"own.jp\"]", "[]");
  catalogue = layers_open (&layers);
  preset = kitte_catalogue_find_domain (catalogue, "own.jp");
  proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
  certificate = kitte_catalogue_find_certificate (catalogue, names);
  system_certificate = kitte_catalogue_find_certificate (catalogue, system_names);

  assert_listed (catalogue, "own a office");
  assert_problem (catalogue, "mine.json", "“own.jp” belongs to");
  g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_SURE);
  g_assert_cmpint (proposal->origin, ==, KITTE_ORIGIN_BRAND);
  g_assert_true (certificate == preset);
  g_assert_null (system_certificate);
  layers_clear (&layers);
}

/* What a brand leaves out is not found by anything and not listed; nobody else gets its domains,
 * and it still bears witness for the line. */
static void
test_left_out (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (KittePreset) by_id = NULL;
  g_autoptr (KittePreset) by_mx = NULL;
  g_autoptr (KittePreset) kept = NULL;
  const char *shown[] = { "kept", "no-such-preset", NULL };
  const char *hosts[] = { "mx1.gone.example", NULL };
  guint n = 0;

  layers_init (&layers);
  write_preset (layers.folders[0], "gone.json", "gone", "[\"gone.jp\"]", "[\"zone.jp\"]");
  write_preset (layers.folders[0], "kept.json", "kept", "[\"kept.jp\"]", "[]");
  write_preset (layers.folders[0], "old.json", "old", "[\"old.jp\"]", "[]");
  write_preset (layers.folders[1], "old.json", "old", "[\"old.jp\"]", "[]");
  write_preset (layers.folders[3], "thief.json", "thief", "[\"gone.jp\"]", "[]");
  catalogue = layers_open (&layers);
  kitte_catalogue_show_only (catalogue, shown);
  by_id = kitte_catalogue_get_preset (catalogue, "gone");
  by_mx = kitte_catalogue_find_mx (catalogue, hosts, NULL);
  kept = kitte_catalogue_get_preset (catalogue, "kept");
  kitte_catalogue_foreach (catalogue, count_cb, &n);

  assert_answers (catalogue, "gone.jp", NULL);
  assert_answers (catalogue, "x.zone.jp", NULL);
  assert_answers (catalogue, "kept.jp", "kept.json (shipped)");
  assert_answers (catalogue, "old.jp", "old.json (brand)");
  assert_listed (catalogue, "old kept");
  assert_problem (catalogue, "thief.json", "“gone.jp” belongs to");
  g_assert_null (by_id);
  g_assert_null (by_mx);
  g_assert_nonnull (kept);
  g_assert_cmpuint (n, ==, 2);
  layers_clear (&layers);
}

/* The catalogue everybody uses, with a brand in it. */
static void
test_for_brand (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  const char *shown[] = { "gmail", NULL };

  layers_init (&layers);
  write_preset (layers.folders[1], "own.json", "own", "[\"own.jp\"]", "[]");
  catalogue = kitte_catalogue_new_for_brand (layers.folders[1], shown);
  assert_answers (catalogue, "own.jp", "own.json (brand)");
  assert_answers (catalogue, "gmail.com", "Gmail (shipped)");
  assert_answers (catalogue, "docomo.ne.jp", NULL);
  assert_listed (catalogue, "own gmail");
  layers_clear (&layers);
}

/* A third language needs one file and nobody’s help: names, questions, passwords, steps. */
static void
test_third_language (void)
{
  static const char *const text =
      "{\"schema\":1,\"id\":\"drei\",\"status\":\"needs-step\",\"checked\":\"2026-11\","
      "\"name\":{\"ja\":\"三\",\"en\":\"Three\",\"de\":\"Drei\",\"pt_BR\":\"Três\"},"
      "\"match\":{\"domains\":[\"drei.example\"]},"
      "\"ask\":[{\"key\":\"ID\",\"pattern\":\"^[a-z]+$\","
      "\"label\":{\"ja\":\"番号\",\"en\":\"Number\",\"de\":\"Kundennummer\"}}],"
      "\"credential\":{\"kind\":\"issued-password\","
      "\"name\":{\"ja\":\"暗証\",\"en\":\"Code\",\"de\":\"Kennwort\"}},"
      "\"steps\":[{\"id\":\"one\",\"required\":true,"
      "\"text\":{\"ja\":\"先に\",\"en\":\"First\",\"de\":\"Zuerst\"}}],"
      "\"servers\":[{\"role\":\"incoming\",\"protocol\":\"imap\",\"host\":\"imap.drei.example\","
      "\"port\":993,\"security\":\"tls\",\"username\":\"{ID}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"x\",\"certainty\":\"A\"}},"
      "{\"role\":\"outgoing\",\"protocol\":\"smtp\",\"host\":\"smtp.drei.example\",\"port\":465,"
      "\"security\":\"tls\",\"username\":\"{ID}\",\"auth\":[\"password\"],"
      "\"source\":{\"title\":\"x\",\"certainty\":\"A\"}}]}";
  static const char *const wanted[][2] = { { "de_AT.UTF-8", "Drei Kundennummer Kennwort Zuerst" },
                                           { "de", "Drei Kundennummer Kennwort Zuerst" },
                                           { "pt_BR", "Três Number Code First" },
                                           { "ja", "三 番号 暗証 先に" },
                                           { "fr:de", "Drei Kundennummer Kennwort Zuerst" },
                                           { "fr", "Three Number Code First" } };
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@drei.example", NULL);
  g_autofree char *path = NULL;
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;

  layers_init (&layers);
  path = g_build_filename (layers.folders[2], "drei.json", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  catalogue = layers_open (&layers);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autoptr (KittePreset) preset = NULL;
      g_autoptr (KitteProposal) proposal = NULL;
      g_autofree char *said = NULL;

      g_setenv ("LANGUAGE", wanted[i][0], TRUE);
      preset = kitte_catalogue_find_domain (catalogue, "drei.example");
      proposal = kitte_preset_propose (preset, address, NULL, NULL, NULL);
      said = g_strdup_printf ("%s %s %s %s", proposal->provider_name,
                              ((KitteAsk *) proposal->asks->pdata[0])->label,
                              proposal->credential_name,
                              ((KitteHint *) proposal->hints->pdata[0])->text);
      g_assert_cmpstr (said, ==, wanted[i][1]);
      g_assert_cmpint (proposal->trust, ==, KITTE_TRUST_SURE);
    }
  g_unsetenv ("LANGUAGE");
  layers_clear (&layers);
}

int
main (int argc, char *argv[])
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/brand-layer/own-presets", test_own_presets);
  g_test_add_func ("/provider/brand-layer/left-out", test_left_out);
  g_test_add_func ("/provider/brand-layer/for-brand", test_for_brand);
  g_test_add_func ("/provider/brand-layer/third-language", test_third_language);
  return g_test_run ();
}

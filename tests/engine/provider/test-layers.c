/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteCatalogue’s layers: who may add, replace and claim, and what happens meanwhile. */
#include "config.h"

#include "layers-fixture.h"
#include "support/home.h"

#include <sys/stat.h>

static KitteCatalogue *
shipped_only (void)
{
  return kitte_catalogue_new_for_folders (NULL, NULL, NULL, NULL);
}

static void
write_mx_preset (const char *folder, const char *id, const char *patterns)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = g_strdup_printf (
      "{\"schema\":1,\"id\":\"%s\",\"name\":{\"ja\":\"%s\",\"en\":\"%s\"},\"status\":\"ok\","
      "\"match\":{\"mx_patterns\":[%s]},\"servers\":[],\"checked\":\"2026-11\"}",
      id, id, id, patterns);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
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

/* A replacement that is refused replaces nothing, and what is replaced gives its domains free. */
static void
test_replacement (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (GPtrArray) presets = NULL;

  layers_init (&layers);
  write_preset (layers.folders[0], "a.json", "a", "[\"a.jp\"]", "[]");
  write_preset (layers.folders[0], "b.json", "b", "[\"b.jp\"]", "[\"b.jp\"]");
  write_preset (layers.folders[0], "c.json", "c", "[\"c.jp\",\"c2.jp\"]", "[]");
  write_preset (layers.folders[1], "b.json", "b", "[\"b.jp\",\"a.jp\"]", "[]");
  write_preset (layers.folders[1], "c.json", "c", "[\"c.jp\"]", "[]");
  write_preset (layers.folders[1], "d.json", "d", "[\"c2.jp\"]", "[]");
  catalogue = layers_open (&layers);

  assert_answers (catalogue, "a.jp", "a.json (shipped)");
  assert_answers (catalogue, "b.jp", "b.json (shipped)");
  assert_answers (catalogue, "x.b.jp", "b.json (shipped)");
  assert_answers (catalogue, "c.jp", "c.json (brand)");
  assert_answers (catalogue, "c2.jp", "d.json (brand)");
  assert_problem (catalogue, "brand/b.json", "“a.jp” belongs to");
  g_assert_cmpuint (kitte_catalogue_get_problems (catalogue)->len, ==, 1);
  presets = kitte_catalogue_list (catalogue);
  g_assert_cmpuint (presets->len, ==, 4);
  layers_clear (&layers);
}

/* Waits for an answer to change; how soon is not for a busy machine to say. */
static void
wait_for_answer (KitteCatalogue *catalogue, const char *domain, const char *expected)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autofree char *found = who_answers (catalogue, domain);

  while (g_strcmp0 (found, expected) != 0 && g_get_monotonic_time () < end)
    {
      g_usleep (20000);
      g_free (found);
      found = who_answers (catalogue, domain);
    }
  g_assert_cmpstr (found, ==, expected);
}

/* A preset that comes, changes in place or goes while the program runs is noticed, also where the
 * folder was not there before. */
static void
test_changes (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (KittePreset) kept = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  FILE *file;
  gsize length;

  layers_init (&layers);
  path = g_build_filename (layers.folders[3], "d.json", NULL);
  g_assert_cmpint (g_rmdir (layers.folders[3]), ==, 0);
  write_preset (layers.folders[0], "a.json", "a", "[\"a.jp\"]", "[]");
  catalogue = layers_open (&layers);
  assert_answers (catalogue, "d.jp", NULL);
  kept = kitte_catalogue_find_domain (catalogue, "a.jp");

  g_assert_cmpint (g_mkdir (layers.folders[3], 0700), ==, 0);
  write_preset (layers.folders[3], "d.json", "d", "[\"d.jp\"]", "[]");
  wait_for_answer (catalogue, "d.jp", "d.json (user)");

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  file = g_fopen (path, "r+");
  g_assert_cmpuint (fwrite ("nothing good", 1, 12, file), ==, 12);
  g_assert_cmpint (fclose (file), ==, 0);
  wait_for_answer (catalogue, "d.jp", NULL);
  assert_problem (catalogue, "d.json", "");

  file = g_fopen (path, "w");
  g_assert_cmpuint (fwrite (text, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
  wait_for_answer (catalogue, "d.jp", "d.json (user)");
  g_assert_cmpint (g_remove (path), ==, 0);
  wait_for_answer (catalogue, "d.jp", NULL);
  g_assert_cmpstr (kitte_preset_get_id (kept), ==, "a");
  layers_clear (&layers);
}

/* A compiled catalogue may take the place of the shipped one; its presets are checked when hit. */
static void
test_compiled_file (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KITTE_BUILD_DIR"), "src", "engine",
                                            "provider", "presets.index", NULL);
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new_for_folders (path, NULL, NULL, NULL);
  g_autoptr (KitteCatalogue) built_in = shipped_only ();
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  g_autoptr (GPtrArray) shipped = kitte_catalogue_list (built_in);

  g_assert_cmpuint (kitte_catalogue_get_problems (catalogue)->len, ==, 0);
  g_assert_cmpuint (presets->len, ==, shipped->len);
  assert_answers (catalogue, "gmail.com", "Gmail (shipped)");
}

/* Anything else in its place is named, and the other layers go on working. */
static void
test_no_compiled_file (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autofree char *path = NULL;

  layers_init (&layers);
  path = g_build_filename (layers.folders[0], "presets.index", NULL);
  g_assert_true (g_file_set_contents (path, "KITTEpre is not enough", -1, NULL));
  write_preset (layers.folders[2], "a.json", "a", "[\"a.jp\"]", "[]");
  catalogue = kitte_catalogue_new_for_folders (path, NULL, layers.folders[2], NULL);
  assert_answers (catalogue, "a.jp", "a.json (system)");
  assert_answers (catalogue, "gmail.com", NULL);
  assert_problem (catalogue, "presets.index", "no compiled catalogue");
  layers_clear (&layers);
}

/* The pattern that says most wins, however the presets are called. */
static void
test_mx_precedence (void)
{
  Layers layers;
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (KittePreset) wide = NULL;
  g_autoptr (KittePreset) narrow = NULL;
  const char *first[] = { "mx1.example.net", NULL };
  const char *second[] = { "mx1.deep.example.net", NULL };

  layers_init (&layers);
  write_mx_preset (layers.folders[0], "a", "\".example.net\"");
  write_mx_preset (layers.folders[0], "z", "\"mx*.deep.example.net\"");
  catalogue = layers_open (&layers);
  wide = kitte_catalogue_find_mx (catalogue, first, NULL);
  narrow = kitte_catalogue_find_mx (catalogue, second, NULL);
  g_assert_cmpstr (kitte_preset_get_id (wide), ==, "a");
  g_assert_cmpstr (kitte_preset_get_id (narrow), ==, "z");
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
  g_test_add_func ("/provider/layers/layers", test_layers);
  g_test_add_func ("/provider/layers/replacement", test_replacement);
  g_test_add_func ("/provider/layers/changes", test_changes);
  g_test_add_func ("/provider/layers/compiled-file", test_compiled_file);
  g_test_add_func ("/provider/layers/no-compiled-file", test_no_compiled_file);
  g_test_add_func ("/provider/layers/mx-precedence", test_mx_precedence);
  g_test_add_func ("/provider/layers/user-layer-trust", test_user_layer_trust);
  g_test_add_func ("/provider/layers/bad-files", test_bad_files);
  g_test_add_func ("/provider/layers/missing-folders", test_missing_folders);
  g_test_add_func ("/provider/layers/environment", test_environment);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte-preset-index: what was compiled is found again; a damaged file is refused. */
#include "config.h"

#include "provider/kitte-preset-folder.h"
#include "provider/kitte-preset-index-writer.h"
#include "provider/kitte-preset-index.h"

#include <glib/gstdio.h>
#include <string.h>

static GPtrArray *
load_small (void)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  g_autofree char *folder = g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "tests", "fixtures",
                                              "providers", "small", NULL);
  GPtrArray *presets = kitte_preset_load_folder (folder, KITTE_ORIGIN_SHIPPED, problems);

  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpuint (presets->len, ==, 2);
  return presets;
}

static GBytes *
build_small (void)
{
  g_autoptr (GPtrArray) presets = load_small ();

  return kitte_preset_index_build (presets);
}

static void
assert_found (gboolean found, KittePresetIndex *index, guint number, const char *id)
{
  g_assert_cmpstr (found ? kitte_preset_index_get_id (index, number) : NULL, ==, id);
}

static void
test_find (void)
{
  static const struct
  {
    KittePresetTable table;
    const char *name;
    const char *id;
  } rows[] = {
    { KITTE_PRESET_TABLE_IDS, "example", "example" },
    { KITTE_PRESET_TABLE_IDS, "hosting", "hosting" },
    { KITTE_PRESET_TABLE_IDS, "hostin", NULL },
    { KITTE_PRESET_TABLE_IDS, "", NULL },
    { KITTE_PRESET_TABLE_DOMAINS, "example.jp", "example" },
    { KITTE_PRESET_TABLE_DOMAINS, "example.com", "example" },
    { KITTE_PRESET_TABLE_DOMAINS, "a.example.jp", NULL },
    { KITTE_PRESET_TABLE_DOMAINS, "zzz", NULL },
    { KITTE_PRESET_TABLE_ZONES, "example.jp", "example" },
    { KITTE_PRESET_TABLE_ZONES, "hosting.example.net", "hosting" },
  };
  g_autoptr (GBytes) bytes = build_small ();
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint number = 0;
      gboolean found = kitte_preset_index_find (index, rows[i].table, rows[i].name, &number);

      assert_found (found, index, number, rows[i].id);
    }
}

static void
test_zones (void)
{
  g_autoptr (GBytes) bytes = build_small ();
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, NULL);
  guint number;

  g_assert_true (kitte_preset_index_find_zone (index, "example.jp", "a.example.jp", &number));
  g_assert_false (kitte_preset_index_find_zone (index, "example.jp", "shop.example.jp", &number));
  g_assert_false (kitte_preset_index_find_zone (index, "example.jp", "a.shop.example.jp", &number));
  g_assert_false (kitte_preset_index_find_zone (index, "jp", "a.example.jp", &number));
}

static void
test_patterns (void)
{
  static const struct
  {
    KittePresetTable table;
    const char *tail;
    const char *name;
    const char *id;
  } rows[] = {
    { KITTE_PRESET_TABLE_EXCHANGERS, "example.jp", "mx1.example.jp", "example" },
    { KITTE_PRESET_TABLE_EXCHANGERS, "example.jp", "a.mx1.example.jp", NULL },
    { KITTE_PRESET_TABLE_EXCHANGERS, "mx1.example.jp", "mx1.example.jp", NULL },
    { KITTE_PRESET_TABLE_EXCHANGERS, "hosting.example.net", "a.hosting.example.net", "hosting" },
    { KITTE_PRESET_TABLE_EXCHANGERS, "filter.example.net", "a.b.filter.example.net", "hosting" },
    { KITTE_PRESET_TABLE_CERTIFICATES, "example.jp", "*.example.jp", "example" },
    { KITTE_PRESET_TABLE_FORMER_HOSTS, "old.example.jp", "old.example.jp", "example" },
    { KITTE_PRESET_TABLE_FORMER_HOSTS, "example.jp", "pop3.example.jp", "example" },
    { KITTE_PRESET_TABLE_FORMER_HOSTS, "example.jp", "imap.example.jp", NULL },
  };
  g_autoptr (GBytes) bytes = build_small ();
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint number = 0;
      gboolean found = kitte_preset_index_find_pattern (index, rows[i].table, rows[i].tail,
                                                        rows[i].name, NULL, &number);

      g_test_message ("%s", rows[i].name);
      assert_found (found, index, number, rows[i].id);
    }
}

static void
test_hidden (void)
{
  g_autoptr (GBytes) bytes = build_small ();
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, NULL);
  guint number;

  g_assert_true (kitte_preset_index_find_id (index, "example", &number));
  kitte_preset_index_set_hidden (index, number, TRUE);
  g_assert_false (
      kitte_preset_index_find (index, KITTE_PRESET_TABLE_DOMAINS, "example.jp", &number));
  g_assert_false (kitte_preset_index_find_pattern (index, KITTE_PRESET_TABLE_EXCHANGERS,
                                                   "example.jp", "mx1.example.jp", NULL, &number));
  g_assert_true (kitte_preset_index_find_id (index, "example", &number));
  g_assert_true (kitte_preset_index_is_hidden (index, number));
  kitte_preset_index_set_hidden (index, number, FALSE);
  g_assert_true (
      kitte_preset_index_find (index, KITTE_PRESET_TABLE_DOMAINS, "example.jp", &number));
}

/* A preset that was compiled is, word for word, the one that was written. */
static void
test_text (void)
{
  g_autoptr (GPtrArray) presets = load_small ();
  g_autoptr (GBytes) bytes = kitte_preset_index_build (presets);
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, NULL);

  for (guint i = 0; i < presets->len; i++)
    {
      g_autoptr (GBytes) json = kitte_preset_index_get_json (index, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (KittePreset) preset =
          kitte_preset_new (json, "compiled.json", KITTE_ORIGIN_SHIPPED, &error);
      g_autoptr (JsonNode) compiled = json_node_alloc ();
      g_autoptr (JsonNode) written = json_node_alloc ();

      g_assert_no_error (error);
      json_node_init_object (compiled, kitte_preset_get_json (preset));
      json_node_init_object (written, kitte_preset_get_json (presets->pdata[i]));
      g_assert_true (json_node_equal (compiled, written));
    }
  g_assert_null (kitte_preset_index_get_json (index, presets->len));
}

/* The order of the files does not matter. */
static void
test_same_bytes (void)
{
  g_autoptr (GPtrArray) presets = load_small ();
  g_autoptr (GPtrArray) turned = g_ptr_array_new ();
  g_autoptr (GBytes) first = kitte_preset_index_build (presets);
  g_autoptr (GBytes) second = NULL;

  for (guint i = presets->len; i-- > 0;)
    g_ptr_array_add (turned, presets->pdata[i]);
  second = kitte_preset_index_build (turned);
  g_assert_true (g_bytes_equal (first, second));
}

static void
test_empty (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GBytes) bytes = kitte_preset_index_build (none);
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, NULL);
  guint number;

  g_assert_cmpuint (kitte_preset_index_get_n_presets (index), ==, 0);
  g_assert_false (kitte_preset_index_find (index, KITTE_PRESET_TABLE_DOMAINS, "a.jp", &number));
}

static void
assert_refused (const guint8 *data, gsize size, const char *reason)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_preset_index_new (bytes, &error));
  g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_INDEX);
  g_assert_nonnull (strstr (error->message, reason));
}

/* Cut off anywhere, or with something behind it, it is refused. */
static void
test_cut_off (void)
{
  g_autoptr (GBytes) bytes = build_small ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 4);

  for (gsize length = 0; length < size; length++)
    assert_refused (data, length, length < sizeof (KittePresetHeader) ? "no compiled" : "missing");
  memcpy (longer, data, size);
  assert_refused (longer, size + 4, "missing");
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = build_small ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  KittePresetHeader *header = (gpointer) copy;
  const KittePresetHeader *whole = (gconstpointer) data;

  copy[0] = 'x';
  assert_refused (copy, size, "no compiled");
  *header = *whole;
  header->version = GUINT32_TO_LE (KITTE_PRESET_INDEX_VERSION + 1);
  assert_refused (copy, size, "another version");
  *header = *whole;
  header->names.offset = GUINT32_TO_LE (G_MAXUINT32);
  assert_refused (copy, size, "damaged");
  *header = *whole;
  header->names.count = 0;
  assert_refused (copy, size, "damaged");
  *header = *whole;
  header->names.count = GUINT32_TO_LE (GUINT32_FROM_LE (whole->names.count) - 1);
  copy[GUINT32_FROM_LE (whole->names.offset) + GUINT32_FROM_LE (whole->names.count) - 2] = 'x';
  assert_refused (copy, size, "damaged");
  memcpy (copy, data, size);
  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    {
      header->tables[i].count = GUINT32_TO_LE (G_MAXUINT32);
      assert_refused (copy, size, "damaged");
      *header = *whole;
      header->tables[i].offset = GUINT32_TO_LE (GUINT32_FROM_LE (whole->tables[i].offset) + 1);
      assert_refused (copy, size, "damaged");
      *header = *whole;
    }
}

/* Offsets inside the tables may point anywhere: nothing is read outside. */
static void
test_wild_rows (void)
{
  g_autoptr (GBytes) bytes = build_small ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_memdup2 (data, size);
  const KittePresetHeader *header = (gconstpointer) data;
  g_autoptr (GBytes) damaged = NULL;
  g_autoptr (KittePresetIndex) index = NULL;
  guint number;

  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    memset (copy + GUINT32_FROM_LE (header->tables[i].offset), 0xff,
            GUINT32_FROM_LE (header->tables[i].count) * sizeof (KittePresetRow));
  damaged = g_bytes_new (copy, size);
  index = kitte_preset_index_new (damaged, NULL);
  g_assert_nonnull (index);
  for (guint table = 0; table < KITTE_PRESET_N_TABLES; table++)
    {
      kitte_preset_index_find (index, (KittePresetTable) table, "example.jp", &number);
      g_assert_false (kitte_preset_index_find_pattern (index, (KittePresetTable) table, "",
                                                       "mx1.example.jp", NULL, &number));
    }
  for (guint i = 0; i < kitte_preset_index_get_n_presets (index); i++)
    {
      g_assert_cmpstr (kitte_preset_index_get_id (index, i), ==, "");
      g_assert_null (kitte_preset_index_get_json (index, i));
    }
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-index-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "presets.index", NULL);
  g_autoptr (GBytes) bytes = build_small ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (KittePresetIndex) index = NULL;
  g_autoptr (KittePresetIndex) cut = NULL;
  g_autoptr (KittePresetIndex) missing = NULL;
  g_autoptr (GError) error = NULL;
  guint number;

  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
  index = kitte_preset_index_new_for_file (path, &error);
  g_assert_no_error (error);
  g_assert_true (kitte_preset_index_find_id (index, "example", &number));

  g_assert_true (g_file_set_contents (path, data, (gssize) size / 2, NULL));
  cut = kitte_preset_index_new_for_file (path, &error);
  g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_INDEX);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_clear_error (&error);

  g_remove (path);
  missing = kitte_preset_index_new_for_file (path, &error);
  g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_UNREADABLE);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/provider/preset-index/find", test_find);
  g_test_add_func ("/provider/preset-index/zones", test_zones);
  g_test_add_func ("/provider/preset-index/patterns", test_patterns);
  g_test_add_func ("/provider/preset-index/hidden", test_hidden);
  g_test_add_func ("/provider/preset-index/text", test_text);
  g_test_add_func ("/provider/preset-index/same-bytes", test_same_bytes);
  g_test_add_func ("/provider/preset-index/empty", test_empty);
  g_test_add_func ("/provider/preset-index/cut-off", test_cut_off);
  g_test_add_func ("/provider/preset-index/damaged", test_damaged);
  g_test_add_func ("/provider/preset-index/wild-rows", test_wild_rows);
  g_test_add_func ("/provider/preset-index/file", test_file);
  return g_test_run ();
}

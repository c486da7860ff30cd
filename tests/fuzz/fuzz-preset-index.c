/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compiled catalogue as a disk or anybody may have left it: refused, or searched within its
 * bounds, and what it says of a preset is checked before it is believed. */
#include "config.h"

#include <string.h>

#include "provider/kitte-preset-index.h"
#include "provider/kitte-preset.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char *const names[] = { "",           "example",         "hosting",
                                     "example.jp", "shop.example.jp", "a.example.jp",
                                     "jp",         "mx1.example.jp",  "x.hosting.example.net",
                                     "zz",         "old.example.jp",  "*.example.jp" };

static void
count_cb (const char *name, gpointer user_data)
{
  *(gsize *) user_data += strlen (name);
}

static void
search (KittePresetIndex *index, KittePresetTable table, const char *name)
{
  guint n = kitte_preset_index_get_n_presets (index);
  guint number;

  if (kitte_preset_index_find (index, table, name, &number))
    g_assert_cmpuint (number, <, n);
  if (kitte_preset_index_find_zone (index, name, "a.example.jp", &number))
    g_assert_cmpuint (number, <, n);
  if (kitte_preset_index_find_pattern (index, table, name, "mx1.example.jp", NULL, &number))
    g_assert_cmpuint (number, <, n);
}

static void
read_preset (KittePresetIndex *index, guint number)
{
  g_autoptr (GBytes) json = kitte_preset_index_get_json (index, number);
  g_autoptr (KittePreset) preset = NULL;

  g_assert_nonnull (kitte_preset_index_get_id (index, number));
  if (json != NULL)
    preset = kitte_preset_new (json, "fuzz.json", KITTE_ORIGIN_SHIPPED, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePresetIndex) index = kitte_preset_index_new (bytes, &error);
  gsize length = 0;

  if (index == NULL)
    {
      g_assert_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_INDEX);
      return 0;
    }
  for (guint table = 0; table < KITTE_PRESET_N_TABLES; table++)
    {
      kitte_preset_index_foreach (index, (KittePresetTable) table, count_cb, &length);
      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        search (index, (KittePresetTable) table, names[i]);
    }
  for (guint i = 0; i < kitte_preset_index_get_n_presets (index) && i < 3; i++)
    read_preset (index, i);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same presets give the same bytes, whatever their order. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-index-writer.h"

#include "kitte-pattern.h"
#include "kitte-preset-index-format.h"
#include "kitte-preset-private.h"

#include <string.h>

/* A row that is not sorted yet; all strings are borrowed. */
typedef struct
{
  const char *name;
  const char *pattern;
  guint preset;
} Claim;

/* @offsets: where each name stands among the names, by the name */
typedef struct
{
  GPtrArray *presets;
  GArray *claims[KITTE_PRESET_N_TABLES];
  GByteArray *names;
  GHashTable *offsets;
  GByteArray *json;
  GArray *texts;
} Writer;

static int
compare_presets (gconstpointer a, gconstpointer b)
{
  return strcmp (kitte_preset_get_id (*(KittePreset *const *) a),
                 kitte_preset_get_id (*(KittePreset *const *) b));
}

/* Equal names stay in the order of the presets. */
static int
compare_claims (gconstpointer a, gconstpointer b)
{
  const Claim *first = a;
  const Claim *second = b;
  int names = strcmp (first->name, second->name);

  if (names != 0 || first->preset == second->preset)
    return names != 0 ? names : g_strcmp0 (first->pattern, second->pattern);
  return first->preset < second->preset ? -1 : 1;
}

static void
add_claim (Writer *writer,
           KittePresetTable table,
           const char *name,
           guint preset,
           const char *pattern)
{
  Claim claim = { name, pattern, preset };

  g_array_append_val (writer->claims[table], claim);
}

static void
add_names (Writer *writer,
           KittePresetTable table,
           guint preset,
           JsonObject *object,
           const char *key)
{
  JsonArray *names = kitte_preset_member_array (object, key);

  for (guint i = 0; names != NULL && i < json_array_get_length (names); i++)
    add_claim (writer, table, json_array_get_string_element (names, i), preset, NULL);
}

static void
add_pattern (Writer *writer, KittePresetTable table, guint preset, const char *pattern)
{
  add_claim (writer, table, kitte_pattern_get_tail (pattern), preset, pattern);
}

static void
add_patterns (Writer *writer,
              KittePresetTable table,
              guint preset,
              JsonObject *object,
              const char *key)
{
  JsonArray *patterns = kitte_preset_member_array (object, key);

  for (guint i = 0; patterns != NULL && i < json_array_get_length (patterns); i++)
    add_pattern (writer, table, preset, json_array_get_string_element (patterns, i));
}

/* Templates are left out: they depend on the address, and that leads to the preset by itself. */
static void
add_former_hosts (Writer *writer, guint preset, JsonObject *legacy)
{
  JsonArray *hosts = kitte_preset_member_array (legacy, "old_hosts");

  for (guint i = 0; hosts != NULL && i < json_array_get_length (hosts); i++)
    if (strchr (json_array_get_string_element (hosts, i), '{') == NULL)
      add_pattern (writer, KITTE_PRESET_TABLE_FORMER_HOSTS, preset,
                   json_array_get_string_element (hosts, i));
}

static void
add_hosts (Writer *writer, guint preset, JsonObject *root)
{
  JsonArray *servers = kitte_preset_member_array (root, "servers");

  for (guint i = 0; servers != NULL && i < json_array_get_length (servers); i++)
    {
      const char *host =
          kitte_preset_member_string (json_array_get_object_element (servers, i), "host");

      if (strchr (host, '{') == NULL)
        add_pattern (writer, KITTE_PRESET_TABLE_HOSTS, preset, host);
    }
}

static void
add_preset (Writer *writer, guint number)
{
  KittePreset *preset = writer->presets->pdata[number];
  JsonObject *root = kitte_preset_get_json (preset);
  JsonObject *match = kitte_preset_member_object (root, "match");
  JsonObject *legacy = kitte_preset_member_object (root, "legacy");

  add_claim (writer, KITTE_PRESET_TABLE_IDS, kitte_preset_get_id (preset), number, NULL);
  add_names (writer, KITTE_PRESET_TABLE_DOMAINS, number, match, "domains");
  add_names (writer, KITTE_PRESET_TABLE_ZONES, number, match, "suffixes");
  add_names (writer, KITTE_PRESET_TABLE_EXCLUDED, number, match, "exclude");
  add_names (writer, KITTE_PRESET_TABLE_COMMON, number, match, "common");
  add_patterns (writer, KITTE_PRESET_TABLE_EXCHANGERS, number, match, "mx_patterns");
  add_patterns (writer, KITTE_PRESET_TABLE_CERTIFICATES, number, match, "cert_names");
  add_hosts (writer, number, root);
  add_former_hosts (writer, number, legacy);
}

static void
add_text (Writer *writer, KittePreset *preset)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;
  KittePresetSection section = { GUINT32_TO_LE (writer->json->len), 0 };

  json_node_init_object (node, kitte_preset_get_json (preset));
  text = json_to_string (node, FALSE);
  section.count = GUINT32_TO_LE ((guint32) strlen (text));
  g_byte_array_append (writer->json, (const guint8 *) text, (guint) strlen (text));
  g_array_append_val (writer->texts, section);
}

static guint32
add_name (Writer *writer, const char *name)
{
  gpointer known;

  if (!g_hash_table_lookup_extended (writer->offsets, name, NULL, &known))
    {
      known = GUINT_TO_POINTER (writer->names->len);
      g_hash_table_insert (writer->offsets, (gpointer) name, known);
      g_byte_array_append (writer->names, (const guint8 *) name, (guint) strlen (name) + 1);
    }
  return GUINT32_TO_LE (GPOINTER_TO_UINT (known));
}

static KittePresetRow
make_row (Writer *writer, KittePresetTable table, const Claim *claim)
{
  KittePresetRow row = { add_name (writer, claim->name), GUINT32_TO_LE (claim->preset), 0 };

  if (claim->pattern != NULL)
    row.more = add_name (writer, claim->pattern);
  if (table == KITTE_PRESET_TABLE_IDS)
    {
      const KittePresetSection *text =
          &g_array_index (writer->texts, KittePresetSection, claim->preset);

      row.preset = text->offset;
      row.more = text->count;
    }
  return row;
}

static GArray *
make_rows (Writer *writer, KittePresetTable table)
{
  GArray *claims = writer->claims[table];
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (KittePresetRow));

  g_array_sort (claims, compare_claims);
  for (guint i = 0; i < claims->len; i++)
    {
      KittePresetRow row = make_row (writer, table, &g_array_index (claims, Claim, i));

      g_array_append_val (rows, row);
    }
  return rows;
}

/* Appends a section at a multiple of four. */
static KittePresetSection
append (GByteArray *file, gconstpointer data, guint size, guint count)
{
  static const guint8 padding[sizeof (guint32)] = { 0 };
  KittePresetSection section;

  g_byte_array_append (file, padding,
                       (sizeof padding - file->len % sizeof padding) % sizeof padding);
  section = (KittePresetSection){ GUINT32_TO_LE (file->len), GUINT32_TO_LE (count) };
  if (size > 0)
    g_byte_array_append (file, data, size);
  return section;
}

static GBytes *
assemble (Writer *writer)
{
  KittePresetHeader header = { .magic = KITTE_PRESET_INDEX_MAGIC,
                               .version = GUINT32_TO_LE (KITTE_PRESET_INDEX_VERSION) };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  GArray *rows[KITTE_PRESET_N_TABLES];

  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    rows[i] = make_rows (writer, (KittePresetTable) i);
  add_name (writer, "");
  g_byte_array_append (file, (const guint8 *) &header, sizeof header);
  header.names = append (file, writer->names->data, writer->names->len, writer->names->len);
  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    {
      header.tables[i] =
          append (file, rows[i]->data, rows[i]->len * sizeof (KittePresetRow), rows[i]->len);
      g_array_unref (rows[i]);
    }
  header.json = append (file, writer->json->data, writer->json->len, writer->json->len);
  header.size = GUINT32_TO_LE (file->len);
  memcpy (file->data, &header, sizeof header);
  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}

static void
writer_init (Writer *writer, GPtrArray *presets)
{
  writer->presets = g_ptr_array_new ();
  for (guint i = 0; i < presets->len; i++)
    g_ptr_array_add (writer->presets, presets->pdata[i]);
  g_ptr_array_sort (writer->presets, compare_presets);
  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    writer->claims[i] = g_array_new (FALSE, FALSE, sizeof (Claim));
  writer->names = g_byte_array_new ();
  writer->offsets = g_hash_table_new (g_str_hash, g_str_equal);
  writer->json = g_byte_array_new ();
  writer->texts = g_array_new (FALSE, FALSE, sizeof (KittePresetSection));
}

static void
writer_clear (Writer *writer)
{
  g_ptr_array_unref (writer->presets);
  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    g_array_unref (writer->claims[i]);
  g_byte_array_unref (writer->names);
  g_hash_table_unref (writer->offsets);
  g_byte_array_unref (writer->json);
  g_array_unref (writer->texts);
}

/**
 * kitte_preset_index_build:
 * @presets: (element-type KittePreset): checked, with different ids and claims
 *
 * Returns: (transfer full): a compiled catalogue of @presets
 */
GBytes *
kitte_preset_index_build (GPtrArray *presets)
{
  Writer writer;
  GBytes *bytes;

  g_return_val_if_fail (presets != NULL, NULL);

  writer_init (&writer, presets);
  for (guint i = 0; i < writer.presets->len; i++)
    {
      add_preset (&writer, i);
      add_text (&writer, writer.presets->pdata[i]);
    }
  bytes = assemble (&writer);
  writer_clear (&writer);
  return bytes;
}

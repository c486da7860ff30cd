/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout of a compiled catalogue; what writes it and what reads it share nothing else. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All numbers are little-endian and lie at multiples of four.
 *
 * The header is followed by the names (each ends with a NUL, so does the last), the tables and the
 * JSON. The names stand together and apart from the JSON: a search touches few pages, however
 * many presets there are. A file of another version is refused, never guessed at. */
#define KITTE_PRESET_INDEX_MAGIC "KITTEpre"
#define KITTE_PRESET_INDEX_VERSION 1

typedef enum
{
  KITTE_PRESET_TABLE_IDS,
  KITTE_PRESET_TABLE_DOMAINS,
  KITTE_PRESET_TABLE_ZONES,
  KITTE_PRESET_TABLE_EXCLUDED,
  KITTE_PRESET_TABLE_COMMON,
  KITTE_PRESET_TABLE_EXCHANGERS,
  KITTE_PRESET_TABLE_CERTIFICATES,
  KITTE_PRESET_TABLE_HOSTS,
  KITTE_PRESET_TABLE_FORMER_HOSTS,
  KITTE_PRESET_N_TABLES,
} KittePresetTable;

/* Where something stands, from the beginning of the file.
 *
 * @count: bytes; of a table: rows */
typedef struct
{
  guint32 offset;
  guint32 count;
} KittePresetSection;

typedef struct
{
  char magic[8];
  guint32 version;
  guint32 size;
  KittePresetSection names;
  KittePresetSection json;
  KittePresetSection tables[KITTE_PRESET_N_TABLES];
} KittePresetHeader;

/* One row; the rows of a table are sorted by the bytes of their names.
 *
 * @name: offset of the name among the names. Of a pattern: the labels at its end that are fixed
 * @preset: row number in the table of ids; in that table: offset of its text in the JSON
 * @more: of a pattern: offset of the whole pattern among the names; in the table of ids: bytes of
 *   the text */
typedef struct
{
  guint32 name;
  guint32 preset;
  guint32 more;
} KittePresetRow;

G_STATIC_ASSERT (sizeof (KittePresetRow) == 12);
G_STATIC_ASSERT (sizeof (KittePresetHeader) == 16 + 8 * (2 + KITTE_PRESET_N_TABLES));

G_END_DECLS

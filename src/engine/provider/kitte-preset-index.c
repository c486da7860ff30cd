/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bounds are checked once when it is opened, and each offset again where it is followed: a damaged
 * file gives wrong answers at worst. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-index.h"

#include "kitte-pattern.h"
#include "kitte-provider-error.h"

#include "base/kitte-bounds.h"
#include "model/kitte-domain.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const KittePresetRow *rows;
  guint n;
} Table;

/* @hidden: one byte a preset: another layer has replaced it */
struct _KittePresetIndex
{
  GBytes *bytes;
  const char *names;
  guint names_length;
  gsize json_offset;
  gsize json_length;
  Table tables[KITTE_PRESET_N_TABLES];
  guint8 *hidden;
};

static gboolean
refuse (GError **error, const char *reason)
{
  g_set_error_literal (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_BAD_INDEX, reason);
  return FALSE;
}

static gboolean
is_inside (KittePresetSection section, gsize unit, gsize size)
{
  gsize offset = GUINT32_FROM_LE (section.offset);
  gsize count = GUINT32_FROM_LE (section.count);

  return offset <= size && count <= (size - offset) / unit;
}

static gboolean
check_header (const KittePresetHeader *header, gsize size, GError **error)
{
  if (memcmp (header->magic, KITTE_PRESET_INDEX_MAGIC, sizeof header->magic) != 0)
    return refuse (error, _ ("This is no compiled catalogue of mail providers."));
  if (GUINT32_FROM_LE (header->version) != KITTE_PRESET_INDEX_VERSION)
    return refuse (error,
                   _ ("This catalogue was made by another version of Kitte; build it anew."));
  if (GUINT32_FROM_LE (header->size) != size)
    return refuse (error, _ ("A part of this catalogue is missing; build it anew."));
  return TRUE;
}

static gboolean
check_sections (const KittePresetHeader *header, const char *data, gsize size)
{
  gsize names_end;

  if (!is_inside (header->names, 1, size) || !is_inside (header->json, 1, size))
    return FALSE;
  names_end =
      (gsize) GUINT32_FROM_LE (header->names.offset) + GUINT32_FROM_LE (header->names.count);
  if (header->names.count == 0 || data[names_end - 1] != '\0')
    return FALSE;
  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    if (!is_inside (header->tables[i], sizeof (KittePresetRow), size) ||
        GUINT32_FROM_LE (header->tables[i].offset) % sizeof (guint32) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
check (GBytes *bytes, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const KittePresetHeader *header = (gconstpointer) data;

  if (size < sizeof (KittePresetHeader) || GPOINTER_TO_SIZE (data) % sizeof (guint32) != 0)
    return refuse (error, _ ("This is no compiled catalogue of mail providers."));
  if (!check_header (header, size, error))
    return FALSE;
  return check_sections (header, data, size) ||
         refuse (error, _ ("This catalogue is damaged; build it anew."));
}

/* A name that lies outside is empty: nothing is called so. */
static const char *
get_name (KittePresetIndex *self, guint32 offset)
{
  guint32 at = GUINT32_FROM_LE (offset);

  return at < self->names_length ? self->names + at : "";
}

static const KittePresetRow *
get_preset (KittePresetIndex *self, guint preset)
{
  const Table *ids = &self->tables[KITTE_PRESET_TABLE_IDS];

  return preset < ids->n ? &ids->rows[preset] : NULL;
}

/* The first row of @table whose name is not before @name. */
static guint
find_first (KittePresetIndex *self, KittePresetTable table, const char *name)
{
  const Table *searched = &self->tables[table];
  guint low = 0;
  guint high = searched->n;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (strcmp (get_name (self, searched->rows[middle].name), name) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_row (KittePresetIndex *self, KittePresetTable table, guint row, const char *name)
{
  const Table *searched = &self->tables[table];

  return row < searched->n && strcmp (get_name (self, searched->rows[row].name), name) == 0;
}

static guint
get_row_preset (KittePresetIndex *self, KittePresetTable table, guint row)
{
  return table == KITTE_PRESET_TABLE_IDS ? row :
                                           GUINT32_FROM_LE (self->tables[table].rows[row].preset);
}

static gboolean
is_shown (KittePresetIndex *self, guint preset)
{
  return get_preset (self, preset) != NULL && !self->hidden[preset];
}

static gboolean
has_row_for (KittePresetIndex *self, KittePresetTable table, const char *name, guint preset)
{
  for (guint row = find_first (self, table, name); is_row (self, table, row, name); row++)
    if (get_row_preset (self, table, row) == preset)
      return TRUE;
  return FALSE;
}

static gboolean
excludes (KittePresetIndex *self, guint preset, const char *domain)
{
  const char *name = domain;

  if (self->tables[KITTE_PRESET_TABLE_EXCLUDED].n == 0)
    return FALSE;
  for (; name != NULL; name = strchr (name, '.'))
    {
      name += *name == '.' ? 1 : 0;
      if (has_row_for (self, KITTE_PRESET_TABLE_EXCLUDED, name, preset))
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_preset_index_new:
 * @bytes: a compiled catalogue; nothing is copied out of it
 *
 * Returns: (transfer full): an index, or %NULL with a %KITTE_PROVIDER_ERROR_BAD_INDEX
 */
KittePresetIndex *
kitte_preset_index_new (GBytes *bytes, GError **error)
{
  const KittePresetHeader *header;
  const char *data;
  KittePresetIndex *self;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!check (bytes, error))
    return NULL;
  data = g_bytes_get_data (bytes, NULL);
  header = (gconstpointer) data;
  self = g_new0 (KittePresetIndex, 1);
  self->bytes = g_bytes_ref (bytes);
  self->names = data + GUINT32_FROM_LE (header->names.offset);
  self->names_length = GUINT32_FROM_LE (header->names.count);
  self->json_offset = GUINT32_FROM_LE (header->json.offset);
  self->json_length = GUINT32_FROM_LE (header->json.count);
  for (guint i = 0; i < KITTE_PRESET_N_TABLES; i++)
    {
      self->tables[i].rows = (gconstpointer) (data + GUINT32_FROM_LE (header->tables[i].offset));
      self->tables[i].n = GUINT32_FROM_LE (header->tables[i].count);
    }
  self->hidden = g_new0 (guint8, self->tables[KITTE_PRESET_TABLE_IDS].n + 1);
  return self;
}

/**
 * kitte_preset_index_new_for_file:
 *
 * Maps @path; it is read as far as it is looked at.
 *
 * Returns: (transfer full): an index, or %NULL with a #KitteProviderError that names @path
 */
KittePresetIndex *
kitte_preset_index_new_for_file (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;
  KittePresetIndex *self;

  g_return_val_if_fail (path != NULL, NULL);

  file = g_mapped_file_new (path, FALSE, &local_error);
  if (file == NULL)
    {
      g_set_error (error, KITTE_PROVIDER_ERROR, KITTE_PROVIDER_ERROR_UNREADABLE, "%s: %s", path,
                   local_error->message);
      return NULL;
    }
  bytes = g_mapped_file_get_bytes (file);
  self = kitte_preset_index_new (bytes, error);
  if (self == NULL)
    g_prefix_error (error, "%s: ", path);
  return self;
}

void
kitte_preset_index_free (KittePresetIndex *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->hidden);
  g_free (self);
}

guint
kitte_preset_index_get_n_presets (KittePresetIndex *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->tables[KITTE_PRESET_TABLE_IDS].n;
}

const char *
kitte_preset_index_get_id (KittePresetIndex *self, guint preset)
{
  const KittePresetRow *row;

  g_return_val_if_fail (self != NULL, NULL);

  row = get_preset (self, preset);
  return row != NULL ? get_name (self, row->name) : NULL;
}

/**
 * kitte_preset_index_get_json:
 *
 * Returns: (transfer full) (nullable): the text of a preset, without a copy; %NULL where the file
 *   does not hold it
 */
GBytes *
kitte_preset_index_get_json (KittePresetIndex *self, guint preset)
{
  const KittePresetRow *row;
  gsize offset;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);

  row = get_preset (self, preset);
  if (row == NULL)
    return NULL;
  offset = GUINT32_FROM_LE (row->preset);
  length = GUINT32_FROM_LE (row->more);
  if (length > KITTE_MAX_DOCUMENT || offset > self->json_length ||
      length > self->json_length - offset)
    return NULL;
  return g_bytes_new_from_bytes (self->bytes, self->json_offset + offset, length);
}

/* A hidden preset is not found any more, except by kitte_preset_index_get_id(). */
void
kitte_preset_index_set_hidden (KittePresetIndex *self, guint preset, gboolean hidden)
{
  g_return_if_fail (self != NULL && get_preset (self, preset) != NULL);

  self->hidden[preset] = hidden ? 1 : 0;
}

gboolean
kitte_preset_index_is_hidden (KittePresetIndex *self, guint preset)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return !is_shown (self, preset);
}

/**
 * kitte_preset_index_find_id:
 *
 * Returns: whether a preset, hidden or not, is called @id
 */
gboolean
kitte_preset_index_find_id (KittePresetIndex *self, const char *id, guint *preset)
{
  g_return_val_if_fail (self != NULL && id != NULL && preset != NULL, FALSE);

  *preset = find_first (self, KITTE_PRESET_TABLE_IDS, id);
  return is_row (self, KITTE_PRESET_TABLE_IDS, *preset, id);
}

/**
 * kitte_preset_index_find:
 * @table: ids, domains or zones
 *
 * Returns: whether a preset that is not hidden has exactly @name there
 */
gboolean
kitte_preset_index_find (KittePresetIndex *self,
                         KittePresetTable table,
                         const char *name,
                         guint *preset)
{
  g_return_val_if_fail (self != NULL && name != NULL && preset != NULL, FALSE);

  for (guint row = find_first (self, table, name); is_row (self, table, row, name); row++)
    if (is_shown (self, get_row_preset (self, table, row)))
      {
        *preset = get_row_preset (self, table, row);
        return TRUE;
      }
  return FALSE;
}

/**
 * kitte_preset_index_find_zone:
 * @zone: a domain above @domain
 *
 * Returns: whether a preset that is not hidden has @zone, and has not excluded @domain from it
 */
gboolean
kitte_preset_index_find_zone (KittePresetIndex *self,
                              const char *zone,
                              const char *domain,
                              guint *preset)
{
  g_return_val_if_fail (domain != NULL, FALSE);

  return kitte_preset_index_find (self, KITTE_PRESET_TABLE_ZONES, zone, preset) &&
         !excludes (self, *preset, domain);
}

/**
 * kitte_preset_index_find_pattern:
 * @table: one of those with patterns
 * @tail: the last labels of @name, or all of them
 * @name: a host name, or a name in a certificate
 * @cursor: (inout) (nullable): 0 at first; a second call goes on where the first one stopped
 *
 * Returns: whether @name fits a pattern whose fixed labels are @tail, of a preset not hidden
 */
gboolean
kitte_preset_index_find_pattern (KittePresetIndex *self,
                                 KittePresetTable table,
                                 const char *tail,
                                 const char *name,
                                 guint *cursor,
                                 guint *preset)
{
  guint row;

  g_return_val_if_fail (self != NULL && tail != NULL && name != NULL && preset != NULL, FALSE);

  row = cursor != NULL && *cursor > 0 ? *cursor : find_first (self, table, tail);
  for (; is_row (self, table, row, tail); row++)
    {
      guint found = get_row_preset (self, table, row);
      const char *pattern = get_name (self, self->tables[table].rows[row].more);

      if (!is_shown (self, found) || !kitte_pattern_matches (pattern, name, NULL))
        continue;
      *preset = found;
      if (cursor != NULL)
        *cursor = row + 1;
      return TRUE;
    }
  return FALSE;
}

/**
 * kitte_preset_index_foreach:
 * @function: (scope call): told each name in @table, of the presets that are not hidden
 */
void
kitte_preset_index_foreach (KittePresetIndex *self,
                            KittePresetTable table,
                            KittePresetIndexFunc function,
                            gpointer user_data)
{
  g_return_if_fail (self != NULL && function != NULL);

  for (guint row = 0; row < self->tables[table].n; row++)
    if (is_shown (self, get_row_preset (self, table, row)))
      function (get_name (self, self->tables[table].rows[row].name), user_data);
}

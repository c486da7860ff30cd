/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each layer has an index of its own; a question goes through them in the order of their rank. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-layers.h"

#include "kitte-pattern.h"

#include <string.h>

const KittePresetRange kitte_preset_range_common = { KITTE_ORIGIN_SHIPPED, KITTE_ORIGIN_SYSTEM };
const KittePresetRange kitte_preset_range_own = { KITTE_ORIGIN_USER, KITTE_ORIGIN_USER };
const KittePresetRange kitte_preset_range_with_program = { KITTE_ORIGIN_SHIPPED,
                                                           KITTE_ORIGIN_BRAND };

/* @layers: (nullable elements): by origin
 * @left_out: (nullable elements): by origin, one byte a preset: no question finds it
 * @problems: (element-type GError): what was skipped, and why */
struct _KittePresetLayers
{
  KittePresetLayer *layers[KITTE_ORIGIN_USER + 1];
  guint8 *left_out[KITTE_ORIGIN_USER + 1];
  GPtrArray *problems;
};

static KittePresetIndex *
get_index (KittePresetLayers *self, KitteOrigin origin)
{
  return self->layers[origin] != NULL ? kitte_preset_layer_get_index (self->layers[origin]) : NULL;
}

/* A preset that turns out to be wrong only now is reported, and not found again. */
static KittePreset *
get_preset (KittePresetLayers *self, KitteOrigin origin, guint number)
{
  GError *error = NULL;
  KittePreset *preset = kitte_preset_layer_get_preset (self->layers[origin], number, &error);

  if (preset != NULL)
    return preset;
  g_ptr_array_add (self->problems, error);
  kitte_preset_index_set_hidden (get_index (self, origin), number, TRUE);
  return NULL;
}

static KittePreset *
find_zone (KittePresetLayers *self, KittePresetRange range, const char *zone, const char *domain)
{
  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL && kitte_preset_index_find_zone (index, zone, domain, &number))
        return get_preset (self, origin, number);
    }
  return NULL;
}

static KittePreset *
find_with_tail (KittePresetLayers *self,
                KittePresetRange range,
                KittePresetTable table,
                const char *tail,
                const char *name)
{
  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL &&
          kitte_preset_index_find_pattern (index, table, tail, name, NULL, &number))
        return get_preset (self, origin, number);
    }
  return NULL;
}

/* Returns: (nullable): the first preset of @origin that has @name in @table, by its @tail, and
 *   knows @other too */
static KittePreset *
find_hosts_with_tail (KittePresetLayers *self,
                      KitteOrigin origin,
                      KittePresetTable table,
                      const char *tail,
                      const char *name,
                      const char *other)
{
  KittePresetIndex *index = get_index (self, origin);
  guint cursor = 0;
  guint number;

  while (index != NULL &&
         kitte_preset_index_find_pattern (index, table, tail, name, &cursor, &number))
    {
      KittePreset *preset = get_preset (self, origin, number);

      if (preset != NULL && kitte_preset_knows_host (preset, NULL, other))
        return preset;
    }
  return NULL;
}

/* Returns: (nullable): @tail without its first label, beginning with the whole name */
static const char *
next_tail (const char *tail)
{
  const char *dot = strchr (tail, '.');

  return dot != NULL ? dot + 1 : NULL;
}

static gboolean
is_left_out (KittePresetLayers *self, KitteOrigin origin, guint number)
{
  return self->left_out[origin] != NULL && self->left_out[origin][number] != 0;
}

KittePresetLayers *
kitte_preset_layers_new (void)
{
  KittePresetLayers *self = g_new0 (KittePresetLayers, 1);

  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  return self;
}

void
kitte_preset_layers_free (KittePresetLayers *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->layers); i++)
    {
      g_clear_pointer (&self->layers[i], kitte_preset_layer_free);
      g_free (self->left_out[i]);
    }
  g_ptr_array_unref (self->problems);
  g_free (self);
}

/**
 * kitte_preset_layers_take:
 * @layer: (transfer full) (nullable): what was read of @origin
 */
void
kitte_preset_layers_take (KittePresetLayers *self, KitteOrigin origin, KittePresetLayer *layer)
{
  g_return_if_fail (self != NULL && self->layers[origin] == NULL);

  self->layers[origin] = layer;
}

/**
 * kitte_preset_layers_take_problem:
 * @problem: (transfer full): why a file was skipped
 */
void
kitte_preset_layers_take_problem (KittePresetLayers *self, GError *problem)
{
  g_return_if_fail (self != NULL && problem != NULL);

  g_ptr_array_add (self->problems, problem);
}

/**
 * kitte_preset_layers_get_problems:
 *
 * Returns: (transfer none) (element-type GError): the files that were skipped; it may grow
 */
GPtrArray *
kitte_preset_layers_get_problems (KittePresetLayers *self)
{
  return self->problems;
}

/**
 * kitte_preset_layers_set_former_hidden:
 * @origin: of a preset that takes the place of another one
 *
 * Hides, or shows again, the preset of an earlier layer that is called @id.
 */
void
kitte_preset_layers_set_former_hidden (KittePresetLayers *self,
                                       KitteOrigin origin,
                                       const char *id,
                                       gboolean hidden)
{
  g_return_if_fail (self != NULL && id != NULL);

  while (origin-- > KITTE_ORIGIN_SHIPPED)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL && kitte_preset_index_find_id (index, id, &number))
        {
          kitte_preset_index_set_hidden (index, number, hidden);
          return;
        }
    }
}

/**
 * kitte_preset_layers_leave_out:
 * @but: the ids of those that stay
 *
 * No question finds the other presets of @origin any more. What they claim stays theirs.
 */
void
kitte_preset_layers_leave_out (KittePresetLayers *self, KitteOrigin origin, const char *const *but)
{
  KittePresetIndex *index;
  guint n;

  g_return_if_fail (self != NULL && self->left_out[origin] == NULL && but != NULL);

  index = get_index (self, origin);
  n = index != NULL ? kitte_preset_index_get_n_presets (index) : 0;
  self->left_out[origin] = g_new0 (guint8, n + 1);
  for (guint i = 0; i < n; i++)
    if (!kitte_preset_index_is_hidden (index, i) &&
        !g_strv_contains (but, kitte_preset_index_get_id (index, i)))
      {
        self->left_out[origin][i] = 1;
        kitte_preset_index_set_hidden (index, i, TRUE);
      }
}

/**
 * kitte_preset_layers_find:
 *
 * Returns: (transfer none) (nullable): the preset that has exactly @name in @table
 */
KittePreset *
kitte_preset_layers_find (KittePresetLayers *self,
                          KittePresetRange range,
                          KittePresetTable table,
                          const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    {
      KittePresetIndex *index = get_index (self, origin);
      guint number;

      if (index != NULL && kitte_preset_index_find (index, table, name, &number))
        return get_preset (self, origin, number);
    }
  return NULL;
}

/**
 * kitte_preset_layers_find_domain:
 *
 * Returns: (transfer none) (nullable): the preset of the whole of @domain, else of the longest zone
 *   above it
 */
KittePreset *
kitte_preset_layers_find_domain (KittePresetLayers *self,
                                 KittePresetRange range,
                                 const char *domain)
{
  KittePreset *preset = kitte_preset_layers_find (self, range, KITTE_PRESET_TABLE_DOMAINS, domain);

  for (const char *zone = next_tail (domain); preset == NULL && zone != NULL;
       zone = next_tail (zone))
    preset = find_zone (self, range, zone, domain);
  return preset;
}

/**
 * kitte_preset_layers_find_pattern:
 * @table: one of patterns
 *
 * Returns: (transfer none) (nullable): the preset whose pattern fixes most of @name; of two like
 *   that, that of the older layer
 */
KittePreset *
kitte_preset_layers_find_pattern (KittePresetLayers *self,
                                  KittePresetRange range,
                                  KittePresetTable table,
                                  const char *name)
{
  g_autofree char *normal = kitte_pattern_normalise (name);
  KittePreset *preset = NULL;

  for (const char *tail = normal; preset == NULL && tail != NULL; tail = next_tail (tail))
    preset = find_with_tail (self, range, table, tail, normal);
  return preset;
}

/**
 * kitte_preset_layers_find_hosts:
 * @table: one of hosts
 *
 * Returns: (transfer none) (nullable): the first preset that has @host in @table and knows @other
 *   too
 */
KittePreset *
kitte_preset_layers_find_hosts (KittePresetLayers *self,
                                KittePresetRange range,
                                KittePresetTable table,
                                const char *host,
                                const char *other)
{
  g_autofree char *normal = kitte_pattern_normalise (host);
  KittePreset *preset = NULL;

  for (const char *tail = normal; preset == NULL && tail != NULL; tail = next_tail (tail))
    for (KitteOrigin origin = range.first; preset == NULL && origin <= range.last; origin++)
      preset = find_hosts_with_tail (self, origin, table, tail, normal, other);
  return preset;
}

/**
 * kitte_preset_layers_foreach:
 * @all: also those that were left out
 * @function: (scope call): told one preset of @origin after the other, until it returns %FALSE
 *
 * Returns: whether it was told to the end
 */
gboolean
kitte_preset_layers_foreach (KittePresetLayers *self,
                             KitteOrigin origin,
                             gboolean all,
                             KittePresetFunc function,
                             gpointer user_data)
{
  KittePresetIndex *index = get_index (self, origin);
  guint n = index != NULL ? kitte_preset_index_get_n_presets (index) : 0;

  for (guint i = 0; i < n; i++)
    {
      gboolean told =
          !kitte_preset_index_is_hidden (index, i) || (all && is_left_out (self, origin, i));
      KittePreset *preset = told ? get_preset (self, origin, i) : NULL;

      if (preset != NULL && !function (preset, user_data))
        return FALSE;
    }
  return TRUE;
}

/**
 * kitte_preset_layers_foreach_common:
 * @function: (scope call): told the domains and zones that presets mark as common; the names stay
 *   @self’s
 */
void
kitte_preset_layers_foreach_common (KittePresetLayers *self,
                                    KittePresetIndexFunc function,
                                    gpointer user_data)
{
  KittePresetRange range = kitte_preset_range_common;

  for (KitteOrigin origin = range.first; origin <= range.last; origin++)
    if (self->layers[origin] != NULL)
      kitte_preset_index_foreach (get_index (self, origin), KITTE_PRESET_TABLE_COMMON, function,
                                  user_data);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shipped, brand, system, the person’s own: each may do only what those before it leave. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-reading.h"

#include "kitte-preset-admission.h"
#include "kitte-preset-folder.h"
#include "kitte-preset-watch.h"

/* Each key press compares what is typed with all of them. */
#define MAX_COMMON_DOMAINS 500

/* Folders are looked at again no more often than this: somebody types faster. */
#define WATCH_INTERVAL (G_USEC_PER_SEC / 4)

/* @common_domains: (element-type utf8): what the presets mark as common, borrowed from @layers
 * @watched: when the folders were looked at last */
struct _KittePresetReading
{
  KittePresetLayers *layers;
  GPtrArray *common_domains;
  GPtrArray *watches;
  gint64 watched;
};

static KittePresetLayer *
load_folder (KittePresetReading *self, const char *folder, KitteOrigin origin)
{
  GPtrArray *problems = kitte_preset_layers_get_problems (self->layers);
  g_autoptr (GPtrArray) presets = NULL;
  g_autoptr (GPtrArray) admitted = NULL;

  g_ptr_array_add (self->watches, kitte_preset_watch_new (folder));
  presets = kitte_preset_load_folder (folder, origin, problems);
  admitted = kitte_preset_admit (self->layers, presets);
  return admitted->len > 0 ? kitte_preset_layer_new_for_presets (admitted, origin) : NULL;
}

static KittePresetLayer *
load_shipped (KittePresetReading *self, const char *place)
{
  KittePresetLayer *layer;
  GError *error = NULL;

  if (place != NULL && !g_file_test (place, G_FILE_TEST_IS_REGULAR))
    return load_folder (self, place, KITTE_ORIGIN_SHIPPED);
  layer = place != NULL ? kitte_preset_layer_new_for_file (place, KITTE_ORIGIN_SHIPPED, &error) :
                          kitte_preset_layer_new_shipped (&error);
  if (layer == NULL)
    kitte_preset_layers_take_problem (self->layers, error);
  return layer;
}

static void
mark_common_cb (const char *name, gpointer user_data)
{
  GPtrArray *names = user_data;

  if (names->len < MAX_COMMON_DOMAINS)
    g_ptr_array_add (names, (gpointer) name);
}

/* What a brand leaves out keeps its domains, so that nobody takes them over meanwhile. */
static void
load (KittePresetReading *self, const KittePresetPlaces *places)
{
  KittePresetLayer *shipped = load_shipped (self, places->folders[KITTE_ORIGIN_SHIPPED]);

  kitte_preset_layers_take (self->layers, KITTE_ORIGIN_SHIPPED, shipped);
  for (KitteOrigin origin = KITTE_ORIGIN_BRAND; origin <= KITTE_ORIGIN_USER; origin++)
    if (places->folders[origin] != NULL)
      kitte_preset_layers_take (self->layers, origin,
                                load_folder (self, places->folders[origin], origin));
  if (places->shown != NULL)
    kitte_preset_layers_leave_out (self->layers, KITTE_ORIGIN_SHIPPED,
                                   (const char *const *) places->shown);
  kitte_preset_layers_foreach_common (self->layers, mark_common_cb, self->common_domains);
}

void
kitte_preset_places_clear (KittePresetPlaces *places)
{
  for (gsize i = 0; i < G_N_ELEMENTS (places->folders); i++)
    g_clear_pointer (&places->folders[i], g_free);
  g_clear_pointer (&places->shown, g_strfreev);
}

/**
 * kitte_preset_reading_new:
 *
 * Reads what stands in @places now.
 *
 * Returns: (transfer full): what was read
 */
KittePresetReading *
kitte_preset_reading_new (const KittePresetPlaces *places)
{
  KittePresetReading *self;

  g_return_val_if_fail (places != NULL, NULL);

  self = g_new0 (KittePresetReading, 1);
  self->layers = kitte_preset_layers_new ();
  self->common_domains = g_ptr_array_new ();
  self->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_preset_watch_free);
  load (self, places);
  self->watched = g_get_monotonic_time ();
  return self;
}

void
kitte_preset_reading_free (KittePresetReading *self)
{
  kitte_preset_layers_free (self->layers);
  g_ptr_array_unref (self->common_domains);
  g_ptr_array_unref (self->watches);
  g_free (self);
}

/* Returns: (transfer none) */
KittePresetLayers *
kitte_preset_reading_get_layers (KittePresetReading *self)
{
  return self->layers;
}

/**
 * kitte_preset_reading_get_common_domains:
 *
 * Returns: (transfer none) (element-type utf8): what the presets mark as common, at most 500
 */
GPtrArray *
kitte_preset_reading_get_common_domains (KittePresetReading *self)
{
  return self->common_domains;
}

/**
 * kitte_preset_reading_is_stale:
 *
 * Returns: whether a folder is known to have changed; looks no more often than four times a second
 */
gboolean
kitte_preset_reading_is_stale (KittePresetReading *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now - self->watched < WATCH_INTERVAL)
    return FALSE;
  self->watched = now;
  for (guint i = 0; i < self->watches->len; i++)
    if (kitte_preset_watch_has_changed (self->watches->pdata[i]))
      return TRUE;
  return FALSE;
}

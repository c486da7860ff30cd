/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of the program’s read-only data: mapped with it, the same installed or not, never
 * missing and never of another version. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-shipped.h"

#include <gio/gio.h>

#define INDEX_PATH "/jp/kitte/presets.index"

/* In the source that the build makes from data/providers. */
GResource *kitte_shipped_get_resource (void);
void kitte_shipped_register_resource (void);

/* Registered on the first use: the linker drops a constructor out of a static library. */
static GResource *
get_resource (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      kitte_shipped_register_resource ();
      g_once_init_leave (&once, 1);
    }
  return kitte_shipped_get_resource ();
}

/**
 * kitte_shipped_get_index:
 *
 * Returns: (transfer full): the shipped presets, compiled; where they lie in the program, without
 *   a copy
 */
GBytes *
kitte_shipped_get_index (void)
{
  return g_resource_lookup_data (get_resource (), INDEX_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
}

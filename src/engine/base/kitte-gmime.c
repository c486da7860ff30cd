/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library counts its beginnings without a lock. */
#define G_LOG_DOMAIN "kitte-base"
#include "config.h"

#include "kitte-gmime.h"

#include <gmime/gmime.h>

/**
 * kitte_gmime_ensure:
 *
 * To be called before anything of GMime is used; from any thread, any number of times.
 */
void
kitte_gmime_ensure (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      g_mime_init ();
      g_once_init_leave (&once, 1);
    }
}

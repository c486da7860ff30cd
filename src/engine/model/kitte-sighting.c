/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evidence only: what follows from it is the judge’s. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-sighting.h"

G_DEFINE_BOXED_TYPE (KitteSighting, kitte_sighting, kitte_sighting_ref, kitte_sighting_unref)

static void
kitte_sighting_clear (KitteSighting *self)
{
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_strfreev (self->words);
  g_clear_pointer (&self->encrypted, kitte_server_unref);
  g_clear_pointer (&self->sign_in, kitte_finding_unref);
}

/**
 * kitte_sighting_new:
 *
 * Returns: (transfer full): nothing seen yet, for its maker to fill
 */
KitteSighting *
kitte_sighting_new (void)
{
  return g_atomic_rc_box_new0 (KitteSighting);
}

KitteSighting *
kitte_sighting_ref (KitteSighting *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_sighting_unref (KitteSighting *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_sighting_clear);
}

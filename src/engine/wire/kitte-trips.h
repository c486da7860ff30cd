/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteTrips: counts how often one connection waited for the other side. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteTrips:
 * @count: round trips so far
 * @waiting: something was sent since the last bytes came
 *
 * What arrives without having been asked for (a greeting in the same flight as a TLS Finished) is
 * no trip of its own.
 */
typedef struct
{
  guint count;
  gboolean waiting;
} KitteTrips;

static inline void
kitte_trips_sent (KitteTrips *self)
{
  self->waiting = TRUE;
}

static inline void
kitte_trips_received (KitteTrips *self)
{
  if (self->waiting)
    self->count++;
  self->waiting = FALSE;
}

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data server behind Evolution: whether it has read what was written. */
#pragma once

#include "change/kitte-change-set.h"

G_BEGIN_DECLS

void kitte_evolution_wait_for_registry (KitteChangeSet *changes, GCancellable *cancellable);

G_END_DECLS

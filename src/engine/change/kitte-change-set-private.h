/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the change room may do with a ChangeSet. */
#pragma once

#include "kitte-change-set.h"

G_BEGIN_DECLS

void kitte_change_set_freeze (KitteChangeSet *self);
void kitte_change_set_run_afterwards (KitteChangeSet *self, GCancellable *cancellable);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at the servers of a mailbox as they are set, without any sign-in. */
#pragma once

#include "kitte-repair.h"

G_BEGIN_DECLS

void kitte_repair_look_async (KitteRepair *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean kitte_repair_look_finish (KitteRepair *self, GAsyncResult *result, GError **error);

G_END_DECLS

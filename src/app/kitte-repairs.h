/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the repair of an account reads from the mail programs, off the main thread. */
#pragma once

#include "repair/kitte-repair.h"

G_BEGIN_DECLS

void kitte_repairs_find_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *kitte_repairs_find_finish (GAsyncResult *result, GError **error);

void kitte_repairs_set_primary_password (KitteRepair *repair, KitteSecret *primary_password);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks through the mail programs for accounts whose sending has stopped or will stop. */
#pragma once

#include "repair/kitte-repair.h"

G_BEGIN_DECLS

void kitte_repairs_find_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GPtrArray *kitte_repairs_find_finish (GAsyncResult *result, GError **error);

G_END_DECLS

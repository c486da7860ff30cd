/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Kitte has set up on this computer, read off the main thread. */
#pragma once

#include "change/kitte-undo.h"

G_BEGIN_DECLS

void kitte_changes_list_async (GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *kitte_changes_list_finish (GAsyncResult *result, GError **error);

G_END_DECLS

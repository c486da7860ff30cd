/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one ordering: asks sources side by side, and takes the best answer, not the first. */
#pragma once

#include "kitte-lookup-source.h"

G_BEGIN_DECLS

void kitte_search_async (KitteLookupQuery *query,
                         const KitteLookupSource *sources,
                         guint n_sources,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
KitteProposal *kitte_search_finish (GAsyncResult *result, GError **error);

G_END_DECLS

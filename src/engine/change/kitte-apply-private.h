/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Applying and taking back with everything handed in: how the tests reach every step. */
#pragma once

#include "kitte-change-set.h"
#include "kitte-secret-store.h"
#include "kitte-transaction-private.h"

G_BEGIN_DECLS

/**
 * KitteApplyContext:
 * @store: where secrets go
 * @step: (nullable): called before each step, with @step_data
 * @cancellable: (nullable): heeded until the first file is replaced
 */
typedef struct
{
  KitteSecretStore *store;
  KitteStepFunc step;
  gpointer step_data;
  GCancellable *cancellable;
} KitteApplyContext;

/* Both block; worker threads only. */
char *kitte_apply_run (KitteChangeSet *changes, const KitteApplyContext *context, GError **error);
gboolean kitte_undo_run (GPtrArray *owners,
                         const char *id,
                         const KitteApplyContext *context,
                         GError **error);
gboolean kitte_recover_run (GPtrArray *owners, const KitteApplyContext *context, GError **error);

G_END_DECLS

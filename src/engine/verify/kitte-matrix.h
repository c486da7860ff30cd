/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteMatrix: what servers offer, port by port, found out without any password. */
#pragma once

#include "kitte-matrix-row.h"

G_BEGIN_DECLS

#define KITTE_TYPE_MATRIX (kitte_matrix_get_type ())
G_DECLARE_FINAL_TYPE (KitteMatrix, kitte_matrix, KITTE, MATRIX, GObject)

/* Signal “row-changed” (guint): what is known of that row has changed. */
KitteMatrix *kitte_matrix_new (gboolean pop_before_smtp);

void kitte_matrix_add_servers (KitteMatrix *self, GPtrArray *incoming, GPtrArray *outgoing);
void kitte_matrix_add_port (KitteMatrix *self,
                            KitteProtocol protocol,
                            const char *host,
                            guint16 port,
                            KitteSecurity first_try);
guint kitte_matrix_get_n_rows (KitteMatrix *self);
const KitteMatrixRow *kitte_matrix_get_row (KitteMatrix *self, guint index);
gboolean kitte_matrix_is_settled (KitteMatrix *self, guint index);

void kitte_matrix_run_async (KitteMatrix *self,
                             guint deadline,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean kitte_matrix_run_finish (KitteMatrix *self, GAsyncResult *result, GError **error);

G_END_DECLS

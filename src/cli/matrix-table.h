/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittectlMatrixTable: what servers offer as a table that fills while it is watched. */
#pragma once

#include "verify/kitte-matrix.h"

G_BEGIN_DECLS

typedef struct _KittectlMatrixTable KittectlMatrixTable;

KittectlMatrixTable *kittectl_matrix_table_new (KitteMatrix *matrix);
void kittectl_matrix_table_free (KittectlMatrixTable *self);

void kittectl_matrix_table_end (KittectlMatrixTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittectlMatrixTable, kittectl_matrix_table_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteDoubt: when a leg’s failure is asked about, and with which answers it is told. */
#pragma once

#include "kitte-inquiry.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

typedef struct _KitteDoubt KitteDoubt;

/* @finding is (transfer none): the finding as it is to be told. */
typedef void (*KitteDoubtSettled) (KitteFinding *finding, gpointer user_data);

KitteDoubt *kitte_doubt_new (KitteCheck *check,
                             const KitteSurroundings *surroundings,
                             gint64 deadline,
                             KitteDoubtSettled settled,
                             gpointer user_data);
void kitte_doubt_free (KitteDoubt *self);

gboolean kitte_doubt_has_answers (const KitteDoubt *self);
void kitte_doubt_settle (KitteDoubt *self, KitteFinding *finding, gboolean connected);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteDoubt, kitte_doubt_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCheckRow: the check of one direction as it happens, each step a plain sentence. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CHECK_ROW (kitte_check_row_get_type ())
G_DECLARE_FINAL_TYPE (KitteCheckRow, kitte_check_row, KITTE, CHECK_ROW, GtkBox)

KitteCheckRow *kitte_check_row_new (KitteCheck *check);
KitteCheckRow *kitte_check_row_show (GtkBox *box, KitteCheck *check);
KitteCheckRow *kitte_check_row_find (GtkBox *box, KitteCheck *check);

const char *kitte_check_row_get_title (KitteCheckRow *self);
const char *kitte_check_row_get_sentence (KitteCheckRow *self);
char *kitte_check_row_dup_transcript (KitteCheckRow *self);
void kitte_check_row_hold (KitteCheckRow *self, GtkWidget *explanation);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCheckRow: one server’s check as it happens, each step a plain sentence. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CHECK_ROW (kitte_check_row_get_type ())
G_DECLARE_FINAL_TYPE (KitteCheckRow, kitte_check_row, KITTE, CHECK_ROW, GtkBox)

KitteCheckRow *kitte_check_row_new (KitteCheck *check);

const char *kitte_check_row_get_sentence (KitteCheckRow *self);

G_END_DECLS

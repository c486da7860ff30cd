/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProgramRow: one mail program to tick, and what there is to say about it. */
#pragma once

#include <gtk/gtk.h>

#include "kitte-program.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROGRAM_ROW (kitte_program_row_get_type ())
G_DECLARE_FINAL_TYPE (KitteProgramRow, kitte_program_row, KITTE, PROGRAM_ROW, GtkBox)

KitteProgramRow *kitte_program_row_new (KitteProgram *program);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProgramCard: one mail program to choose, with its icon, and what there is to say about it.
 */
#pragma once

#include <gtk/gtk.h>

#include "kitte-program.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROGRAM_CARD (kitte_program_card_get_type ())
G_DECLARE_FINAL_TYPE (KitteProgramCard, kitte_program_card, KITTE, PROGRAM_CARD, GtkBox)

KitteProgramCard *kitte_program_card_new (KitteProgram *program);

G_END_DECLS

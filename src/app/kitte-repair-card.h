/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRepairCard: one account that will stop sending, and the way to repair it. */
#pragma once

#include <gtk/gtk.h>

#include "repair/kitte-repair.h"

G_BEGIN_DECLS

#define KITTE_TYPE_REPAIR_CARD (kitte_repair_card_get_type ())
G_DECLARE_FINAL_TYPE (KitteRepairCard, kitte_repair_card, KITTE, REPAIR_CARD, GtkBox)

/* Signal “chosen” (gboolean): a button was pressed; whether it was the one that gives the word for
 * the saved password. */
KitteRepairCard *kitte_repair_card_new (KitteRepair *repair);

KitteRepair *kitte_repair_card_get_repair (KitteRepairCard *self);

G_END_DECLS

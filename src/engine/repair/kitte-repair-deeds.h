/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a repair does to an account, in the words of provider pages. */
#pragma once

#include "kitte-repair-plan.h"

G_BEGIN_DECLS

GPtrArray *kitte_repair_list_deeds (const KitteRepairAccount *account,
                                    const KitteServer *incoming,
                                    const KitteServer *outgoing,
                                    const KitteCure *cure);
void kitte_deed_free (KitteDeed *self);

char *kitte_repair_explain_by_hand (const KitteRepairAccount *account,
                                    const KitteServer *incoming,
                                    const KitteServer *outgoing,
                                    GPtrArray *deeds);

G_END_DECLS

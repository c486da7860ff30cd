/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of a repair share. */
#pragma once

#include "kitte-repair.h"

G_BEGIN_DECLS

/* kitte-repair.c */
void kitte_repair_judge_again (KitteRepair *self);
gboolean kitte_repair_blames_server (const KitteJudgement *judgement, gboolean incoming);

/* kitte-repair-target.c */
GPtrArray *kitte_repair_find_targets (KitteRepair *self, gboolean incoming);
gboolean kitte_repair_sends_by_name (KitteRepair *self, const KitteServer *outgoing);

G_END_DECLS

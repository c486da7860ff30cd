/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a sending server that several accounts share may change under all of them. */
#pragma once

#include "kitte-repair.h"

G_BEGIN_DECLS

KitteSharedServer kitte_repair_judge_sharing (KitteRepair *repair,
                                              const KitteRepairAccount *account,
                                              const KitteServer *outgoing);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found out about an existing account, as lines in a box. */
#pragma once

#include <gtk/gtk.h>

#include "repair/kitte-repair.h"

G_BEGIN_DECLS

void kitte_repair_findings_show (GtkBox *box, KitteRepair *repair, gboolean looked);

G_END_DECLS

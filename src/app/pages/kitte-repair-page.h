/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRepairPage: finds out which way of sending works, and changes just that. */
#pragma once

#include "kitte-writing-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_REPAIR_PAGE (kitte_repair_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteRepairPage, kitte_repair_page, KITTE, REPAIR_PAGE, KitteWritingPage)

G_END_DECLS

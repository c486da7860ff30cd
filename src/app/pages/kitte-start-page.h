/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteStartPage: who you are, your address and your password. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_START_PAGE (kitte_start_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteStartPage, kitte_start_page, KITTE, START_PAGE, KittePage)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteByHandPage: servers for those who know theirs, and questions for those who have to ask. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_BY_HAND_PAGE (kitte_by_hand_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteByHandPage, kitte_by_hand_page, KITTE, BY_HAND_PAGE, KittePage)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCheckPage: the servers are tried, step by step; a failure is explained in place. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CHECK_PAGE (kitte_check_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteCheckPage, kitte_check_page, KITTE, CHECK_PAGE, KittePage)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteReadyPage: what was found, into which mail programs it goes, and out of them again. */
#pragma once

#include "kitte-writing-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_READY_PAGE (kitte_ready_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteReadyPage, kitte_ready_page, KITTE, READY_PAGE, KitteWritingPage)

G_END_DECLS

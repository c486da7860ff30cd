/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteChangesPage: the accounts that Kitte has set up, and each of them taken back. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CHANGES_PAGE (kitte_changes_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteChangesPage, kitte_changes_page, KITTE, CHANGES_PAGE, KittePage)

G_END_DECLS

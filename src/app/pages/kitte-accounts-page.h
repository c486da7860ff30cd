/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteAccountsPage: the accounts that are on this computer, and what their settings show. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_ACCOUNTS_PAGE (kitte_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteAccountsPage, kitte_accounts_page, KITTE, ACCOUNTS_PAGE, KittePage)

G_END_DECLS

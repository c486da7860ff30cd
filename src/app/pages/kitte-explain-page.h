/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that says what a message, a mail that came back, or a word means. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_EXPLAIN_PAGE (kitte_explain_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteExplainPage, kitte_explain_page, KITTE, EXPLAIN_PAGE, KittePage)

G_END_DECLS

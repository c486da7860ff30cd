/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteStepPage: what has to be done at the provider first. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_STEP_PAGE (kitte_step_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteStepPage, kitte_step_page, KITTE, STEP_PAGE, KittePage)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a brand changes in the window: colours, the first page’s head, and whom to ask. */
#pragma once

#include <adwaita.h>

#include "brand/kitte-brand.h"

G_BEGIN_DECLS

void kitte_livery_put_on (KitteBrand *brand);
gboolean kitte_livery_fill_head (KitteBrand *brand, GtkBox *box);
gboolean kitte_livery_fill_help (KitteBrand *brand, GtkBox *box);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLogo: the brand’s logo, on a light or on a dark background. */
#pragma once

#include <adwaita.h>

#include "brand/kitte-brand.h"

G_BEGIN_DECLS

#define KITTE_TYPE_LOGO (kitte_logo_get_type ())
G_DECLARE_FINAL_TYPE (KitteLogo, kitte_logo, KITTE, LOGO, GtkWidget)

GtkWidget *kitte_logo_new (KitteBrand *brand);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteWindow: shows one page at a time and follows the flow; knows no page by name. */
#pragma once

#include <adwaita.h>

#include "kitte-flow.h"
#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_WINDOW (kitte_window_get_type ())
G_DECLARE_FINAL_TYPE (KitteWindow, kitte_window, KITTE, WINDOW, AdwApplicationWindow)

KitteWindow *kitte_window_new (GtkApplication *application);

void kitte_window_offer_address (KitteWindow *self, const char *typed);
KittePage *kitte_window_get_page (KitteWindow *self);

G_END_DECLS

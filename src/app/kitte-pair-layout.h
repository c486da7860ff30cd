/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePairLayout: children side by side where there is room for their text, else below each other.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITTE_TYPE_PAIR_LAYOUT (kitte_pair_layout_get_type ())
G_DECLARE_FINAL_TYPE (KittePairLayout, kitte_pair_layout, KITTE, PAIR_LAYOUT, GtkLayoutManager)

gboolean kitte_pair_layout_is_wide (GtkWidget *widget, int width);

G_END_DECLS

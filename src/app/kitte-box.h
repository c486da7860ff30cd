/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A box of lines and rows that is filled anew with every result. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kitte_box_clear (GtkBox *box);
void kitte_box_add_line (GtkBox *box, const char *text, const char *css_class);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that go on in the next line where there is no room for them. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kitte_wrap_label (GtkLabel *label);
void kitte_wrap_buttons (GtkWidget *widget);

G_END_DECLS

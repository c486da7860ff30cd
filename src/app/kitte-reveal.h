/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings a part of a page into view. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kitte_reveal (GtkWidget *widget);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to be mended at the expanders of GTK 4.8. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void kitte_fold_mend (GtkWidget *widget);

G_END_DECLS

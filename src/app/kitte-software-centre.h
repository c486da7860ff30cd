/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desktop's own program for installing programs, opened where Thunderbird is. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean kitte_software_centre_is_there (void);
gboolean kitte_software_centre_show_thunderbird (GtkWidget *widget);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text on paper. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @error: (nullable): what went wrong; not called before the dialog is gone. */
typedef void (*KittePrintedFunc) (const GError *error, gpointer user_data);

void kitte_print_text (GtkWindow *parent,
                       const char *title,
                       const char *text,
                       KittePrintedFunc done,
                       gpointer user_data);
gboolean
kitte_print_text_to_file (const char *title, const char *text, const char *path, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCopier: a button that copies a text, and a line that says what it is and that it was copied.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITTE_TYPE_COPIER (kitte_copier_get_type ())
G_DECLARE_FINAL_TYPE (KitteCopier, kitte_copier, KITTE, COPIER, GtkBox)

/* Signal “copying”: pressed; the last moment to set the text. */
void kitte_copier_set_text (KitteCopier *self, const char *text);
void kitte_copier_reset (KitteCopier *self);
GtkWidget *kitte_copier_get_button (KitteCopier *self);

G_END_DECLS

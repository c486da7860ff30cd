/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds what a test looks at among the widgets of a window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Depth first: the first widget of @type at or below @widget; %NULL where there is none. */
GtkWidget *test_widget_find (GtkWidget *widget, GType type);
/* The button that can be pressed and is labelled @text, underlines aside; %NULL where there is
 * none. */
GtkWidget *test_widget_find_button (GtkWidget *widget, const char *text);
/* Runs the main loop until there is one, and presses it. */
void test_widget_press (GtkWidget *widget, const char *text);
/* Whether a visible label at or below @widget says just @text. */
gboolean test_widget_says (GtkWidget *widget, const char *text);
/* As if somebody had dropped it there; @widget itself has to take it. */
void test_widget_drop (GtkWidget *widget, const GValue *value);
/* As many turns of the main loop as there is something to do, 100 at most. */
void test_widget_let_run (void);

G_END_DECLS

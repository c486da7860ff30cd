/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK makes the labels of buttons itself and never breaks them: large text would widen the window.
 */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-wrap.h"

static GtkWidget *
find_label (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_child (GTK_BUTTON (widget));
  if (GTK_IS_CHECK_BUTTON (widget))
    return gtk_widget_get_last_child (widget);
  if (GTK_IS_EXPANDER (widget))
    return gtk_expander_get_label_widget (GTK_EXPANDER (widget));
  return NULL;
}

static void
wrap (GtkLabel *label, gboolean centred)
{
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
  if (centred)
    gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

/**
 * kitte_wrap_buttons:
 * @widget: a button, a check button or an expander, or what such ones are in
 */
void
kitte_wrap_buttons (GtkWidget *widget)
{
  GtkWidget *label = find_label (widget);

  if (GTK_IS_LABEL (label))
    wrap (GTK_LABEL (label), GTK_IS_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kitte_wrap_buttons (child);
}

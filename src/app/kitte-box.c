/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines wrap between words, and inside one that is too long for 200 % text. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-box.h"

#include "kitte-wrap.h"

void
kitte_box_clear (GtkBox *box)
{
  GtkWidget *child;

  g_return_if_fail (GTK_IS_BOX (box));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

/**
 * kitte_box_add_line:
 * @css_class: (nullable): how the line looks
 */
void
kitte_box_add_line (GtkBox *box, const char *text, const char *css_class)
{
  GtkWidget *label;

  g_return_if_fail (GTK_IS_BOX (box) && text != NULL);

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  kitte_wrap_label (GTK_LABEL (label));
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
}

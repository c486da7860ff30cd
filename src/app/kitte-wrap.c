/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that go on in the next line. GTK makes the labels of buttons itself and never breaks them:
 * large text would widen the window. */
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

/**
 * kitte_wrap_label:
 *
 * Lets @label go on in the next line, if need be in the middle of a word. No hyphen is written
 * there: in an address or a server’s name it would be read as a part of it. Labels in ui/ say the
 * same.
 */
void
kitte_wrap_label (GtkLabel *label)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  g_return_if_fail (GTK_IS_LABEL (label));

  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (label, attributes);
  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
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
    {
      kitte_wrap_label (GTK_LABEL (label));
      if (GTK_IS_BUTTON (widget))
        gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kitte_wrap_buttons (child);
}

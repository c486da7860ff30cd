/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folded expander hands the keyboard to a child that is not in the window, where it stays for
 * good; and a reader that asks what the expander controls gets that child, which GTK complains of
 * once it is unfolded. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-fold.h"

static void
mend (GtkExpander *expander)
{
  GtkWidget *child = gtk_expander_get_child (expander);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_RELATION_CONTROLS);
  if (child != NULL)
    g_object_bind_property (expander, "expanded", child, "can-focus", G_BINDING_SYNC_CREATE);
}

/**
 * kitte_fold_mend:
 * @widget: an expander, or what such ones are in; once for each
 */
void
kitte_fold_mend (GtkWidget *widget)
{
  if (GTK_IS_EXPANDER (widget))
    mend (GTK_EXPANDER (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    kitte_fold_mend (child);
}

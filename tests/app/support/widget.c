/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through widgets depth first. */
#include "config.h"

#include "support/widget.h"

#define MOST_TURNS 100

GtkWidget *
test_widget_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_widget_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

gboolean
test_widget_says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_label (GTK_LABEL (widget)), text) == 0 &&
      gtk_widget_get_visible (widget))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (test_widget_says (child, text))
      return TRUE;
  return FALSE;
}

GtkWidget *
test_widget_find_button (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0)
    {
      GtkWidget *button = gtk_widget_get_ancestor (widget, GTK_TYPE_BUTTON);

      if (button != NULL && gtk_widget_get_mapped (button) && gtk_widget_is_sensitive (button))
        return button;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = test_widget_find_button (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
test_widget_press (GtkWidget *widget, const char *text)
{
  GtkWidget *button;

  while ((button = test_widget_find_button (widget, text)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (button, "clicked");
}

static GtkEventController *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return controller;
    }
  return NULL;
}

void
test_widget_drop (GtkWidget *widget, const GValue *value)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_drop_target (widget), "drop", value, 1.0, 1.0, &taken);
  g_assert_true (taken);
}

void
test_widget_let_run (void)
{
  for (guint i = 0; i < MOST_TURNS && g_main_context_iteration (NULL, FALSE); i++)
    ;
}

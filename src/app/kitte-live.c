/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a screen reader hear of labels that come on screen; GTK 4.8 has nothing for announcing. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-live.h"

#include <gtk/gtk.h>

static gboolean
is_live (GtkWidget *widget)
{
  GtkAccessibleRole role;

  if (!GTK_IS_LABEL (widget) || gtk_widget_get_root (widget) == NULL)
    return FALSE;
  role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));
  return role == GTK_ACCESSIBLE_ROLE_STATUS || role == GTK_ACCESSIBLE_ROLE_ALERT;
}

/* Whether the text has been sent while the label was off screen: GTK does that once it knows it. */
#define SENT "kitte-live-sent"

static void
set_sent (GtkWidget *label, gboolean sent)
{
  g_object_set_data (G_OBJECT (label), SENT, GINT_TO_POINTER (sent));
}

static void
text_changed_cb (GtkWidget *label)
{
  set_sent (label, !gtk_widget_get_mapped (label));
}

static void
unmapped_cb (GtkWidget *label)
{
  set_sent (label, FALSE);
}

/* GTK says nothing on the accessibility bus about a widget that no program has asked for yet,
 * which is most of them: readers ask for what has the keyboard. A widget that becomes focusable is
 * taken up at once, and stays so. */
static void
take_up (GtkWidget *label)
{
  g_signal_connect (label, "notify::label", G_CALLBACK (text_changed_cb), NULL);
  g_signal_connect (label, "unmap", G_CALLBACK (unmapped_cb), NULL);
  gtk_widget_set_focusable (label, TRUE);
  gtk_widget_set_focusable (label, FALSE);
}

static gboolean
is_taken_up (GtkWidget *label)
{
  return g_signal_handler_find (label, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, (gpointer) unmapped_cb,
                                NULL) != 0;
}

/* A text that was there before has not been a change, so it goes and comes again. */
static void
say (GtkLabel *label)
{
  g_autofree char *text = g_strdup (gtk_label_get_label (label));

  gtk_label_set_label (label, "");
  if (!is_taken_up (GTK_WIDGET (label)))
    take_up (GTK_WIDGET (label));
  gtk_label_set_label (label, text);
}

static gboolean
mapped_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (!is_live (widget))
    return TRUE;
  if (g_object_get_data (G_OBJECT (widget), SENT) == NULL)
    say (GTK_LABEL (widget));
  return TRUE;
}

/**
 * kitte_live_start:
 *
 * From now on every label with the role status or alert is announced when it comes on screen, and
 * whenever its text changes; the same text once more only after it was hidden. For the whole
 * process, so that no page can forget it.
 *
 * Returns: what kitte_live_stop() takes
 */
gulong
kitte_live_start (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  return g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL,
                                     NULL);
}

void
kitte_live_stop (gulong id)
{
  g_signal_remove_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), id);
}

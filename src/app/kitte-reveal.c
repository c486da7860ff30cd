/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A viewport follows the focus by itself, but asks at once where it is: what has only just been
 * shown has no place before the next frame is laid out. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-reveal.h"

/* Left free around it, so that it does not stick to the edge. */
#define MARGIN 12

static void
scroll_to (GtkWidget *widget, GtkWidget *viewport)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  double value = gtk_adjustment_get_value (adjustment);
  double page = gtk_adjustment_get_page_size (adjustment);
  graphene_rect_t bounds;
  double top;
  double bottom;

  if (!gtk_widget_compute_bounds (widget, viewport, &bounds))
    return;
  top = bounds.origin.y - MARGIN;
  bottom = bounds.origin.y + bounds.size.height + MARGIN;
  if (bottom > page)
    value += MIN (bottom - page, top);
  else if (top < 0)
    value += top;
  gtk_adjustment_set_value (adjustment, value);
}

/* The first tick comes before the layout, the second one after it. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  gboolean *laid_out = user_data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);

  if (!*laid_out)
    {
      *laid_out = TRUE;
      gtk_widget_queue_draw (widget);
      return G_SOURCE_CONTINUE;
    }
  if (viewport != NULL)
    scroll_to (widget, viewport);
  return G_SOURCE_REMOVE;
}

/**
 * kitte_reveal:
 * @widget: a part of a page, shown just now or before
 *
 * Scrolls as little as possible until all of it can be seen; where it is higher than the window,
 * its beginning.
 */
void
kitte_reveal (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  gtk_widget_add_tick_callback (widget, tick_cb, g_new0 (gboolean, 1), g_free);
}

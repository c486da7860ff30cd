/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room is measured in digits of the widget’s font, so that large text counts as a narrow window. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-pair-layout.h"

/* Lines of fewer digits than this are broken too often to be read with ease; in a card. */
#define COLUMN_DIGITS 36

#define SPACING 12

struct _KittePairLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (KittePairLayout, kitte_pair_layout, GTK_TYPE_LAYOUT_MANAGER)

/* The children that are laid out, in a row or a column. */
static int
count_children (GtkWidget *widget)
{
  int n_children = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n_children += gtk_widget_should_layout (child);
  return n_children;
}

static int
column_width (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int digit = pango_font_metrics_get_approximate_digit_width (metrics);

  pango_font_metrics_unref (metrics);
  return PANGO_PIXELS (COLUMN_DIGITS * digit);
}

static GtkSizeRequestMode
kitte_pair_layout_get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Narrow, one child is enough to be seen; all are best seen beside each other. */
static void
measure_width (GtkWidget *widget, int *minimum, int *natural)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, NULL, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += (*natural > 0 ? SPACING : 0) + MAX (child_minimum, column_width (widget));
    }
  *natural = MAX (*minimum, *natural);
}

static void
measure_height (GtkWidget *widget, int width, int *minimum, int *natural)
{
  int n_children = count_children (widget);
  gboolean wide = kitte_pair_layout_is_wide (widget, width);
  int column = width < 0 ? -1 : wide ? (width - (n_children - 1) * SPACING) / n_children : width;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum;
      int child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, column, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = wide ? MAX (*minimum, child_minimum) : *minimum + child_minimum;
      *natural = wide ? MAX (*natural, child_natural) : *natural + child_natural;
    }
  if (!wide && n_children > 1)
    {
      *minimum += (n_children - 1) * SPACING;
      *natural += (n_children - 1) * SPACING;
    }
}

static void
kitte_pair_layout_measure (GtkLayoutManager *layout,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  int least = 0;
  int best = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width (widget, &least, &best);
  else
    measure_height (widget, for_size, &least, &best);
  *minimum = least;
  *natural = best;
}

/* The first one stands where reading begins. All are equally high: Tab goes by the middle of each,
 * so that a low one would come before a high one that stands first. */
static void
allocate_row (GtkWidget *widget, int width, int height)
{
  int n_children = count_children (widget);
  int column = (width - (n_children - 1) * SPACING) / n_children;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = mirrored ? width - column : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, column, height }, -1);
      x += mirrored ? -(column + SPACING) : column + SPACING;
    }
}

static void
allocate_column (GtkWidget *widget, int width)
{
  int y = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
      gtk_widget_size_allocate (child, &(GtkAllocation){ 0, y, width, natural }, -1);
      y += natural + SPACING;
    }
}

static void
kitte_pair_layout_allocate (GtkLayoutManager *layout,
                            GtkWidget *widget,
                            int width,
                            int height,
                            int baseline)
{
  if (kitte_pair_layout_is_wide (widget, width))
    allocate_row (widget, width, height);
  else
    allocate_column (widget, width);
}

static void
kitte_pair_layout_class_init (KittePairLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = kitte_pair_layout_get_request_mode;
  layout_class->measure = kitte_pair_layout_measure;
  layout_class->allocate = kitte_pair_layout_allocate;
}

static void
kitte_pair_layout_init (KittePairLayout *self)
{
}

/**
 * kitte_pair_layout_is_wide:
 * @widget: with this layout and something in it
 * @width: in pixels; -1: as wide as it likes
 *
 * Returns: whether its children stand side by side at that width
 */
gboolean
kitte_pair_layout_is_wide (GtkWidget *widget, int width)
{
  int n_children = count_children (widget);
  int column = column_width (widget);

  if (n_children == 0)
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      column = MAX (column, minimum);
    }
  return width < 0 || width >= n_children * column + (n_children - 1) * SPACING;
}

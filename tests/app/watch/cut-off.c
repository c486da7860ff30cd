/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A GIO module (GIO_EXTRA_MODULES) that looks at each painted frame of the program it is loaded
 * into, and writes into the file KITTE_CUT_OFF which labels could not be read to their end. */
#include <adwaita.h>
#include <gio/gio.h>
#include <stdio.h>

/* What a label may stand over: text is laid out in parts of a pixel. */
#define SLACK 1

/* What the pseudo-locale begins each text with; names and addresses may be cut off. */
#define BEGINS "⟦"

/* The width that has to be enough, in pixels. */
#define SMALLEST_SCREEN 360

/* In a window that shares a small screen with another one, the title between the buttons gives way;
 * the page below says what it is about. */
#define NARROW 500

static GHashTable *told;

static void
tell (const char *trouble, const char *text)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", trouble, text);
  const char *path = g_getenv ("KITTE_CUT_OFF");
  FILE *file = NULL;

  if (!g_hash_table_add (told, g_strdup (line)) || path == NULL)
    return;
  file = fopen (path, "a");
  if (file == NULL)
    return;
  fprintf (file, "%s\n", g_strdelimit (line, "\n", ' '));
  fclose (file);
}

static gboolean
stands_over (GtkWidget *label, GtkWidget *window)
{
  GtkNative *native = GTK_NATIVE (window);
  graphene_rect_t bounds;
  double left;
  double top;

  gtk_native_get_surface_transform (native, &left, &top);
  return gtk_widget_compute_bounds (label, window, &bounds) &&
         (left + bounds.origin.x < -SLACK ||
          left + bounds.origin.x + bounds.size.width >
              gdk_surface_get_width (gtk_native_get_surface (native)) + SLACK);
}

static gboolean
gives_way (GtkWidget *label, GtkWidget *window)
{
  return gtk_widget_get_width (window) < NARROW &&
         gtk_widget_get_ancestor (label, ADW_TYPE_WINDOW_TITLE) != NULL;
}

static void
look_at_label (GtkLabel *label, GtkWidget *window)
{
  GtkWidget *widget = GTK_WIDGET (label);
  const char *text = gtk_label_get_text (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  int width;
  int height;

  if (strstr (text, BEGINS) == NULL || gives_way (widget, window))
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout))
    tell ("ends in “…”", text);
  else if (width > gtk_widget_get_width (widget) + SLACK ||
           height > gtk_widget_get_height (widget) + SLACK)
    tell ("larger than its place", text);
  if (stands_over (widget, window))
    tell ("stands over the window", text);
}

static void
look_at (GtkWidget *widget, GtkWidget *window)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    look_at_label (GTK_LABEL (widget), window);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    look_at (child, window);
}

/* The innermost thing that cannot do with less. */
static GtkWidget *
find_widest (GtkWidget *widget)
{
  GtkWidget *widest = NULL;
  int most = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int least = 0;

      if (gtk_widget_get_mapped (child))
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      if (least > most)
        widest = child;
      most = MAX (most, least);
    }
  return widest != NULL ? find_widest (widest) : widget;
}

/* GTK makes a window larger that is too small for what is in it: on a phone it would stand over. */
static void
look_at_width (GtkWidget *window)
{
  g_autofree char *needed = NULL;
  GtkWidget *widest = NULL;
  int least;

  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  if (least <= SMALLEST_SCREEN)
    return;
  widest = find_widest (window);
  needed = g_strdup_printf ("%d pixels, because of the %s “%s”", least, G_OBJECT_TYPE_NAME (widest),
                            GTK_IS_LABEL (widest) ? gtk_label_get_text (GTK_LABEL (widest)) : "");
  tell ("the window needs at least", needed);
}

static void
painted_cb (GdkFrameClock *clock, GtkWidget *window)
{
  look_at_width (window);
  look_at (window, window);
}

static void
watch (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  if (clock != NULL && g_object_get_data (G_OBJECT (window), "cut-off-clock") != clock)
    {
      g_object_set_data (G_OBJECT (window), "cut-off-clock", clock);
      g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), window, 0);
    }
}

static void
realized_cb (GtkWidget *window)
{
  watch (window);
}

static void
windows_cb (GListModel *windows, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
      watch (window);
    }
}

/* GIO may want its modules before there is a toolkit. */
static gboolean
begin_cb (gpointer data)
{
  GListModel *windows = NULL;

  if (!gtk_is_initialized ())
    return G_SOURCE_CONTINUE;
  windows = gtk_window_get_toplevels ();
  g_signal_connect (windows, "items-changed", G_CALLBACK (windows_cb), NULL);
  windows_cb (windows, 0, 0, g_list_model_get_n_items (windows));
  return G_SOURCE_REMOVE;
}

G_MODULE_EXPORT void
g_io_module_load (GIOModule *module)
{
  g_type_module_use (G_TYPE_MODULE (module));
  told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_timeout_add (10, begin_cb, NULL);
}

G_MODULE_EXPORT void
g_io_module_unload (GIOModule *module)
{
}

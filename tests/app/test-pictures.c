/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every state’s picture: its file and colours, that a screen reader never meets it, when it hides.
 */
#include "config.h"

#include <libxml/parser.h>
#include <string.h>

#include "kitte-application.h"
#include "kitte-picture.h"
#include "kitte-window.h"
#include "pages/kitte-accounts-page.h"
#include "pages/kitte-by-hand-page.h"
#include "pages/kitte-changes-page.h"
#include "pages/kitte-check-page.h"
#include "pages/kitte-explain-page.h"
#include "pages/kitte-protocol-page.h"
#include "pages/kitte-ready-page.h"
#include "pages/kitte-repair-page.h"
#include "pages/kitte-start-page.h"
#include "pages/kitte-step-page.h"

#define FOLDER "/jp/kitte/Kitte/icons/scalable/status"

static KitteApplication *application;

static GEnumClass *
ref_motifs (void)
{
  return g_type_class_ref (KITTE_TYPE_MOTIF);
}

/* The first motif is none, and the first page has the program’s own icon. */
static gboolean
has_file (const GEnumValue *motif)
{
  return motif->value != KITTE_MOTIF_NONE && motif->value != KITTE_MOTIF_START;
}

/* Only these are given new colours by every version of the toolkit, and only by these classes. */
static void
check_colours (xmlNode *node)
{
  static const char *const elements[] = { "svg", "title", "g", "path", "circle", "rect", NULL };
  static const char *const classes[] = { "success", "warning", "error", NULL };

  for (; node != NULL; node = node->next)
    {
      g_autofree char *css_class = NULL;
      xmlChar *value;

      if (node->type != XML_ELEMENT_NODE)
        continue;
      g_assert_true (g_strv_contains (elements, (const char *) node->name));
      value = xmlGetProp (node, BAD_CAST "class");
      css_class = g_strdup ((const char *) value);
      xmlFree (value);
      g_assert_true (css_class == NULL || g_strv_contains (classes, css_class));
      g_assert_null (xmlHasProp (node, BAD_CAST "fill"));
      g_assert_null (xmlHasProp (node, BAD_CAST "stroke"));
      check_colours (node->children);
    }
}

static void
check_file (const char *path)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  xmlDoc *document;

  g_assert_nonnull (bytes);
  document = xmlReadMemory (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), path, NULL,
                            XML_PARSE_NONET);
  g_assert_nonnull (document);
  check_colours (xmlDocGetRootElement (document));
  xmlFreeDoc (document);
}

/* One file a motif and no other, found by the icon’s name, and drawn in the four colours. */
static void
test_files (void)
{
  g_autoptr (GTypeClass) motifs = (GTypeClass *) ref_motifs ();
  GEnumClass *values = (GEnumClass *) motifs;
  g_auto (GStrv) files =
      g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  guint n_files = 0;

  for (guint i = 0; i < values->n_values; i++)
    {
      g_autofree char *name = g_strdup_printf ("kitte-%s-symbolic", values->values[i].value_nick);
      g_autofree char *path = g_strdup_printf (FOLDER "/%s.svg", name);

      if (!has_file (&values->values[i]))
        continue;
      check_file (path);
      g_assert_true (gtk_icon_theme_has_icon (theme, name));
      n_files++;
    }
  g_assert_cmpuint (g_strv_length (files), ==, n_files);
  g_assert_true (gtk_icon_theme_has_icon (theme, KITTE_APP_ID));
}

/* No page is without one. */
static void
test_pages (void)
{
  const GType pages[] = {
    KITTE_TYPE_ACCOUNTS_PAGE, KITTE_TYPE_BY_HAND_PAGE, KITTE_TYPE_CHANGES_PAGE,
    KITTE_TYPE_CHECK_PAGE,    KITTE_TYPE_EXPLAIN_PAGE, KITTE_TYPE_PROTOCOL_PAGE,
    KITTE_TYPE_READY_PAGE,    KITTE_TYPE_REPAIR_PAGE,  KITTE_TYPE_START_PAGE,
    KITTE_TYPE_STEP_PAGE,
  };
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (KittePage) page =
          g_object_ref_sink (g_object_new (pages[i], "setup", setup, NULL));

      g_assert_cmpint (kitte_page_get_motif (page), !=, KITTE_MOTIF_NONE);
    }
  g_assert_cmpuint (G_N_ELEMENTS (pages), ==, KITTE_N_PAGES);
}

static KittePicture *
make_picture (KitteMotif motif)
{
  return g_object_new (KITTE_TYPE_PICTURE, "motif", motif, NULL);
}

static GtkWidget *
get_image (KittePicture *picture)
{
  return adw_bin_get_child (ADW_BIN (picture));
}

static void
test_presentation (void)
{
  g_autoptr (KittePicture) picture = g_object_ref_sink (make_picture (KITTE_MOTIF_PROVEN));

  gtk_test_accessible_assert_role (picture, GTK_ACCESSIBLE_ROLE_PRESENTATION);
  gtk_test_accessible_assert_role (get_image (picture), GTK_ACCESSIBLE_ROLE_PRESENTATION);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (picture)));
  kitte_picture_set_motif (picture, KITTE_MOTIF_NONE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (picture)));
}

/* Until it is so; the test’s own limit ends what never comes. */
static void
wait_for_image (KittePicture *picture, gboolean visible)
{
  while (gtk_widget_get_visible (get_image (picture)) != visible)
    g_main_context_iteration (NULL, TRUE);
}

static GtkWindow *
show_picture (KittePicture *picture, int height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_child (window, GTK_WIDGET (picture));
  gtk_window_set_default_size (window, 600, height);
  gtk_window_present (window);
  return window;
}

static void
test_room (void)
{
  KittePicture *picture = make_picture (KITTE_MOTIF_PROVEN);
  GtkWindow *window = show_picture (picture, 720);
  int dpi;

  wait_for_image (picture, TRUE);
  gtk_window_set_default_size (window, 600, 300);
  wait_for_image (picture, FALSE);
  gtk_window_set_default_size (window, 600, 720);
  wait_for_image (picture, TRUE);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  wait_for_image (picture, FALSE);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", dpi, NULL);
  wait_for_image (picture, TRUE);
  gtk_window_destroy (window);
}

/* Returns: (transfer full): four bytes a pixel, as it stands on the screen */
static guchar *
draw (KitteMotif motif, GtkTextDirection direction, int *size)
{
  KittePicture *picture = make_picture (motif);
  GtkWindow *window;
  g_autoptr (GdkPaintable) live = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guchar *pixels;

  gtk_widget_set_direction (GTK_WIDGET (picture), direction);
  gtk_widget_set_valign (GTK_WIDGET (picture), GTK_ALIGN_CENTER);
  window = show_picture (picture, 720);
  live = gtk_widget_paintable_new (GTK_WIDGET (picture));
  while (gtk_widget_get_width (GTK_WIDGET (picture)) == 0 ||
         gdk_paintable_get_intrinsic_width (live) == 0)
    g_main_context_iteration (NULL, TRUE);
  *size = gtk_widget_get_width (GTK_WIDGET (picture));
  gdk_paintable_snapshot (live, snapshot, *size, *size);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, *size, *size));
  pixels = g_malloc ((gsize) *size * *size * 4);
  gdk_texture_download (texture, pixels, (gsize) *size * 4);
  g_clear_object (&live);
  gtk_window_destroy (window);
  return pixels;
}

static guint
count_different (const guchar *a, const guchar *b, int size, gboolean mirrored)
{
  guint n = 0;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      {
        int other = mirrored ? size - 1 - x : x;

        for (int i = 0; i < 4; i++)
          if (ABS (a[(y * size + x) * 4 + i] - b[(y * size + other) * 4 + i]) > 16)
            {
              n++;
              break;
            }
      }
  return n;
}

/* A letter travels the way the text is read; a tick stays a tick. */
static void
test_mirrored (void)
{
  int size;
  g_autofree guchar *letter = draw (KITTE_MOTIF_CHECKING, GTK_TEXT_DIR_LTR, &size);
  g_autofree guchar *letter_rtl = draw (KITTE_MOTIF_CHECKING, GTK_TEXT_DIR_RTL, &size);
  g_autofree guchar *tick = draw (KITTE_MOTIF_PROVEN, GTK_TEXT_DIR_LTR, &size);
  g_autofree guchar *tick_rtl = draw (KITTE_MOTIF_PROVEN, GTK_TEXT_DIR_RTL, &size);

  g_assert_cmpuint (count_different (letter, letter_rtl, size, TRUE), ==, 0);
  g_assert_cmpuint (count_different (letter, letter_rtl, size, FALSE), >, 100);
  g_assert_cmpuint (count_different (tick, tick_rtl, size, FALSE), ==, 0);
  g_assert_cmpuint (count_different (letter, tick, size, FALSE), >, 100);
}

int
main (int argc, char *argv[])
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = kitte_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  g_test_add_func ("/pictures/files", test_files);
  g_test_add_func ("/pictures/pages", test_pages);
  g_test_add_func ("/pictures/presentation", test_presentation);
  g_test_add_func ("/pictures/room", test_room);
  g_test_add_func ("/pictures/mirrored", test_mirrored);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

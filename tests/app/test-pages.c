/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every page with all of its parts shown, in every language: narrow windows, large text, no motion.
 */
#include "config.h"

#include "base/kitte-locale.h"
#include "kitte-application.h"
#include "kitte-check-row.h"
#include "kitte-explanation.h"
#include "kitte-settings-card.h"
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

#include <string.h>

/* Of a telephone, and of a window beside another one. */
#define NARROW 360

/* As wide as the window opens: with letters twice as large nothing may be cut off there. */
#define USUAL 600

/* GTK’s resolution of ordinary text, in its own unit. */
#define ORDINARY_DPI (96 * 1024)

/* The last one is longer than any language. */
static const char *const languages[] = { "en", "ja", "de", "fr", "zh_CN", "ko", "ar", "en@pseudo" };

typedef GType (*GetType) (void);

static const GetType page_types[] = {
  kitte_start_page_get_type,    kitte_check_page_get_type,    kitte_ready_page_get_type,
  kitte_repair_page_get_type,   kitte_accounts_page_get_type, kitte_changes_page_get_type,
  kitte_explain_page_get_type,  kitte_by_hand_page_get_type,  kitte_step_page_get_type,
  kitte_protocol_page_get_type,
};

static KitteApplication *application;

/* What GTK puts together itself shows and hides its own parts. */
static gboolean
is_whole (GtkWidget *widget)
{
  return GTK_IS_EDITABLE (widget) || GTK_IS_TEXT_VIEW (widget) || GTK_IS_LABEL (widget) ||
         GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_IMAGE (widget);
}

/* Everything that any state of the page shows, all at once; folds are open. */
static void
reveal (GtkWidget *widget)
{
  gtk_widget_set_visible (widget, TRUE);
  if (is_whole (widget))
    return;
  if (GTK_IS_EXPANDER (widget))
    gtk_expander_set_expanded (GTK_EXPANDER (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    reveal (child);
}

static int
get_minimum (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* Which part it is that takes so much, for whoever has to mend it. */
static void
name_widest (GtkWidget *widget, GString *path)
{
  GtkWidget *widest = NULL;

  g_string_append_printf (path, " › %s %d", G_OBJECT_TYPE_NAME (widget), get_minimum (widget));
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (path, " “%s”", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (widest == NULL || get_minimum (child) > get_minimum (widest))
      widest = child;
  if (widest != NULL)
    name_widest (widest, path);
}

typedef gboolean (*IsSpoiled) (GtkLabel *label);

/* A text with dots at its end is cut off as well. */
static gboolean
is_shortened (GtkLabel *label)
{
  return gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_NONE;
}

static gboolean
is_without_hyphens (PangoAttribute *attribute, gpointer user_data)
{
  return attribute->klass->type == PANGO_ATTR_INSERT_HYPHENS &&
         ((PangoAttrInt *) attribute)->value == 0;
}

/* A hyphen that is written where a word is broken would be read as a part of an address. */
static gboolean
is_hyphenated (GtkLabel *label)
{
  PangoAttrList *attributes = gtk_label_get_attributes (label);
  g_autoptr (PangoAttrList) said =
      attributes != NULL ? pango_attr_list_copy (attributes) : pango_attr_list_new ();
  g_autoptr (PangoAttrList) found = pango_attr_list_filter (said, is_without_hyphens, NULL);

  return gtk_label_get_wrap (label) && gtk_label_get_wrap_mode (label) != PANGO_WRAP_WORD &&
         found == NULL;
}

static GtkWidget *
find_label (GtkWidget *widget, IsSpoiled is_spoiled)
{
  if (GTK_IS_LABEL (widget) && is_spoiled (GTK_LABEL (widget)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, is_spoiled);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
assert_no_label (GtkWidget *content, const char *language, IsSpoiled is_spoiled, const char *how)
{
  GtkWidget *label = find_label (content, is_spoiled);

  if (label == NULL)
    return;
  g_test_message ("%s: “%s” %s", language, gtk_label_get_label (GTK_LABEL (label)), how);
  g_test_fail ();
}

/* Shows it as the window shows its pages, and takes the last reference. */
static void
assert_fits (GtkWidget *content, int width, const char *language)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  int minimum;

  gtk_widget_add_css_class (content, "kitte-page");
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), content);
  reveal (content);
  minimum = get_minimum (content);
  if (minimum > width)
    {
      g_autoptr (GString) path = g_string_new (NULL);

      name_widest (content, path);
      g_test_message ("%s: %d pixels, not %d: %s", language, minimum, width, path->str);
      g_test_fail ();
    }
  assert_no_label (content, language, is_shortened, "ends in dots");
  assert_no_label (content, language, is_hyphenated, "has hyphens of its own in broken words");
  gtk_window_destroy (GTK_WINDOW (window));
}

#define X(name, nick, number) KITTE_FINDING_##name,
static const KitteFindingCode codes[] = { KITTE_FINDING_CODES (X) };
#undef X

/* What a check found, with all buttons it can have. */
static void
check_explanations (int width, const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (KitteFinding) finding = kitte_finding_new (codes[i], "NO");
      g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);
      GtkWidget *explanation = kitte_explanation_new ();

      kitte_explanation_set_diagnosis (KITTE_EXPLANATION (explanation), diagnosis, finding,
                                       "S: NO");
      assert_fits (explanation, width, language);
    }
}

static void
check_pages (int width, const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (page_types); i++)
    {
      g_autoptr (KitteSetup) setup = kitte_setup_new ();

      assert_fits (g_object_new (page_types[i](), "setup", setup, NULL), width, language);
    }
}

static void
check_window (int width, const char *language)
{
  GtkWidget *window = GTK_WIDGET (kitte_window_new (GTK_APPLICATION (application)));

  g_test_message ("%s: the window takes %d pixels", language, get_minimum (window));
  g_assert_cmpint (get_minimum (window), <=, width);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
check_all (double factor, int width)
{
  GtkSettings *settings = gtk_settings_get_default ();

  g_object_set (settings, "gtk-xft-dpi", (int) (ORDINARY_DPI * factor), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autoptr (KitteTongue) tongue = kitte_tongue_new (languages[i]);

      gtk_widget_set_default_direction (strcmp (languages[i], "ar") == 0 ? GTK_TEXT_DIR_RTL :
                                                                           GTK_TEXT_DIR_LTR);
      check_window (width, languages[i]);
      check_pages (width, languages[i]);
      check_explanations (width, languages[i]);
    }
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  g_object_set (settings, "gtk-xft-dpi", ORDINARY_DPI, NULL);
}

static void
test_narrow (void)
{
  check_all (1, NARROW);
}

static void
test_large (void)
{
  check_all (2, USUAL);
}

static KitteCheck *
make_running_check (void)
{
  KitteAuthList none = { 0 };
  g_autoptr (KitteServer) server = kitte_server_new (KITTE_PROTOCOL_IMAP, "imap.example.jp", 993,
                                                     KITTE_SECURITY_TLS, &none, "taro");
  KitteCheck *check = kitte_check_new (server);

  kitte_check_step (check, KITTE_STEP_RESOLVE, KITTE_STEP_STARTED, 0);
  return check;
}

static void
painted_cb (GdkFrameClock *clock, guint *frames)
{
  (*frames)++;
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
run_for (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* A window with a server that keeps one waiting, once it stands there. */
static GtkWidget *
show_waiting (gboolean animations, guint *frames)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  g_autoptr (KitteCheck) check = make_running_check ();

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animations, NULL);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window),
                                      GTK_WIDGET (kitte_check_row_new (check)));
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    frames);
  while (*frames == 0)
    g_main_context_iteration (NULL, TRUE);
  run_for (300);
  *frames = 0;
  return window;
}

/* Who wants no motion gets none; else something moves while one waits. */
static void
test_no_motion (void)
{
  guint frames = 0;
  GtkWidget *still = show_waiting (FALSE, &frames);
  GtkWidget *moving;

  run_for (500);
  g_assert_cmpuint (frames, <=, 1);
  gtk_window_destroy (GTK_WINDOW (still));

  frames = 0;
  moving = show_waiting (TRUE, &frames);
  while (frames < 2)
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (moving));
}

int
main (int argc, char *argv[])
{
  int status;

  gtk_test_init (&argc, &argv, NULL);
  kitte_locale_init ();
  application = kitte_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  g_test_add_func ("/pages/narrow", test_narrow);
  g_test_add_func ("/pages/large", test_large);
  g_test_add_func ("/pages/no-motion", test_no_motion);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When each key that is typed is on the screen: in the wizard, or in a window with one plain entry.
 */
#include "kitte-application.h"
#include "kitte-setup.h"
#include "kitte-window.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <time.h>

/* As large as the wizard’s, so that both windows have the same number of pixels. */
#define WIDTH 600
#define HEIGHT 720

/* The first key since the last frame; a frame may show more than one. */
typedef struct
{
  gboolean waiting;
  gboolean ready;
  guint32 pressed_ms;
  gint64 computed_us;
} Typing;

/* Of this thread, so that a busy computer does not count. */
static gint64
get_processor_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Before anything else sees the key. The X server stamps keys by the monotonic clock too. */
static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint key,
                guint code,
                GdkModifierType state,
                Typing *typing)
{
  if (typing->waiting || (state & GDK_CONTROL_MASK) != 0 || gdk_keyval_to_unicode (key) == 0)
    return GDK_EVENT_PROPAGATE;
  typing->waiting = TRUE;
  typing->pressed_ms =
      gdk_event_get_time (gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (keys)));
  typing->computed_us = get_processor_us ();
  return GDK_EVENT_PROPAGATE;
}

/* “key”: milliseconds since it was pressed, microseconds that this thread computed for it. */
static void
painted_cb (GdkFrameClock *clock, Typing *typing)
{
  if (!typing->ready)
    g_print ("ready\n");
  typing->ready = TRUE;
  if (!typing->waiting)
    return;
  typing->waiting = FALSE;
  g_print ("key %u %" G_GINT64_FORMAT "\n",
           (guint32) (g_get_monotonic_time () / 1000) - typing->pressed_ms,
           get_processor_us () - typing->computed_us);
}

static void
mapped_cb (GtkWidget *window, Typing *typing)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    typing);
}

static void
window_added_cb (GtkApplication *application, GtkWidget *window, Typing *typing)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), typing);
  gtk_widget_add_controller (window, keys);
  g_signal_connect (window, "map", G_CALLBACK (mapped_cb), typing);
}

static void
present_entry_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *entry = gtk_entry_new ();

  gtk_widget_set_valign (entry, GTK_ALIGN_START);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), entry);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
}

/* What stands in the field, so that keys that went elsewhere are not taken for typing. */
static gboolean
end_cb (gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (user_data);

  if (KITTE_IS_WINDOW (window))
    {
      KittePage *page = kitte_window_get_page (KITTE_WINDOW (window));

      g_print ("typed %s\n", kitte_setup_get_typed (kitte_page_get_setup (page)));
    }
  else
    g_print ("typed %s\n", gtk_editable_get_text (GTK_EDITABLE (adw_application_window_get_content (
                               ADW_APPLICATION_WINDOW (window)))));
  g_application_quit (user_data);
  return G_SOURCE_REMOVE;
}

static GtkApplication *
make_application (gboolean plain)
{
  GtkApplication *application;

  if (!plain)
    return GTK_APPLICATION (kitte_application_new ());
  application =
      GTK_APPLICATION (adw_application_new ("jp.kitte.PlainEntry", G_APPLICATION_DEFAULT_FLAGS));
  g_signal_connect (application, "activate", G_CALLBACK (present_entry_cb), NULL);
  return application;
}

int
main (int argc, char *argv[])
{
  gboolean plain = argc > 1 && strcmp (argv[1], "plain") == 0;
  g_autoptr (GtkApplication) application = make_application (plain);
  Typing typing = { 0 };

  setvbuf (stdout, NULL, _IOLBF, 0);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &typing);
  g_unix_signal_add (SIGUSR1, end_cb, application);
  return g_application_run (G_APPLICATION (application), 1, argv);
}

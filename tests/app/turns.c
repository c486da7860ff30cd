/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wizard, which says when asked (SIGUSR1) how long the longest turn of its main loop was on
 * each page: no frame can be painted, and no key be heard, while one lasts. */
#include "base/kitte-init.h"
#include "kitte-application.h"
#include "kitte-window.h"
#include "support/loop-watch.h"

#include <glib-unix.h>
#include <signal.h>

typedef struct
{
  KitteApplication *application;
  /* By the name of the page’s type, microseconds. */
  GHashTable *longest;
  gboolean painted;
} Turns;

static Turns turns;

static void
turn_ended_cb (gint64 took, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (turns.application));
  const char *page;

  if (!turns.painted || !KITTE_IS_WINDOW (window))
    return;
  page = G_OBJECT_TYPE_NAME (kitte_window_get_page (KITTE_WINDOW (window)));
  if (took > GPOINTER_TO_INT (g_hash_table_lookup (turns.longest, page)))
    g_hash_table_insert (turns.longest, (gpointer) page, GINT_TO_POINTER ((int) took));
}

/* The first frame has a measure of its own. */
static void
painted_cb (GdkFrameClock *clock)
{
  turns.painted = TRUE;
}

static void
mapped_cb (GtkWidget *window)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    NULL);
}

static void
window_added_cb (GtkApplication *application, GtkWidget *window)
{
  if (KITTE_IS_WINDOW (window))
    g_signal_connect (window, "map", G_CALLBACK (mapped_cb), NULL);
}

static gboolean
report_cb (gpointer user_data)
{
  GHashTableIter iter;
  gpointer page;
  gpointer longest;

  g_hash_table_iter_init (&iter, turns.longest);
  while (g_hash_table_iter_next (&iter, &page, &longest))
    g_print ("turn %s %d\n", (char *) page, GPOINTER_TO_INT (longest));
  g_print ("turns\n");
  g_hash_table_remove_all (turns.longest);
  return G_SOURCE_CONTINUE;
}

int
main (int argc, char *argv[])
{
  int status;

  kitte_init ();
  setvbuf (stdout, NULL, _IOLBF, 0);
  turns.application = kitte_application_new ();
  turns.longest = g_hash_table_new (g_str_hash, g_str_equal);
  g_signal_connect (turns.application, "window-added", G_CALLBACK (window_added_cb), NULL);
  g_unix_signal_add (SIGUSR1, report_cb, NULL);
  test_loop_watch_start (turn_ended_cb, NULL);
  status = g_application_run (G_APPLICATION (turns.application), argc, argv);
  test_loop_watch_stop ();
  g_hash_table_unref (turns.longest);
  g_object_unref (turns.application);
  return status;
}

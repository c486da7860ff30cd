/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the word back while accounts are written, taken back or repaired: at once; what has begun
 * is finished or taken back as a whole, and the page says so until then. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "change/kitte-journal-private.h"
#include "pages/kitte-ready-page.h"
#include "pages/kitte-start-page.h"
#include "pages/kitte-writing-page.h"
#include "support/moment-host.h"
#include "support/widget.h"

#define STOPPING "Kitte is stopping. Nothing is left half done."

/* What every mail program here would write into. */
#define PROFILE ".thunderbird/test.default-release"

/* As Thunderbird 115 of Debian 12 leaves them. */
#define PROFILES                                                                                   \
  "[Profile0]\nName=default-release\nIsRelative=1\nPath=test.default-release\nDefault=1\n\n"       \
  "[General]\nStartWithLastProfile=1\nVersion=2\n"
#define COMPATIBILITY                                                                              \
  "[Compatibility]\nLastVersion=115.0_1/1\nLastOSABI=Linux_x86_64-gcc3\n"                          \
  "LastPlatformDir=/usr/lib/thunderbird\nLastAppDir=/usr/lib/thunderbird\n"
#define NO_ACCOUNT "user_pref(\"app.update.lastUpdateTime.x\", 1);\n"

/* Whoever holds it keeps every other change waiting, as another Kitte does that writes just now. */
static int lock = -1;

static GtkWidget *
get_window (TestMoment *moment)
{
  return GTK_WIDGET (moment->window);
}

static char *
read_prefs (void)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), PROFILE, "prefs.js", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static void
write_home (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
make_profile (void)
{
  write_home (".thunderbird/profiles.ini", PROFILES);
  write_home (PROFILE "/compatibility.ini", COMPATIBILITY);
  write_home (PROFILE "/prefs.js", NO_ACCOUNT);
}

static gboolean
is_written (void)
{
  g_autofree char *prefs = read_prefs ();

  return strstr (prefs, "hanako@demo.kitte.test") != NULL;
}

static void
wait_for_line (TestMoment *moment, const char *text)
{
  while (!test_widget_says (get_window (moment), text))
    g_main_context_iteration (NULL, TRUE);
}

static void
hold_lock (void)
{
  g_autoptr (GError) error = NULL;

  lock = kitte_journal_lock (TRUE, &error);
  g_assert_no_error (error);
}

static void
release_lock (void)
{
  kitte_journal_unlock (lock);
  lock = -1;
}

/* A worker cannot go on before the lock is there. */
static void
reach_writing (TestMoment *moment, gconstpointer data)
{
  g_assert_false (is_written ());
  test_moment_host_prove (moment, "imaps", "submissions");
  hold_lock ();
  test_widget_press (get_window (moment), "Set up");
  g_assert_cmpint (kitte_writing_page_get_state (
                       KITTE_WRITING_PAGE (test_moment_get_page (moment))),
                   ==, KITTE_WRITING_STATE_WRITING);
}

static void
press_cancel (TestMoment *moment, gconstpointer data)
{
  GtkWidget *cancel = test_widget_find_button (get_window (moment), "Cancel");

  g_assert_nonnull (cancel);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (moment->window)) == cancel);
  g_signal_emit_by_name (cancel, "clicked");
  g_assert_true (test_widget_says (get_window (moment), STOPPING));
}

/* It can be set up after all, or left. */
static void
after_writing (TestMoment *moment, gconstpointer data)
{
  release_lock ();
  wait_for_line (moment, "Kitte signed in to both servers. Nothing has been changed yet.");
  while (test_widget_find_button (get_window (moment), "Set up") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (moment->window)) ==
                 test_widget_find_button (get_window (moment), "Set up"));
  g_assert_false (is_written ());
  test_moment_press_escape (moment, NULL);
  g_assert_true (KITTE_IS_START_PAGE (test_moment_get_page (moment)));
}

static void
after_closing (TestMoment *moment, gconstpointer data)
{
  release_lock ();
  test_moment_host_wait_wiped (moment, NULL);
  g_assert_false (is_written ());
}

static const TestMomentCase cases[] = {
  { "writing", reach_writing, press_cancel, kitte_ready_page_get_type, after_writing, NULL },
  { "writing-escape", reach_writing, test_moment_press_escape, kitte_ready_page_get_type,
    after_writing, NULL },
  { "writing-closed", reach_writing, NULL, NULL, after_closing, NULL },
  { NULL, NULL, NULL, NULL, NULL, NULL },
};

int
main (int argc, char *argv[])
{
  g_autoptr (KitteApplication) application = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  make_profile ();
  test_moment_host_start ("imap-silent-sign-in", "imaps submissions");
  application = test_moment_init ();
  test_moment_add (cases);
  status = g_test_run ();
  test_moment_host_stop ();
  return status;
}

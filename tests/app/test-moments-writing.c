/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking the word back while accounts are written, taken back or repaired: at once; what has begun
 * is finished or taken back as a whole, and the page says so until then. */
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "change/kitte-journal-private.h"
#include "pages/kitte-accounts-page.h"
#include "pages/kitte-ready-page.h"
#include "pages/kitte-repair-page.h"
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
#define ACCOUNT                                                                                    \
  "user_pref(\"mail.accountmanager.accounts\", \"account1\");\n"                                   \
  "user_pref(\"mail.account.account1.server\", \"server1\");\n"                                    \
  "user_pref(\"mail.account.account1.identities\", \"id1\");\n"                                    \
  "user_pref(\"mail.server.server1.type\", \"imap\");\n"                                           \
  "user_pref(\"mail.server.server1.hostname\", \"localhost\");\n"                                  \
  "user_pref(\"mail.server.server1.userName\", \"hanako@demo.kitte.test\");\n"                     \
  "user_pref(\"mail.server.server1.port\", %u);\n"                                                 \
  "user_pref(\"mail.server.server1.socketType\", 3);\n"                                            \
  "user_pref(\"mail.server.server1.authMethod\", 3);\n"                                            \
  "user_pref(\"mail.identity.id1.useremail\", \"hanako@demo.kitte.test\");\n"                      \
  "user_pref(\"mail.identity.id1.valid\", true);\n"                                                \
  "user_pref(\"mail.identity.id1.smtpServer\", \"smtp1\");\n"                                      \
  "user_pref(\"mail.smtpservers\", \"smtp1\");\n"                                                  \
  "user_pref(\"mail.smtp.defaultserver\", \"smtp1\");\n"                                           \
  "user_pref(\"mail.smtpserver.smtp1.hostname\", \"smtp.demo.kitte.test\");\n"                     \
  "user_pref(\"mail.smtpserver.smtp1.port\", 25);\n"                                               \
  "user_pref(\"mail.smtpserver.smtp1.authMethod\", 1);\n"

/* Who is open while it is to be set up. */
static GSubprocess *thunderbird;

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

/* A profile without an account, or with one that receives at that port and sends without signing
 * in. */
static void
write_prefs (guint16 port)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), PROFILE, "prefs.js", NULL);
  g_autofree char *account = g_strdup_printf (ACCOUNT, port);

  g_assert_true (g_file_set_contents (path, port != 0 ? account : NO_ACCOUNT, -1, NULL));
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
  write_prefs (0);
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

static void
set_up (TestMoment *moment)
{
  test_moment_host_prove (moment, "imaps", "submissions");
  test_widget_press (get_window (moment), "Set up");
  wait_for_line (moment, "Your mail is set up");
  g_assert_true (is_written ());
}

/* While what was written is taken back. */
static void
reach_undoing (TestMoment *moment, gconstpointer data)
{
  set_up (moment);
  hold_lock ();
  test_widget_press (get_window (moment), "Undo");
}

/* What libsecret and the bus leave in memory of a password that was stored cannot be reached. */
static void
after_undoing (TestMoment *moment, gconstpointer data)
{
  release_lock ();
  wait_for_line (moment, "Your mail is set up");
  g_assert_true (is_written ());
  test_widget_press (get_window (moment), "Undo");
  wait_for_line (moment, "Everything is as it was before");
  g_assert_false (is_written ());
  g_assert_false (kitte_setup_has_password (moment->setup));
}

/* Another process has Thunderbird’s lock, as Thunderbird has while it runs. */
static void
run_thunderbird (void)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), PROFILE, ".parentlock", NULL);
  g_autoptr (GError) error = NULL;
  char said;

  thunderbird = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", "-c",
      "import fcntl, sys; lock = open(sys.argv[1], 'w'); fcntl.lockf(lock, fcntl.LOCK_EX);"
      "print('x', flush=True); sys.stdin.read()",
      path, NULL);
  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (thunderbird), &said, 1, NULL,
                                        NULL),
                   ==, 1);
}

static void
quit_thunderbird (void)
{
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (thunderbird), NULL, NULL) &&
                 g_subprocess_wait (thunderbird, NULL, NULL));
  g_clear_object (&thunderbird);
}

/* While the person is asked to quit the program. */
static void
reach_waiting (TestMoment *moment, gconstpointer data)
{
  KitteWritingPage *page;

  run_thunderbird ();
  test_moment_host_prove (moment, "imaps", "submissions");
  test_widget_press (get_window (moment), "Set up");
  page = KITTE_WRITING_PAGE (test_moment_get_page (moment));
  while (kitte_writing_get_waiting_for (kitte_writing_page_get_writing (page)) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
after_waiting (TestMoment *moment, gconstpointer data)
{
  wait_for_line (moment, "Kitte signed in to both servers. Nothing has been changed yet.");
  quit_thunderbird ();
  g_assert_false (is_written ());
}

/* While the servers of an account that is there already are asked. */
static void
reach_repair (TestMoment *moment, gconstpointer data)
{
  guint before = test_moment_host_count ("imap-silent-sign-in", "sign-in", "attempted");
  GtkWidget *entry;

  write_prefs (test_moment_host_get_port ("imap-silent-sign-in"));
  test_moment_go (moment, KITTE_OUTCOME_ACCOUNTS, KITTE_TYPE_ACCOUNTS_PAGE);
  test_widget_press (get_window (moment), "Find out and repair");
  while (test_widget_find_button (get_window (moment), "Find out") == NULL)
    g_main_context_iteration (NULL, TRUE);
  entry = test_widget_find (test_moment_get_page (moment), GTK_TYPE_PASSWORD_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), test_moment_host_get_password ());
  test_widget_press (get_window (moment), "Find out");
  test_moment_host_wait ("imap-silent-sign-in", "sign-in", "attempted", before);
}

static void
press_cancel_repair (TestMoment *moment, gconstpointer data)
{
  GtkWidget *cancel = test_widget_find_button (get_window (moment), "Cancel");

  g_assert_true (gtk_root_get_focus (GTK_ROOT (moment->window)) == cancel);
  g_signal_emit_by_name (cancel, "clicked");
}

static void
after_repair (TestMoment *moment, gconstpointer data)
{
  test_moment_host_wait_wiped (moment, data);
  write_prefs (0);
}

static const TestMomentCase cases[] = {
  { "writing", reach_writing, press_cancel, kitte_ready_page_get_type, after_writing, NULL },
  { "writing-escape", reach_writing, test_moment_press_escape, kitte_ready_page_get_type,
    after_writing, NULL },
  { "writing-closed", reach_writing, NULL, NULL, after_closing, NULL },
  { "undoing", reach_undoing, press_cancel, kitte_ready_page_get_type, after_undoing, NULL },
  { "waiting", reach_waiting, press_cancel, kitte_ready_page_get_type, after_waiting, NULL },
  { "waiting-escape", reach_waiting, test_moment_press_escape, kitte_ready_page_get_type,
    after_waiting, NULL },
  { "repair", reach_repair, press_cancel_repair, kitte_repair_page_get_type, after_repair, NULL },
  { "repair-escape", reach_repair, test_moment_press_escape, kitte_start_page_get_type,
    after_repair, NULL },
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

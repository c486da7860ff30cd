/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that checks, without servers: its columns, its cards, and every way it can end. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kitte-pair-layout.h"
#include "kitte-setup-private.h"
#include "pages/kitte-check-page-private.h"
#include "support/widget.h"

/* Every text that is seen below @widget, a line each. */
static void
collect (GtkWidget *widget, GString *texts)
{
  if (!gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, texts);
}

static guint
count (GtkWidget *widget, const char *text)
{
  g_autoptr (GString) texts = g_string_new (NULL);
  guint n = 0;

  collect (widget, texts);
  for (const char *found = strstr (texts->str, text); found != NULL;
       found = strstr (found + 1, text))
    n++;
  return n;
}

static gboolean
is_seen (GtkWidget *widget, GtkWidget *above)
{
  for (; widget != NULL && widget != above; widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_visible (widget))
      return FALSE;
  return widget != NULL;
}

static KitteCheck *
add_check (KitteReport *report, const char *url)
{
  g_autoptr (KitteServer) server =
      kitte_server_new_from_url (url, !g_str_has_prefix (url, "smtp"), NULL);

  return kitte_report_add_check (report, server);
}

static void
end_check (KitteCheck *check, KitteFindingCode code)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new (code, NULL);

  kitte_check_finish (check, code == KITTE_FINDING_OK ? KITTE_RESULT_OK : KITTE_RESULT_FAILED,
                      finding);
}

/* A child that is hidden takes no room. */
static void
test_columns (void)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  const char *words = "Some words that fill several lines where there is little room for them.";
  int wide;
  int narrow;

  gtk_widget_set_layout_manager (box, g_object_new (KITTE_TYPE_PAIR_LAYOUT, NULL));
  g_assert_false (kitte_pair_layout_is_wide (box, 2000));
  for (guint i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (words);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_box_append (GTK_BOX (box), label);
    }
  g_assert_true (kitte_pair_layout_is_wide (box, 1200));
  g_assert_false (kitte_pair_layout_is_wide (box, 330));
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 1200, NULL, &wide, NULL, NULL);
  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, 330, NULL, &narrow, NULL, NULL);
  g_assert_cmpint (narrow, >, 2 * wide);

  gtk_widget_set_visible (gtk_widget_get_first_child (box), FALSE);
  g_assert_true (kitte_pair_layout_is_wide (box, 600));
}

/* A server that gives way leaves one line; one that was only not gone on with leaves none. */
static void
test_one_card_for_a_direction (void)
{
  g_autoptr (GtkWidget) box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  g_autoptr (KitteReport) report = kitte_report_new ();
  KitteCheck *first = add_check (report, "smtps://smtp.example.test");
  KitteCheck *second = add_check (report, "smtp://smtp.example.test:587");
  KitteCheck *third = add_check (report, "smtp://smtp.example.test:588");
  KitteCheckRow *row = kitte_check_row_show (GTK_BOX (box), first);

  kitte_check_step (first, KITTE_STEP_RESOLVE, KITTE_STEP_DONE, 1);
  kitte_check_append_transcript (first, "    1 S: no");
  end_check (first, KITTE_FINDING_CLOSED);
  g_assert_true (kitte_check_row_show (GTK_BOX (box), second) == row);
  g_assert_null (kitte_check_row_find (GTK_BOX (box), first));
  g_assert_cmpuint (count (box, "smtp.example.test hung up. Kitte tries another way."), ==, 1);
  kitte_check_step (second, KITTE_STEP_RESOLVE, KITTE_STEP_DONE, 1);
  kitte_check_step (second, KITTE_STEP_RESOLVE, KITTE_STEP_DONE, 1);
  g_assert_cmpuint (count (box, "The server was found"), ==, 1);
  kitte_check_append_transcript (second, "    1 S: later");
  kitte_check_finish (second, KITTE_RESULT_SKIPPED, NULL);

  g_assert_true (kitte_check_row_show (GTK_BOX (box), third) == row);
  g_assert_cmpuint (count (box, "Kitte tries another way."), ==, 1);
  end_check (third, KITTE_FINDING_OK);
  {
    g_autofree char *transcript = kitte_check_row_dup_transcript (row);
    g_autoptr (KitteReport) other = kitte_report_new ();

    g_assert_cmpstr (transcript, ==, "    1 S: no\n    1 S: later\n");
    /* What was proven is not gone on with, and another protocol is another mailbox. */
    g_assert_true (
        kitte_check_row_show (GTK_BOX (box), add_check (other, "smtps://b.example.test")) != row);
  }
}

typedef struct
{
  KitteSetup *setup;
  KitteCheckPage *page;
  GtkWidget *window;
} Shown;

static void
shown_begin (Shown *shown)
{
  shown->setup = kitte_setup_new ();
  kitte_setup_set_address (shown->setup, "taro@example.test");
  shown->page = g_object_new (KITTE_TYPE_CHECK_PAGE, "setup", shown->setup, NULL);
  shown->window = g_object_ref_sink (gtk_window_new ());
  gtk_window_set_child (GTK_WINDOW (shown->window), GTK_WIDGET (shown->page));
}

static void
shown_end (Shown *shown)
{
  gtk_window_destroy (GTK_WINDOW (shown->window));
  g_object_unref (shown->window);
  g_object_unref (shown->setup);
}

/* As the engine leaves it: receiving was proven, sending failed with @code; or nothing was asked.
 */
static void
fail_with (Shown *shown, KitteFindingCode code)
{
  KitteSetup *setup = shown->setup;
  gboolean search = code <= KITTE_FINDING_NO_SETTINGS_FOUND;

  kitte_check_page_take_back_explanation (shown->page);
  while (gtk_widget_get_first_child (GTK_WIDGET (shown->page->rows)) != NULL)
    gtk_box_remove (shown->page->rows, gtk_widget_get_first_child (GTK_WIDGET (shown->page->rows)));
  kitte_setup_clear_results (setup);
  setup->finding = kitte_finding_new (code, NULL);
  if (!search)
    {
      KitteCheck *receiving;
      KitteCheck *sending;

      setup->proposal = kitte_proposal_new (setup->address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);
      setup->report = kitte_report_new ();
      receiving = add_check (setup->report, "imaps://mail.example.test");
      sending = add_check (setup->report, "smtps://mail.example.test");
      kitte_check_row_show (shown->page->rows, receiving);
      kitte_check_row_show (shown->page->rows, sending);
      end_check (receiving, KITTE_FINDING_OK);
      end_check (sending, code);
    }
  kitte_check_page_show_failure (shown->page);
}

/* Whatever is wrong: where it stands, that it is said what was not done, and one button that does
 * what is advised. */
static void
test_every_failure (void)
{
  Shown shown;

  shown_begin (&shown);
  for (int i = KITTE_FINDING_DOMAIN_NOT_FOUND; i <= KITTE_FINDING_POP_BEFORE_SMTP_NEEDED; i++)
    {
      KitteFindingCode code = (KitteFindingCode) i;
      GtkWidget *page = GTK_WIDGET (shown.page);
      GtkWidget *explanation = GTK_WIDGET (shown.page->explanation);
      GtkWidget *row;
      guint promises;

      fail_with (&shown, code);
      promises = count (explanation, "Nothing has been changed") +
                 count (explanation, "Nothing was changed") +
                 count (explanation, "Nothing was sent anywhere");
      if (promises != 1)
        g_error ("%s says %u times what was not done", kitte_finding_code_to_nick (code), promises);
      if (shown.page->primary == NULL || !is_seen (shown.page->primary, page) ||
          !gtk_widget_has_css_class (shown.page->primary, "suggested-action"))
        if (code != KITTE_FINDING_PLAINTEXT_ONLY)
          g_error ("%s has no primary button", kitte_finding_code_to_nick (code));
      g_assert_cmpuint (count (explanation, "tell them this number: "), ==, 1);
      g_assert_cmpuint (count (explanation, "Copy a report for support"), ==, 1);
      row = gtk_widget_get_ancestor (explanation, KITTE_TYPE_CHECK_ROW);
      g_assert_cmpint (row != NULL, ==, code > KITTE_FINDING_NO_SETTINGS_FOUND);
      g_assert_true (row == NULL || count (row, "Sending mail") == 1);
      g_assert_true (gtk_revealer_get_reveal_child (GTK_REVEALER (shown.page->revealer)));
    }
  shown_end (&shown);
}

/* The way that is found with the last finding does not stay with the next. */
static void
test_what_belongs_to_one_failure (void)
{
  Shown shown;

  shown_begin (&shown);
  fail_with (&shown, KITTE_FINDING_TIMED_OUT);
  g_assert_true (gtk_widget_get_visible (shown.page->later));
  kitte_proposal_add_hint (shown.setup->proposal, "contact", "Call 0120-000-000", NULL);
  kitte_check_page_show_failure (shown.page);
  g_assert_cmpuint (count (GTK_WIDGET (shown.page->explanation), "0120-000-000"), ==, 0);
  shown.setup->proposal->provider_id = g_strdup ("example");
  kitte_check_page_show_failure (shown.page);
  g_assert_cmpuint (count (GTK_WIDGET (shown.page->explanation), "0120-000-000"), ==, 1);
  shown.setup->proposal->origin = KITTE_ORIGIN_USER;
  kitte_check_page_show_failure (shown.page);
  g_assert_cmpuint (count (GTK_WIDGET (shown.page->explanation), "0120-000-000"), ==, 0);

  fail_with (&shown, KITTE_FINDING_CERT_EXPIRED);
  g_assert_false (gtk_widget_get_visible (shown.page->later));
  g_assert_true (shown.page->primary == kitte_copier_get_button (shown.page->support));
  fail_with (&shown, KITTE_FINDING_NO_SETTINGS_FOUND);
  g_assert_true (shown.page->primary == shown.page->by_hand);
  g_assert_false (
      gtk_widget_has_css_class (kitte_copier_get_button (shown.page->support), "suggested-action"));
  fail_with (&shown, KITTE_FINDING_DOMAIN_NOT_FOUND);
  g_assert_cmpuint (count (GTK_WIDGET (shown.page), "Correct the address"), ==, 1);
  fail_with (&shown, KITTE_FINDING_AUTH_REJECTED);
  g_assert_cmpuint (count (GTK_WIDGET (shown.page), "Correct the address"), ==, 0);
  shown_end (&shown);
}

/* Nothing moves for whoever wants nothing to move. */
static void
test_motion (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  Shown shown;

  shown_begin (&shown);
  gtk_window_present (GTK_WINDOW (shown.window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (shown.page)))
    g_main_context_iteration (NULL, TRUE);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  fail_with (&shown, KITTE_FINDING_TIMED_OUT);
  g_assert_true (gtk_revealer_get_child_revealed (GTK_REVEALER (shown.page->revealer)));
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  fail_with (&shown, KITTE_FINDING_REFUSED);
  g_assert_false (gtk_revealer_get_child_revealed (GTK_REVEALER (shown.page->revealer)));
  while (!gtk_revealer_get_child_revealed (GTK_REVEALER (shown.page->revealer)))
    g_main_context_iteration (NULL, TRUE);
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  test_widget_let_run ();
  shown_end (&shown);
}

static void
finished_cb (KittePage *page, int outcome, int *came)
{
  *came = outcome;
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GSocketConnection **) user_data =
      g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, NULL);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gssize *) user_data = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
}

/* With a server that says nothing: the word is enough, nothing is waited for; the connection is
 * closed and no password is kept. */
static void
test_stopped_at_once (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *in_url = g_strdup_printf ("imaps://127.0.0.1:%u", port);
  g_autofree char *out_url = g_strdup_printf ("smtps://127.0.0.1:%u", port);
  g_autoptr (KitteServer) incoming = kitte_server_new_from_url (in_url, TRUE, NULL);
  g_autoptr (KitteServer) outgoing = kitte_server_new_from_url (out_url, FALSE, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  char buffer[4096];
  gssize got = 1;
  int outcome = -1;
  Shown shown;

  shown_begin (&shown);
  kitte_setup_set_password (shown.setup, "secret");
  kitte_setup_set_server (shown.setup, incoming);
  kitte_setup_set_server (shown.setup, outgoing);
  g_signal_connect (shown.page, "finished", G_CALLBACK (finished_cb), &outcome);
  g_socket_listener_accept_async (listener, NULL, accepted_cb, &connection);
  kitte_page_shown (KITTE_PAGE (shown.page));
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_widget_activate_action (GTK_WIDGET (shown.page), "page.stop", NULL);
  g_assert_cmpint (outcome, ==, KITTE_OUTCOME_BACK);
  g_assert_false (kitte_setup_has_password (shown.setup));
  g_assert_true (g_cancellable_is_cancelled (shown.setup->cancellable));
  kitte_page_left (KITTE_PAGE (shown.page));
  /* Whatever it had begun to say, and then the end. */
  while (got > 0)
    {
      gssize read = -2;

      g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                 sizeof buffer, G_PRIORITY_DEFAULT, NULL, read_cb, &read);
      while (read == -2)
        g_main_context_iteration (NULL, TRUE);
      got = read;
    }
  test_widget_let_run ();
  g_assert_cmpuint (count (GTK_WIDGET (shown.page), "That did not work yet"), ==, 0);
  shown_end (&shown);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(int *) user_data = (int) kitte_setup_check_finish (KITTE_SETUP (source), result, NULL);
}

static void
await_verdict (const int *verdict)
{
  while (*verdict == -1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (*verdict, ==, KITTE_VERDICT_CANCELLED);
}

/* The end of a check that was cancelled comes late: what the next one has brought up stays. */
static void
test_cancelled_leaves_the_next (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *in_url = g_strdup_printf ("imaps://127.0.0.1:%u", port);
  g_autofree char *out_url = g_strdup_printf ("smtps://127.0.0.1:%u", port);
  g_autofree char *other_url = g_strdup_printf ("pop3s://127.0.0.1:%u", port);
  g_autoptr (KitteServer) incoming = kitte_server_new_from_url (in_url, TRUE, NULL);
  g_autoptr (KitteServer) outgoing = kitte_server_new_from_url (out_url, FALSE, NULL);
  g_autoptr (KitteServer) other = kitte_server_new_from_url (other_url, TRUE, NULL);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (KitteSession) session = NULL;
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  int first = -1;
  int second = -1;

  kitte_setup_set_address (setup, "taro@example.test");
  kitte_setup_set_password (setup, "secret");
  kitte_setup_set_server (setup, incoming);
  kitte_setup_set_server (setup, outgoing);
  g_socket_listener_accept_async (listener, NULL, accepted_cb, &connection);
  kitte_setup_check_async (setup, checked_cb, &first);
  while (connection == NULL)
    g_main_context_iteration (NULL, TRUE);
  kitte_setup_check_async (setup, checked_cb, &second);
  g_assert_cmpint (first, ==, -1);
  session = kitte_session_keep_begin (setup->keep, other, NULL,
                                      g_get_monotonic_time () + G_USEC_PER_SEC * 60);
  await_verdict (&first);
  g_assert_true (kitte_session_is_open (session));
  kitte_setup_stop (setup);
  await_verdict (&second);
  g_assert_false (kitte_session_is_open (session));
}

/* Returns: what came of the page, shown anew */
static int
await_outcome (Shown *shown)
{
  int outcome = -1;
  gulong id = g_signal_connect (shown->page, "finished", G_CALLBACK (finished_cb), &outcome);

  kitte_page_shown (KITTE_PAGE (shown->page));
  while (outcome == -1)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (shown->page, id);
  kitte_page_left (KITTE_PAGE (shown->page));
  return outcome;
}

/* What only the search brings to light has a page of its own, too, before anything is sent. */
static void
test_what_is_known_late (void)
{
  const char *source = g_getenv ("KITTE_SOURCE_DIR");
  g_autofree char *shipped =
      g_build_filename (source, "data", "providers", "yahoo-japan.json", NULL);
  g_autofree char *folder = g_dir_make_tmp ("kitte-check-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "yahoo-japan.json", NULL);
  g_autofree char *preset = NULL;
  g_autoptr (GString) text = NULL;
  Shown shown;

  g_assert_true (g_file_get_contents (shipped, &preset, NULL, NULL));
  text = g_string_new (preset);
  g_assert_cmpuint (g_string_replace (text,
                                      "\"status\":", "\"choose_protocol\": true, \"status\":", 1),
                    ==, 1);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_setenv ("KITTE_PROVIDERS_DIR", folder, TRUE);
  shown_begin (&shown);
  kitte_setup_set_address (shown.setup, "taro@yahoo.co.jp");
  kitte_setup_set_password (shown.setup, "secret");
  g_assert_cmpint (await_outcome (&shown), ==, KITTE_OUTCOME_PROTOCOL);
  kitte_setup_use_protocol (shown.setup, KITTE_PROTOCOL_POP3);
  g_assert_cmpint (await_outcome (&shown), ==, KITTE_OUTCOME_STEP);
  shown_end (&shown);
  g_unsetenv ("KITTE_PROVIDERS_DIR");
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/check/columns", test_columns);
  g_test_add_func ("/check/one-card-for-a-direction", test_one_card_for_a_direction);
  g_test_add_func ("/check/every-failure", test_every_failure);
  g_test_add_func ("/check/what-belongs-to-one-failure", test_what_belongs_to_one_failure);
  g_test_add_func ("/check/motion", test_motion);
  g_test_add_func ("/check/stopped-at-once", test_stopped_at_once);
  g_test_add_func ("/check/cancelled-leaves-the-next", test_cancelled_leaves_the_next);
  g_test_add_func ("/check/what-is-known-late", test_what_is_known_late);
  return g_test_run ();
}

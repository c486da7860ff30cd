/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every widget class is made once: a mistake in a template shows only then. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "kitte-application.h"
#include "kitte-check-row.h"
#include "kitte-copier.h"
#include "kitte-explainer.h"
#include "kitte-explanation.h"
#include "kitte-field.h"
#include "kitte-greeting.h"
#include "kitte-hints.h"
#include "kitte-print.h"
#include "kitte-program-card.h"
#include "kitte-question.h"
#include "kitte-reply-view.h"
#include "kitte-window.h"
#include "pages/kitte-explain-page.h"
#include "pages/kitte-ready-page.h"
#include "pages/kitte-repair-page.h"
#include "pages/kitte-start-page.h"
#include "support/widget.h"

/* Takes the last reference; a widget that nobody holds any more is gone. */
static void
assert_goes_away (GtkWidget *widget)
{
  gpointer gone = widget;

  g_object_add_weak_pointer (G_OBJECT (widget), &gone);
  g_object_unref (widget);
  test_widget_let_run ();
  g_assert_null (gone);
}

static void
test_field_is_tied (void)
{
  KitteField *field = g_object_ref_sink (kitte_field_new ("_Address", FALSE));
  GtkWidget *entry = test_widget_find (GTK_WIDGET (field), GTK_TYPE_ENTRY);
  GtkWidget *title = gtk_widget_get_first_child (GTK_WIDGET (field));

  g_assert_nonnull (entry);
  g_assert_true (gtk_label_get_mnemonic_widget (GTK_LABEL (title)) == entry);
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry),
                                                   GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (entry),
                                                   GTK_ACCESSIBLE_RELATION_DESCRIBED_BY));
  assert_goes_away (GTK_WIDGET (field));
}

/* The keyboard is on it while it is taken away, and the window goes before its next frame, at which
 * it would have moved the keyboard on. */
static void
test_field_goes_with_keyboard (void)
{
  for (gboolean secret = FALSE; secret <= TRUE; secret++)
    {
      GtkWindow *window = GTK_WINDOW (gtk_window_new ());
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      KitteField *field = kitte_field_new ("Password", secret);
      GtkWidget *text = test_widget_find (GTK_WIDGET (field), GTK_TYPE_TEXT);

      gtk_box_append (GTK_BOX (box), GTK_WIDGET (field));
      gtk_window_set_child (window, box);
      gtk_window_present (window);
      kitte_field_focus (field);
      g_assert_true (gtk_window_get_focus (window) == text);
      while (!gtk_widget_has_focus (text))
        g_main_context_iteration (NULL, TRUE);
      gtk_box_remove (GTK_BOX (box), GTK_WIDGET (field));
      g_assert_null (gtk_window_get_focus (window));
      gtk_window_destroy (window);
      test_widget_let_run ();
    }
}

static void
test_field_problem (void)
{
  g_autoptr (KitteField) field = g_object_ref_sink (kitte_field_new ("Address", FALSE));
  GtkWidget *entry = test_widget_find (GTK_WIDGET (field), GTK_TYPE_ENTRY);

  kitte_field_set_problem (field, "There is no @.");
  g_assert_true (test_widget_says (GTK_WIDGET (field), "There is no @."));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);

  kitte_field_set_text (field, "a");
  g_assert_false (test_widget_says (GTK_WIDGET (field), "There is no @."));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_FALSE);
}

static void
test_field_secret (void)
{
  g_autoptr (KitteField) field = g_object_ref_sink (kitte_field_new ("Password", TRUE));
  GtkWidget *entry = test_widget_find (GTK_WIDGET (field), GTK_TYPE_PASSWORD_ENTRY);
  GtkWidget *text = test_widget_find (entry, GTK_TYPE_TEXT);

  g_assert_nonnull (entry);
  g_assert_false (gtk_text_get_visibility (GTK_TEXT (text)));
  g_assert_false (gtk_editable_get_enable_undo (GTK_EDITABLE (text)));
  kitte_field_set_text (field, "s3cret");
  g_assert_cmpstr (kitte_field_get_text (field), ==, "s3cret");
}

static void
test_question_choices (void)
{
  const char *choices[] = { "taro", "taro@example.jp", NULL };
  g_autoptr (KitteAsk) ask = kitte_ask_new (KITTE_ASK_USERNAME, "User name", "See the letter.",
                                            choices, NULL, NULL, FALSE);
  g_autoptr (KitteQuestion) question = g_object_ref_sink (kitte_question_new (ask));

  g_assert_cmpstr (kitte_question_get_answer (question), ==, "");
  kitte_question_set_answer (question, "taro@example.jp");
  g_assert_cmpstr (kitte_question_get_answer (question), ==, "taro@example.jp");
  kitte_question_set_problem (question, "Please choose one.");
  g_assert_true (test_widget_says (GTK_WIDGET (question), "Please choose one."));
}

static void
test_question_text (void)
{
  g_autoptr (KitteAsk) ask = kitte_ask_new ("NAME", "Initial domain_name", "See the menu.", NULL,
                                            "^[a-z]+$", "tanaka", FALSE);
  g_autoptr (KitteQuestion) question = g_object_ref_sink (kitte_question_new (ask));

  g_assert_true (test_widget_says (GTK_WIDGET (question), "Initial domain_name"));
  g_assert_true (test_widget_says (GTK_WIDGET (question), "See the menu. Example: tanaka"));
  kitte_question_set_answer (question, "suzuki");
  g_assert_cmpstr (kitte_question_get_answer (question), ==, "suzuki");
}

static KitteCheck *
make_check (void)
{
  KitteAuthList none = { 0 };
  g_autoptr (KitteServer) server = kitte_server_new (KITTE_PROTOCOL_IMAP, "imap.example.jp", 993,
                                                     KITTE_SECURITY_TLS, &none, "taro");

  return kitte_check_new (server);
}

static void
test_check_row (void)
{
  g_autoptr (KitteCheck) check = make_check ();
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_AUTH_REJECTED, "NO");
  KitteCheckRow *row = g_object_ref_sink (kitte_check_row_new (check));

  kitte_check_step (check, KITTE_STEP_RESOLVE, KITTE_STEP_STARTED, 0);
  g_assert_true (test_widget_says (GTK_WIDGET (row), "Looking for the server…"));
  kitte_check_step (check, KITTE_STEP_RESOLVE, KITTE_STEP_DONE, 3);
  g_assert_true (test_widget_says (GTK_WIDGET (row), "The server was found"));
  g_assert_false (test_widget_says (GTK_WIDGET (row), "Looking for the server…"));
  kitte_check_step (check, KITTE_STEP_SIGN_IN, KITTE_STEP_STARTED, 0);
  g_assert_cmpstr (kitte_check_row_get_sentence (row), ==, "Signing in…");
  kitte_check_step (check, KITTE_STEP_SIGN_IN, KITTE_STEP_FAILED, 9);
  kitte_check_append_transcript (check, "   12 S: a1 NO");
  g_assert_false (
      gtk_widget_get_visible (test_widget_find (GTK_WIDGET (row), KITTE_TYPE_REPLY_VIEW)));
  kitte_check_finish (check, KITTE_RESULT_FAILED, finding);
  g_assert_true (
      gtk_widget_get_visible (test_widget_find (GTK_WIDGET (row), KITTE_TYPE_REPLY_VIEW)));
  g_assert_true (test_widget_says (GTK_WIDGET (row), "The password was not accepted."));
  assert_goes_away (GTK_WIDGET (row));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* What is on the clipboard when the button of @widget has been pressed. */
static char *
copy_from (GtkWidget *widget)
{
  char *text = NULL;

  g_signal_emit_by_name (test_widget_find (test_widget_find (widget, KITTE_TYPE_COPIER),
                                           GTK_TYPE_BUTTON),
                         "clicked");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, TRUE);
  return text;
}

static char *
shown_in (GtkWidget *view)
{
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_widget_find (view, GTK_TYPE_TEXT_VIEW)));
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static int
minimum_width (GtkWidget *widget)
{
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* A server may say what it likes, for as long as it likes: the window gets no wider, and stays
 * quick. */
static void
test_reply_view (void)
{
  g_autoptr (KitteReplyView) view = g_object_ref_sink (g_object_new (KITTE_TYPE_REPLY_VIEW, NULL));
  GtkWidget *window = g_object_ref_sink (gtk_window_new ());
  g_autoptr (GString) endless = g_string_new (NULL);
  g_autofree char *shown = NULL;
  g_autofree char *copied = NULL;
  int width;

  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view)));
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  kitte_reply_view_set_transcript (view, "    1 S: +OK\n");
  gtk_expander_set_expanded (GTK_EXPANDER (test_widget_find (GTK_WIDGET (view), GTK_TYPE_EXPANDER)),
                             TRUE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (view)));
  width = minimum_width (GTK_WIDGET (view));

  for (guint i = 0; i < 5000; i++)
    g_string_append (endless, "  100 S: 漢字שלוםWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW");
  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (endless, "\n%5u S: more", i);
  kitte_reply_view_set_transcript (view, endless->str);
  gtk_expander_set_expanded (GTK_EXPANDER (test_widget_find (GTK_WIDGET (view), GTK_TYPE_EXPANDER)),
                             TRUE);
  g_assert_cmpint (minimum_width (GTK_WIDGET (view)), <=, width);
  g_assert_cmpint (width, <=, 300);
  shown = shown_in (GTK_WIDGET (view));
  g_assert_cmpuint (strlen (shown), <, 20000);
  copied = copy_from (GTK_WIDGET (view));
  g_assert_cmpstr (copied, ==, shown);
  g_assert_true (test_widget_says (GTK_WIDGET (view), "Copied. You can paste it into a message."));

  kitte_reply_view_set_transcript (view, NULL);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (view)));
  gtk_window_destroy (GTK_WINDOW (window));
  assert_goes_away (window);
}

static void
remedy_cb (KitteExplanation *explanation, KitteRemedy *remedy, int *pressed)
{
  *pressed = (int) remedy->code;
}

static void
test_explanation (void)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_AUTH_REJECTED, "NO");
  g_autoptr (KitteDiagnosis) diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);
  g_autoptr (KitteExplanation) explanation =
      g_object_ref_sink (KITTE_EXPLANATION (kitte_explanation_new ()));
  int pressed = -1;

  g_signal_connect (explanation, "remedy", G_CALLBACK (remedy_cb), &pressed);
  kitte_explanation_set_diagnosis (explanation, diagnosis, finding, "S: NO\n");
  g_assert_true (test_widget_says (GTK_WIDGET (explanation),
                                   "If you call your provider, tell them this number: 602"));
  g_assert_nonnull (kitte_explanation_get_primary (explanation));
  g_signal_emit_by_name (kitte_explanation_get_primary (explanation), "clicked");
  g_assert_cmpint (pressed, ==, KITTE_REMEDY_RETYPE_PASSWORD);
}

/* What a document says is shown, unless anybody may have written it. */
static void
test_hints_of_a_document (void)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.test", NULL);
  g_autoptr (KitteProposal) sure =
      kitte_proposal_new (address, KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_SURE);
  g_autoptr (KitteProposal) asked =
      kitte_proposal_new (address, KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_ASKED);
  g_autoptr (GtkWidget) box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));

  kitte_proposal_add_hint (sure, "enable", "Switch IMAP on first.", "https://example.test/on");
  kitte_proposal_add_hint (asked, "enable", "Click here.", "https://stranger.test/");
  kitte_hints_fill_found (GTK_BOX (box), sure);
  g_assert_true (gtk_widget_get_visible (box));
  g_assert_true (test_widget_says (box, "Switch IMAP on first."));
  g_assert_true (test_widget_says (box, "Open the provider’s page"));
  kitte_hints_fill_found (GTK_BOX (box), asked);
  g_assert_false (gtk_widget_get_visible (box));
  g_assert_null (gtk_widget_get_first_child (box));
  kitte_hints_fill_found (GTK_BOX (box), NULL);
  g_assert_false (gtk_widget_get_visible (box));
}

static void
test_greeting (void)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.jp", NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_proposal_new (address, KITTE_SOURCE_PRESET, KITTE_TRUST_SURE);
  g_autoptr (KitteGreeting) greeting = g_object_ref_sink (KITTE_GREETING (kitte_greeting_new ()));

  kitte_greeting_set_proposal (greeting, proposal, NULL, FALSE, FALSE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (greeting)));
  proposal->provider_id = g_strdup ("example");
  proposal->provider_name = g_strdup ("Example");
  proposal->credential_hint = g_strdup ("The password from the letter.");
  proposal->certain = TRUE;
  kitte_greeting_set_proposal (greeting, proposal, NULL, FALSE, FALSE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (greeting)));
  g_assert_true (test_widget_says (GTK_WIDGET (greeting), "The password from the letter."));
  g_assert_false (test_widget_says (GTK_WIDGET (greeting), "No, my mail is somewhere else"));
  kitte_greeting_set_proposal (greeting, proposal, NULL, TRUE, FALSE);
  g_assert_true (test_widget_says (GTK_WIDGET (greeting), "Your mail is at Example."));
  g_assert_true (test_widget_says (GTK_WIDGET (greeting), "No, my mail is somewhere else"));
}

static void
suggested_cb (KitteGreeting *greeting, const char *address, char **suggested)
{
  *suggested = g_strdup (address);
}

/* A suggestion needs no provider; the age of what is known is shown with it. */
static void
test_greeting_suggests (void)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.jp", NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_proposal_new (address, KITTE_SOURCE_PRESET, KITTE_TRUST_SURE);
  g_autoptr (KitteGreeting) greeting = g_object_ref_sink (KITTE_GREETING (kitte_greeting_new ()));
  g_autofree char *suggested = NULL;

  g_signal_connect (greeting, "suggestion", G_CALLBACK (suggested_cb), &suggested);
  kitte_greeting_set_proposal (greeting, NULL, "taro@gmail.com", FALSE, FALSE);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (greeting)));
  g_assert_true (test_widget_says (GTK_WIDGET (greeting), "Did you mean taro@gmail.com?"));
  g_signal_emit_by_name (test_widget_find (GTK_WIDGET (greeting), GTK_TYPE_BUTTON), "clicked");
  g_assert_cmpstr (suggested, ==, "taro@gmail.com");

  proposal->provider_id = g_strdup ("example");
  proposal->provider_name = g_strdup ("Example");
  proposal->provider_checked = g_strdup ("2026-11");
  kitte_greeting_set_proposal (greeting, proposal, NULL, FALSE, FALSE);
  g_assert_false (test_widget_says (GTK_WIDGET (greeting), "Did you mean taro@gmail.com?"));
  g_assert_true (test_widget_says (GTK_WIDGET (greeting), "As known in November 2026."));
  kitte_greeting_set_proposal (greeting, NULL, NULL, FALSE, FALSE);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (greeting)));
}

/* No input method where nothing Japanese is typed; elsewhere it stays. */
static void
test_field_input_method (void)
{
  g_autoptr (KitteField) password = g_object_ref_sink (kitte_field_new ("Password", TRUE));
  g_autoptr (KitteField) name = g_object_ref_sink (kitte_field_new ("Name", FALSE));
  g_autoptr (KitteField) address =
      g_object_ref_sink (g_object_new (KITTE_TYPE_FIELD, "label", "Address", "input-purpose",
                                       GTK_INPUT_PURPOSE_EMAIL, NULL));
  KitteField *fields[] = { password, address, name };
  const char *const modules[] = { "gtk-im-context-simple", "gtk-im-context-simple", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *module = NULL;

      g_object_get (test_widget_find (GTK_WIDGET (fields[i]), GTK_TYPE_TEXT), "im-module", &module,
                    NULL);
      g_assert_cmpstr (module, ==, modules[i]);
    }
}

static KitteProgramCard *
make_card (const char *client, const char *desktop_id, const char *program)
{
  g_autoptr (KitteInstallation) installation =
      kitte_installation_new (client, client, desktop_id, program, "/home", FALSE);
  g_autoptr (KitteProgram) choice = kitte_program_new (installation);

  return g_object_ref_sink (kitte_program_card_new (choice));
}

/* One control with a name, a state and a description; it keeps the focus when it cannot be chosen.
 */
static void
test_program_card (void)
{
  g_autoptr (KitteInstallation) installation =
      kitte_installation_new ("msmtp", "msmtp", NULL, "/usr/bin/msmtp", "/home", FALSE);
  g_autoptr (KitteProgram) program = kitte_program_new (installation);
  g_autoptr (KitteProgramCard) card = g_object_ref_sink (kitte_program_card_new (program));
  GtkWidget *button = test_widget_find (GTK_WIDGET (card), GTK_TYPE_TOGGLE_BUTTON);
  GtkWidget *mark = test_widget_find (button, GTK_TYPE_CHECK_BUTTON);

  gtk_test_accessible_assert_role (button, GTK_ACCESSIBLE_ROLE_CHECKBOX);
  gtk_test_accessible_assert_relation (button, GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                       test_widget_find (button, GTK_TYPE_LABEL), NULL);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_true (kitte_program_get_chosen (program));
  gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_CHECKED,
                                    GTK_ACCESSIBLE_TRISTATE_TRUE);
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (mark)));
  kitte_program_set_left_out (program, "It cannot do this.");
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_true (gtk_widget_get_focusable (button) && gtk_widget_get_sensitive (button));
  gtk_test_accessible_assert_state (button, GTK_ACCESSIBLE_STATE_DISABLED, TRUE);
  g_assert_true (test_widget_says (GTK_WIDGET (card), "It cannot do this."));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_false (kitte_program_get_chosen (program));
}

/* Its own icon where the desktop has one, else one of ours, which is really there. */
static void
test_program_icon (void)
{
  g_autoptr (KitteProgramCard) gone = make_card ("thunderbird", NULL, NULL);
  g_autoptr (KitteProgramCard) terminal = make_card ("msmtp", NULL, "/usr/bin/msmtp");
  const char *const names[] = { "kitte-mail-program-symbolic", "kitte-terminal-symbolic" };
  KitteProgramCard *const cards[] = { gone, terminal };

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      GtkWidget *icon = test_widget_find (GTK_WIDGET (cards[i]), GTK_TYPE_IMAGE);
      g_autofree char *path = NULL;

      g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (icon)), ==, names[i]);
      path = g_strdup_printf ("/jp/kitte/Kitte/icons/scalable/actions/%s.svg", names[i]);
      g_assert_true (g_resources_get_info (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL));
    }
  g_assert_true (test_widget_says (GTK_WIDGET (gone),
                                   "Only its settings are on this computer, not the "
                                   "program itself."));
}

static void
explained_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static KitteMeaning *
explain_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  kitte_explain_file_async (file, NULL, explained_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return kitte_explain_finish (result, error);
}

/* A dropped file: read if it is one, else a sentence. */
static void
test_explain_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-explain-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "reply.txt", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autoptr (KitteMeaning) meaning = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "550 5.7.1 Relaying denied", -1, NULL));
  meaning = explain_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (meaning->causes->len, >, 0);

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (explain_file (pipe, &error));
  g_assert_nonnull (strstr (error->message, "“pipe” cannot be read"));
  g_clear_error (&error);
  g_remove (pipe);
  g_assert_null (explain_file (pipe, &error));
  g_assert_nonnull (strstr (error->message, "“pipe” cannot be read"));
  g_remove (path);
  g_rmdir (folder);
}

/* No text at all, or far too much of it: neither is read past its bound, and both are answered. */
static void
test_explain_any_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-explain-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture.png", NULL);
  g_autoptr (GString) content = g_string_new ("550 5.7.1 Relaying denied\n");
  g_autoptr (KitteMeaning) of_much = NULL;
  g_autoptr (KitteMeaning) of_bytes = NULL;
  g_autoptr (GError) error = NULL;

  while (content->len < 3 * 1024 * 1024)
    g_string_append (content, "The quick brown fox jumps over the lazy dog.\n");
  g_assert_true (g_file_set_contents (path, content->str, (gssize) content->len, NULL));
  of_much = explain_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (of_much->causes->len, >, 0);

  for (gsize i = 0; i < 65536; i++)
    content->str[i] = (char) (i * 7 % 256);
  g_assert_true (g_file_set_contents (path, content->str, 65536, NULL));
  of_bytes = explain_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (of_bytes->causes->len, ==, 0);
  g_remove (path);
  g_rmdir (folder);
}

static void
drop_and_wait (GtkWidget *page, const GValue *value)
{
  test_widget_drop (page, value);
  while (!test_widget_says (page, "This is what it means."))
    g_main_context_iteration (NULL, TRUE);
}

/* A text is put into the field; a file is read, and its name is not. */
static void
test_explain_drop (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-explain-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "reply.eml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  GtkWidget *page =
      g_object_ref_sink (g_object_new (KITTE_TYPE_EXPLAIN_PAGE, "setup", setup, NULL));
  GtkTextBuffer *buffer =
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (test_widget_find (page, GTK_TYPE_TEXT_VIEW)));
  g_auto (GValue) text = G_VALUE_INIT;
  g_auto (GValue) dropped = G_VALUE_INIT;

  g_assert_true (g_file_set_contents (path, "550 5.7.1 Relaying denied", -1, NULL));
  g_value_init (&dropped, G_TYPE_FILE);
  g_value_set_object (&dropped, file);
  drop_and_wait (page, &dropped);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==, 0);

  g_value_init (&text, G_TYPE_STRING);
  g_value_set_static_string (&text, "554 5.7.1 Relay access denied");
  drop_and_wait (page, &text);
  g_assert_cmpint (gtk_text_buffer_get_char_count (buffer), ==,
                   (int) strlen (g_value_get_string (&text)));
  assert_goes_away (page);
  g_remove (path);
  g_rmdir (folder);
}

static void
show_start_page (KitteSetup *setup, GtkWidget **window, GtkWidget **page)
{
  *page = g_object_new (KITTE_TYPE_START_PAGE, "setup", setup, NULL);
  *window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (*window), *page);
}

/* Two providers ask for a server by the same name: the example, and what was typed, are the one’s.
 */
static void
test_question_of_another_provider (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  GtkWidget *window;
  GtkWidget *page;
  KitteQuestion *question;

  show_start_page (setup, &window, &page);
  kitte_setup_set_address (setup, "taro@example.test");
  kitte_setup_use_preset (setup, "xserver");
  question = KITTE_QUESTION (test_widget_find (page, KITTE_TYPE_QUESTION));
  g_assert_cmpstr (kitte_question_get_ask (question)->example, ==, "sv12345.xserver.jp");
  kitte_question_set_answer (question, "sv1.xserver.jp");
  kitte_setup_use_preset (setup, "xserver-business");
  question = KITTE_QUESTION (test_widget_find (page, KITTE_TYPE_QUESTION));
  g_assert_cmpstr (kitte_question_get_ask (question)->example, ==, "sv123.xbiz.ne.jp");
  g_assert_cmpstr (kitte_question_get_answer (question), ==, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The names that are one press away are those of the address as it is now. */
static void
test_question_follows_address (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  GtkWidget *window;
  GtkWidget *page;

  show_start_page (setup, &window, &page);
  kitte_setup_set_address (setup, "tarp@eonet.ne.jp");
  g_assert_true (test_widget_says (page, "Use “tarp”"));
  kitte_question_set_answer (KITTE_QUESTION (test_widget_find (page, KITTE_TYPE_QUESTION)),
                             "t-yamada");
  kitte_setup_set_address (setup, "taro@eonet.ne.jp");
  g_assert_false (test_widget_says (page, "Use “tarp”"));
  g_assert_true (test_widget_says (page, "Use “taro”"));
  g_assert_cmpstr (kitte_question_get_answer (
                       KITTE_QUESTION (test_widget_find (page, KITTE_TYPE_QUESTION))),
                   ==, "t-yamada");
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What opens a mail program’s passwords does not stay where other programs can read it. */
static void
test_primary_password_is_wiped (void)
{
  const GType types[] = { KITTE_TYPE_READY_PAGE, KITTE_TYPE_REPAIR_PAGE };
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GtkWidget *window = gtk_window_new ();
      GtkWidget *page = g_object_new (types[i], "setup", setup, NULL);
      KitteField *field =
          KITTE_FIELD (gtk_widget_get_template_child (page, types[i], "primary_field"));

      gtk_window_set_child (GTK_WINDOW (window), page);
      kitte_field_set_text (field, "open sesame");
      kitte_page_left (KITTE_PAGE (page));
      g_assert_cmpstr (kitte_field_get_text (field), ==, "");
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

/* Two pages: what does not fit on the first goes on. */
static void
test_print (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kitte-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "settings.pdf", NULL);
  g_autofree char *reader = g_find_program_in_path ("pdftotext");
  g_autofree char *read_back = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *argv[] = { reader, path, "-", NULL };

  for (guint i = 0; i < 80; i++)
    g_string_append_printf (text, "Server %u: imap.example.test\n", i);
  g_assert_true (kitte_print_text_to_file ("Mail settings", text->str, path, &error));
  g_assert_no_error (error);
  if (reader != NULL)
    {
      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL,
                                   &read_back, NULL, NULL, &error));
      g_assert_true (g_str_has_prefix (read_back, "Mail settings"));
      g_assert_nonnull (strchr (read_back, '\f'));
      g_assert_nonnull (strstr (strchr (read_back, '\f'), "Server 79: imap.example.test"));
    }
  g_remove (path);
  g_rmdir (folder);
}

/* Only the page on screen is in the tree; closing lets everything go. */
static void
test_window (void)
{
  g_autoptr (KitteApplication) application = kitte_application_new ();
  KitteWindow *window;
  gpointer gone;

  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  window = kitte_window_new (GTK_APPLICATION (application));
  gone = window;
  g_object_add_weak_pointer (G_OBJECT (window), &gone);
  gtk_window_present (GTK_WINDOW (window));
  test_widget_let_run ();
  g_assert_true (KITTE_IS_START_PAGE (kitte_window_get_page (window)));
  kitte_page_finish (kitte_window_get_page (window), KITTE_OUTCOME_AGAIN);
  g_assert_true (KITTE_IS_START_PAGE (kitte_window_get_page (window)));
  gtk_window_close (GTK_WINDOW (window));
  test_widget_let_run ();
  g_assert_null (gone);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/field/tied", test_field_is_tied);
  g_test_add_func ("/field/goes-with-keyboard", test_field_goes_with_keyboard);
  g_test_add_func ("/field/problem", test_field_problem);
  g_test_add_func ("/field/secret", test_field_secret);
  g_test_add_func ("/question/choices", test_question_choices);
  g_test_add_func ("/question/text", test_question_text);
  g_test_add_func ("/question/another-provider", test_question_of_another_provider);
  g_test_add_func ("/question/follows-address", test_question_follows_address);
  g_test_add_func ("/check-row", test_check_row);
  g_test_add_func ("/reply-view", test_reply_view);
  g_test_add_func ("/explanation", test_explanation);
  g_test_add_func ("/greeting", test_greeting);
  g_test_add_func ("/hints-of-a-document", test_hints_of_a_document);
  g_test_add_func ("/greeting-suggests", test_greeting_suggests);
  g_test_add_func ("/field-input-method", test_field_input_method);
  g_test_add_func ("/program-card", test_program_card);
  g_test_add_func ("/program-icon", test_program_icon);
  g_test_add_func ("/explain-file", test_explain_file);
  g_test_add_func ("/explain-any-file", test_explain_any_file);
  g_test_add_func ("/explain-drop", test_explain_drop);
  g_test_add_func ("/primary-password-is-wiped", test_primary_password_is_wiped);
  g_test_add_func ("/print", test_print);
  g_test_add_func ("/window", test_window);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The controller without any widget: what it needs, what it keeps, what it forgets. */
#include "config.h"

#include "kitte-setup-private.h"
#include "support/silence.h"
#include "support/stopwatch.h"
#include "wire/kitte-resolver.h"

static void
test_address_first (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autofree char *sentence = NULL;
  g_autofree char *other = NULL;

  g_assert_cmpint (kitte_setup_get_need (setup, NULL, &sentence), ==, KITTE_NEED_ADDRESS);
  g_assert_cmpstr (sentence, !=, NULL);
  kitte_setup_set_address (setup, "taro");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, &other), ==, KITTE_NEED_ADDRESS);
  g_assert_cmpstr (other, !=, sentence);
  g_assert_null (kitte_setup_get_address (setup));
}

static void
test_password_next (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_address (setup, "taro@ocn.ne.jp");
  g_assert_nonnull (kitte_setup_get_greeting (setup));
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_PASSWORD);
  kitte_setup_set_password (setup, "");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_PASSWORD);
  kitte_setup_set_password (setup, "secret");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
}

/* Going back and on again keeps the password; another provider must never get it. */
static void
test_password_kept_for_one_provider (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_address (setup, "taro@ocn.ne.jp");
  kitte_setup_set_password (setup, "secret");
  kitte_setup_set_address (setup, "taro@ocn.ne.jp");
  kitte_setup_set_password (setup, "");
  g_assert_true (kitte_setup_has_password (setup));
  kitte_setup_set_address (setup, "jiro@ocn.ne.jp");
  g_assert_true (kitte_setup_has_password (setup));
  kitte_setup_set_address (setup, "jiro@yahoo.co.jp");
  g_assert_false (kitte_setup_has_password (setup));
}

static void
test_sign_in_later (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_address (setup, "taro@gmail.com");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_STEP);
  kitte_setup_set_sign_in_later (setup, TRUE);
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
}

/* An app password is made first, unless it was made before; a switch at the provider is asked about
 * whatever was typed. */
static void
test_step_before_password (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_address (setup, "taro@gmail.com");
  g_assert_true (kitte_setup_get_step_proposal (setup) == kitte_setup_get_greeting (setup));
  kitte_setup_finish_steps (setup);
  g_assert_null (kitte_setup_get_step_proposal (setup));
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_PASSWORD);

  kitte_setup_set_address (setup, "taro@yahoo.co.jp");
  kitte_setup_set_password (setup, "secret");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_STEP);
  kitte_setup_finish_steps (setup);
  kitte_setup_set_address (setup, "jiro@yahoo.co.jp");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);

  kitte_setup_set_address (setup, "taro@gmail.com");
  kitte_setup_set_password (setup, "abcd efgh ijkl mnop");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
}

/* Without a choice nobody is asked; with POP3 chosen, its own step at the provider comes first. */
static void
test_protocol_belongs_to_steps (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_address (setup, "taro@gmail.com");
  kitte_setup_set_password (setup, "abcd efgh ijkl mnop");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
  kitte_setup_use_protocol (setup, KITTE_PROTOCOL_POP3);
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_STEP);
  kitte_setup_finish_steps (setup);
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
  kitte_setup_use_protocol (setup, KITTE_PROTOCOL_IMAP);
  g_assert_cmpuint (kitte_setup_get_greeting (setup)->incoming->len, ==, 1);
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
}

/* What was typed before there was an address, or on a page that was left, is not lost. */
static void
test_password_before_address (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_password (setup, "secret");
  kitte_setup_set_address (setup, "tar");
  kitte_setup_set_address (setup, "taro@ocn.ne.jp");
  g_assert_true (kitte_setup_has_password (setup));
  kitte_setup_insist_on_password (setup);
  kitte_setup_set_password (setup, "secret");
  g_assert_true (setup->insists_on_password);
  kitte_setup_set_password (setup, "other");
  g_assert_false (setup->insists_on_password);
}

static void
test_question_before_password (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autoptr (GPtrArray) asks = NULL;
  g_autoptr (GPtrArray) still = NULL;
  g_autofree char *key = NULL;

  kitte_setup_set_address (setup, "taro@hi-ho.ne.jp");
  asks = kitte_setup_dup_asks (setup);
  g_assert_cmpuint (asks->len, ==, 1);
  g_assert_cmpint (kitte_setup_get_need (setup, &key, NULL), ==, KITTE_NEED_ANSWER);
  g_assert_cmpstr (key, ==, KITTE_ASK_USERNAME);
  kitte_setup_set_answer (setup, key, " taro ");
  g_assert_cmpstr (kitte_setup_get_answer (setup, key), ==, "taro");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_PASSWORD);
  still = kitte_setup_dup_asks (setup);
  g_assert_cmpuint (still->len, ==, 1);
}

/* The person said at which provider the mail is: its question comes, and nothing is lost but what
 * belonged to the former servers. */
static void
test_provider_is_named (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autoptr (KitteServer) server = kitte_server_new_from_url ("imaps://mail.own.test", TRUE, NULL);
  g_autoptr (GPtrArray) asks = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autofree char *key = NULL;

  kitte_setup_set_name (setup, "Taro");
  kitte_setup_set_address (setup, "info@own.test");
  kitte_setup_set_password (setup, "secret");
  kitte_setup_set_server (setup, server);
  kitte_setup_use_preset (setup, "sakura-rental");
  g_assert_true (kitte_setup_has_preset (setup));
  g_assert_cmpstr (kitte_setup_get_greeting (setup)->provider_id, ==, "sakura-rental");
  asks = kitte_setup_dup_asks (setup);
  g_assert_cmpuint (asks->len, ==, 1);
  g_assert_cmpint (kitte_setup_get_need (setup, &key, NULL), ==, KITTE_NEED_ANSWER);
  g_assert_cmpstr (key, ==, "NAME");
  g_assert_true (kitte_setup_has_password (setup));
  g_assert_null (setup->incoming);
  kitte_setup_set_answer (setup, key, "tamesi");
  kitte_setup_set_address (setup, "info@own.test");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);

  kitte_setup_leave_preset (setup);
  none = kitte_setup_dup_asks (setup);
  g_assert_false (kitte_setup_has_preset (setup));
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_null (kitte_setup_get_greeting (setup));
  g_assert_true (kitte_setup_has_password (setup));
  g_assert_cmpstr (kitte_setup_get_typed (setup), ==, "info@own.test");
}

/* What was said of one domain says nothing about another. */
static void
test_named_provider_goes_with_the_domain (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();

  kitte_setup_set_address (setup, "info@own.test");
  kitte_setup_set_password (setup, "secret");
  kitte_setup_use_preset (setup, "sakura-rental");
  kitte_setup_set_address (setup, "info@another.test");
  g_assert_false (kitte_setup_has_preset (setup));
  g_assert_false (kitte_setup_has_password (setup));
  g_assert_null (kitte_setup_get_greeting (setup));
}

static void
add_check (KitteReport *report, const char *url, KitteFindingCode code)
{
  g_autoptr (KitteServer) server =
      kitte_server_new_from_url (url, g_str_has_prefix (url, "imap"), NULL);
  g_autoptr (KitteFinding) finding = kitte_finding_new (code, NULL);

  kitte_check_finish (kitte_report_add_check (report, server),
                      code == KITTE_FINDING_OK ? KITTE_RESULT_OK : KITTE_RESULT_FAILED, finding);
}

static void
set_report (KitteSetup *setup, KitteReport *report)
{
  g_clear_pointer (&setup->proposal, kitte_proposal_unref);
  kitte_setup_set_address (setup, "taro@example.test");
  setup->proposal = kitte_proposal_new (setup->address, KITTE_SOURCE_PRESET, KITTE_TRUST_SURE);
  g_set_object (&setup->report, report);
}

/* Every finding there is: only those that pass by themselves leave something to be checked later.
 */
static void
test_what_may_be_checked_later (void)
{
  static const KitteFindingCode momentary[] = {
    KITTE_FINDING_OFFLINE,
    KITTE_FINDING_CAPTIVE_PORTAL,
    KITTE_FINDING_DNS_FAILURE,
    KITTE_FINDING_REFUSED,
    KITTE_FINDING_TIMED_OUT,
    KITTE_FINDING_RESET,
    KITTE_FINDING_CLOSED,
    KITTE_FINDING_ALL_MAIL_PORTS_BLOCKED,
    KITTE_FINDING_NO_GREETING,
    KITTE_FINDING_GREETING_REJECTED,
    KITTE_FINDING_SERVER_UNAVAILABLE,
    KITTE_FINDING_TOO_MANY_CONNECTIONS,
    KITTE_FINDING_AUTH_TEMPORARY_FAILURE,
    KITTE_FINDING_MAILBOX_IN_USE,
    KITTE_FINDING_MAILBOX_UNAVAILABLE,
    KITTE_FINDING_MAILBOX_FULL,
  };

  for (int code = KITTE_FINDING_SIGN_IN_LATER + 1; code <= KITTE_FINDING_DELAYED; code++)
    {
      g_autoptr (KitteSetup) setup = kitte_setup_new ();
      g_autoptr (KitteReport) sending = kitte_report_new ();
      g_autoptr (KitteReport) receiving = kitte_report_new ();
      g_autoptr (KitteReport) neither = kitte_report_new ();
      gboolean expected = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (momentary); i++)
        expected |= (int) momentary[i] == code;
      add_check (sending, "imaps://mail.example.test", KITTE_FINDING_OK);
      add_check (sending, "smtps://mail.example.test", (KitteFindingCode) code);
      set_report (setup, sending);
      g_assert_cmpint (kitte_setup_can_check_later (setup, FALSE), ==, expected);
      g_assert_false (kitte_setup_can_check_later (setup, TRUE));
      g_assert_cmpint (kitte_setup_check_later (setup), ==, expected);

      add_check (receiving, "imaps://mail.example.test", (KitteFindingCode) code);
      add_check (receiving, "smtps://mail.example.test", KITTE_FINDING_OK);
      set_report (setup, receiving);
      g_assert_cmpint (kitte_setup_can_check_later (setup, TRUE), ==, expected);
      g_assert_false (kitte_setup_can_check_later (setup, FALSE));

      add_check (neither, "imaps://mail.example.test", (KitteFindingCode) code);
      add_check (neither, "smtps://mail.example.test", (KitteFindingCode) code);
      set_report (setup, neither);
      g_assert_false (kitte_setup_check_later (setup));
    }
}

/* Without encryption nothing is set up unproven; and the best server is the one that is set up. */
static void
test_what_is_set_up_later (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autoptr (KitteReport) clear = kitte_report_new ();
  g_autoptr (KitteReport) two = kitte_report_new ();

  add_check (clear, "imaps://mail.example.test", KITTE_FINDING_OK);
  add_check (clear, "smtp://mail.example.test:587?starttls=no", KITTE_FINDING_TIMED_OUT);
  set_report (setup, clear);
  g_assert_false (kitte_setup_check_later (setup));

  add_check (two, "imaps://mail.example.test", KITTE_FINDING_OK);
  add_check (two, "smtps://mail.example.test", KITTE_FINDING_TIMED_OUT);
  add_check (two, "smtp://mail.example.test:587", KITTE_FINDING_REFUSED);
  set_report (setup, two);
  g_assert_true (kitte_setup_check_later (setup));
  g_assert_cmpint (kitte_setup_get_account (setup)->outgoing->port, ==, 465);
}

static void
count_cb (KitteSetup *setup, guint *count)
{
  (*count)++;
}

static void
test_forget (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  guint recognised = 0;

  g_signal_connect (setup, "recognised", G_CALLBACK (count_cb), &recognised);
  kitte_setup_set_name (setup, " Taro Yamada ");
  kitte_setup_set_address (setup, "taro@ocn.ne.jp");
  kitte_setup_set_password (setup, "secret");
  g_assert_cmpuint (recognised, ==, 1);
  kitte_setup_forget (setup);
  g_assert_cmpuint (recognised, ==, 2);
  g_assert_null (kitte_setup_get_address (setup));
  g_assert_null (kitte_setup_get_greeting (setup));
  g_assert_false (kitte_setup_has_password (setup));
  g_assert_cmpstr (kitte_setup_get_name (setup), ==, "Taro Yamada");
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  *(int *) user_data = (int) kitte_setup_check_finish (KITTE_SETUP (source), result, &error);
  g_assert_no_error (error);
}

/* A domain that no preset knows, and no name server to ask about it: it is not said to have no
 * settings, since nobody could look. */
static void
test_unknown_domain (void)
{
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (KitteResolver) nobody = kitte_resolver_new (before, "127.0.0.1:1");
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autoptr (KitteDiagnosis) diagnosis = NULL;
  int verdict = -1;

  g_resolver_set_default (G_RESOLVER (nobody));
  kitte_setup_set_address (setup, "taro@nobody-knows-this.example.jp");
  kitte_setup_set_password (setup, "secret");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
  kitte_setup_check_async (setup, checked_cb, &verdict);
  while (verdict < 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (verdict, ==, KITTE_VERDICT_FAILED);
  g_assert_cmpint (kitte_setup_get_finding (setup)->code, ==, KITTE_FINDING_DNS_FAILURE);
  diagnosis = kitte_setup_get_diagnosis (setup);
  g_assert_nonnull (strstr (diagnosis->text, "did not answer"));
  g_assert_nonnull (strstr (diagnosis->text, "The password was not sent."));
  g_assert_true (kitte_setup_has_password (setup));
  g_resolver_set_default (before);
}

/* What the button for cancelling does: nothing is waited for, as the loop never waits here. */
static void
assert_cancels_at_once (KitteSetup *setup, int *verdict)
{
  gint64 before = test_stopwatch_own_time ();

  g_assert_cmpint (*verdict, <, 0);
  kitte_setup_cancel (setup);
  while (*verdict < 0 && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (*verdict, ==, KITTE_VERDICT_CANCELLED);
  g_assert_cmpint (test_stopwatch_own_time () - before, <, 100 * G_TIME_SPAN_MILLISECOND);
}

/* Before anything has happened. */
static void
test_cancel (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  int verdict = -1;

  kitte_setup_set_address (setup, "taro@ocn.ne.jp");
  kitte_setup_set_password (setup, "secret");
  kitte_setup_check_async (setup, checked_cb, &verdict);
  assert_cancels_at_once (setup, &verdict);
}

/* While a server that took the connection says nothing. */
static void
test_cancel_connected (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  guint16 port;
  g_autoptr (GSocket) silent = test_silence_new (G_SOCKET_TYPE_STREAM, &port);
  g_autofree char *receiving = g_strdup_printf ("imaps://127.0.0.1:%u", port);
  g_autofree char *sending = g_strdup_printf ("smtp://127.0.0.1:%u", port);
  g_autoptr (KitteServer) incoming = kitte_server_new_from_url (receiving, TRUE, NULL);
  g_autoptr (KitteServer) outgoing = kitte_server_new_from_url (sending, FALSE, NULL);
  int verdict = -1;

  kitte_setup_set_address (setup, "taro@example.test");
  kitte_setup_set_server (setup, incoming);
  kitte_setup_set_server (setup, outgoing);
  kitte_setup_set_password (setup, "secret");
  kitte_setup_check_async (setup, checked_cb, &verdict);
  test_silence_wait (silent);
  assert_cancels_at_once (setup, &verdict);
}

/* While a name server is asked about a domain that no preset knows. */
static void
test_cancel_domain (void)
{
  guint16 port;
  g_autoptr (GSocket) silent = test_silence_new (G_SOCKET_TYPE_DATAGRAM, &port);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", port);
  g_autoptr (GResolver) before = g_resolver_get_default ();
  g_autoptr (KitteResolver) resolver = kitte_resolver_new (before, address);
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  int verdict = -1;

  g_resolver_set_default (G_RESOLVER (resolver));
  kitte_setup_set_address (setup, "taro@nobody-knows-this.example.jp");
  kitte_setup_set_password (setup, "secret");
  kitte_setup_check_async (setup, checked_cb, &verdict);
  test_silence_wait (silent);
  assert_cancels_at_once (setup, &verdict);
  g_resolver_set_default (before);
}

static void
check_servers (KitteSetup *setup, gboolean stop)
{
  int verdict = -1;

  kitte_setup_check_async (setup, checked_cb, &verdict);
  while (stop && kitte_setup_get_report (setup) == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (stop)
    kitte_setup_cancel (setup);
  while (verdict < 0)
    g_main_context_iteration (NULL, TRUE);
}

/* The word that something changed at the provider grants one sign-in: a check that was stopped may
 * have made it, one that reached no server has not. */
static void
test_word_is_used_once (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autoptr (KitteServer) incoming = kitte_server_new_from_url ("imaps://127.0.0.1:1", TRUE, NULL);
  g_autoptr (KitteServer) outgoing = kitte_server_new_from_url ("smtps://127.0.0.1:1", FALSE, NULL);

  kitte_setup_set_address (setup, "taro@example.test");
  kitte_setup_set_server (setup, incoming);
  kitte_setup_set_server (setup, outgoing);
  kitte_setup_set_password (setup, "secret");
  kitte_setup_set_something_changed (setup);
  check_servers (setup, FALSE);
  g_assert_true (setup->something_changed);
  check_servers (setup, TRUE);
  g_assert_false (setup->something_changed);
}

/* A word about one password is not a word about the next one. */
static void
test_password_kind (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  g_autofree char *sentence = NULL;

  kitte_setup_set_address (setup, "taro@gmail.com");
  kitte_setup_set_password (setup, "summer2026");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, &sentence), ==, KITTE_NEED_OTHER_PASSWORD);
  g_assert_nonnull (strstr (sentence, "app password"));
  g_assert_null (strstr (sentence, "summer2026"));
  kitte_setup_insist_on_password (setup);
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
  kitte_setup_set_password (setup, "winter2026");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_OTHER_PASSWORD);
  kitte_setup_set_password (setup, "abcd efgh ijkl mnop");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
  kitte_setup_set_address (setup, "taro@docomo.ne.jp");
  kitte_setup_set_answer (setup, "DACCOUNT", "taro1234");
  kitte_setup_set_password (setup, "nine-char");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_STEP);
  kitte_setup_finish_steps (setup);
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_OTHER_PASSWORD);
  kitte_setup_set_password (setup, "ten-chars!");
  g_assert_cmpint (kitte_setup_get_need (setup, NULL, NULL), ==, KITTE_NEED_NOTHING);
}

/* Where the provider is found out only by the check, the page that checks asks. */
static void
test_password_kind_known_late (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  int verdict = -1;

  kitte_setup_set_address (setup, "taro@gmail.com");
  kitte_setup_set_password (setup, "summer2026");
  kitte_setup_check_async (setup, checked_cb, &verdict);
  while (verdict < 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (verdict, ==, KITTE_VERDICT_QUESTION);
  g_assert_null (kitte_setup_get_report (setup));
  g_assert_cmpstr (kitte_setup_get_question (setup)->key, ==, KITTE_ASK_PASSWORD_KIND);
  kitte_setup_set_answer (setup, KITTE_ASK_PASSWORD_KIND, "yes");
  g_assert_null (kitte_setup_get_question (setup));
}

/* Typing never waits: whatever stands in the field, a key press takes a part of a frame, the first
 * look into the catalogue included. Processor time, so that a busy machine does not count. */
static void
test_typing_is_quick (void)
{
  static const char *const typed[] = { "taro@docomo.ne.jp", "taro@gmial.com",
                                       "info@nobody.example.jp", "taro@уаһоо.com",
                                       "ｔａｒｏ＠ｙａｈｏｏ．ｃｏ．ｊｐ" };
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  gint64 longest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    for (const char *p = typed[i]; *p != '\0'; p = g_utf8_next_char (p))
      {
        g_autofree char *so_far = g_strndup (typed[i], (gsize) (g_utf8_next_char (p) - typed[i]));
        gint64 begin = test_stopwatch_own_time ();

        kitte_setup_set_address (setup, so_far);
        longest = MAX (longest, test_stopwatch_own_time () - begin);
      }
  g_test_message ("the longest key press took %" G_GINT64_FORMAT " µs", longest);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpint (longest, <, 16 * G_TIME_SPAN_MILLISECOND);
#endif
}

static void
test_suggestion (void)
{
  g_autoptr (KitteSetup) setup = kitte_setup_new ();
  guint recognised = 0;

  g_signal_connect (setup, "recognised", G_CALLBACK (count_cb), &recognised);
  kitte_setup_set_address (setup, "taro@gmail.co");
  g_assert_null (kitte_setup_get_suggestion (setup));
  g_assert_cmpuint (recognised, ==, 1);
  kitte_setup_finish_address (setup);
  g_assert_cmpstr (kitte_setup_get_suggestion (setup), ==, "taro@gmail.com");
  g_assert_cmpuint (recognised, ==, 2);
  kitte_setup_finish_address (setup);
  g_assert_cmpuint (recognised, ==, 2);
  g_assert_cmpstr (kitte_setup_get_address (setup)->text, ==, "taro@gmail.co");
  kitte_setup_set_address (setup, "taro@yahoo.co,jp");
  g_assert_cmpstr (kitte_setup_get_suggestion (setup), ==, "taro@yahoo.co.jp");
  g_assert_null (kitte_setup_get_address (setup));
  kitte_setup_forget (setup);
  g_assert_null (kitte_setup_get_suggestion (setup));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/address-first", test_address_first);
  g_test_add_func ("/setup/password-next", test_password_next);
  g_test_add_func ("/setup/password-kept-for-one-provider", test_password_kept_for_one_provider);
  g_test_add_func ("/setup/sign-in-later", test_sign_in_later);
  g_test_add_func ("/setup/step-before-password", test_step_before_password);
  g_test_add_func ("/setup/protocol-belongs-to-steps", test_protocol_belongs_to_steps);
  g_test_add_func ("/setup/password-before-address", test_password_before_address);
  g_test_add_func ("/setup/question-before-password", test_question_before_password);
  g_test_add_func ("/setup/provider-is-named", test_provider_is_named);
  g_test_add_func ("/setup/named-provider-goes-with-the-domain",
                   test_named_provider_goes_with_the_domain);
  g_test_add_func ("/setup/what-may-be-checked-later", test_what_may_be_checked_later);
  g_test_add_func ("/setup/what-is-set-up-later", test_what_is_set_up_later);
  g_test_add_func ("/setup/forget", test_forget);
  g_test_add_func ("/setup/unknown-domain", test_unknown_domain);
  g_test_add_func ("/setup/cancel", test_cancel);
  g_test_add_func ("/setup/cancel-connected", test_cancel_connected);
  g_test_add_func ("/setup/cancel-domain", test_cancel_domain);
  g_test_add_func ("/setup/password-kind", test_password_kind);
  g_test_add_func ("/setup/password-kind-known-late", test_password_kind_known_late);
  g_test_add_func ("/setup/suggestion", test_suggestion);
  g_test_add_func ("/setup/typing-is-quick", test_typing_is_quick);
  g_test_add_func ("/setup/word-is-used-once", test_word_is_used_once);
  return g_test_run ();
}

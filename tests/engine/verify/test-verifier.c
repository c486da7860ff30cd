/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteVerifier against real sockets: what it finds, how often it signs in, and that
 * nothing secret leaves too early. */
#include "config.h"

#include <glib/gstdio.h>

#include "test-mailhost.h"
#include "verify/kitte-verifier.h"

/* All servers of all tests, so that one certificate authority is trusted by the process. */
static TestMailhost *host;
static char *folder;

typedef struct
{
  const char *name;
  guint attempted;
  guint failed;
  guint seconds;
} Behaviour;

static const Behaviour behaviours[] = {
  { "cert-expired", 0, 0, 0 },
  { "cert-not-yet-valid", 0, 0, 0 },
  { "cert-self-signed", 0, 0, 0 },
  { "cert-unknown-ca", 0, 0, 0 },
  { "cert-weak", 0, 0, 0 },
  { "cert-wrong-host", 0, 0, 0 },
  { "endless-greeting", 0, 0, 0 },
  { "filtered", 0, 0, 1 },
  { "greeting-421", 0, 0, 0 },
  { "greeting-554", 0, 0, 0 },
  { "greeting-bye", 0, 0, 0 },
  { "http-server", 0, 0, 0 },
  { "imap-login-disabled", 0, 0, 0 },
  { "imap-loses-early-input", 1, 0, 0 },
  { "imap-no-initial-response", 1, 0, 0 },
  { "imap-oauth-only", 0, 0, 0 },
  { "imap-preauth", 0, 0, 0 },
  { "imap-refuses-early-input", 1, 0, 0 },
  { "imap-scram-many-rounds", 1, 0, 0 },
  { "imap-starttls-injection", 0, 0, 0 },
  { "imap-wrong-password", 1, 1, 0 },
  { "ipv6-black-hole", 1, 0, 0 },
  { "plain-on-tls-port", 0, 0, 0 },
  { "pop3-in-use", 1, 1, 0 },
  { "pop3-wrong-password", 1, 1, 0 },
  { "refused", 0, 0, 0 },
  { "silent-greeting", 0, 0, 1 },
  { "slow-greeting", 1, 0, 0 },
  { "smtp-auth-rejected-535", 1, 1, 0 },
  { "smtp-echoes-password", 1, 1, 0 },
  { "starttls-injection", 0, 0, 0 },
  { "starttls-missing", 0, 0, 0 },
  { "starttls-refused", 0, 0, 0 },
  { "tls-1.1-only", 0, 0, 0 },
  { "tls-on-plain-port", 0, 0, 0 },
};

typedef struct
{
  KitteVerifier *verifier;
  KitteReport *report;
  KitteCredential *credential;
  GMainLoop *loop;
  GCancellable *cancellable;
  gboolean done;
  gboolean cancelled;
  gint64 cancel_time;
  guint attempted_before;
  guint failed_before;
  guint early_before;
  gboolean cleartext_agreed;
} Fixture;

static void
remove_budget (void)
{
  static const char *const names[] = { "sign-ins.json", "sign-ins.json.lock" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *file = g_build_filename (folder, names[i], NULL);

      g_unlink (file);
    }
}

static KitteVerifier *
make_verifier (void)
{
  g_autofree char *file = g_build_filename (folder, "sign-ins.json", NULL);
  g_autoptr (KitteBudget) budget = kitte_budget_new (file, NULL);

  return kitte_verifier_new_with_budget (budget);
}

static KitteCredential *
make_credential (const char *password)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);

  return kitte_credential_new (TEST_MAILHOST_HANAKO, secret);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  remove_budget ();
  f->verifier = make_verifier ();
  f->report = kitte_report_new ();
  f->credential = make_credential (TEST_MAILHOST_PASSWORD);
  f->loop = g_main_loop_new (NULL, FALSE);
  f->cancellable = g_cancellable_new ();
  f->attempted_before = test_mailhost_count_sign_ins (host, NULL, "attempted");
  f->failed_before = test_mailhost_count_sign_ins (host, NULL, "failed");
  f->early_before = test_mailhost_count_early_credentials (host);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->verifier);
  g_clear_object (&f->report);
  g_clear_object (&f->cancellable);
  g_clear_pointer (&f->credential, kitte_credential_unref);
  g_clear_pointer (&f->loop, g_main_loop_unref);
  if (!f->cleartext_agreed)
    g_assert_cmpuint (test_mailhost_count_early_credentials (host), ==, f->early_before);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = kitte_verifier_run_finish (KITTE_VERIFIER (source), result, &error);

  f->done = TRUE;
  f->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (ok || f->cancelled);
  g_main_loop_quit (f->loop);
}

static void
run (Fixture *f, KitteVerifyRequest *request)
{
  f->done = FALSE;
  kitte_verifier_run_async (f->verifier, request, f->report, f->cancellable, done_cb, f);
  while (!f->done)
    g_main_loop_run (f->loop);
}

static KitteServer *
server_at (const char *url, gboolean incoming)
{
  g_autoptr (GError) error = NULL;
  KitteServer *server = kitte_server_new_from_url (url, incoming, &error);

  g_assert_no_error (error);
  return server;
}

static KitteServer *
honest (const char *scheme, const char *service, gboolean incoming)
{
  g_autofree char *url =
      g_strdup_printf ("%s://localhost:%u", scheme, test_mailhost_get_port (host, service));

  return server_at (url, incoming);
}

static KitteServer *
misbehaving (const char *name)
{
  const char *url = test_mailhost_get_url (host, name);

  return server_at (url, !g_str_has_prefix (url, "smtp"));
}

static guint
attempted (Fixture *f)
{
  return test_mailhost_count_sign_ins (host, NULL, "attempted") - f->attempted_before;
}

static guint
failed (Fixture *f)
{
  return test_mailhost_count_sign_ins (host, NULL, "failed") - f->failed_before;
}

static const char *
finding_nick (KitteCheck *check)
{
  KitteFinding *finding = kitte_check_get_finding (check);

  return finding != NULL ? kitte_finding_code_to_nick (finding->code) : "-";
}

static void
assert_no_secret (KitteReport *report, const char *secret)
{
  GListModel *checks = kitte_report_get_checks (report);
  g_autofree char *encoded = g_base64_encode ((const guchar *) secret, strlen (secret));

  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);
      KitteFinding *finding = kitte_check_get_finding (check);

      g_assert_null (strstr (kitte_check_get_transcript (check), secret));
      g_assert_null (strstr (kitte_check_get_transcript (check), encoded));
      for (gsize j = 0; finding != NULL && finding->evidence[j] != NULL; j++)
        g_assert_null (strstr (finding->evidence[j], secret));
    }
}

static void
test_behaviour (Fixture *f, gconstpointer data)
{
  const Behaviour *behaviour = data;
  g_autoptr (KitteServer) server = misbehaving (behaviour->name);
  KitteVerifyRequest request = { .deadline = behaviour->seconds };
  KitteCheck *check;

  if (kitte_server_is_incoming (server))
    {
      request.incoming = server;
      request.incoming_credential = f->credential;
    }
  else
    {
      request.outgoing = server;
      request.outgoing_credential = f->credential;
    }
  run (f, &request);
  check = kitte_report_find_check (f->report, kitte_server_is_incoming (server));
  g_test_message ("%s", kitte_check_get_transcript (check));
  g_assert_cmpstr (finding_nick (check), ==, test_mailhost_get_finding (host, behaviour->name));
  g_assert_cmpuint (attempted (f), ==, behaviour->attempted);
  g_assert_cmpuint (failed (f), ==, behaviour->failed);
  g_assert_cmpuint (kitte_report_get_sign_ins_attempted (f->report), ==, behaviour->attempted);
  assert_no_secret (f->report, TEST_MAILHOST_PASSWORD);
}

typedef struct
{
  const char *name;
  const char *scheme;
  const char *service;
  const char *out_scheme;
  const char *out_service;
  guint trips;
  guint out_trips;
} Good;

/* The floors of a connection that needs no name server: one less than with one. POP3 has one more
 * for CAPA, and STARTTLS of IMAP and POP3 one for the capabilities after it. */
static const Good good[] = {
  { "imaps-smtps", "imaps", "imaps", "smtps", "submissions", 4, 5 },
  { "pop3s-smtps", "pop3s", "pop3s", "smtps", "submissions", 5, 5 },
  { "imap-smtp-starttls", "imap", "imap", "smtp", "submission", 6, 7 },
  { "pop3-starttls", "pop3", "pop3", "smtps", "submissions", 6, 5 },
};

static void
test_good (Fixture *f, gconstpointer data)
{
  const Good *row = data;
  g_autoptr (KitteServer) incoming = honest (row->scheme, row->service, TRUE);
  g_autoptr (KitteServer) outgoing = honest (row->out_scheme, row->out_service, FALSE);
  KitteVerifyRequest request = { .incoming = incoming,
                                 .outgoing = outgoing,
                                 .incoming_credential = f->credential,
                                 .outgoing_credential = f->credential };
  KitteCheck *receiving;
  KitteCheck *sending;

  run (f, &request);
  receiving = kitte_report_find_check (f->report, TRUE);
  sending = kitte_report_find_check (f->report, FALSE);
  g_test_message ("%s", kitte_check_get_transcript (receiving));
  g_test_message ("%s", kitte_check_get_transcript (sending));
  g_assert_cmpstr (finding_nick (receiving), ==, "ok");
  g_assert_cmpstr (finding_nick (sending), ==, "ok");
  g_assert_cmpint (kitte_report_get_result (f->report), ==, KITTE_RESULT_OK);
  g_assert_cmpuint (attempted (f), ==, 2);
  g_assert_cmpuint (failed (f), ==, 0);
  g_assert_cmpuint (kitte_check_get_trips (receiving), <=, row->trips);
  g_assert_cmpuint (kitte_check_get_trips (sending), <=, row->out_trips);
  g_assert_cmpuint (kitte_check_get_proven_server (receiving)->auth.n_items, ==, 1);
  g_assert_cmpstr (kitte_check_get_proven_server (sending)->username, ==, TEST_MAILHOST_HANAKO);
  assert_no_secret (f->report, TEST_MAILHOST_PASSWORD);
}

static void
renew (Fixture *f, const char *password)
{
  g_clear_object (&f->report);
  f->report = kitte_report_new ();
  kitte_credential_unref (f->credential);
  f->credential = make_credential (password);
}

static const char *
press (Fixture *f, const char *password, gboolean something_changed)
{
  g_autoptr (KitteServer) incoming = honest ("imaps", "imaps", TRUE);
  g_autoptr (KitteServer) outgoing = honest ("smtps", "submissions", FALSE);
  KitteVerifyRequest request = { .incoming = incoming,
                                 .outgoing = outgoing,
                                 .something_changed = something_changed };

  renew (f, password);
  request.incoming_credential = f->credential;
  request.outgoing_credential = f->credential;
  run (f, &request);
  assert_no_secret (f->report, password);
  return finding_nick (kitte_report_find_check (f->report, TRUE));
}

static void
test_wrong_password (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (press (f, "mistaken-word", FALSE), ==, "auth-rejected");
  g_assert_cmpint (kitte_check_get_result (kitte_report_find_check (f->report, FALSE)), ==,
                   KITTE_RESULT_SKIPPED);
  g_assert_cmpuint (attempted (f), ==, 1);
  g_assert_cmpuint (failed (f), ==, 1);

  /* Nothing has changed: nothing is sent. */
  g_assert_cmpstr (press (f, "mistaken-word", FALSE), ==, "budget-spent");
  g_assert_cmpuint (kitte_check_get_finding (kitte_report_find_check (f->report, TRUE))->seconds, >,
                    500);
  g_assert_cmpuint (attempted (f), ==, 1);

  /* The person’s word grants one sign-in. */
  g_assert_cmpstr (press (f, "mistaken-word", TRUE), ==, "auth-rejected");
  g_assert_cmpstr (press (f, "mistaken-word", FALSE), ==, "budget-spent");
  g_assert_cmpuint (attempted (f), ==, 2);

  /* Another password is a change. */
  g_assert_cmpstr (press (f, TEST_MAILHOST_PASSWORD, FALSE), ==, "ok");
  g_assert_cmpuint (attempted (f), ==, 4);
  g_assert_cmpuint (failed (f), ==, 2);
}

static void
test_other_process (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (press (f, "mistaken-word", FALSE), ==, "auth-rejected");
  g_object_unref (f->verifier);
  f->verifier = make_verifier ();

  /* It cannot know whether the password is another one. */
  g_assert_cmpstr (press (f, "mistaken-word", FALSE), ==, "budget-spent");
  g_assert_cmpuint (attempted (f), ==, 1);
  g_assert_cmpstr (press (f, TEST_MAILHOST_PASSWORD, TRUE), ==, "ok");
  g_assert_cmpuint (failed (f), ==, 1);
}

static void
test_three_are_the_most (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (press (f, "first", FALSE), ==, "auth-rejected");
  g_assert_cmpstr (press (f, "second", FALSE), ==, "auth-rejected");
  g_assert_cmpstr (press (f, "third", FALSE), ==, "auth-rejected");
  g_assert_cmpstr (press (f, "fourth", FALSE), ==, "budget-spent");
  g_assert_cmpuint (attempted (f), ==, 3);
}

static void
test_without_password (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) incoming = honest ("imaps", "imaps", TRUE);
  g_autoptr (KitteServer) outgoing = honest ("smtps", "submissions", FALSE);
  KitteVerifyRequest request = { .incoming = incoming, .outgoing = outgoing };

  run (f, &request);
  g_assert_cmpint (kitte_report_get_result (f->report), ==, KITTE_RESULT_UNPROVEN);
  g_assert_cmpuint (attempted (f), ==, 0);
  g_assert_nonnull (kitte_check_get_proven_server (kitte_report_find_check (f->report, FALSE)));
}

static void
test_cleartext (Fixture *f, gconstpointer data)
{
  const char *const hosts[] = { "localhost", NULL };
  g_autofree char *url = g_strdup_printf ("imap://localhost:%u?starttls=no",
                                          test_mailhost_get_port (host, "imap-plain"));
  g_autoptr (KitteServer) incoming = server_at (url, TRUE);
  KitteVerifyRequest request = { .incoming = incoming, .incoming_credential = f->credential };

  run (f, &request);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "plaintext-only");
  g_assert_cmpuint (attempted (f), ==, 0);
  g_assert_cmpuint (test_mailhost_count_early_credentials (host), ==, f->early_before);

  f->cleartext_agreed = TRUE;
  request.cleartext_hosts = hosts;
  run (f, &request);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "ok-unencrypted");
}

static void
test_none_is_a_floor (Fixture *f, gconstpointer data)
{
  g_autofree char *url =
      g_strdup_printf ("imap://localhost:%u?starttls=no", test_mailhost_get_port (host, "imap"));
  g_autoptr (KitteServer) incoming = server_at (url, TRUE);
  KitteVerifyRequest request = { .incoming = incoming, .incoming_credential = f->credential };
  KitteCheck *check;

  run (f, &request);
  check = kitte_report_find_check (f->report, TRUE);
  g_assert_cmpstr (finding_nick (check), ==, "ok");
  g_assert_cmpint (kitte_check_get_proven_server (check)->security, ==, KITTE_SECURITY_STARTTLS);
}

/* A refusal that only says “one at a time” costs nothing but time. */
static void
test_one_connection (Fixture *f, gconstpointer data)
{
  const char *name = data;
  gboolean receiving = g_str_has_prefix (name, "imap");
  g_autoptr (KitteServer) incoming =
      receiving ? misbehaving (name) : honest ("imaps", "imaps", TRUE);
  g_autoptr (KitteServer) outgoing =
      receiving ? honest ("smtps", "submissions", FALSE) : misbehaving (name);
  KitteVerifyRequest request = { .incoming = incoming,
                                 .outgoing = outgoing,
                                 .incoming_credential = f->credential,
                                 .outgoing_credential = f->credential };

  run (f, &request);
  g_assert_cmpint (kitte_report_get_result (f->report), ==, KITTE_RESULT_OK);
  g_assert_cmpuint (attempted (f), ==, 2);
  g_assert_cmpuint (failed (f), ==, 0);
}

/* Who is refused right after a wrong password is locked out; the server is not down. */
static void
test_locked_out (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) incoming = misbehaving ("imap-lock-out");
  KitteVerifyRequest request = { .incoming = incoming };
  KitteFinding *finding;

  renew (f, "mistaken-word");
  request.incoming_credential = f->credential;
  run (f, &request);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "auth-rejected");
  renew (f, TEST_MAILHOST_PASSWORD);
  request.incoming_credential = f->credential;
  run (f, &request);
  finding = kitte_check_get_finding (kitte_report_find_check (f->report, TRUE));
  g_assert_cmpstr (kitte_finding_code_to_nick (finding->code), ==, "auth-locked-out");
  g_assert_cmpstr (finding->evidence[0], ==, "refused");
  g_assert_cmpuint (attempted (f), ==, 1);
}

/* The lock-out is the server’s, by whatever name it is called. */
static void
test_locked_out_by_another_name (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) by_name = misbehaving ("imap-lock-out");
  g_autofree char *url = g_strdup_printf ("imaps://127.0.0.1:%u", by_name->port);
  g_autoptr (KitteServer) by_address = server_at (url, TRUE);
  KitteVerifyRequest request = { .incoming = by_address, .incoming_credential = f->credential };

  /* Refused since the test before, but nothing is on record: it may just be down. */
  run (f, &request);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "refused");

  g_assert_cmpstr (press (f, "mistaken-word", FALSE), ==, "auth-rejected");
  renew (f, TEST_MAILHOST_PASSWORD);
  request.incoming_credential = f->credential;
  run (f, &request);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "auth-locked-out");
  g_assert_cmpuint (attempted (f), ==, 1);
}

static const char *
press_with_two (Fixture *f, const char *sending_password, gboolean something_changed)
{
  g_autoptr (KitteServer) incoming = honest ("imaps", "imaps", TRUE);
  g_autoptr (KitteServer) outgoing = honest ("smtps", "submissions", FALSE);
  g_autoptr (KitteCredential) sending = make_credential (sending_password);
  KitteVerifyRequest request = { .incoming = incoming,
                                 .outgoing = outgoing,
                                 .outgoing_credential = sending,
                                 .something_changed = something_changed };

  renew (f, TEST_MAILHOST_PASSWORD);
  request.incoming_credential = f->credential;
  run (f, &request);
  return finding_nick (kitte_report_find_check (f->report, FALSE));
}

/* One host for both: receiving works every time, and guesses at sending are counted all the same.
 */
static void
test_password_for_sending (Fixture *f, gconstpointer data)
{
  g_assert_cmpstr (press_with_two (f, "first", FALSE), ==, "auth-rejected");
  g_assert_cmpstr (press_with_two (f, "first", FALSE), ==, "budget-spent");
  g_assert_cmpstr (press_with_two (f, "second", FALSE), ==, "auth-rejected");
  g_assert_cmpstr (press_with_two (f, "third", FALSE), ==, "auth-rejected");
  g_assert_cmpuint (failed (f), ==, 3);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "ok");

  press_with_two (f, TEST_MAILHOST_PASSWORD, FALSE);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, "budget-spent");
  g_assert_cmpstr (press_with_two (f, TEST_MAILHOST_PASSWORD, TRUE), ==, "ok");
  g_assert_cmpuint (failed (f), ==, 3);
}

/* “Try again later” is no failed sign-in, however often it is said. */
static void
test_temporary (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server = misbehaving (data);
  gboolean receiving = kitte_server_is_incoming (server);
  KitteVerifyRequest request = { 0 };

  if (receiving)
    request.incoming = server;
  else
    request.outgoing = server;
  for (guint i = 0; i < KITTE_BUDGET_MOST + 1; i++)
    {
      renew (f, TEST_MAILHOST_PASSWORD);
      request.incoming_credential = receiving ? f->credential : NULL;
      request.outgoing_credential = receiving ? NULL : f->credential;
      run (f, &request);
      g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, receiving)), ==,
                       "auth-temporary-failure");
    }
  g_assert_cmpuint (attempted (f), ==, KITTE_BUDGET_MOST + 1);
}

/* Nobody receives beside it: it is what it is, and nothing is guessed. */
static void
test_no_auth_alone (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) outgoing = misbehaving ("smtp-no-auth");
  KitteVerifyRequest request = { .outgoing = outgoing, .outgoing_credential = f->credential };

  run (f, &request);
  g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, FALSE)), ==,
                   "auth-not-offered");
  g_assert_cmpuint (attempted (f), ==, 0);
}

/* The provider locks after three: the third is not spent here. */
static void
test_early_lock_out (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) incoming = honest ("imaps", "imaps", TRUE);
  static const char *const passwords[] = { "first", "second", "third" };
  static const char *const findings[] = { "auth-rejected", "auth-rejected", "budget-spent" };

  for (gsize i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      KitteVerifyRequest request = { .incoming = incoming, .locks_after = 3 };

      renew (f, passwords[i]);
      request.incoming_credential = f->credential;
      run (f, &request);
      g_assert_cmpstr (finding_nick (kitte_report_find_check (f->report, TRUE)), ==, findings[i]);
    }
  g_assert_cmpuint (attempted (f), ==, 2);
}

static gboolean
cancel_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->cancel_time = g_get_monotonic_time ();
  g_cancellable_cancel (f->cancellable);
  return G_SOURCE_REMOVE;
}

/* At every moment of a good check; a moment may lie behind its end. How soon it takes effect is
 * measured by test-cancel.c. */
static void
test_cancel (Fixture *f, gconstpointer data)
{
  for (guint moment = 0; moment < 60; moment += 3)
    {
      g_autoptr (KitteServer) incoming = honest ("imaps", "imaps", TRUE);
      g_autoptr (KitteServer) outgoing = honest ("smtp", "submission", FALSE);
      KitteVerifyRequest request = { .incoming = incoming,
                                     .outgoing = outgoing,
                                     .incoming_credential = f->credential,
                                     .outgoing_credential = f->credential };

      remove_budget ();
      renew (f, TEST_MAILHOST_PASSWORD);
      request.incoming_credential = f->credential;
      request.outgoing_credential = f->credential;
      g_cancellable_reset (f->cancellable);
      if (moment == 0)
        cancel_cb (f);
      else
        g_timeout_add (moment, cancel_cb, f);
      run (f, &request);
      while (f->cancel_time == 0)
        g_main_context_iteration (NULL, TRUE);
      if (f->cancelled)
        g_assert_cmpint (kitte_report_get_result (f->report), ==, KITTE_RESULT_CANCELLED);
      f->cancel_time = 0;
    }
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

static char *
behaviour_names (void)
{
  g_autoptr (GString) names = g_string_new ("imap-one-connection smtp-one-connection imap-lock-out "
                                            "imap-temporary smtp-454 smtp-no-auth");

  for (gsize i = 0; i < G_N_ELEMENTS (behaviours); i++)
    g_string_append_printf (names, " %s", behaviours[i].name);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *names = behaviour_names ();
  g_autofree char *path = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kitte-verifier-XXXXXX", NULL);
  host =
      test_mailhost_new_script (names, "imaps pop3s submissions imap pop3 submission imap-plain");
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (host), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_free (path);
      path = g_strconcat ("/verify/verifier/good/", good[i].name, NULL);
      add (path, &good[i], test_good);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (behaviours); i++)
    {
      g_free (path);
      path = g_strconcat ("/verify/verifier/behaviour/", behaviours[i].name, NULL);
      add (path, &behaviours[i], test_behaviour);
    }
  add ("/verify/verifier/wrong-password", NULL, test_wrong_password);
  add ("/verify/verifier/other-process", NULL, test_other_process);
  add ("/verify/verifier/three-are-the-most", NULL, test_three_are_the_most);
  add ("/verify/verifier/without-password", NULL, test_without_password);
  add ("/verify/verifier/none-is-a-floor", NULL, test_none_is_a_floor);
  add ("/verify/verifier/one-connection/receiving", "imap-one-connection", test_one_connection);
  add ("/verify/verifier/one-connection/sending", "smtp-one-connection", test_one_connection);
  add ("/verify/verifier/locked-out", NULL, test_locked_out);
  add ("/verify/verifier/locked-out-by-another-name", NULL, test_locked_out_by_another_name);
  add ("/verify/verifier/password-for-sending", NULL, test_password_for_sending);
  add ("/verify/verifier/temporary/receiving", "imap-temporary", test_temporary);
  add ("/verify/verifier/temporary/sending", "smtp-454", test_temporary);
  add ("/verify/verifier/no-auth-alone", NULL, test_no_auth_alone);
  add ("/verify/verifier/early-lock-out", NULL, test_early_lock_out);
  add ("/verify/verifier/cancel", NULL, test_cancel);
  add ("/verify/verifier/cleartext", NULL, test_cleartext);
  status = g_test_run ();
  remove_budget ();
  g_rmdir (folder);
  test_mailhost_free (host);
  g_free (folder);
  return status;
}

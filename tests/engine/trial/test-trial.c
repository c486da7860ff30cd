/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteTrial against real sockets: what is sent, found, removed and left, and that
 * stopping takes effect at once. */
#include "config.h"

#include <glib/gstdio.h>

#include "support/account.h"
#include "support/stopwatch.h"
#include "test-mailhost.h"
#include "trial/kitte-trial-sentences.h"
#include "trial/kitte-trial.h"

/* Long enough for a look on a busy machine, short enough not to wait for. */
#define PATIENCE_MS 1500
#define PAUSE_MS 50

/* How long stopping may take by this thread’s own clock, which other programs do not slow down. */
#define AT_ONCE_US (100 * 1000)

/* Where the message is sure to arrive. */
#define ENOUGH_MS 60000

/* All servers of all tests, so that one certificate authority is trusted by the process. They share
 * their mailboxes. */
static TestMailhost *host;
static char *folder;

typedef struct
{
  const char *name;
  const char *incoming;
  const char *outgoing;
  KitteTrialState state;
  KitteFindingCode finding;
  gboolean removed;
  guint patience_ms;
} Case;

#define ARRIVES(name, incoming, removed)                                                           \
  {                                                                                                \
    name, incoming, "submissions", KITTE_TRIAL_ARRIVED, KITTE_FINDING_OK, removed, ENOUGH_MS       \
  }
#define NOT_SENT(behaviour, finding)                                                               \
  {                                                                                                \
    behaviour, "imaps", behaviour, KITTE_TRIAL_NOT_SENT, finding, FALSE, ENOUGH_MS                 \
  }

static const Case cases[] = {
  ARRIVES ("imap", "imaps", TRUE),
  ARRIVES ("imap-starttls", "imap", TRUE),
  ARRIVES ("imap-late", "imap-late", TRUE),
  ARRIVES ("imap-no-uidplus", "imap-no-uidplus", FALSE),
  ARRIVES ("imap-refuses-expunge", "imap-refuses-expunge", FALSE),
  ARRIVES ("imap-hangs-up", "imap-hangs-up", TRUE),
  ARRIVES ("pop3", "pop3s", TRUE),
  ARRIVES ("pop3-late", "pop3-late", TRUE),
  ARRIVES ("pop3-no-uidl", "pop3-no-uidl", TRUE),
  ARRIVES ("pop3-refuses-dele", "pop3-refuses-dele", FALSE),
  NOT_SENT ("smtp-greylists", KITTE_FINDING_DELAYED),
  NOT_SENT ("smtp-refuses-sender", KITTE_FINDING_SENDER_REFUSED),
  NOT_SENT ("smtp-refuses-mail", KITTE_FINDING_SENDER_REFUSED),
  NOT_SENT ("smtp-refuses-text", KITTE_FINDING_REJECTED_AS_SPAM),
  { "never", "imap-never", "submissions", KITTE_TRIAL_ON_ITS_WAY, KITTE_FINDING_OK, FALSE,
    PATIENCE_MS },
  { "breaks-off", "imaps", "smtp-breaks-off", KITTE_TRIAL_ON_ITS_WAY, KITTE_FINDING_OK, FALSE,
    PATIENCE_MS },
  { "finds-another", "imap-finds-another", "submissions", KITTE_TRIAL_ON_ITS_WAY, KITTE_FINDING_OK,
    FALSE, PATIENCE_MS },
  { "refuses-search", "imap-refuses-search", "submissions", KITTE_TRIAL_NOT_SEEN,
    KITTE_FINDING_MAILBOX_UNAVAILABLE, FALSE, ENOUGH_MS },
};

typedef struct
{
  KitteTrial *trial;
  GMainLoop *loop;
  GCancellable *cancellable;
  gboolean done;
  gboolean cancelled;
  guint states;
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

static char *
make_url (const char *service)
{
  const char *scheme = g_str_has_prefix (service, "imap") ? "imap" :
                       g_str_has_prefix (service, "pop3") ? "pop3" :
                                                            "smtp";
  gboolean plain = g_str_equal (service, "imap");

  return g_strdup_printf ("%s%s://hanako%%40demo.kitte.test@localhost:%u%s", scheme,
                          plain ? "" : "s", test_mailhost_get_port (host, service),
                          plain ? "?starttls=required" : "");
}

static KitteTrial *
make_trial (const char *incoming, const char *outgoing, guint patience_ms, const char *password)
{
  g_autofree char *file = g_build_filename (folder, "sign-ins.json", NULL);
  g_autoptr (KitteBudget) budget = kitte_budget_new (file, NULL);
  g_autoptr (KitteVerifier) verifier = kitte_verifier_new_with_budget (budget);
  g_autofree char *receiving = make_url (incoming);
  g_autofree char *sending = make_url (outgoing);
  const TestAccountSpec spec = { .address = TEST_MAILHOST_HANAKO,
                                 .name = "山田花子",
                                 .incoming = receiving,
                                 .outgoing = sending,
                                 .incoming_auth = KITTE_AUTH_PLAIN,
                                 .outgoing_auth = KITTE_AUTH_PLAIN,
                                 .password = password };
  g_autoptr (KitteAccount) account = test_account_new (&spec);

  return kitte_trial_new_with (account, verifier, patience_ms, PAUSE_MS);
}

static void
changed_cb (KitteTrial *trial, gpointer user_data)
{
  Fixture *f = user_data;

  f->states |= 1u << kitte_trial_get_state (trial);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;
  g_autoptr (GError) error = NULL;

  f->done = TRUE;
  if (!kitte_trial_run_finish (KITTE_TRIAL (source), result, &error))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      f->cancelled = TRUE;
    }
  g_main_loop_quit (f->loop);
}

static void
begin (Fixture *f)
{
  f->loop = g_main_loop_new (NULL, FALSE);
  f->cancellable = g_cancellable_new ();
  g_signal_connect (f->trial, "changed", G_CALLBACK (changed_cb), f);
}

static void
run (Fixture *f)
{
  kitte_trial_run_async (f->trial, f->cancellable, done_cb, f);
  g_main_loop_run (f->loop);
}

static void
end (Fixture *f)
{
  g_assert_finalize_object (f->trial);
  g_clear_object (&f->cancellable);
  g_clear_pointer (&f->loop, g_main_loop_unref);
}

/* How often a command of a form was said to any of the servers. */
static guint
count_heard (const char *form)
{
  g_autofree char *log = test_mailhost_read_log (host);
  g_autofree char *pattern = g_strdup_printf ("\"line\": \"k[0-9]+ %s\"", form);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint count = 0;

  g_assert_nonnull (regex);
  for (g_regex_match (regex, log, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    count++;
  return count;
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  Fixture f = { NULL };
  guint expunged = count_heard ("(EXPUNGE|CLOSE)");
  guint failed = test_mailhost_count_sign_ins (host, NULL, "failed");

  remove_budget ();
  f.trial = make_trial (one->incoming, one->outgoing, one->patience_ms, TEST_MAILHOST_PASSWORD);
  begin (&f);
  run (&f);
  g_assert_false (f.cancelled);
  g_assert_cmpint (kitte_trial_get_state (f.trial), ==, one->state);
  g_assert_cmpint (kitte_trial_get_removed (f.trial), ==, one->removed);
  if (one->finding == KITTE_FINDING_OK)
    g_assert_null (kitte_trial_get_finding (f.trial));
  else
    {
      g_assert_cmpstr (kitte_finding_code_to_nick (kitte_trial_get_finding (f.trial)->code), ==,
                       kitte_finding_code_to_nick (one->finding));
      g_assert_cmpint (kitte_server_is_incoming (kitte_trial_get_server (f.trial)), ==,
                       one->state == KITTE_TRIAL_NOT_SEEN);
    }
  g_assert_true (f.states & (1u << KITTE_TRIAL_SENDING));
  g_assert_cmpint ((f.states & (1u << KITTE_TRIAL_AWAITED)) != 0, ==,
                   one->state != KITTE_TRIAL_NOT_SENT);
  /* Nothing but one message is ever removed, and nothing was signed in to wrongly. */
  g_assert_cmpuint (count_heard ("(EXPUNGE|CLOSE)"), ==, expunged);
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, NULL, "failed"), ==, failed);
  end (&f);
}

/* What is in the mailbox beside the message stays there, whatever was removed before. */
static void
test_others_stay (void)
{
  g_autofree char *log = test_mailhost_read_log (host);

  g_assert_nonnull (strstr (log, "\"count\": 1"));
  for (const char *at = log; (at = strstr (at, "\"event\": \"deleted\"")) != NULL; at++)
    {
      const char *line_end = strchr (at, '\n');
      g_autofree char *line = g_strndup (at, (gsize) (line_end - at));

      g_assert_nonnull (strstr (line, "\"count\": 1"));
    }
}

/* A message that was marked and then could not be removed is not marked any more. */
static void
test_unmarked (void)
{
  g_assert_cmpuint (count_heard ("UID STORE [0-9]+ -FLAGS.SILENT [^\"]*"), ==, 1);
}

static void
test_look_again (void)
{
  Fixture f = { NULL };
  guint delivered = test_mailhost_count (host, NULL, "delivered", NULL, NULL);

  remove_budget ();
  f.trial = make_trial ("imap-never", "submissions", PATIENCE_MS, TEST_MAILHOST_PASSWORD);
  begin (&f);
  run (&f);
  g_assert_cmpint (kitte_trial_get_state (f.trial), ==, KITTE_TRIAL_ON_ITS_WAY);
  run (&f);
  g_assert_cmpint (kitte_trial_get_state (f.trial), ==, KITTE_TRIAL_ON_ITS_WAY);
  g_assert_cmpuint (test_mailhost_count (host, NULL, "delivered", NULL, NULL), ==, delivered + 1);
  end (&f);
}

static void
test_wrong_password (void)
{
  Fixture f = { NULL };
  guint delivered = test_mailhost_count (host, NULL, "delivered", NULL, NULL);

  remove_budget ();
  f.trial = make_trial ("imaps", "submissions", PATIENCE_MS, "changed-meanwhile");
  begin (&f);
  run (&f);
  g_assert_cmpint (kitte_trial_get_state (f.trial), ==, KITTE_TRIAL_NOT_SENT);
  g_assert_cmpint (kitte_trial_get_finding (f.trial)->code, ==, KITTE_FINDING_AUTH_REJECTED);
  g_assert_cmpuint (test_mailhost_count (host, NULL, "delivered", NULL, NULL), ==, delivered);
  {
    g_autoptr (KitteDiagnosis) diagnosis = kitte_trial_diagnose (f.trial);

    /* All that a trial can do is to try again: there is no field for another password here. */
    g_assert_cmpuint (diagnosis->remedies->len, ==, 1);
    g_assert_cmpint (((KitteRemedy *) diagnosis->remedies->pdata[0])->code, ==,
                     KITTE_REMEDY_TRY_AGAIN);
  }
  end (&f);
}

typedef struct
{
  const char *name;
  const char *incoming;
  const char *outgoing;
  KitteTrialState at;
  KitteTrialState after;
} Stop;

static const Stop stops[] = {
  { "sending", "imaps", "smtp-silent-mail", KITTE_TRIAL_SENDING, KITTE_TRIAL_NEW },
  { "awaiting", "imap-never", "submissions", KITTE_TRIAL_AWAITED, KITTE_TRIAL_ON_ITS_WAY },
  { "searching", "imap-silent-search", "submissions", KITTE_TRIAL_AWAITED, KITTE_TRIAL_ON_ITS_WAY },
};

static gboolean
tick_cb (gpointer user_data)
{
  guint *ticks = user_data;

  (*ticks)++;
  return G_SOURCE_CONTINUE;
}

/* Whatever is not ready at once would have to be waited for: the loop never waits here. */
static void
stop_at_once (Fixture *f)
{
  gint64 before = test_stopwatch_own_time ();

  g_cancellable_cancel (f->cancellable);
  while (!f->done && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (f->done);
  g_assert_true (f->cancelled);
  g_assert_cmpint (test_stopwatch_own_time () - before, <, AT_ONCE_US);
}

/* At the change of the state, and again in the middle of what follows it. */
static void
test_stop (gconstpointer data)
{
  const Stop *stop = data;

  for (guint wanted = 0; wanted <= 10; wanted += 10)
    {
      Fixture f = { NULL };
      guint ticks = 0;
      guint tick;

      remove_budget ();
      f.trial = make_trial (stop->incoming, stop->outgoing, ENOUGH_MS, TEST_MAILHOST_PASSWORD);
      begin (&f);
      kitte_trial_run_async (f.trial, f.cancellable, done_cb, &f);
      while (kitte_trial_get_state (f.trial) != stop->at)
        g_main_context_iteration (NULL, TRUE);
      tick = g_timeout_add (30, tick_cb, &ticks);
      while (ticks < wanted)
        g_main_context_iteration (NULL, TRUE);
      g_source_remove (tick);
      stop_at_once (&f);
      g_assert_cmpint (kitte_trial_get_state (f.trial), ==, stop->after);
      end (&f);
    }
}

static void
test_possible (void)
{
  const TestAccountSpec spec = { .address = TEST_MAILHOST_HANAKO,
                                 .incoming = "imaps://a@localhost",
                                 .outgoing = "smtps://a@localhost",
                                 .incoming_auth = KITTE_AUTH_PLAIN,
                                 .outgoing_auth = KITTE_AUTH_PLAIN };
  TestAccountSpec later = spec;
  g_autoptr (KitteAccount) account = test_account_new (&spec);
  g_autoptr (KitteAccount) by_page = NULL;
  g_autoptr (KitteReport) proven = kitte_report_new ();
  g_autoptr (KitteReport) unproven = kitte_report_new ();

  later.incoming_auth = KITTE_AUTH_OAUTH2;
  later.outgoing_auth = KITTE_AUTH_OAUTH2;
  by_page = test_account_new (&later);
  kitte_report_finish (proven, KITTE_RESULT_OK, 1);
  kitte_report_finish (unproven, KITTE_RESULT_FAILED, 1);
  g_assert_true (kitte_trial_is_possible (account, proven));
  g_assert_false (kitte_trial_is_possible (account, unproven));
  g_assert_false (kitte_trial_is_possible (by_page, proven));
}

static char *
list_behaviours (void)
{
  g_autofree char *here = g_test_build_filename (G_TEST_DIST, "engine", "trial", NULL);
  g_autoptr (GDir) dir = g_dir_open (here, 0, NULL);
  GString *names = g_string_new (NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      g_string_append_printf (names, "%s%s/%s", names->len > 0 ? " " : "", here, name);
  return g_string_free (names, FALSE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *names = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  names = list_behaviours ();
  folder = g_dir_make_tmp ("kitte-trial-XXXXXX", NULL);
  host = test_mailhost_new_script (names, "imaps pop3s submissions imap");
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (host), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/trial/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/trial/others-stay", test_others_stay);
  g_test_add_func ("/trial/unmarked", test_unmarked);
  g_test_add_func ("/trial/look-again", test_look_again);
  g_test_add_func ("/trial/wrong-password", test_wrong_password);
  for (gsize i = 0; i < G_N_ELEMENTS (stops); i++)
    {
      g_autofree char *path = g_strconcat ("/trial/stop/", stops[i].name, NULL);

      g_test_add_data_func (path, &stops[i], test_stop);
    }
  g_test_add_func ("/trial/possible", test_possible);
  status = g_test_run ();
  remove_budget ();
  g_rmdir (folder);
  test_mailhost_free (host);
  g_free (folder);
  return status;
}

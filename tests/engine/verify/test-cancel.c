/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of cancelling in every state that a check can be in: it takes effect without anything being
 * waited for, and nothing is sent afterwards. */
#include "config.h"

#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "lookup/kitte-lookup.h"
#include "provider/kitte-witness.h"
#include "support/dns-server.h"
#include "support/stopwatch.h"
#include "test-mailhost.h"
#include "verify/kitte-prover.h"
#include "wire/kitte-resolver.h"

/* How long it may take by this thread’s own clock, which other programs do not slow down. */
#define AT_ONCE_US (100 * 1000)

/* How long a state is waited for, on a busy machine. */
#define PATIENCE_US (30 * G_USEC_PER_SEC)

#define SILENT_HOST "silent.test"

/**
 * State:
 * @incoming: (nullable): a behaviour, a service as “imaps:imaps”, or a whole URL
 * @outgoing: (nullable): the same
 * @sending: the check that is looked at is that of sending
 * @step: what is being waited for there
 * @event: (nullable): what the servers have written down by then
 * @key: (nullable): only events with this @value
 * @heard: (nullable): what the check’s transcript has by then
 * @asked: others are being asked: what has failed has no result yet
 */
typedef struct
{
  const char *name;
  const char *incoming;
  const char *outgoing;
  gboolean sending;
  KitteStep step;
  const char *event;
  const char *key;
  const char *value;
  const char *heard;
  gboolean asked;
} State;

static const State states[] = {
  { "name", "imaps://" SILENT_HOST, NULL, FALSE, KITTE_STEP_RESOLVE },
  { "connection", "filtered", NULL, FALSE, KITTE_STEP_CONNECT },
  { "handshake", "tls-stalls", NULL, FALSE, KITTE_STEP_TLS, "connect" },
  { "greeting", "silent-greeting", NULL, FALSE, KITTE_STEP_GREETING, "tls" },
  { "greeting-of-sending", NULL, "smtp-silent-greeting", TRUE, KITTE_STEP_GREETING, "connect" },
  { "capabilities-imap", "imap-silent-capability", NULL, FALSE, KITTE_STEP_CAPABILITIES, "heard" },
  { "capabilities-pop3", "pop3-silent-capa", NULL, FALSE, KITTE_STEP_CAPABILITIES, "heard" },
  { "capabilities-smtp", NULL, "smtp-silent-ehlo", TRUE, KITTE_STEP_CAPABILITIES, "heard" },
  { "starttls", NULL, "smtp-starttls-unanswered", TRUE, KITTE_STEP_STARTTLS, "heard", "line",
    "STARTTLS" },
  { "starttls-handshake", "imap-starttls-silent", NULL, FALSE, KITTE_STEP_TLS, "heard" },
  { "sign-in-imap", "imap-silent-sign-in", NULL, FALSE, KITTE_STEP_SIGN_IN, "sign-in" },
  { "sign-in-smtp", "imaps:imaps", "smtp-silent-sign-in", TRUE, KITTE_STEP_SIGN_IN, "sign-in" },
  { "scram-begun", "imap-scram-unanswered", NULL, FALSE, KITTE_STEP_SIGN_IN, "heard" },
  { "scram-rounds", "imap-scram-many-rounds", NULL, FALSE, KITTE_STEP_SIGN_IN, .heard = "S: + " },
  { "scram-proof", "imap-scram-unproven", NULL, FALSE, KITTE_STEP_SIGN_IN, "sign-in" },
  { "mailbox", "imap-examine-silent", NULL, FALSE, KITTE_STEP_SIGN_IN, "sign-in", "state",
    "accepted" },
  { "waiting-for-the-first", "imap-silent-sign-in", "smtps:submissions", TRUE,
    KITTE_STEP_CAPABILITIES, "sign-in" },
  { "waiting-for-the-second", "refused", "smtp-silent-greeting", TRUE, KITTE_STEP_GREETING,
    "connect" },
  { "asking-others-about-silence", "filtered", NULL, FALSE, KITTE_STEP_CONNECT, .asked = TRUE },
  { "asking-others-about-a-refusal", "refused", NULL, FALSE, KITTE_STEP_CONNECT, .asked = TRUE },
  { "looking-for-encryption", "imap-plaintext-only", NULL, FALSE, KITTE_STEP_CAPABILITIES,
    .asked = TRUE },
};

static TestMailhost *host;
static char *budget_file;

/* Outlives every run: what was left behind may still be looking at it. */
static KitteUsualPort ports[1];
static KitteSurroundings around;

typedef struct
{
  TestDnsServer *dns;
  GResolver *before;
  KitteReport *report;
  KitteCredential *credential;
  GCancellable *cancellable;
  guint events_before;
  gboolean done;
  GError *error;
} Fixture;

static GNetworkConnectivity
get_connectivity (void)
{
  return G_NETWORK_CONNECTIVITY_FULL;
}

/* Whoever is asked about a server does not answer. */
static void
surround_with_silence (void)
{
  g_autoptr (GPtrArray) mail = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);
  guint16 port = test_mailhost_get_port (host, "filtered");

  g_ptr_array_add (mail, kitte_server_new (KITTE_PROTOCOL_IMAP, "localhost", port,
                                           KITTE_SECURITY_TLS, NULL, NULL));
  around.witnesses = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_witness_unref);
  g_ptr_array_add (around.witnesses, kitte_witness_new (mail, SILENT_HOST, SILENT_HOST));
  ports[0] = (KitteUsualPort){ KITTE_PROTOCOL_IMAP, port, KITTE_SECURITY_TLS };
  around.usual_ports = ports;
  around.n_usual_ports = G_N_ELEMENTS (ports);
  around.relay_port = 25;
  around.web_port = 443;
  around.connectivity = get_connectivity;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (TEST_MAILHOST_PASSWORD);
  g_autoptr (KitteResolver) resolver = NULL;

  f->dns = test_dns_server_new ();
  test_dns_server_lose (f->dns, SILENT_HOST, G_MAXUINT);
  f->before = g_resolver_get_default ();
  resolver = kitte_resolver_new (f->before, test_dns_server_get_address (f->dns));
  g_resolver_set_default (G_RESOLVER (resolver));
  g_unlink (budget_file);
  f->report = kitte_report_new ();
  f->credential = kitte_credential_new (TEST_MAILHOST_HANAKO, secret);
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_resolver_set_default (f->before);
  g_clear_object (&f->before);
  g_clear_object (&f->report);
  g_clear_object (&f->cancellable);
  g_clear_error (&f->error);
  g_clear_pointer (&f->credential, kitte_credential_unref);
  test_dns_server_free (f->dns);
}

static KitteServer *
find_server (const char *what, gboolean incoming)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = what != NULL ? g_strsplit (what, ":", 2) : NULL;
  g_autofree char *url = NULL;
  KitteServer *server;

  if (what == NULL)
    return NULL;
  if (strstr (what, "://") != NULL)
    url = g_strdup (what);
  else if (parts[1] != NULL)
    url = g_strdup_printf ("%s://localhost:%u", parts[0], test_mailhost_get_port (host, parts[1]));
  else
    url = g_strdup (test_mailhost_get_url (host, what));
  server = kitte_server_new_from_url (url, incoming, &error);
  g_assert_no_error (error);
  return server;
}

static guint
count_events (const State *state)
{
  const char *what = state->sending ? state->outgoing : state->incoming;
  const char *service = state->event != NULL && strchr (what, ':') != NULL ? NULL : what;

  /* What the second waits for is seen at the first. */
  if (state->event != NULL && g_str_equal (state->event, "sign-in"))
    service = NULL;
  return test_mailhost_count (host, service, state->event, state->key, state->value);
}

static const char *
transcript_of (Fixture *f, const State *state)
{
  return kitte_check_get_transcript (kitte_report_find_check (f->report, !state->sending));
}

static const KitteStepRecord *
find_last_step (Fixture *f, const State *state)
{
  KitteCheck *check = kitte_report_find_check (f->report, !state->sending);
  guint n_steps = 0;
  const KitteStepRecord *steps = check != NULL ? kitte_check_get_steps (check, &n_steps) : NULL;

  return n_steps > 0 ? &steps[n_steps - 1] : NULL;
}

/* Witnesses are asked by their names; before a password goes without encryption, the same host is
 * asked, once the server has said what it can do. */
static gboolean
is_asking (Fixture *f, const KitteStepRecord *step)
{
  return test_dns_server_count (f->dns, SILENT_HOST) > 0 || step->state == KITTE_STEP_DONE;
}

static gboolean
is_reached (Fixture *f, const State *state)
{
  const KitteStepRecord *step = find_last_step (f, state);

  if (step == NULL || step->step != state->step)
    return FALSE;
  if (state->heard != NULL)
    return strstr (transcript_of (f, state), state->heard) != NULL;
  if (state->asked)
    return is_asking (f, step);
  return state->event == NULL || count_events (state) > f->events_before;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_state (Fixture *f, const State *state)
{
  guint tick = g_timeout_add (5, tick_cb, NULL);
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (!is_reached (f, state))
    {
      g_assert_false (f->done);
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

/* Whatever is not ready at once would have to be waited for: the loop never waits here. */
static void
assert_ends_at_once (Fixture *f)
{
  gint64 before = test_stopwatch_own_time ();

  g_cancellable_cancel (f->cancellable);
  while (!f->done && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (f->done);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (test_stopwatch_own_time () - before, <, AT_ONCE_US);
}

static void
assert_cancelled (Fixture *f)
{
  GListModel *checks = kitte_report_get_checks (f->report);

  g_assert_cmpint (kitte_report_get_result (f->report), ==, KITTE_RESULT_CANCELLED);
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);

      g_assert_cmpint (kitte_check_get_result (check), !=, KITTE_RESULT_PENDING);
    }
}

/* Gives what was left behind the time to come to its end. */
static void
let_pass (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  kitte_verifier_run_finish (KITTE_VERIFIER (source), result, &f->error);
  f->done = TRUE;
}

static void
start_verifier (Fixture *f, KitteServer *incoming, KitteServer *outgoing)
{
  g_autoptr (KitteBudget) budget = kitte_budget_new (budget_file, NULL);
  g_autoptr (KitteVerifier) verifier = kitte_verifier_new_with_budget (budget);
  const KitteVerifyRequest request = { .incoming = incoming,
                                       .outgoing = outgoing,
                                       .incoming_credential = f->credential,
                                       .outgoing_credential = f->credential,
                                       .something_changed = TRUE };

  kitte_verifier_set_surroundings (verifier, &around);
  kitte_verifier_run_async (verifier, &request, f->report, f->cancellable, verified_cb, f);
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  kitte_prover_run_finish (KITTE_PROVER (source), result, &f->error);
  f->done = TRUE;
}

static GPtrArray *
list_of (KitteServer *server)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);

  if (server != NULL)
    g_ptr_array_add (list, kitte_server_ref (server));
  return list;
}

static void
start_prover (Fixture *f, KitteServer *incoming, KitteServer *outgoing)
{
  g_autoptr (KitteProver) prover = kitte_prover_new ();
  g_autoptr (GPtrArray) receiving = list_of (incoming);
  g_autoptr (GPtrArray) sending = list_of (outgoing);
  const KitteProveRequest request = { .incoming = receiving,
                                      .outgoing = sending,
                                      .incoming_credential = f->credential,
                                      .outgoing_credential = f->credential,
                                      .something_changed = TRUE };

  kitte_prover_run_async (prover, &request, f->report, f->cancellable, proven_cb, f);
}

static void
run (Fixture *f, const State *state, void (*start) (Fixture *, KitteServer *, KitteServer *))
{
  g_autoptr (KitteServer) incoming = find_server (state->incoming, TRUE);
  g_autoptr (KitteServer) outgoing = find_server (state->outgoing, FALSE);

  f->events_before = state->event != NULL ? count_events (state) : 0;
  start (f, incoming, outgoing);
  wait_for_state (f, state);
  assert_ends_at_once (f);
  assert_cancelled (f);
  let_pass ();
}

static void
test_verifier (Fixture *f, gconstpointer data)
{
  run (f, data, start_verifier);
}

static void
test_prover (Fixture *f, gconstpointer data)
{
  run (f, data, start_prover);
}

/* The budget is being waited for, because another process has it: nothing was sent, nothing is. */
static void
test_budget (Fixture *f, gconstpointer data)
{
  const State ready = { "budget", "imaps:imaps", NULL, FALSE, KITTE_STEP_CAPABILITIES };
  g_autofree char *lock_path = g_strconcat (budget_file, ".lock", NULL);
  int lock = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  guint before = test_mailhost_count_sign_ins (host, NULL, "attempted");

  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  run (f, &ready, start_verifier);
  close (lock);
  let_pass ();
  g_assert_cmpuint (test_mailhost_count_sign_ins (host, NULL, "attempted"), ==, before);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  g_assert_null (kitte_lookup_finish (KITTE_LOOKUP (source), result, &f->error));
  f->done = TRUE;
}

static void
test_lookup (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteLookup) lookup = kitte_lookup_new ();
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@" SILENT_HOST, NULL);
  const KitteLookupRequest request = { .address = address };

  kitte_lookup_async (lookup, &request, NULL, f->cancellable, looked_up_cb, f);
  while (test_dns_server_count (f->dns, SILENT_HOST) == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_ends_at_once (f);
}

static void
add (const char *kind, const State *state, void (*test) (Fixture *, gconstpointer))
{
  g_autofree char *path = g_strdup_printf ("/verify/cancel/%s/%s", kind, state->name);

  g_test_add (path, Fixture, state, set_up, test, tear_down);
}

/* Behaviours of this test’s own are files beside it. */
static char *
behaviour_files (void)
{
  static const char *const own[] = {
    "tls-stalls",         "imap-silent-capability",   "pop3-silent-capa",
    "smtp-silent-ehlo",   "smtp-starttls-unanswered", "imap-scram-unanswered",
    "imap-scram-unproven"
  };
  g_autoptr (GString) names =
      g_string_new ("filtered refused silent-greeting smtp-silent-greeting imap-starttls-silent "
                    "imap-silent-sign-in smtp-silent-sign-in imap-scram-many-rounds "
                    "imap-examine-silent imap-plaintext-only");

  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    g_string_append_printf (names, " %s/tests/engine/verify/%s.json", g_getenv ("KITTE_SOURCE_DIR"),
                            own[i]);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *files = behaviour_files ();
  g_autofree char *folder = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *lock = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("kitte-cancel-XXXXXX", NULL);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  kept = g_build_filename (folder, "kitte", NULL);
  g_mkdir (kept, 0700);
  budget_file = g_build_filename (kept, "sign-ins.json", NULL);
  lock = g_strconcat (budget_file, ".lock", NULL);
  host = test_mailhost_new_script (files, "imaps submissions");
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (host), TRUE);
  surround_with_silence ();
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      add ("verifier", &states[i], test_verifier);
      /* Nobody is asked about a server on this computer unless a test says whom. */
      if (!states[i].asked)
        add ("prover", &states[i], test_prover);
    }
  g_test_add ("/verify/cancel/budget", Fixture, NULL, set_up, test_budget, tear_down);
  g_test_add ("/verify/cancel/lookup", Fixture, NULL, set_up, test_lookup, tear_down);
  status = g_test_run ();
  g_ptr_array_unref (around.witnesses);
  g_unlink (budget_file);
  g_unlink (lock);
  g_rmdir (kept);
  g_rmdir (folder);
  test_mailhost_free (host);
  g_free (budget_file);
  return status;
}

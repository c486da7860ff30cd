/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteSessionKeep against real sockets: who is called and what they are told, when they
 * are told goodbye, and that a check uses what is kept without a trace in what it finds. */
#include "config.h"

#include <glib/gstdio.h>

#include "session/kitte-session-keep.h"
#include "test-mailhost.h"
#include "verify/kitte-verifier.h"

/* Long enough for two sessions to become ready on a busy computer. */
#define SHORT_LIFETIME_MS 5000
#define LONG_LIFETIME_MS 60000

/* A network as the test wants it. */
#define TEST_TYPE_NETWORK (test_network_get_type ())
G_DECLARE_FINAL_TYPE (TestNetwork, test_network, TEST, NETWORK, GObject)

struct _TestNetwork
{
  GObject parent_instance;
  gboolean available;
  gboolean metered;
};

enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
};

static void
test_network_initable_init (GInitableIface *iface)
{
}

static void
test_network_monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_TYPE_WITH_CODE (TestNetwork,
                         test_network,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, test_network_initable_init)
                             G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                    test_network_monitor_init))

static void
test_network_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TestNetwork *self = TEST_NETWORK (object);

  if (id == PROP_CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
  else
    g_value_set_boolean (value, id == PROP_AVAILABLE ? self->available : self->metered);
}

static void
test_network_class_init (TestNetworkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_network_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_network_init (TestNetwork *self)
{
  self->available = TRUE;
}

typedef struct
{
  TestMailhost *host;
  TestNetwork *network;
  KitteSessionKeep *keep;
  KitteProposal *proposal;
  KitteReport *report;
  GCancellable *cancellable;
  GError *error;
  gboolean done;
  gboolean ready;
} Fixture;

/* One authority for the whole process, which reads it once. */
static TestMailhost *shared_host;
static char *folder;

static KitteAddress *
address (const char *text)
{
  g_autoptr (GError) error = NULL;
  KitteAddress *result = kitte_address_new (text, &error);

  g_assert_no_error (error);
  return result;
}

static KitteServer *
server_of (const char *scheme, const char *service)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url =
      g_strdup_printf ("%s://127.0.0.1:%u", scheme, test_mailhost_get_port (shared_host, service));
  KitteServer *server = kitte_server_new_from_url (url, !g_str_has_prefix (scheme, "smtp"), &error);

  g_assert_no_error (error);
  return server;
}

static KitteProposal *
propose (const char *typed, const char *imap, const char *smtp)
{
  g_autoptr (KitteAddress) whose = address (typed);
  KitteProposal *proposal = kitte_proposal_new (whose, KITTE_SOURCE_PRESET, KITTE_TRUST_SURE);

  proposal->origin = KITTE_ORIGIN_SHIPPED;
  proposal->certain = TRUE;
  g_ptr_array_add (proposal->incoming, server_of ("imaps", imap));
  g_ptr_array_add (proposal->outgoing, server_of ("smtps", smtp));
  return proposal;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->host = shared_host;
  f->network = g_object_new (TEST_TYPE_NETWORK, NULL);
  f->keep = kitte_session_keep_new_with (G_NETWORK_MONITOR (f->network), LONG_LIFETIME_MS);
  f->proposal = propose (TEST_MAILHOST_HANAKO, "imaps", "submissions");
  f->report = kitte_report_new ();
  f->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->keep);
  g_clear_object (&f->network);
  g_clear_object (&f->report);
  g_clear_object (&f->cancellable);
  g_clear_error (&f->error);
  g_clear_pointer (&f->proposal, kitte_proposal_unref);
  g_assert_cmpuint (test_mailhost_count_early_credentials (f->host), ==, 0);
}

/* Events of the honest servers, or of one behaviour, since the process began. */
static guint
count (const char *service, const char *event)
{
  return test_mailhost_count (shared_host, service, event, NULL, NULL);
}

static guint
count_lines (const char *event, const char *part)
{
  g_autofree char *text = test_mailhost_read_log (shared_host);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *kind = g_strdup_printf ("\"event\": \"%s\"", event);
  guint found = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], kind) != NULL && strstr (lines[i], part) != NULL)
      found++;
  return found;
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Lets the sessions work until there were @n such lines. */
static void
wait_for_lines (const char *event, const char *part, guint n)
{
  guint tick = g_timeout_add (5, tick_cb, NULL);

  while (count_lines (event, part) < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static void
wait_for_silence (guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;
  guint tick = g_timeout_add (5, tick_cb, NULL);

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
}

static void
prepare_and_wait (Fixture *f, KitteProposal *proposal)
{
  g_assert_true (kitte_session_keep_prepare (f->keep, proposal));
  while (kitte_session_keep_count_ready (f->keep) < 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  kitte_verifier_run_finish (KITTE_VERIFIER (source), result, &f->error);
  f->done = TRUE;
}

/* A press with what is kept; the servers may be others than those of the proposal. */
static void
verify (Fixture *f, KitteServer *incoming, KitteServer *outgoing, const char *password)
{
  g_autofree char *file = g_build_filename (folder, "sign-ins.json", NULL);
  g_autoptr (KitteBudget) budget = kitte_budget_new (file, NULL);
  g_autoptr (KitteVerifier) verifier = kitte_verifier_new_with_budget (budget);
  g_autoptr (KitteSecret) secret = kitte_secret_new (password);
  g_autoptr (KitteCredential) credential = kitte_credential_new (TEST_MAILHOST_HANAKO, secret);
  const KitteVerifyRequest request = { .incoming = incoming,
                                       .outgoing = outgoing,
                                       .incoming_credential = credential,
                                       .outgoing_credential = credential,
                                       .keep = f->keep };

  g_unlink (file);
  f->done = FALSE;
  kitte_verifier_run_async (verifier, &request, f->report, f->cancellable, verified_cb, f);
  while (!f->done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (f->error);
}

static void
assert_steps_once (KitteCheck *check)
{
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);
  guint seen = 0;

  g_assert_cmpuint (n_steps, >, 4);
  for (guint i = 0; i < n_steps; i++)
    {
      g_assert_cmpint (steps[i].state, ==, KITTE_STEP_DONE);
      g_assert_cmpuint (seen & (1u << steps[i].step), ==, 0);
      seen |= 1u << steps[i].step;
    }
  g_assert_cmpint (steps[n_steps - 1].step, ==, KITTE_STEP_SIGN_IN);
}

static void
assert_both_good (Fixture *f)
{
  for (int incoming = 0; incoming < 2; incoming++)
    {
      KitteCheck *check = kitte_report_find_check (f->report, incoming);

      g_test_message ("%s", kitte_check_get_transcript (check));
      g_assert_cmpint (kitte_check_get_result (check), ==, KITTE_RESULT_OK);
      g_assert_cmpint (kitte_check_get_finding (check)->code, ==, KITTE_FINDING_OK);
      assert_steps_once (check);
    }
  g_assert_cmpuint (kitte_report_get_sign_ins_attempted (f->report), ==, 2);
  g_assert_cmpuint (kitte_report_get_sign_ins_failed (f->report), ==, 0);
}

/* Nothing is said before the press but what a connection begins with. */
static void
test_used (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");
  guint heard = count (NULL, "heard");
  guint ehlo = count_lines ("heard", "EHLO [127.0.0.1]");
  KitteCheck *receiving;

  prepare_and_wait (f, f->proposal);
  g_assert_cmpuint (count (NULL, "heard"), ==, heard + 1);
  g_assert_cmpuint (count_lines ("heard", "EHLO [127.0.0.1]"), ==, ehlo + 1);
  verify (f, f->proposal->incoming->pdata[0], f->proposal->outgoing->pdata[0],
          TEST_MAILHOST_PASSWORD);
  assert_both_good (f);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects + 2);
  receiving = kitte_report_find_check (f->report, TRUE);
  g_assert_nonnull (strstr (kitte_check_get_transcript (receiving), "kept ready until here"));
  g_assert_nonnull (kitte_check_get_connection (receiving)->remote);
  g_assert_nonnull (kitte_check_get_connection (receiving)->tls_version);
  g_assert_cmpuint (kitte_check_get_trips (receiving), ==, 4);
}

/* Pressed while the servers still answer: the check goes on with what has begun. */
static void
test_used_on_its_way (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");

  g_assert_true (kitte_session_keep_prepare (f->keep, f->proposal));
  verify (f, f->proposal->incoming->pdata[0], f->proposal->outgoing->pdata[0],
          TEST_MAILHOST_PASSWORD);
  assert_both_good (f);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects + 2);
}

static void
test_wrong_password (Fixture *f, gconstpointer data)
{
  guint failed = test_mailhost_count_sign_ins (f->host, NULL, "failed");
  KitteCheck *check;

  prepare_and_wait (f, f->proposal);
  verify (f, f->proposal->incoming->pdata[0], f->proposal->outgoing->pdata[0], "mistaken-word");
  check = kitte_report_find_check (f->report, TRUE);
  g_assert_cmpint (kitte_check_get_finding (check)->code, ==, KITTE_FINDING_AUTH_REJECTED);
  g_assert_cmpuint (kitte_report_get_sign_ins_attempted (f->report), ==, 1);
  g_assert_cmpuint (test_mailhost_count_sign_ins (f->host, NULL, "failed"), ==, failed + 1);
}

/* The servers did not wait: they are called once more, and nobody notices. */
static void
test_closed_meanwhile (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteProposal) proposal =
      propose (TEST_MAILHOST_HANAKO, "imap-idles-out", "smtp-idles-out");

  g_assert_true (kitte_session_keep_prepare (f->keep, proposal));
  wait_for_lines ("close", "imap-idles-out", 1);
  wait_for_lines ("close", "smtp-idles-out", 1);
  verify (f, proposal->incoming->pdata[0], proposal->outgoing->pdata[0], TEST_MAILHOST_PASSWORD);
  assert_both_good (f);
  g_assert_cmpuint (count ("imap-idles-out", "connect"), ==, 2);
  g_assert_cmpuint (count ("smtp-idles-out", "connect"), ==, 2);
  g_assert_cmpuint (test_mailhost_count_sign_ins (f->host, "smtp-idles-out", "attempted"), ==, 1);
}

/* The sending server hangs up after the press, while receiving is still being answered. */
static void
test_closed_while_waiting (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteProposal) proposal =
      propose (TEST_MAILHOST_HANAKO, "imap-takes-its-time", "smtp-idles-out-late");

  g_assert_true (kitte_session_keep_prepare (f->keep, proposal));
  verify (f, proposal->incoming->pdata[0], proposal->outgoing->pdata[0], TEST_MAILHOST_PASSWORD);
  assert_both_good (f);
  g_assert_cmpuint (count ("smtp-idles-out-late", "connect"), ==, 2);
  g_assert_cmpuint (test_mailhost_count_sign_ins (f->host, "smtp-idles-out-late", "attempted"), ==,
                    1);
}

static guint
count_goodbyes (void)
{
  return count_lines ("close", "\"goodbye\": true");
}

static void
test_expires (Fixture *f, gconstpointer data)
{
  guint goodbyes = count_goodbyes ();

  g_clear_object (&f->keep);
  f->keep = kitte_session_keep_new_with (G_NETWORK_MONITOR (f->network), SHORT_LIFETIME_MS);
  prepare_and_wait (f, f->proposal);
  wait_for_lines ("close", "\"goodbye\": true", goodbyes + 2);
  g_assert_null (kitte_session_keep_take (f->keep, f->proposal->incoming->pdata[0]));
}

/* The window is closed, or the person gives up. */
static void
test_goodbye (Fixture *f, gconstpointer data)
{
  guint goodbyes = count_goodbyes ();

  prepare_and_wait (f, f->proposal);
  if (data != NULL)
    g_clear_object (&f->keep);
  else
    kitte_session_keep_close (f->keep);
  wait_for_lines ("close", "\"goodbye\": true", goodbyes + 2);
}

static void
test_other_address (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteProposal) other = propose (TEST_MAILHOST_TARO, "imaps", "submissions");
  guint goodbyes = count_goodbyes ();
  guint connects = count (NULL, "connect");

  prepare_and_wait (f, f->proposal);
  g_assert_false (kitte_session_keep_prepare (f->keep, f->proposal));
  prepare_and_wait (f, other);
  wait_for_lines ("close", "\"goodbye\": true", goodbyes + 2);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects + 4);
  /* Once for each address: going back to it closes, and calls nobody. */
  g_assert_false (kitte_session_keep_prepare (f->keep, f->proposal));
  wait_for_lines ("close", "\"goodbye\": true", goodbyes + 4);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects + 4);
}

static void
test_network (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");

  if (g_str_equal (data, "metered"))
    f->network->metered = TRUE;
  else
    f->network->available = FALSE;
  kitte_session_keep_prepare (f->keep, f->proposal);
  wait_for_silence (100);
  g_assert_null (kitte_session_keep_take (f->keep, f->proposal->incoming->pdata[0]));
  g_assert_cmpuint (count (NULL, "connect"), ==, connects);
}

static void
test_only_fixed_hosts (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");

  for (guint i = 0; i < 7; i++)
    {
      g_autofree char *typed = g_strdup_printf ("person%u@demo.kitte.test", i);
      g_autoptr (KitteProposal) proposal = propose (typed, "imaps", "submissions");

      if (i == 0)
        proposal->source = KITTE_SOURCE_MANUAL;
      else if (i == 1)
        proposal->origin = KITTE_ORIGIN_USER;
      else if (i == 2)
        proposal->trust = KITTE_TRUST_TOLD;
      else if (i == 3)
        proposal->certain = FALSE;
      else if (i == 4)
        proposal->no_access = g_strdup ("no");
      else if (i == 5)
        proposal->credential_kind = KITTE_CREDENTIAL_OAUTH2_ONLY;
      else
        g_ptr_array_set_size (proposal->outgoing, 0);
      g_assert_false (kitte_session_keep_prepare (f->keep, proposal));
    }
  wait_for_silence (100);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects);
}

static void
test_switched_off (Fixture *f, gconstpointer data)
{
  g_setenv ("KITTE_WARM_UP", "no", TRUE);
  g_assert_false (kitte_session_keep_prepare (f->keep, f->proposal));
  g_unsetenv ("KITTE_WARM_UP");
}

static void
test_only_the_same (Fixture *f, gconstpointer data)
{
  KitteServer *kept = f->proposal->incoming->pdata[0];
  g_autoptr (KitteServer) starttls = kitte_server_with_security (kept, KITTE_SECURITY_STARTTLS);
  g_autoptr (KitteServer) other = server_of ("imaps", "imap-takes-its-time");
  g_autoptr (KitteServer) named = kitte_server_with_username (kept, "somebody");
  g_autoptr (KitteSession) session = NULL;

  prepare_and_wait (f, f->proposal);
  g_assert_null (kitte_session_keep_take (f->keep, starttls));
  g_assert_null (kitte_session_keep_take (f->keep, other));
  session = kitte_session_keep_take (f->keep, named);
  g_assert_nonnull (session);
  g_assert_null (kitte_session_keep_take (f->keep, named));
}

/* By which methods one may sign in becomes known after the server was called: where the server has
 * none of them, the session is of no use. */
static void
test_narrowed (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) login =
      kitte_server_with_auth (f->proposal->incoming->pdata[0], KITTE_AUTH_LOGIN);
  g_autoptr (KitteServer) digest =
      kitte_server_with_auth (f->proposal->outgoing->pdata[0], KITTE_AUTH_DIGEST_MD5);
  g_autoptr (KitteSession) session = NULL;
  guint goodbyes = count_goodbyes ();
  KitteAuth method;

  prepare_and_wait (f, f->proposal);
  session = kitte_session_keep_take (f->keep, login);
  g_assert_nonnull (session);
  g_assert_true (kitte_session_get_method (session, &method));
  g_assert_cmpint (method, ==, KITTE_AUTH_LOGIN);
  g_assert_null (kitte_session_keep_take (f->keep, digest));
  wait_for_lines ("close", "\"goodbye\": true", goodbyes + 1);
  kitte_session_goodbye (session);
}

/* Those that are likely to be signed in to are brought up once, and stay when the others go. */
static void
test_claimed (Fixture *f, gconstpointer data)
{
  KitteServer *incoming = f->proposal->incoming->pdata[0];
  KitteServer *outgoing = f->proposal->outgoing->pdata[0];
  g_autoptr (KitteSession) session = NULL;
  guint connects = count (NULL, "connect");
  guint goodbyes = count_goodbyes ();

  session = kitte_session_keep_begin (f->keep, incoming, NULL, 0);
  kitte_session_keep_claim (f->keep, incoming, outgoing);
  while (kitte_session_keep_count_ready (f->keep) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (kitte_session_keep_count_open (f->keep), ==, 2);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects + 2);
  kitte_session_keep_drop (f->keep, session);
  kitte_session_keep_drop_unclaimed (f->keep);
  g_assert_cmpuint (kitte_session_keep_count_open (f->keep), ==, 2);
  kitte_session_keep_claim (f->keep, incoming, NULL);
  kitte_session_keep_drop_unclaimed (f->keep);
  g_assert_cmpuint (kitte_session_keep_count_open (f->keep), ==, 1);
  wait_for_lines ("close", "\"goodbye\": true", goodbyes + 1);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *f = user_data;

  f->ready = kitte_session_open_finish (KITTE_SESSION (source), result, &f->error);
  f->done = TRUE;
}

/* Taken over on its way, then given up: the one who waits hears it without the loop waiting for
 * anything.
 */
static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteProposal) proposal =
      propose (TEST_MAILHOST_HANAKO, "silent-greeting", "submissions");
  KitteServer *server = proposal->incoming->pdata[0];
  KitteCheck *check = kitte_report_add_check (f->report, server);
  g_autoptr (KitteSession) session = NULL;
  guint tls = count ("silent-greeting", "tls");

  g_assert_true (kitte_session_keep_prepare (f->keep, proposal));
  wait_for_lines ("tls", "silent-greeting", tls + 1);
  session = kitte_session_keep_take (f->keep, server);
  g_assert_nonnull (session);
  kitte_session_go_on (session, check, 0);
  kitte_session_open_async (session, 0, f->cancellable, opened_cb, f);
  for (guint i = 0; i < 5; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_false (f->done);
  g_cancellable_cancel (f->cancellable);
  while (!f->done && g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_true (f->done);
  g_assert_error (f->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Given up before it was asked for. */
static void
test_closed_on_its_way (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteProposal) proposal =
      propose (TEST_MAILHOST_HANAKO, "silent-greeting", "submissions");
  guint closed = count ("silent-greeting", "close");
  guint tls = count ("silent-greeting", "tls");

  g_assert_true (kitte_session_keep_prepare (f->keep, proposal));
  wait_for_lines ("tls", "silent-greeting", tls + 1);
  kitte_session_keep_close (f->keep);
  wait_for_lines ("close", "silent-greeting", closed + 1);
}

/* The process’s own monitor is made in a thread; whoever asks before it is there gets nothing. */
static void
test_default_network (Fixture *f, gconstpointer data)
{
  guint connects = count (NULL, "connect");

  g_clear_object (&f->keep);
  f->keep = kitte_session_keep_new ();
  g_assert_true (kitte_session_keep_prepare (f->keep, f->proposal));
  g_assert_null (kitte_session_keep_take (f->keep, f->proposal->incoming->pdata[0]));
  wait_for_silence (200);
  g_assert_cmpuint (count (NULL, "connect"), ==, connects);
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

static char *
behaviour_files (void)
{
  g_autofree char *here =
      g_build_filename (g_getenv ("KITTE_SOURCE_DIR"), "tests", "engine", "session", NULL);

  return g_strdup_printf ("silent-greeting %s/imap-idles-out.json %s/smtp-idles-out.json "
                          "%s/smtp-idles-out-late.json %s/imap-takes-its-time.json",
                          here, here, here, here);
}

int
main (int argc, char *argv[])
{
  g_autofree char *files = behaviour_files ();
  g_autofree char *budget = NULL;
  g_autofree char *lock = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("KITTE_WARM_UP");
  folder = g_dir_make_tmp ("kitte-keep-XXXXXX", NULL);
  shared_host = test_mailhost_new_script (files, "imaps submissions");
  g_setenv ("KITTE_CA_FILE", test_mailhost_get_ca_file (shared_host), TRUE);
  add ("/session/keep/used", NULL, test_used);
  add ("/session/keep/used-on-its-way", NULL, test_used_on_its_way);
  add ("/session/keep/wrong-password", NULL, test_wrong_password);
  add ("/session/keep/closed-meanwhile", NULL, test_closed_meanwhile);
  add ("/session/keep/closed-while-waiting", NULL, test_closed_while_waiting);
  add ("/session/keep/expires", NULL, test_expires);
  add ("/session/keep/goodbye/closed", NULL, test_goodbye);
  add ("/session/keep/goodbye/gone", "gone", test_goodbye);
  add ("/session/keep/other-address", NULL, test_other_address);
  add ("/session/keep/network/metered", "metered", test_network);
  add ("/session/keep/network/absent", "absent", test_network);
  add ("/session/keep/network/default", NULL, test_default_network);
  add ("/session/keep/only-fixed-hosts", NULL, test_only_fixed_hosts);
  add ("/session/keep/switched-off", NULL, test_switched_off);
  add ("/session/keep/only-the-same", NULL, test_only_the_same);
  add ("/session/keep/narrowed", NULL, test_narrowed);
  add ("/session/keep/claimed", NULL, test_claimed);
  add ("/session/keep/cancelled", NULL, test_cancelled);
  add ("/session/keep/closed-on-its-way", NULL, test_closed_on_its_way);
  status = g_test_run ();
  budget = g_build_filename (folder, "sign-ins.json", NULL);
  lock = g_build_filename (folder, "sign-ins.json.lock", NULL);
  g_unlink (budget);
  g_unlink (lock);
  g_rmdir (folder);
  test_mailhost_free (shared_host);
  g_free (folder);
  return status;
}

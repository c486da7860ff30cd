/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings both servers up side by side. Receiving signs in first; sending only after that was
 * accepted, so that a wrong password is wrong once. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-verifier.h"

#include "base/kitte-bounds.h"
#include "kitte-budget.h"
#include "session/kitte-session.h"
#include "wire/kitte-resolver.h"
#include "wire/kitte-trust-store.h"

/* Where receiving has failed before any sign-in, what sending has to say is waited for so long: it
 * tells a server that is down from a network that blocks. */
#define GRACE_MS 3000

/* A server that lets a client have one connection needs this long to see that one has ended. */
#define SERIAL_PAUSE_MS 300

struct _KitteVerifier
{
  GObject parent_instance;
  KitteBudget *budget;
};

typedef enum
{
  LEG_WAITING,
  LEG_OPENING,
  LEG_READY,
  LEG_SIGNING_IN,
  LEG_DONE,
} LegState;

typedef struct _Run Run;

/* One direction. */
typedef struct
{
  Run *run;
  KitteServer *server;
  KitteCredential *credential;
  KitteCheck *check;
  KitteSession *session;
  GCancellable *cancellable;
  LegState state;
  guint failures_before;
  guint pause;
  gboolean signed_in;
  gboolean concluded;
} Leg;

enum
{
  RECEIVING,
  SENDING,
  N_LEGS
};

struct _Run
{
  GTask *task;
  KitteReport *report;
  KitteBudget *budget;
  Leg legs[N_LEGS];
  char **cleartext_hosts;
  gboolean something_changed;
  gboolean serial;
  gint64 began;
  gint64 deadline;
  GSource *cancel_source;
  guint grace;
};

G_DEFINE_FINAL_TYPE (KitteVerifier, kitte_verifier, G_TYPE_OBJECT)

static void leg_open (Leg *leg);
static void consider (Run *run);

static void
leg_clear (Leg *leg)
{
  g_clear_handle_id (&leg->pause, g_source_remove);
  g_clear_object (&leg->session);
  g_clear_object (&leg->cancellable);
  g_clear_object (&leg->check);
  g_clear_pointer (&leg->credential, kitte_credential_unref);
  g_clear_pointer (&leg->server, kitte_server_unref);
}

static void
run_clear (Run *run)
{
  for (gsize i = 0; i < N_LEGS; i++)
    leg_clear (&run->legs[i]);
  g_strfreev (run->cleartext_hosts);
  g_clear_object (&run->report);
  g_clear_object (&run->budget);
}

static void
run_unref (Run *run)
{
  g_rc_box_release_full (run, (GDestroyNotify) run_clear);
}

/* For the user data of a call: the leg stays as long as its run. */
static Leg *
leg_ref (Leg *leg)
{
  g_rc_box_acquire (leg->run);
  return leg;
}

static void
leg_unref (Leg *leg)
{
  run_unref (leg->run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Leg, leg_unref)

static gboolean
is_sending (const Leg *leg)
{
  return leg == &leg->run->legs[SENDING];
}

static Leg *
other_leg (Leg *leg)
{
  return &leg->run->legs[is_sending (leg) ? RECEIVING : SENDING];
}

static void
run_stop (Run *run)
{
  g_clear_handle_id (&run->grace, g_source_remove);
  if (run->cancel_source != NULL)
    g_source_destroy (run->cancel_source);
  g_clear_pointer (&run->cancel_source, g_source_unref);
  for (gsize i = 0; i < N_LEGS; i++)
    g_clear_handle_id (&run->legs[i].pause, g_source_remove);
}

static guint
run_elapsed (const Run *run)
{
  return (guint) ((g_get_monotonic_time () - run->began) / 1000);
}

/* The worst of both; a direction that was not asked for says nothing. */
static KitteResult
run_result (const Run *run)
{
  KitteResult result = KITTE_RESULT_OK;

  for (gsize i = 0; i < N_LEGS; i++)
    {
      KitteResult one = run->legs[i].check != NULL ? kitte_check_get_result (run->legs[i].check) :
                                                     KITTE_RESULT_OK;

      if (one == KITTE_RESULT_FAILED || one == KITTE_RESULT_SKIPPED)
        return KITTE_RESULT_FAILED;
      if (one == KITTE_RESULT_UNPROVEN)
        result = KITTE_RESULT_UNPROVEN;
    }
  return result;
}

static void
run_finish_if_done (Run *run)
{
  g_autoptr (GTask) task = NULL;

  if (run->task == NULL || run->legs[RECEIVING].state != LEG_DONE ||
      run->legs[SENDING].state != LEG_DONE)
    return;
  task = g_steal_pointer (&run->task);
  run_stop (run);
  kitte_report_finish (run->report, run_result (run), run_elapsed (run));
  g_task_return_boolean (task, TRUE);
}

/* Ends what the leg’s session does; its callback finds another session, or none, and goes away. */
static void
leg_drop_session (Leg *leg)
{
  g_autoptr (KitteSession) session = g_steal_pointer (&leg->session);

  if (session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (session, leg);
  if (leg->state == LEG_READY || leg->state == LEG_DONE)
    kitte_session_goodbye (session);
  g_cancellable_cancel (leg->cancellable);
  g_clear_object (&leg->cancellable);
}

static void
leg_finish (Leg *leg, KitteResult result, KitteFinding *finding)
{
  g_assert (leg->state != LEG_DONE);
  leg_drop_session (leg);
  leg->state = LEG_DONE;
  kitte_check_finish (leg->check, result, finding);
  consider (leg->run);
}

static void
leg_fail (Leg *leg, KitteFindingCode code, guint seconds)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new_full (code, NULL, NULL, NULL, seconds);

  leg_finish (leg, KITTE_RESULT_FAILED, finding);
}

/* What would be written for this server, as far as it is known. */
static void
leg_note_server (Leg *leg)
{
  g_autoptr (KitteServer) server =
      kitte_session_dup_proven_server (leg->session,
                                       leg->credential != NULL ? leg->credential->username : NULL);

  if (server != NULL)
    kitte_check_set_proven_server (leg->check, server);
}

/* The server takes no password: the mail program signs in by the provider’s page. */
static void
leg_sign_in_later (Leg *leg, const KitteFinding *reason)
{
  g_autoptr (KitteServer) server = kitte_server_with_auth (leg->server, KITTE_AUTH_OAUTH2);
  g_autoptr (KitteFinding) finding =
      kitte_finding_new_full (KITTE_FINDING_SIGN_IN_LATER,
                              reason != NULL ? (const char *const *) reason->evidence : NULL, NULL,
                              NULL, 0);

  if (leg->credential != NULL && server->username == NULL)
    {
      KitteServer *named = kitte_server_with_username (server, leg->credential->username);

      kitte_server_unref (server);
      server = named;
    }
  kitte_check_set_proven_server (leg->check, server);
  leg_finish (leg, KITTE_RESULT_UNPROVEN, finding);
}

static gboolean
may_be_lock_out (KitteFindingCode code)
{
  return code == KITTE_FINDING_REFUSED || code == KITTE_FINDING_TIMED_OUT ||
         code == KITTE_FINDING_NO_GREETING || code == KITTE_FINDING_CLOSED ||
         code == KITTE_FINDING_RESET || code == KITTE_FINDING_GREETING_REJECTED;
}

/* A host that turns away whom it rejected a moment ago is not down. */
static void
leg_fail_before_sign_in (Leg *leg, KitteFinding *finding)
{
  g_autoptr (KitteFinding) locked = NULL;
  g_autoptr (GStrvBuilder) evidence = NULL;
  g_auto (GStrv) lines = NULL;

  if (leg->failures_before == 0 || !may_be_lock_out (finding->code))
    {
      leg_finish (leg, KITTE_RESULT_FAILED, finding);
      return;
    }
  evidence = g_strv_builder_new ();
  g_strv_builder_add (evidence, kitte_finding_code_to_nick (finding->code));
  g_strv_builder_addv (evidence, (const char **) finding->evidence);
  lines = g_strv_builder_end (evidence);
  locked = kitte_finding_new_full (KITTE_FINDING_AUTH_LOCKED_OUT, (const char *const *) lines, NULL,
                                   NULL, 0);
  leg_finish (leg, KITTE_RESULT_FAILED, locked);
}

static KitteBudgetOutcome
outcome_of (KitteFindingCode code)
{
  switch ((int) code)
    {
    case KITTE_FINDING_AUTH_REJECTED:
    case KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED:
    case KITTE_FINDING_AUTH_OAUTH_NEEDED:
    case KITTE_FINDING_AUTH_SERVICE_DISABLED:
    case KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED:
    case KITTE_FINDING_AUTH_LOCKED_OUT:
    case KITTE_FINDING_ACCOUNT_DISABLED:
    case KITTE_FINDING_PASSWORD_EXPIRED:
      return KITTE_BUDGET_REJECTED;
    default:
      return KITTE_BUDGET_UNCLEAR;
    }
}

/* The session has nothing more to say: what did it prove? */
static void
leg_conclude (Leg *leg)
{
  KitteFinding *reason = kitte_session_get_finding (leg->session);
  g_autoptr (KitteFinding) finding = NULL;

  if (leg->signed_in)
    leg_note_server (leg);
  if (reason != NULL)
    {
      finding = kitte_finding_ref (reason);
      leg_finish (leg, KITTE_RESULT_FAILED, finding);
      return;
    }
  finding =
      kitte_finding_new (kitte_session_get_encrypted (leg->session) ? KITTE_FINDING_OK :
                                                                      KITTE_FINDING_OK_UNENCRYPTED,
                         NULL);
  kitte_session_goodbye (leg->session);
  leg_finish (leg, KITTE_RESULT_OK, finding);
}

static void
rejection_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
  if (leg->state == LEG_SIGNING_IN && leg->run->task != NULL)
    leg_conclude (leg);
}

static void
acceptance_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
  leg->signed_in = TRUE;
  if (leg->state != LEG_SIGNING_IN || leg->run->task == NULL)
    return;
  if (leg->concluded)
    leg_conclude (leg);
  else
    consider (leg->run);
}

/* The other direction need not wait until this one has looked at its mailbox. */
static void
accepted_cb (KitteSession *session, gpointer user_data)
{
  Leg *leg = user_data;

  kitte_report_count_sign_in (leg->run->report, TRUE);
  kitte_budget_end_async (leg->run->budget, leg->server->host, leg->credential,
                          KITTE_BUDGET_ACCEPTED, acceptance_noted_cb, leg_ref (leg));
}

/* What the host may have counted is told to the budget, also where nobody waits any more. */
static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;
  KitteSession *session = KITTE_SESSION (source);
  g_autoptr (GError) error = NULL;
  KitteBudgetOutcome outcome = KITTE_BUDGET_UNSENT;

  kitte_session_sign_in_finish (session, result, &error);
  leg->concluded = TRUE;
  if (kitte_session_get_signed_in (session))
    {
      if (leg->signed_in && leg->state == LEG_SIGNING_IN && leg->run->task != NULL)
        leg_conclude (leg);
      return;
    }
  if (kitte_session_get_sign_in_sent (session))
    {
      outcome = error != NULL ? KITTE_BUDGET_UNCLEAR :
                                outcome_of (kitte_session_get_finding (session)->code);
      kitte_report_count_sign_in (leg->run->report, FALSE);
    }
  kitte_budget_end_async (leg->run->budget, leg->server->host, leg->credential, outcome,
                          rejection_noted_cb, leg_ref (leg));
}

static void
take_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
}

static void
budget_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;
  guint seconds;
  KitteBudgetVerdict verdict = kitte_budget_begin_finish (KITTE_BUDGET (source), result, &seconds);

  if (leg->state != LEG_SIGNING_IN || leg->run->task == NULL)
    {
      if (verdict == KITTE_BUDGET_ALLOWED)
        kitte_budget_end_async (leg->run->budget, leg->server->host, leg->credential,
                                KITTE_BUDGET_UNSENT, take_back_cb, leg_ref (leg));
      return;
    }
  if (verdict != KITTE_BUDGET_ALLOWED)
    {
      kitte_session_goodbye (leg->session);
      leg_fail (leg, KITTE_FINDING_BUDGET_SPENT, seconds);
      return;
    }
  kitte_session_sign_in_async (leg->session, leg->credential, leg->cancellable, signed_in_cb,
                               leg_ref (leg));
}

static gboolean
is_cleartext_allowed (const Leg *leg)
{
  return leg->run->cleartext_hosts != NULL &&
         g_strv_contains ((const char *const *) leg->run->cleartext_hosts, leg->server->host);
}

/* Everything but the sign-in is known to be right. */
static void
leg_decide (Leg *leg)
{
  KitteAuth method = KITTE_AUTH_NONE;

  kitte_session_get_method (leg->session, &method);
  if (method == KITTE_AUTH_OAUTH2)
    leg_sign_in_later (leg, NULL);
  else if (!kitte_session_get_encrypted (leg->session) && !is_cleartext_allowed (leg))
    leg_fail (leg, KITTE_FINDING_PLAINTEXT_ONLY, 0);
  else if (method == KITTE_AUTH_NONE)
    leg_fail (leg, KITTE_FINDING_AUTH_NOT_OFFERED, 0);
  else if (leg->credential == NULL)
    {
      leg_note_server (leg);
      leg_finish (leg, KITTE_RESULT_UNPROVEN, NULL);
    }
  else if (kitte_report_get_sign_ins_failed (leg->run->report) > 0)
    leg_fail (leg, KITTE_FINDING_BUDGET_SPENT, 0);
  else
    {
      leg->state = LEG_SIGNING_IN;
      kitte_budget_begin_async (leg->run->budget, leg->server->host, leg->credential,
                                leg->run->something_changed, budget_begun_cb, leg_ref (leg));
    }
}

static gboolean
pause_cb (gpointer user_data)
{
  Leg *leg = user_data;

  leg->pause = 0;
  leg_open (leg);
  return G_SOURCE_REMOVE;
}

static void
leg_open_after_pause (Leg *leg)
{
  if (leg->pause == 0)
    leg->pause = g_timeout_add (SERIAL_PAUSE_MS, pause_cb, leg);
}

static gboolean
may_be_one_connection (KitteFindingCode code)
{
  return code == KITTE_FINDING_TOO_MANY_CONNECTIONS || code == KITTE_FINDING_GREETING_REJECTED ||
         code == KITTE_FINDING_SERVER_UNAVAILABLE || code == KITTE_FINDING_CLOSED ||
         code == KITTE_FINDING_RESET;
}

static gboolean
is_same_machine (Leg *a, Leg *b)
{
  GInetAddress *first = a->session != NULL ? kitte_session_get_remote_address (a->session) : NULL;
  GInetAddress *second = b->session != NULL ? kitte_session_get_remote_address (b->session) : NULL;

  return g_str_equal (a->server->host, b->server->host) ||
         (first != NULL && second != NULL && g_inet_address_equal (first, second));
}

/* Some servers let a client have one connection: then both are checked one after the other, once,
 * and the first refusal is no failure. */
static gboolean
begin_serial (Leg *leg, const KitteFinding *finding)
{
  Leg *other = other_leg (leg);

  if (leg->run->serial || !may_be_one_connection (finding->code) || other->session == NULL ||
      other->state == LEG_DONE || !is_same_machine (leg, other))
    return FALSE;
  leg->run->serial = TRUE;
  leg_drop_session (leg);
  leg->state = LEG_WAITING;
  if (!is_sending (leg))
    {
      leg_drop_session (other);
      other->state = LEG_WAITING;
      leg_open_after_pause (leg);
    }
  return TRUE;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;
  KitteSession *session = KITTE_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteFinding) finding = NULL;
  gboolean ready = kitte_session_open_finish (session, result, &error);

  if (leg->session != session || leg->run->task == NULL || error != NULL)
    return;
  if (ready)
    {
      leg->state = LEG_READY;
      consider (leg->run);
      return;
    }
  finding = kitte_finding_ref (kitte_session_get_finding (session));
  if (finding->code == KITTE_FINDING_AUTH_OAUTH_NEEDED)
    leg_sign_in_later (leg, finding);
  else if (!begin_serial (leg, finding))
    leg_fail_before_sign_in (leg, finding);
}

static void
leg_open (Leg *leg)
{
  leg->state = LEG_OPENING;
  leg->cancellable = g_cancellable_new ();
  leg->session = kitte_session_new (leg->server, leg->check);
  g_signal_connect (leg->session, "signed-in", G_CALLBACK (accepted_cb), leg);
  if (is_cleartext_allowed (leg))
    kitte_session_allow_cleartext (leg->session);
  kitte_session_open_async (leg->session, leg->run->deadline, leg->cancellable, opened_cb,
                            leg_ref (leg));
}

static gboolean
grace_cb (gpointer user_data)
{
  Run *run = user_data;

  run->grace = 0;
  leg_finish (&run->legs[SENDING], KITTE_RESULT_SKIPPED, NULL);
  return G_SOURCE_REMOVE;
}

/* Receiving has failed: sending is not signed in to. If no sign-in was made, its way to the sign-in
 * is still worth knowing. */
static void
consider_sending_alone (Run *run)
{
  Leg *sending = &run->legs[SENDING];
  KitteFinding *finding = kitte_check_get_finding (run->legs[RECEIVING].check);
  gboolean judged = kitte_report_get_sign_ins_attempted (run->report) > 0 ||
                    (finding != NULL && finding->code == KITTE_FINDING_BUDGET_SPENT);

  if (sending->state == LEG_OPENING && !judged)
    {
      if (run->grace == 0)
        run->grace = g_timeout_add (GRACE_MS, grace_cb, run);
    }
  else if (sending->state != LEG_DONE)
    leg_finish (sending, KITTE_RESULT_SKIPPED, NULL);
}

static void
consider_sending (Run *run)
{
  Leg *receiving = &run->legs[RECEIVING];
  Leg *sending = &run->legs[SENDING];
  KitteResult received =
      receiving->check != NULL ? kitte_check_get_result (receiving->check) : KITTE_RESULT_OK;

  if (received == KITTE_RESULT_FAILED && !receiving->signed_in)
    consider_sending_alone (run);
  else if (sending->state == LEG_WAITING && receiving->state == LEG_DONE)
    leg_open_after_pause (sending);
  else if (sending->state == LEG_READY && received == KITTE_RESULT_UNPROVEN)
    {
      g_clear_pointer (&sending->credential, kitte_credential_unref);
      leg_decide (sending);
    }
  else if (sending->state == LEG_READY)
    leg_decide (sending);
}

/* Called whenever a leg has come further: decides what may be done next. */
static void
consider (Run *run)
{
  g_rc_box_acquire (run);
  if (run->task != NULL && run->legs[RECEIVING].state == LEG_READY)
    leg_decide (&run->legs[RECEIVING]);
  if (run->task != NULL && run->legs[SENDING].state != LEG_DONE &&
      (run->legs[RECEIVING].state == LEG_DONE || run->legs[RECEIVING].signed_in))
    consider_sending (run);
  run_finish_if_done (run);
  run_unref (run);
}

static gboolean
return_cancelled_cb (gpointer user_data)
{
  g_task_return_error_if_cancelled (G_TASK (user_data));
  return G_SOURCE_REMOVE;
}

/* The connections hear of it first, so that each can say goodbye; then the caller does. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Run *run = user_data;
  GTask *task = g_steal_pointer (&run->task);

  run_stop (run);
  for (gsize i = 0; i < N_LEGS; i++)
    {
      Leg *leg = &run->legs[i];

      if (leg->state == LEG_DONE)
        continue;
      leg_drop_session (leg);
      leg->state = LEG_DONE;
      kitte_check_finish (leg->check, KITTE_RESULT_CANCELLED, NULL);
    }
  kitte_report_finish (run->report, KITTE_RESULT_CANCELLED, run_elapsed (run));
  g_idle_add_full (G_PRIORITY_DEFAULT, return_cancelled_cb, task, g_object_unref);
  return G_SOURCE_REMOVE;
}

static void
failures_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Leg) leg = user_data;

  leg->failures_before = kitte_budget_count_failures_finish (KITTE_BUDGET (source), result);
}

static void
leg_init (Run *run,
          guint index,
          KitteReport *report,
          KitteServer *server,
          KitteCredential *credential)
{
  Leg *leg = &run->legs[index];

  leg->run = run;
  leg->state = server != NULL ? LEG_WAITING : LEG_DONE;
  if (server == NULL)
    return;
  leg->server = kitte_server_ref (server);
  leg->credential = credential != NULL ? kitte_credential_ref (credential) : NULL;
  leg->check = g_object_ref (kitte_report_add_check (report, server));
}

static void
leg_begin (Leg *leg)
{
  if (leg->state == LEG_DONE)
    return;
  kitte_budget_count_failures_async (leg->run->budget, leg->server->host, failures_counted_cb,
                                     leg_ref (leg));
  leg_open (leg);
}

static void
watch_cancellable (Run *run, GCancellable *cancellable)
{
  run->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (run->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (run->cancel_source, G_SOURCE_FUNC (cancelled_cb), run, NULL);
  g_source_attach (run->cancel_source, NULL);
}

static void
kitte_verifier_finalize (GObject *object)
{
  g_clear_object (&KITTE_VERIFIER (object)->budget);
  G_OBJECT_CLASS (kitte_verifier_parent_class)->finalize (object);
}

static void
kitte_verifier_class_init (KitteVerifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_verifier_finalize;
}

static void
kitte_verifier_init (KitteVerifier *self)
{
}

/**
 * kitte_verifier_new:
 *
 * Also begins to load whom this computer trusts, so making a verifier early saves time later.
 *
 * Returns: (transfer full): a verifier, good for any number of runs
 */
KitteVerifier *
kitte_verifier_new (void)
{
  return kitte_verifier_new_with_budget (kitte_budget_get_default ());
}

/**
 * kitte_verifier_new_with_budget:
 * @budget: (transfer none): another budget than the person’s own
 *
 * Returns: (transfer full): a verifier, good for any number of runs
 */
KitteVerifier *
kitte_verifier_new_with_budget (KitteBudget *budget)
{
  KitteVerifier *self;

  g_return_val_if_fail (KITTE_IS_BUDGET (budget), NULL);

  kitte_resolver_install ();
  kitte_trust_store_get_default ();
  self = g_object_new (KITTE_TYPE_VERIFIER, NULL);
  self->budget = g_object_ref (budget);
  return self;
}

/**
 * kitte_verifier_run_async:
 * @request: copied
 * @report: (transfer none): gets a check for each server, receiving first; sign-ins that it counts
 *   as failed already belong to the same press, and there is no second one
 *
 * Proves both servers. What they did is in @report; the run itself only fails when it is cancelled.
 * On the main context.
 */
void
kitte_verifier_run_async (KitteVerifier *self,
                          const KitteVerifyRequest *request,
                          KitteReport *report,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  guint seconds;
  Run *run;

  g_return_if_fail (KITTE_IS_VERIFIER (self));
  g_return_if_fail (request != NULL && KITTE_IS_REPORT (report));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_verifier_run_async);
  /* A run that came to its end before it was cancelled has its result. */
  g_task_set_check_cancellable (task, FALSE);
  run = g_rc_box_new0 (Run);
  g_task_set_task_data (task, run, (GDestroyNotify) run_unref);
  seconds = request->deadline > 0 ? request->deadline : KITTE_DEFAULT_DEADLINE;
  run->report = g_object_ref (report);
  run->budget = g_object_ref (self->budget);
  run->cleartext_hosts = g_strdupv ((char **) request->cleartext_hosts);
  run->something_changed = request->something_changed;
  run->began = g_get_monotonic_time ();
  run->deadline = run->began + (gint64) seconds * G_USEC_PER_SEC;
  run->task = g_steal_pointer (&task);
  leg_init (run, RECEIVING, report, request->incoming, request->incoming_credential);
  leg_init (run, SENDING, report, request->outgoing, request->outgoing_credential);
  watch_cancellable (run, cancellable);
  leg_begin (&run->legs[RECEIVING]);
  leg_begin (&run->legs[SENDING]);
  consider (run);
}

/**
 * kitte_verifier_run_finish:
 *
 * Returns: %TRUE when the run went to its end, whatever it established; %FALSE with
 *   %G_IO_ERROR_CANCELLED otherwise
 */
gboolean
kitte_verifier_run_finish (KitteVerifier *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

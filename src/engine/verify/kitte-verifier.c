/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Brings both servers up side by side. Receiving signs in first; sending only after that was
 * accepted, so that a wrong password is wrong once. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-verifier.h"

#include "base/kitte-bounds.h"
#include "kitte-verify-leg.h"
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
  const KitteSurroundings *surroundings;
};

enum
{
  RECEIVING,
  SENDING,
  N_LEGS
};

/* A run: its legs, of which one may be %NULL. */
typedef struct
{
  GTask *task;
  KitteReport *report;
  KitteVerifyLeg *legs[N_LEGS];
  gboolean serial;
  gint64 began;
  GSource *cancel_source;
  guint grace;
  guint pause;
} Run;

G_DEFINE_FINAL_TYPE (KitteVerifier, kitte_verifier, G_TYPE_OBJECT)

static void
run_stop (Run *run)
{
  g_clear_handle_id (&run->grace, g_source_remove);
  g_clear_handle_id (&run->pause, g_source_remove);
  if (run->cancel_source != NULL)
    g_source_destroy (run->cancel_source);
  g_clear_pointer (&run->cancel_source, g_source_unref);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  run_stop (run);
  for (gsize i = 0; i < N_LEGS; i++)
    g_clear_pointer (&run->legs[i], kitte_verify_leg_unref);
  g_object_unref (run->report);
  g_free (run);
}

static gboolean
is_done (const KitteVerifyLeg *leg)
{
  return leg == NULL || leg->state == KITTE_LEG_DONE;
}

/* A direction that was not asked for is in nobody’s way. */
static KitteResult
result_of (const KitteVerifyLeg *leg)
{
  return leg != NULL ? kitte_check_get_result (leg->check) : KITTE_RESULT_OK;
}

static guint
elapsed (const Run *run)
{
  return (guint) ((g_get_monotonic_time () - run->began) / 1000);
}

/* The worst of both. */
static KitteResult
sum_up (const Run *run)
{
  KitteResult result = KITTE_RESULT_OK;

  for (gsize i = 0; i < N_LEGS; i++)
    {
      KitteResult one = result_of (run->legs[i]);

      if (one == KITTE_RESULT_FAILED || one == KITTE_RESULT_SKIPPED)
        return KITTE_RESULT_FAILED;
      if (one == KITTE_RESULT_UNPROVEN)
        result = KITTE_RESULT_UNPROVEN;
    }
  return result;
}

/* From here on the legs’ late answers find nobody. */
static GTask *
run_end (Run *run, KitteResult result)
{
  run_stop (run);
  for (gsize i = 0; i < N_LEGS; i++)
    if (run->legs[i] != NULL)
      kitte_verify_leg_cancel (run->legs[i]);
  kitte_report_finish (run->report, result, elapsed (run));
  return g_steal_pointer (&run->task);
}

static gboolean
grace_cb (gpointer user_data)
{
  Run *run = user_data;

  run->grace = 0;
  kitte_verify_leg_skip (run->legs[SENDING]);
  return G_SOURCE_REMOVE;
}

/* Receiving has failed: sending is not signed in to. If no sign-in was made, its way to the sign-in
 * is still worth knowing. */
static void
consider_sending_alone (Run *run)
{
  KitteVerifyLeg *sending = run->legs[SENDING];
  KitteFinding *finding = kitte_check_get_finding (run->legs[RECEIVING]->check);
  gboolean judged = kitte_report_get_sign_ins_attempted (run->report) > 0 ||
                    (finding != NULL && finding->code == KITTE_FINDING_BUDGET_SPENT);

  if (sending->state != KITTE_LEG_OPENING || judged)
    kitte_verify_leg_skip (sending);
  else if (run->grace == 0)
    run->grace = g_timeout_add (GRACE_MS, grace_cb, run);
}

static gboolean
pause_cb (gpointer user_data)
{
  Run *run = user_data;
  gboolean receiving = !is_done (run->legs[RECEIVING]);

  run->pause = 0;
  kitte_verify_leg_open (run->legs[receiving ? RECEIVING : SENDING]);
  return G_SOURCE_REMOVE;
}

/* Opens what waits for the other to be closed. */
static void
open_after_pause (Run *run)
{
  if (run->pause == 0)
    run->pause = g_timeout_add (SERIAL_PAUSE_MS, pause_cb, run);
}

static void
consider_sending (Run *run)
{
  KitteVerifyLeg *receiving = run->legs[RECEIVING];
  KitteVerifyLeg *sending = run->legs[SENDING];
  KitteResult received = result_of (receiving);

  if (received == KITTE_RESULT_FAILED && !receiving->signed_in)
    consider_sending_alone (run);
  else if (sending->state == KITTE_LEG_WAITING && is_done (receiving))
    open_after_pause (run);
  else if (sending->state == KITTE_LEG_READY)
    {
      /* Where receiving was not signed in to, sending is not either. */
      if (received == KITTE_RESULT_UNPROVEN)
        g_clear_pointer (&sending->credential, kitte_credential_unref);
      kitte_verify_leg_decide (sending);
    }
}

/* Called whenever a leg has come further: decides what may be done next. */
static void
moved_cb (KitteVerifyLeg *leg, gpointer user_data)
{
  Run *run = user_data;
  KitteVerifyLeg *receiving = run->legs[RECEIVING];

  if (leg == receiving && leg->state == KITTE_LEG_READY)
    kitte_verify_leg_decide (leg);
  else if (!is_done (run->legs[SENDING]) && (is_done (receiving) || receiving->signed_in))
    consider_sending (run);
  else if (is_done (receiving) && is_done (run->legs[SENDING]) && run->task != NULL)
    {
      g_autoptr (GTask) task = run_end (run, sum_up (run));

      g_task_return_boolean (task, TRUE);
    }
}

static gboolean
may_be_one_connection (KitteFindingCode code)
{
  return code == KITTE_FINDING_TOO_MANY_CONNECTIONS || code == KITTE_FINDING_GREETING_REJECTED ||
         code == KITTE_FINDING_SERVER_UNAVAILABLE || code == KITTE_FINDING_CLOSED ||
         code == KITTE_FINDING_RESET;
}

static gboolean
is_same_machine (const KitteVerifyLeg *a, const KitteVerifyLeg *b)
{
  return g_str_equal (a->server->host, b->server->host) ||
         (a->remote != NULL && b->remote != NULL && g_inet_address_equal (a->remote, b->remote));
}

/* Whether the other direction had a connection when this one was refused; it may be over by now. */
static gboolean
had_connection (const KitteVerifyLeg *leg)
{
  return leg != NULL && leg->state != KITTE_LEG_WAITING &&
         kitte_check_get_result (leg->check) != KITTE_RESULT_FAILED;
}

/* Some servers let a client have one connection: then both are checked one after the other, once,
 * and the first refusal is no failure. */
static gboolean
failed_cb (KitteVerifyLeg *leg, const KitteFinding *finding, gpointer user_data)
{
  Run *run = user_data;
  gboolean receiving = leg == run->legs[RECEIVING];
  KitteVerifyLeg *other = run->legs[receiving ? SENDING : RECEIVING];

  if (run->serial || !may_be_one_connection (finding->code) || !had_connection (other) ||
      !is_same_machine (leg, other))
    return FALSE;
  run->serial = TRUE;
  kitte_verify_leg_put_off (leg);
  if (receiving)
    kitte_verify_leg_put_off (other);
  if (receiving || is_done (other))
    open_after_pause (run);
  return TRUE;
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
  GTask *task = run_end (user_data, KITTE_RESULT_CANCELLED);

  g_idle_add_full (G_PRIORITY_DEFAULT, return_cancelled_cb, task, g_object_unref);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Run *run, GCancellable *cancellable)
{
  run->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (run->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (run->cancel_source, G_SOURCE_FUNC (cancelled_cb), run, NULL);
  g_source_attach (run->cancel_source, NULL);
}

static KitteVerifyLeg *
make_leg (Run *run,
          KitteVerifier *self,
          const KitteVerifyRequest *request,
          KitteServer *server,
          KitteCredential *credential)
{
  guint seconds = request->deadline > 0 ? request->deadline : KITTE_DEFAULT_DEADLINE;
  KitteVerifyLeg *leg;

  if (server == NULL)
    return NULL;
  leg = kitte_verify_leg_new (server, credential, run->report, self->budget);
  leg->surroundings = self->surroundings;
  leg->has_more =
      kitte_server_is_incoming (server) ? request->incoming_has_more : request->outgoing_has_more;
  leg->moved = moved_cb;
  leg->failed = failed_cb;
  leg->user_data = run;
  leg->deadline = run->began + (gint64) seconds * G_USEC_PER_SEC;
  leg->something_changed = request->something_changed;
  /* The last one before the lock is the person’s own to make. */
  leg->pop_before_smtp = request->pop_before_smtp;
  leg->receives_too = request->incoming != NULL ? kitte_server_ref (request->incoming) : NULL;
  leg->stay = request->stay;
  leg->most = request->locks_after > 0 ? MAX (1, request->locks_after - 1) : 0;
  leg->keep = request->keep != NULL ? g_object_ref (request->keep) : NULL;
  leg->cleartext_allowed =
      request->cleartext_hosts != NULL && g_strv_contains (request->cleartext_hosts, server->host);
  return leg;
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
  self->surroundings = kitte_surroundings_get_default ();
  return self;
}

/**
 * kitte_verifier_set_surroundings:
 * @surroundings: (transfer none): outlives @self; for tests
 */
void
kitte_verifier_set_surroundings (KitteVerifier *self, const KitteSurroundings *surroundings)
{
  g_return_if_fail (KITTE_IS_VERIFIER (self) && surroundings != NULL);

  self->surroundings = surroundings;
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
  Run *run;

  g_return_if_fail (KITTE_IS_VERIFIER (self));
  g_return_if_fail (request != NULL && KITTE_IS_REPORT (report));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_verifier_run_async);
  /* A run that came to its end before it was cancelled has its result. */
  g_task_set_check_cancellable (task, FALSE);
  run = g_new0 (Run, 1);
  g_task_set_task_data (task, run, run_free);
  run->report = g_object_ref (report);
  run->began = g_get_monotonic_time ();
  run->task = g_steal_pointer (&task);
  run->legs[RECEIVING] =
      make_leg (run, self, request, request->incoming, request->incoming_credential);
  run->legs[SENDING] =
      make_leg (run, self, request, request->outgoing, request->outgoing_credential);
  watch_cancellable (run, cancellable);
  for (gsize i = 0; i < N_LEGS; i++)
    if (run->legs[i] != NULL)
      kitte_verify_leg_open (run->legs[i]);
  if (run->legs[RECEIVING] == NULL && run->legs[SENDING] == NULL)
    {
      g_autoptr (GTask) idle = run_end (run, KITTE_RESULT_UNPROVEN);

      g_task_return_boolean (idle, TRUE);
    }
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

/**
 * kitte_verifier_take_session:
 * @result: of a run whose request said that sessions are to stay
 * @incoming: the receiving one, or the sending one
 *
 * A session that nobody takes is told goodbye.
 *
 * Returns: (transfer full) (nullable): the session that was signed in, for
 *   kitte_session_run_async(); %NULL where that direction was not proven
 */
KitteSession *
kitte_verifier_take_session (KitteVerifier *self, GAsyncResult *result, gboolean incoming)
{
  Run *run;
  KitteVerifyLeg *leg;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  run = g_task_get_task_data (G_TASK (result));
  leg = run->legs[incoming ? RECEIVING : SENDING];
  return leg != NULL ? g_steal_pointer (&leg->stayed) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls the servers that the plan names, up to where one could sign in: greeting, TLS with
 * everything that is checked of a certificate, capabilities. There is no credential anywhere near.
 * Who is not the one is told goodbye; who is stays in the keep, for the check. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-probe.h"

#include "kitte-probe-hosts.h"

/* One server that accepts a connection and then says nothing has this long, in milliseconds. Those
 * that hold their greeting back on purpose are seldom the ones that people send by. */
#define CALL_MS 4000

struct _KitteProbe
{
  GObject parent_instance;
  KitteProbePlan *plan;
  KitteProbeHosts *hosts;
  char *domain;
  GHashTable *addresses;
  KitteSessionKeep *keep;
  gboolean own_keep;
  gboolean expects_exchanger;
  GPtrArray *calls;

  GTask *task;
  GSource *cancel_source;
  guint wake_up;
  guint limit;
  gint64 end;
};

/* A server that is being called, or has answered and is still wanted. */
typedef struct
{
  KitteProbe *probe;
  KitteProbeCandidate *candidate;
  KitteSession *session;
  KitteCheck *check;
} Call;

enum
{
  HOST_MISSING,
  CALLED,
  KNOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KitteProbe, kitte_probe, G_TYPE_OBJECT)

static void advance (KitteProbe *self);

static void
call_free (gpointer data)
{
  Call *call = data;

  g_signal_handlers_disconnect_by_data (call->session, call);
  g_signal_handlers_disconnect_by_data (call->check, call);
  g_object_unref (call->check);
  g_object_unref (call->session);
  g_free (call);
}

static void
note (KitteProbe *self,
      KitteProbeCandidate *candidate,
      KitteProbeState state,
      KitteFinding *finding)
{
  kitte_probe_plan_note (self->plan, candidate, state, finding, g_get_monotonic_time ());
  if (candidate->state >= KITTE_PROBE_BUSY)
    g_signal_emit (self, signals[KNOWN], 0, candidate);
}

/* Goodbye is said where the server would understand it. */
static void
drop (KitteProbe *self, guint index)
{
  Call *call = g_ptr_array_steal_index (self->calls, index);
  KitteProbeCandidate *candidate = call->candidate;
  g_autoptr (KitteSession) session = g_object_ref (call->session);

  call_free (call);
  kitte_session_keep_drop (self->keep, session);
  if (candidate->state < KITTE_PROBE_BUSY)
    note (self, candidate, KITTE_PROBE_PASSED_OVER, NULL);
}

/* Only who can still be chosen is worth a connection. */
static void
drop_unwanted (KitteProbe *self)
{
  gint64 now = g_get_monotonic_time ();

  for (guint i = self->calls->len; i > 0; i--)
    {
      const Call *call = self->calls->pdata[i - 1];
      gboolean incoming = kitte_server_is_incoming (call->candidate->server);
      const KitteProbeCandidate *best = kitte_probe_plan_get_best (self->plan, incoming);

      if (call->candidate == best)
        continue;
      if (call->candidate->state == KITTE_PROBE_FAILED ||
          call->candidate->state == KITTE_PROBE_BUSY ||
          (best != NULL && (best->rank < call->candidate->rank ||
                            kitte_probe_plan_is_settled (self->plan, incoming, now))))
        drop (self, i - 1);
    }
}

static void
stop (KitteProbe *self)
{
  g_clear_handle_id (&self->wake_up, g_source_remove);
  g_clear_handle_id (&self->limit, g_source_remove);
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
  g_clear_pointer (&self->hosts, kitte_probe_hosts_free);
}

/* Nobody goes on with these connections. */
static void
drop_all (KitteProbe *self)
{
  while (self->calls->len > 0)
    drop (self, self->calls->len - 1);
}

static void
finish (KitteProbe *self)
{
  g_autoptr (KitteProbe) alive = g_object_ref (self);
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  gboolean found = kitte_probe_plan_get_best (self->plan, TRUE) != NULL ||
                   kitte_probe_plan_get_best (self->plan, FALSE) != NULL;

  stop (self);
  for (guint i = self->calls->len; i > 0; i--)
    {
      const Call *call = self->calls->pdata[i - 1];
      gboolean incoming = kitte_server_is_incoming (call->candidate->server);

      if (call->candidate != kitte_probe_plan_get_best (self->plan, incoming))
        drop (self, i - 1);
    }
  g_ptr_array_set_size (self->calls, 0);
  if (self->own_keep)
    kitte_session_keep_close (self->keep);
  g_task_return_boolean (task, found);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  KitteProbe *self = user_data;
  g_autoptr (KitteProbe) alive = g_object_ref (self);
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  stop (self);
  drop_all (self);
  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
wake_up_cb (gpointer user_data)
{
  KitteProbe *self = user_data;

  self->wake_up = 0;
  advance (self);
}

static void
limit_cb (gpointer user_data)
{
  KitteProbe *self = user_data;

  self->limit = 0;
  finish (self);
}

static gboolean
has_step (KitteCheck *check, KitteStep step, KitteStepState state)
{
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);

  for (guint i = 0; i < n_steps; i++)
    if (steps[i].step == step && steps[i].state == state)
      return TRUE;
  return FALSE;
}

/* Greeted in its own protocol under accepted TLS, and asked what it can. */
static void
changed_cb (KitteCheck *check, gpointer user_data)
{
  Call *call = user_data;
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);

  if (call->candidate->state != KITTE_PROBE_CALLING || n_steps == 0 ||
      steps[n_steps - 1].step != KITTE_STEP_CAPABILITIES ||
      !has_step (check, KITTE_STEP_TLS, KITTE_STEP_DONE))
    return;
  note (call->probe, call->candidate, KITTE_PROBE_PROMISING, NULL);
  if (call->probe->wake_up != 0)
    g_source_remove (call->probe->wake_up);
  call->probe->wake_up = g_idle_add_once (wake_up_cb, call->probe);
}

/* Its certificate was accepted, so it is the right one; it has no time for one connection more. */
static gboolean
is_busy (const Call *call, const KitteFinding *finding)
{
  return finding != NULL && has_step (call->check, KITTE_STEP_TLS, KITTE_STEP_DONE) &&
         (finding->code == KITTE_FINDING_TOO_MANY_CONNECTIONS ||
          finding->code == KITTE_FINDING_SERVER_UNAVAILABLE);
}

static void
note_end (Call *call)
{
  KitteFinding *finding = kitte_session_get_finding (call->session);

  if (kitte_session_is_ready (call->session) &&
      (call->candidate->server->security == KITTE_SECURITY_NONE ||
       kitte_session_get_encrypted (call->session)))
    note (call->probe, call->candidate, KITTE_PROBE_READY, NULL);
  else
    note (call->probe, call->candidate,
          is_busy (call, finding) ? KITTE_PROBE_BUSY : KITTE_PROBE_FAILED, finding);
}

static void
prepared_cb (KitteSession *session, gpointer user_data)
{
  Call *call = user_data;
  g_autoptr (KitteProbe) probe = g_object_ref (call->probe);

  note_end (call);
  advance (probe);
}

static void
begin_call (KitteProbe *self, KitteProbeCandidate *candidate)
{
  gint64 now = g_get_monotonic_time ();
  Call *call = g_new0 (Call, 1);

  call->probe = self;
  call->candidate = candidate;
  call->session =
      kitte_session_keep_begin (self->keep, candidate->server,
                                g_hash_table_lookup (self->addresses, candidate->server->host),
                                MIN (self->end, now + CALL_MS * G_TIME_SPAN_MILLISECOND));
  call->check = g_object_ref (kitte_session_get_check (call->session));
  g_ptr_array_add (self->calls, call);
  g_signal_emit (self, signals[CALLED], 0, candidate);
  if (kitte_session_is_ready (call->session))
    {
      note_end (call);
      return;
    }
  g_signal_connect (call->session, "prepared", G_CALLBACK (prepared_cb), call);
  g_signal_connect (call->check, "changed", G_CALLBACK (changed_cb), call);
}

static void
call_next (KitteProbe *self)
{
  while (kitte_session_keep_count_open (self->keep) < KITTE_PROBE_MAX_CONNECTIONS)
    {
      KitteProbeCandidate *candidate = kitte_probe_plan_next (self->plan, g_get_monotonic_time ());

      if (candidate == NULL)
        return;
      begin_call (self, candidate);
    }
}

static void
find_hosts (KitteProbe *self)
{
  const char *host;

  while ((host = kitte_probe_plan_next_host (self->plan)) != NULL)
    kitte_probe_hosts_find (self->hosts, host);
}

/* Where nothing was found yet, the mail exchanger may still be it. */
static gboolean
is_settled (KitteProbe *self)
{
  gint64 now = g_get_monotonic_time ();

  for (int incoming = 0; incoming < 2; incoming++)
    if (!kitte_probe_plan_is_settled (self->plan, incoming, now) ||
        (self->expects_exchanger && kitte_probe_plan_get_best (self->plan, incoming) == NULL))
      return FALSE;
  return TRUE;
}

static void
sleep_until_wake_up (KitteProbe *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 wake_up = kitte_probe_plan_get_wake_up (self->plan, now);

  g_clear_handle_id (&self->wake_up, g_source_remove);
  if (wake_up != G_MAXINT64)
    self->wake_up = g_timeout_add_once ((guint) ((wake_up - now) / G_TIME_SPAN_MILLISECOND + 1),
                                        wake_up_cb, self);
}

/* Something became known: the one place that goes on. */
static void
advance (KitteProbe *self)
{
  if (self->task == NULL)
    return;
  drop_unwanted (self);
  find_hosts (self);
  call_next (self);
  if (is_settled (self))
    finish (self);
  else
    sleep_until_wake_up (self);
}

static void
host_found_cb (const char *host, GPtrArray *addresses, const GError *error, gpointer user_data)
{
  KitteProbe *self = user_data;
  g_autoptr (KitteProbe) alive = g_object_ref (self);
  gint64 now = g_get_monotonic_time ();

  if (addresses != NULL)
    {
      g_hash_table_insert (self->addresses, g_strdup (host), g_ptr_array_ref (addresses));
      kitte_probe_plan_host_found (self->plan, host, now);
    }
  else
    {
      kitte_probe_plan_host_missing (self->plan, host, now);
      g_signal_emit (self, signals[HOST_MISSING], 0, host, error);
    }
  advance (self);
}

static void
kitte_probe_dispose (GObject *object)
{
  KitteProbe *self = KITTE_PROBE (object);

  stop (self);
  g_ptr_array_set_size (self->calls, 0);
  g_clear_object (&self->task);
  g_clear_object (&self->keep);
  G_OBJECT_CLASS (kitte_probe_parent_class)->dispose (object);
}

static void
kitte_probe_finalize (GObject *object)
{
  KitteProbe *self = KITTE_PROBE (object);

  g_ptr_array_unref (self->calls);
  g_free (self->domain);
  g_hash_table_unref (self->addresses);
  kitte_probe_plan_free (self->plan);
  G_OBJECT_CLASS (kitte_probe_parent_class)->finalize (object);
}

static void
kitte_probe_class_init (KitteProbeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kitte_probe_dispose;
  object_class->finalize = kitte_probe_finalize;
  signals[HOST_MISSING] =
      g_signal_new ("host-missing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);
  signals[CALLED] = g_signal_new ("called", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[KNOWN] = g_signal_new ("known", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
kitte_probe_init (KitteProbe *self)
{
  self->plan = kitte_probe_plan_new (g_get_monotonic_time ());
  self->calls = g_ptr_array_new_with_free_func (call_free);
  self->addresses =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * kitte_probe_new:
 * @keep: (transfer none) (nullable): takes the sessions of the servers that are found; then it is
 *   enough that they are the right ones, and somebody else waits until they are ready. %NULL: all
 *   are told goodbye
 *
 * Returns: (transfer full): to be used once
 */
KitteProbe *
kitte_probe_new (KitteSessionKeep *keep)
{
  KitteProbe *self = g_object_new (KITTE_TYPE_PROBE, NULL);

  self->own_keep = keep == NULL;
  self->keep = keep != NULL ? g_object_ref (keep) : kitte_session_keep_new ();
  if (keep != NULL)
    kitte_probe_plan_accept_promises (self->plan);
  return self;
}

/**
 * kitte_probe_add_domain:
 * @domain: of the address, in A-labels: the names that mail servers usually have are looked for
 */
void
kitte_probe_add_domain (KitteProbe *self, const char *domain)
{
  g_return_if_fail (KITTE_IS_PROBE (self) && domain != NULL);

  g_free (self->domain);
  self->domain = g_strdup (domain);
  kitte_probe_plan_add_domain (self->plan, domain);
}

/**
 * kitte_probe_add_exchanger:
 * @host: where the domain’s mail is delivered; may come while the probe runs
 */
void
kitte_probe_add_exchanger (KitteProbe *self, const char *host)
{
  g_return_if_fail (KITTE_IS_PROBE (self) && host != NULL);

  kitte_probe_plan_add_exchanger (self->plan, host);
  advance (self);
}

/**
 * kitte_probe_expect_exchanger:
 * @expect: whether kitte_probe_add_exchanger() may still be called
 */
void
kitte_probe_expect_exchanger (KitteProbe *self, gboolean expect)
{
  g_return_if_fail (KITTE_IS_PROBE (self));

  self->expects_exchanger = expect;
  advance (self);
}

/**
 * kitte_probe_add_typed:
 * @server: what the person typed; it and the other ways at the same host are looked at
 */
void
kitte_probe_add_typed (KitteProbe *self, KitteServer *server)
{
  g_return_if_fail (KITTE_IS_PROBE (self) && server != NULL);

  kitte_probe_plan_add_typed (self->plan, server);
}

/**
 * kitte_probe_run_async:
 *
 * Ends once nothing better is to be expected, at the latest after %KITTE_PROBE_PATIENCE. Cancelling
 * returns at once. To be called once, on the main context.
 */
void
kitte_probe_run_async (KitteProbe *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (KitteResolver) resolver = kitte_resolver_get_installed ();

  g_return_if_fail (KITTE_IS_PROBE (self) && self->task == NULL && self->hosts == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kitte_probe_run_async);
  g_task_set_check_cancellable (self->task, FALSE);
  self->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (self->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
  self->end = g_get_monotonic_time () + KITTE_PROBE_PATIENCE * G_TIME_SPAN_MILLISECOND;
  self->limit = g_timeout_add_once (KITTE_PROBE_PATIENCE, limit_cb, self);
  self->hosts = kitte_probe_hosts_new (resolver, host_found_cb, self);
  kitte_probe_hosts_set_domain (self->hosts, self->domain);
  advance (self);
}

/**
 * kitte_probe_run_finish:
 *
 * Returns: whether there is at least one server; with %G_IO_ERROR_CANCELLED %FALSE
 */
gboolean
kitte_probe_run_finish (KitteProbe *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_probe_dup_better:
 * @typed: of kitte_probe_add_typed()
 *
 * Returns: (transfer full) (nullable): what answers in its place, with the same user name; %NULL:
 *   it answers itself, or nobody does
 */
KitteServer *
kitte_probe_dup_better (KitteProbe *self, const KitteServer *typed)
{
  const KitteProbeCandidate *best;

  g_return_val_if_fail (KITTE_IS_PROBE (self) && typed != NULL, NULL);

  best = kitte_probe_plan_get_best (self->plan, kitte_server_is_incoming (typed));
  if (best == NULL ||
      (best->server->protocol == typed->protocol && best->server->security == typed->security &&
       kitte_server_same_endpoint (best->server, typed)))
    return NULL;
  return kitte_server_with_username (best->server, typed->username);
}

/**
 * kitte_probe_get_plan:
 *
 * Returns: (transfer none): what was found, and what was wrong with the others
 */
KitteProbePlan *
kitte_probe_get_plan (KitteProbe *self)
{
  g_return_val_if_fail (KITTE_IS_PROBE (self), NULL);

  return self->plan;
}

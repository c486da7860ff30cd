/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A candidate gives way to the next one only where it could not be reached as a mail server at all:
 * never after a sign-in was answered and never after a certificate was refused. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-prover.h"

#include "base/kitte-bounds.h"
#include "kitte-verify-leg.h"

struct _KitteProver
{
  GObject parent_instance;
  KitteVerifier *verifier;
};

/* One run: the candidates of each direction and which of them is being tried. */
typedef struct
{
  GPtrArray *incoming;
  GPtrArray *also_incoming; /* empty when its turn has come: then it is @incoming */
  GPtrArray *outgoing;
  guint incoming_index;
  guint outgoing_index;
  gboolean received;
  KitteCredential *incoming_credential;
  KitteCredential *outgoing_credential;
  char **cleartext_hosts;
  gboolean something_changed;
  guint locks_after;
  KittePopBeforeSmtp pop_before_smtp;
  KitteSessionKeep *keep;
  guint deadline;
  gint64 began;
  KitteReport *report;
} Run;

G_DEFINE_FINAL_TYPE (KitteProver, kitte_prover, G_TYPE_OBJECT)

static void
run_free (Run *run)
{
  g_ptr_array_unref (run->incoming);
  g_ptr_array_unref (run->also_incoming);
  g_ptr_array_unref (run->outgoing);
  g_clear_pointer (&run->incoming_credential, kitte_credential_unref);
  g_clear_pointer (&run->outgoing_credential, kitte_credential_unref);
  g_strfreev (run->cleartext_hosts);
  g_clear_object (&run->keep);
  g_object_unref (run->report);
  g_free (run);
}

static void
kitte_prover_finalize (GObject *object)
{
  g_clear_object (&KITTE_PROVER (object)->verifier);
  G_OBJECT_CLASS (kitte_prover_parent_class)->finalize (object);
}

static void
kitte_prover_class_init (KitteProverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_prover_finalize;
}

static void
kitte_prover_init (KitteProver *self)
{
  self->verifier = kitte_verifier_new ();
}

/* Another protocol is another kind of account: it is chosen by the person, never fallen back to. */
static GPtrArray *
copy_candidates (GPtrArray *servers, gboolean sign_in_later)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);

  for (guint i = 0; servers != NULL && i < servers->len; i++)
    {
      const KitteServer *first = servers->pdata[0];
      KitteServer *server = servers->pdata[i];

      if (server->protocol != first->protocol)
        continue;
      if (!sign_in_later)
        g_ptr_array_add (candidates, kitte_server_ref (server));
      else if (kitte_auth_list_contains (&server->auth, KITTE_AUTH_OAUTH2))
        g_ptr_array_add (candidates, kitte_server_with_auth (server, KITTE_AUTH_OAUTH2));
    }
  return candidates;
}

static KitteServer *
candidate (GPtrArray *servers, guint index)
{
  return index < servers->len ? servers->pdata[index] : NULL;
}

static KitteCredential *
credential_for (const KitteServer *server, KitteCredential *given)
{
  if (server == NULL || given == NULL)
    return NULL;
  return kitte_credential_new (server->username != NULL ? server->username : given->username,
                               given->secret);
}

static gboolean
may_try_next (KitteCheck *check)
{
  const KitteFinding *finding = check != NULL ? kitte_check_get_finding (check) : NULL;

  return finding != NULL && kitte_check_get_result (check) == KITTE_RESULT_FAILED &&
         kitte_verify_leg_may_give_way (finding->code);
}

/* What the report as a whole means once the last candidate was tried. */
static KitteResult
sum_up (Run *run)
{
  KitteCheck *checks[] = { kitte_report_find_check (run->report, TRUE),
                           kitte_report_find_check (run->report, FALSE) };
  KitteResult result = KITTE_RESULT_OK;

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      KitteResult one = checks[i] != NULL ? kitte_check_get_result (checks[i]) : KITTE_RESULT_OK;

      if (one == KITTE_RESULT_CANCELLED)
        return KITTE_RESULT_CANCELLED;
      if (one == KITTE_RESULT_UNPROVEN && result == KITTE_RESULT_OK)
        result = KITTE_RESULT_UNPROVEN;
      else if (one != KITTE_RESULT_OK && one != KITTE_RESULT_UNPROVEN)
        result = KITTE_RESULT_FAILED;
    }
  return result;
}

static void verify_candidates (GTask *task);

/* Returns whether another candidate was put in place. A sign-in that broke off may have been
 * counted as a wrong one: what it broke off with is what is told, and nothing is tried any more. */
static gboolean
advance (Run *run)
{
  KitteCheck *receiving = kitte_report_find_check (run->report, TRUE);
  KitteCheck *sending = kitte_report_find_check (run->report, FALSE);

  if (kitte_report_get_sign_ins_failed (run->report) > 0)
    return FALSE;
  if (!run->received && may_try_next (receiving) && run->incoming_index + 1 < run->incoming->len)
    {
      run->incoming_index++;
      if (may_try_next (sending) && run->outgoing_index + 1 < run->outgoing->len)
        run->outgoing_index++;
      return TRUE;
    }
  run->received = run->received || receiving == NULL ||
                  kitte_check_get_result (receiving) == KITTE_RESULT_OK ||
                  kitte_check_get_result (receiving) == KITTE_RESULT_UNPROVEN;
  if (run->received && may_try_next (sending) && run->outgoing_index + 1 < run->outgoing->len)
    {
      run->outgoing_index++;
      return TRUE;
    }
  return FALSE;
}

/* The mailbox by another protocol, when all else went well: one thing that is wrong is enough. */
static gboolean
go_on_to_other_protocol (Run *run)
{
  KitteResult so_far = sum_up (run);

  if (run->also_incoming->len == 0 || kitte_report_get_sign_ins_failed (run->report) > 0 ||
      (so_far != KITTE_RESULT_OK && so_far != KITTE_RESULT_UNPROVEN))
    return FALSE;
  g_ptr_array_unref (run->incoming);
  run->incoming = g_steal_pointer (&run->also_incoming);
  run->also_incoming = g_ptr_array_new ();
  run->incoming_index = 0;
  run->outgoing_index = run->outgoing->len;
  run->received = FALSE;
  return TRUE;
}

static guint
elapsed (const Run *run)
{
  return (guint) ((g_get_monotonic_time () - run->began) / 1000);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!kitte_verifier_run_finish (KITTE_VERIFIER (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      kitte_report_finish (run->report, KITTE_RESULT_CANCELLED, elapsed (run));
      g_task_return_error_if_cancelled (task);
      return;
    }
  if (advance (run) || go_on_to_other_protocol (run))
    {
      verify_candidates (task);
      return;
    }
  kitte_report_finish (run->report, sum_up (run), elapsed (run));
  g_task_return_boolean (task, TRUE);
}

static guint
seconds_left (const Run *run)
{
  gint64 spent = (g_get_monotonic_time () - run->began) / G_USEC_PER_SEC;

  return (guint) MAX (1, (gint64) run->deadline - spent);
}

static void
verify_candidates (GTask *task)
{
  KitteProver *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  KitteServer *incoming = run->received ? NULL : candidate (run->incoming, run->incoming_index);
  KitteServer *outgoing = candidate (run->outgoing, run->outgoing_index);
  g_autoptr (KitteCredential) receiving = credential_for (incoming, run->incoming_credential);
  g_autoptr (KitteCredential) sending = credential_for (outgoing, run->outgoing_credential);
  const KitteVerifyRequest request = {
    .incoming = incoming,
    .outgoing = outgoing,
    .incoming_credential = receiving,
    .outgoing_credential = sending,
    .cleartext_hosts = (const char *const *) run->cleartext_hosts,
    .something_changed = run->something_changed,
    .locks_after = run->locks_after,
    .incoming_has_more = run->incoming_index + 1 < run->incoming->len,
    .outgoing_has_more = run->outgoing_index + 1 < run->outgoing->len,
    .pop_before_smtp = run->pop_before_smtp,
    .keep = run->keep,
    .deadline = seconds_left (run),
  };

  kitte_verifier_run_async (self->verifier, &request, run->report, g_task_get_cancellable (task),
                            verified_cb, g_object_ref (task));
}

KitteProver *
kitte_prover_new (void)
{
  return g_object_new (KITTE_TYPE_PROVER, NULL);
}

/**
 * kitte_prover_run_async:
 * @report: (transfer none): filled as it goes; the last check of a direction is the one that counts
 *
 * Runs on the main context. What a server did is in @report; an error is only for cancelling and
 * for what this computer could not do.
 */
void
kitte_prover_run_async (KitteProver *self,
                        const KitteProveRequest *request,
                        KitteReport *report,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (KITTE_IS_PROVER (self));
  g_return_if_fail (request != NULL && KITTE_IS_REPORT (report));

  run = g_new0 (Run, 1);
  run->incoming = copy_candidates (request->incoming, request->sign_in_later);
  run->also_incoming = copy_candidates (request->also_incoming, request->sign_in_later);
  run->outgoing = copy_candidates (request->outgoing, request->sign_in_later);
  if (request->incoming_credential != NULL)
    run->incoming_credential = kitte_credential_ref (request->incoming_credential);
  if (request->outgoing_credential != NULL)
    run->outgoing_credential = kitte_credential_ref (request->outgoing_credential);
  run->cleartext_hosts = g_strdupv ((char **) request->cleartext_hosts);
  run->something_changed = request->something_changed;
  run->locks_after = request->locks_after;
  run->pop_before_smtp = request->pop_before_smtp;
  run->keep = request->keep != NULL ? g_object_ref (request->keep) : NULL;
  run->deadline = request->deadline > 0 ? request->deadline : KITTE_DEFAULT_DEADLINE;
  run->began = g_get_monotonic_time ();
  run->report = g_object_ref (report);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_prover_run_async);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  verify_candidates (task);
}

gboolean
kitte_prover_run_finish (KitteProver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

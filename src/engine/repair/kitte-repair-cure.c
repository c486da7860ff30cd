/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Receiving is proven first, with the name and password of receiving; sending with the same. What a
 * program keeps for sending was never tested where it never signed in: it is neither tried nor
 * trusted. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-repair-cure.h"

#include "kitte-case.h"
#include "kitte-repair-private.h"
#include "verify/kitte-prover.h"

G_DEFINE_BOXED_TYPE (KitteCure, kitte_cure, kitte_cure_ref, kitte_cure_unref)

typedef struct
{
  KitteReport *report;
  KitteSecret *password;
  gboolean password_is_new;
  gboolean keep_mail;
  GPtrArray *incoming;
  GPtrArray *also_incoming;
  GPtrArray *outgoing;
} Proof;

static void
kitte_cure_clear (KitteCure *self)
{
  g_clear_pointer (&self->incoming, kitte_server_unref);
  g_clear_pointer (&self->also_incoming, kitte_server_unref);
  g_clear_pointer (&self->outgoing, kitte_server_unref);
  g_clear_pointer (&self->password, kitte_secret_unref);
}

static void
proof_free (Proof *proof)
{
  g_object_unref (proof->report);
  g_clear_pointer (&proof->password, kitte_secret_unref);
  g_ptr_array_unref (proof->incoming);
  g_ptr_array_unref (proof->also_incoming);
  g_ptr_array_unref (proof->outgoing);
  g_free (proof);
}

/**
 * kitte_cure_new_to_keep_mail:
 *
 * For a mailbox that is right but for that: no server is asked, and no password is needed.
 *
 * Returns: (transfer full): what is fetched by POP is to stay on the server, and nothing else
 */
KitteCure *
kitte_cure_new_to_keep_mail (void)
{
  KitteCure *cure = g_atomic_rc_box_new0 (KitteCure);

  cure->leave_on_server = TRUE;
  return cure;
}

KitteCure *
kitte_cure_ref (KitteCure *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_cure_unref (KitteCure *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_cure_clear);
}

/* Returns: (transfer full) (nullable): the last check with that protocol */
static KitteCheck *
find_check (KitteReport *report, KitteProtocol protocol)
{
  GListModel *checks = kitte_report_get_checks (report);

  for (guint i = g_list_model_get_n_items (checks); i > 0; i--)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i - 1);

      if (kitte_check_get_server (check)->protocol == protocol)
        return g_steal_pointer (&check);
    }
  return NULL;
}

static KitteServer *
dup_proven (KitteReport *report, GPtrArray *candidates)
{
  const KitteServer *first = candidates->len > 0 ? candidates->pdata[0] : NULL;
  g_autoptr (KitteCheck) check = first != NULL ? find_check (report, first->protocol) : NULL;
  KitteServer *proven = check != NULL ? kitte_check_get_proven_server (check) : NULL;

  return proven != NULL && proven->auth.n_items == 1 ? kitte_server_ref (proven) : NULL;
}

static gboolean
is_opened_by_receiving (KitteReport *report)
{
  KitteCheck *sending = kitte_report_find_check (report, FALSE);
  const KitteFinding *finding = sending != NULL ? kitte_check_get_finding (sending) : NULL;

  return finding != NULL && kitte_check_get_result (sending) == KITTE_RESULT_UNPROVEN &&
         finding->code == KITTE_FINDING_POP_BEFORE_SMTP_NEEDED;
}

static KitteCure *
make_cure (KitteRepair *self, const Proof *proof)
{
  KitteCure *cure = g_atomic_rc_box_new0 (KitteCure);
  const KitteProposal *records = kitte_repair_get_records (self);

  cure->incoming = dup_proven (proof->report, proof->incoming);
  cure->also_incoming = dup_proven (proof->report, proof->also_incoming);
  cure->outgoing = dup_proven (proof->report, proof->outgoing);
  cure->password_is_new = proof->password_is_new;
  cure->leave_on_server = proof->keep_mail;
  if (proof->password != NULL)
    cure->password = kitte_secret_ref (proof->password);
  if (is_opened_by_receiving (proof->report))
    cure->fetch_minutes =
        kitte_case_find_fetch_minutes (records != NULL ? &records->pop_before_smtp : NULL);
  return cure;
}

/* A password that receiving rejected is what is wrong with the account. */
static void
note_sign_in (KitteRepair *self, KitteReport *report)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  for (guint i = 0; i < accounts->len; i++)
    {
      KitteRepairAccount *account = accounts->pdata[i];
      const KitteServer *present = account->existing->incoming;
      g_autoptr (KitteCheck) receiving =
          present != NULL ? find_check (report, present->protocol) : NULL;
      KitteFinding *finding = receiving != NULL ? kitte_check_get_finding (receiving) : NULL;

      if (account->incoming == NULL || finding == NULL)
        continue;
      g_clear_pointer (&account->incoming->sign_in, kitte_finding_unref);
      account->incoming->sign_in = kitte_finding_ref (finding);
    }
  kitte_repair_judge_again (self);
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Proof *proof = g_task_get_task_data (task);
  KitteRepair *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  KitteResult outcome;

  if (!kitte_prover_run_finish (KITTE_PROVER (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (proof->password != NULL && !proof->password_is_new)
    note_sign_in (self, proof->report);
  outcome = kitte_report_get_result (proof->report);
  if (outcome == KITTE_RESULT_OK || outcome == KITTE_RESULT_UNPROVEN)
    g_task_return_pointer (task, make_cure (self, proof), (GDestroyNotify) kitte_cure_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

/**
 * kitte_cure_get_incoming:
 * @present: (nullable): what an account receives from
 *
 * Returns: (transfer none) (nullable): what takes its place, by the same protocol
 */
KitteServer *
kitte_cure_get_incoming (const KitteCure *self, const KitteServer *present)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (present == NULL)
    return self->incoming;
  if (self->incoming != NULL && self->incoming->protocol == present->protocol)
    return self->incoming;
  return self->also_incoming != NULL && self->also_incoming->protocol == present->protocol ?
             self->also_incoming :
             NULL;
}

static void
drop_others (KitteRepair *self, GPtrArray *outgoing)
{
  for (guint i = outgoing->len; i > 0; i--)
    if (!kitte_repair_sends_by_name (self, outgoing->pdata[i - 1]))
      g_ptr_array_remove_index (outgoing, i - 1);
}

/* A relay at work that takes no name: it is right as it is, and there is nothing to prove. */
static gboolean
is_left_alone (KitteRepair *self)
{
  GPtrArray *accounts = kitte_repair_get_accounts (self);

  for (guint i = 0; i < accounts->len; i++)
    if (kitte_repair_needs_server (accounts->pdata[i], FALSE) ||
        !kitte_judgement_has (((KitteRepairAccount *) accounts->pdata[i])->judgement,
                              "foreign-outgoing"))
      return FALSE;
  return TRUE;
}

static const char *
get_username (KitteRepair *self, const Proof *proof)
{
  const KitteServer *first = proof->incoming->len > 0 ? proof->incoming->pdata[0] :
                             proof->outgoing->len > 0 ? proof->outgoing->pdata[0] :
                                                        NULL;

  return first != NULL && first->username != NULL ? first->username :
                                                    kitte_repair_get_address (self);
}

static Proof *
make_proof (KitteRepair *self, const KitteCureRequest *request, KitteReport *report)
{
  Proof *proof = g_new0 (Proof, 1);

  proof->report = g_object_ref (report);
  proof->password_is_new = request->password_is_new;
  proof->keep_mail = request->keep_mail;
  if (request->password != NULL)
    proof->password = kitte_secret_ref (request->password);
  proof->incoming = kitte_repair_find_targets (self, TRUE, kitte_repair_get_incoming (self));
  proof->also_incoming = kitte_repair_find_also_targets (self);
  proof->outgoing = kitte_repair_find_targets (self, FALSE, NULL);
  drop_others (self, proof->outgoing);
  if (is_left_alone (self))
    g_ptr_array_set_size (proof->outgoing, 0);
  return proof;
}

/**
 * kitte_repair_prove_async:
 * @report: (transfer none): filled as it goes
 *
 * Proves the mailbox as it should be, in both directions, within the budget: at most one sign-in
 * fails. Where a direction is right already, that is what is proven. Runs on the main context.
 */
void
kitte_repair_prove_async (KitteRepair *self,
                          const KitteCureRequest *request,
                          KitteReport *report,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (KitteProver) prover = NULL;
  g_autoptr (KitteCredential) credential = NULL;
  KitteProposal *records;
  KitteProveRequest prove = { 0 };
  Proof *proof;

  g_return_if_fail (KITTE_IS_REPAIR (self));
  g_return_if_fail (request != NULL && KITTE_IS_REPORT (report));

  records = kitte_repair_get_records (self);
  proof = make_proof (self, request, report);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kitte_repair_prove_async);
  g_task_set_task_data (task, proof, (GDestroyNotify) proof_free);
  if (request->password != NULL)
    credential = kitte_credential_new (get_username (self, proof), request->password);
  prove = (KitteProveRequest){ .incoming = proof->incoming,
                               .also_incoming = proof->also_incoming,
                               .outgoing = proof->outgoing,
                               .incoming_credential = credential,
                               .outgoing_credential = credential,
                               .cleartext_hosts = request->cleartext_hosts,
                               .something_changed = request->something_changed,
                               .deadline = request->deadline };
  if (records != NULL)
    {
      prove.locks_after = records->lockout.after;
      prove.pop_before_smtp = records->pop_before_smtp;
    }
  prover = kitte_prover_new ();
  kitte_prover_run_async (prover, &prove, report, cancellable, proven_cb, g_steal_pointer (&task));
}

/**
 * kitte_repair_prove_finish:
 *
 * Returns: (transfer full) (nullable): the mailbox as it should be; %NULL without an error where it
 *   could not be proven, and the report says why
 */
KitteCure *
kitte_repair_prove_finish (KitteRepair *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check of a set-up: looks the settings up, has them proven, says what came of it. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

#include "diagnose/kitte-report-asks.h"
#include "model/kitte-password-kind.h"

/* Where the mail program signs in itself, its method is the only one of interest. */
static GPtrArray *
choose_servers (KitteSetup *self, GPtrArray *servers)
{
  gboolean password = kitte_setup_uses_password (self, self->proposal);
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_server_unref);

  for (guint i = 0; i < servers->len; i++)
    {
      KitteServer *server = g_ptr_array_index (servers, i);

      if (password)
        g_ptr_array_add (chosen, kitte_server_ref (server));
      else if (kitte_auth_list_contains (&server->auth, KITTE_AUTH_OAUTH2))
        g_ptr_array_add (chosen, kitte_server_with_auth (server, KITTE_AUTH_OAUTH2));
    }
  return chosen;
}

static KitteCredential *
make_credential (KitteSetup *self, GPtrArray *servers, KitteSecret *own)
{
  KitteSecret *secret = own != NULL ? own : self->password;
  const KitteServer *best = servers->len > 0 ? g_ptr_array_index (servers, 0) : NULL;

  if (!kitte_setup_uses_password (self, self->proposal) || secret == NULL || best == NULL)
    return NULL;
  return kitte_credential_new (best->username != NULL ? best->username : self->address->text,
                               secret);
}

static void
make_account (KitteSetup *self)
{
  g_autoptr (KitteCredential) in_credential =
      make_credential (self, self->proposal->incoming, NULL);
  g_autoptr (KitteCredential) out_credential =
      make_credential (self, self->proposal->outgoing, self->sending_password);

  self->account = kitte_account_new_from_report (self->proposal, self->name, self->report,
                                                 in_credential, out_credential);
}

static gboolean
says_password_is_wrong (KitteFindingCode code)
{
  return code == KITTE_FINDING_AUTH_REJECTED || code == KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED ||
         code == KITTE_FINDING_PASSWORD_EXPIRED;
}

static KitteVerdict
judge_report (KitteSetup *self)
{
  KitteResult result = kitte_report_get_result (self->report);
  KitteCheck *failed;

  if (result == KITTE_RESULT_CANCELLED)
    return KITTE_VERDICT_CANCELLED;
  if (result == KITTE_RESULT_OK || result == KITTE_RESULT_UNPROVEN)
    {
      make_account (self);
      return self->account != NULL ? KITTE_VERDICT_PROVEN : KITTE_VERDICT_FAILED;
    }
  failed = kitte_setup_get_failed_check (self);
  g_clear_pointer (&self->report_asks, g_ptr_array_unref);
  self->report_asks = kitte_report_find_asks (self->report);
  if (kitte_setup_find_unanswered (self, self->report_asks, TRUE) != NULL)
    return KITTE_VERDICT_QUESTION;
  if (failed != NULL && kitte_check_get_finding (failed) != NULL)
    {
      self->finding = kitte_finding_ref (kitte_check_get_finding (failed));
      if (kitte_server_is_incoming (kitte_check_get_server (failed)))
        self->password_rejected = says_password_is_wrong (self->finding->code);
      else
        self->sending_rejected |= says_password_is_wrong (self->finding->code);
    }
  return KITTE_VERDICT_FAILED;
}

/* A check that was cancelled may end after the next one has begun, whose sessions are its own. */
static gboolean
is_awaited (KitteSetup *self, GTask *task)
{
  return g_task_get_cancellable (task) == self->cancellable;
}

static void
proved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  KitteSetup *self = g_task_get_source_object (task);

  kitte_prover_run_finish (KITTE_PROVER (source), result, &error);
  if (self->keep != NULL && is_awaited (self, task))
    kitte_session_keep_close (self->keep);
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_int (task, KITTE_VERDICT_CANCELLED);
      return;
    }
  /* The person’s word grants one sign-in; where none was made it still stands. */
  if (kitte_report_get_sign_ins_attempted (self->report) == 0)
    self->something_changed = self->word_used;
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, (gssize) judge_report (self));
}

static GStrv
dup_cleartext_hosts (KitteSetup *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->cleartext_hosts->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->cleartext_hosts, i));
  return g_strv_builder_end (builder);
}

static void
ask_servers (KitteSetup *self, GTask *task)
{
  g_autoptr (GPtrArray) incoming = choose_servers (self, self->proposal->incoming);
  g_autoptr (GPtrArray) outgoing = choose_servers (self, self->proposal->outgoing);
  g_autoptr (KitteCredential) in_credential = make_credential (self, incoming, NULL);
  g_autoptr (KitteCredential) out_credential =
      make_credential (self, outgoing, self->sending_password);
  g_auto (GStrv) cleartext = dup_cleartext_hosts (self);
  KitteProveRequest request = {
    .incoming = incoming,
    .outgoing = outgoing,
    .incoming_credential = in_credential,
    .outgoing_credential = out_credential,
    .cleartext_hosts = (const char *const *) cleartext,
    .something_changed = self->something_changed,
    .locks_after = self->proposal->lockout.after,
    .pop_before_smtp = self->proposal->pop_before_smtp,
    .keep = self->keep,
  };

  /* Used up now: a check that is stopped may have sent its sign-in. */
  self->word_used = self->something_changed;
  self->something_changed = FALSE;
  self->report = kitte_report_new ();
  kitte_setup_emit_report_started (self);
  if (self->prover == NULL)
    self->prover = kitte_prover_new ();
  kitte_prover_run_async (self->prover, &request, self->report, self->cancellable, proved_cb,
                          g_object_ref (task));
}

static void
go_on (KitteSetup *self, GTask *task)
{
  if (self->proposal->incoming->len == 0 || self->proposal->outgoing->len == 0)
    {
      self->finding = kitte_finding_new_full (KITTE_FINDING_NO_SETTINGS_FOUND, NULL, NULL,
                                              self->address->display_domain, 0);
      g_task_return_int (task, KITTE_VERDICT_FAILED);
    }
  else if (kitte_setup_find_unanswered (self, self->proposal->asks, TRUE) != NULL)
    g_task_return_int (task, KITTE_VERDICT_QUESTION);
  else if (kitte_setup_leaves_protocol (self, self->proposal))
    g_task_return_int (task, KITTE_VERDICT_PROTOCOL);
  else if (kitte_setup_has_open_step (self, self->proposal))
    g_task_return_int (task, KITTE_VERDICT_STEP);
  else if (kitte_setup_doubts_password (self, self->proposal))
    {
      g_ptr_array_add (self->report_asks, kitte_password_kind_make_ask (self->proposal));
      g_task_return_int (task, KITTE_VERDICT_QUESTION);
    }
  else
    ask_servers (self, task);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  KitteSetup *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteLookupResult) found = kitte_lookup_finish (KITTE_LOOKUP (source), result, &error);

  /* Another check may have begun meanwhile: its results are its own. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_int (task, KITTE_VERDICT_CANCELLED);
      return;
    }
  if (found == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (found->proposal == NULL)
    {
      self->finding = kitte_finding_ref (found->finding);
      g_task_return_int (task, KITTE_VERDICT_FAILED);
      return;
    }
  self->proposal = kitte_proposal_ref (found->proposal);
  kitte_setup_keep_asks (self);
  go_on (self, task);
}

static void
look_up (KitteSetup *self, GTask *task)
{
  KitteLookupRequest request = { .address = self->address,
                                 .answers = self->answers,
                                 .incoming = self->incoming,
                                 .outgoing = self->outgoing };

  if (self->keep == NULL)
    self->keep = kitte_session_keep_new ();
  request.keep = self->keep;

  g_clear_object (&self->trail);
  self->trail = kitte_trail_new ();
  kitte_setup_emit_search_started (self);
  if (self->lookup == NULL)
    self->lookup = kitte_lookup_new ();
  kitte_lookup_async (self->lookup, &request, self->trail, self->cancellable, found_cb,
                      g_object_ref (task));
}

/**
 * kitte_setup_check_async:
 *
 * Looks the settings up and proves them. One at a time; kitte_setup_cancel() stops it.
 */
void
kitte_setup_check_async (KitteSetup *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KITTE_IS_SETUP (self) && self->address != NULL);

  kitte_setup_cancel (self);
  kitte_setup_clear_results (self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, callback, user_data);
  g_task_set_name (task, "kitte_setup_check");
  g_task_set_check_cancellable (task, FALSE);

  look_up (self, task);
}

/**
 * kitte_setup_check_finish:
 *
 * Returns: what came of it; meaningless when @error is set
 */
KitteVerdict
kitte_setup_check_finish (KitteSetup *self, GAsyncResult *result, GError **error)
{
  gssize verdict;

  g_return_val_if_fail (g_task_is_valid (result, self), KITTE_VERDICT_FAILED);

  verdict = g_task_propagate_int (G_TASK (result), error);
  return verdict < 0 ? KITTE_VERDICT_FAILED : (KitteVerdict) verdict;
}

void
kitte_setup_cancel (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * kitte_setup_stop:
 *
 * The person takes the word back while the check runs: nothing stays open, and no password is kept.
 */
void
kitte_setup_stop (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  kitte_setup_cancel (self);
  if (self->keep != NULL)
    kitte_session_keep_close (self->keep);
  kitte_setup_drop_secrets (self);
}

/**
 * kitte_setup_get_failed_check:
 *
 * Returns: (transfer none) (nullable): the server that said no, receiving first
 */
KitteCheck *
kitte_setup_get_failed_check (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  for (int incoming = TRUE; self->report != NULL && incoming >= FALSE; incoming--)
    {
      KitteCheck *check = kitte_report_find_check (self->report, incoming);

      if (check != NULL && kitte_check_get_result (check) == KITTE_RESULT_FAILED)
        return check;
    }
  return NULL;
}

static gboolean
is_down_for_now (KitteReport *report, gboolean incoming)
{
  KitteCheck *check = kitte_report_find_check (report, incoming);
  KitteFinding *finding = check != NULL ? kitte_check_get_finding (check) : NULL;

  return finding != NULL && kitte_check_get_result (check) == KITTE_RESULT_FAILED &&
         kitte_finding_code_is_momentary (finding->code) &&
         kitte_check_get_server (kitte_report_find_likely (report, incoming))->security !=
             KITTE_SECURITY_NONE;
}

static gboolean
is_proven (KitteReport *report, gboolean incoming)
{
  KitteCheck *check = kitte_report_find_check (report, incoming);

  return check != NULL && kitte_check_get_result (check) == KITTE_RESULT_OK;
}

/**
 * kitte_setup_can_check_later:
 * @incoming: whether receiving is what would stay unchecked
 *
 * Returns: whether the other direction was proven and this one is only down for the moment: then
 * the account can be written as the settings have it. Never where a certificate was wrong, a
 * password was refused, or nothing would be encrypted
 */
gboolean
kitte_setup_can_check_later (KitteSetup *self, gboolean incoming)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return self->report != NULL && self->proposal != NULL && is_proven (self->report, !incoming) &&
         is_down_for_now (self->report, incoming);
}

/**
 * kitte_setup_check_later:
 *
 * The person wants the account all the same. Only where kitte_setup_can_check_later() says so.
 *
 * Returns: whether there is an account now
 */
gboolean
kitte_setup_check_later (KitteSetup *self)
{
  g_autoptr (KitteCredential) in_credential = NULL;
  g_autoptr (KitteCredential) out_credential = NULL;

  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  if (!kitte_setup_can_check_later (self, TRUE) && !kitte_setup_can_check_later (self, FALSE))
    return FALSE;
  in_credential = make_credential (self, self->proposal->incoming, NULL);
  out_credential = make_credential (self, self->proposal->outgoing, self->sending_password);
  g_clear_pointer (&self->account, kitte_account_unref);
  self->account = kitte_account_new_unverified (self->proposal, self->name, self->report,
                                                in_credential, out_credential);
  return self->account != NULL;
}

/**
 * kitte_setup_get_diagnosis:
 *
 * Returns: (transfer full) (nullable): the same as a person reads it
 */
KitteDiagnosis *
kitte_setup_get_diagnosis (KitteSetup *self)
{
  KitteCheck *failed = kitte_setup_get_failed_check (self);
  KitteServer *server = failed != NULL ? kitte_check_get_server (failed) : NULL;

  if (self->finding == NULL)
    return NULL;
  if (server == NULL || self->proposal == NULL)
    return kitte_diagnosis_new_for_finding (self->finding, server, self->proposal);
  return kitte_diagnosis_new_for_check (self->finding, server, self->proposal,
                                        kitte_lookup_get_catalogue (self->lookup));
}

/**
 * kitte_setup_get_found:
 *
 * Returns: (transfer none) (nullable): the proposal where it took a search; a provider that was
 *   known from the address alone has said its word before
 */
KitteProposal *
kitte_setup_get_found (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->greeting != NULL && self->greeting->provider_id != NULL ? NULL : self->proposal;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending signs in once and hands the message over. IMAP then keeps one connection and looks again
 * and again; a POP3 server shows its mailbox as it was at the sign-in, and gives it to nobody else
 * meanwhile, so each look is a connection of its own. */
#define G_LOG_DOMAIN "kitte-trial"
#include "config.h"

#include "kitte-trial.h"

#include "diagnose/kitte-known-words.h"
#include "diagnose/kitte-pasted-text.h"
#include "dialog/kitte-imap-pickup.h"
#include "dialog/kitte-pop3-pickup.h"
#include "dialog/kitte-smtp-delivery.h"
#include "kitte-trial-message.h"

/* Between two looks: at first what most servers need, then longer, so that no server is pestered. A
 * look by POP3 is a sign-in. */
#define PAUSE_MS 2000
#define LONGEST_PAUSE 3
#define POP3_PAUSE 3

/* Looks that fail one after the other; one may meet a server that closes an idle connection. */
#define MOST_FAILED_LOOKS 2

struct _KitteTrial
{
  GObject parent_instance;
  KitteAccount *account;
  KitteVerifier *verifier;
  guint patience_ms;
  guint pause_ms;

  KitteTrialState state;
  char *id;
  KitteErrand *delivery;
  KitteErrand *pickup;
  KitteReport *report;
  KitteSession *session;
  KitteFinding *finding;
  KitteServer *server;
  gint64 began;
  gint64 sent;
  gint64 awaited_until;
  guint sent_ms;
  guint arrived_ms;
  guint pause;
  guint failed_looks;
  gboolean removed;

  GTask *task;
  guint pause_id;
  GSource *cancel_source;
};

G_DEFINE_FINAL_TYPE (KitteTrial, kitte_trial, G_TYPE_OBJECT)

static guint changed_signal;

static void look (KitteTrial *self);

static void
set_state (KitteTrial *self, KitteTrialState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_signal_emit (self, changed_signal, 0);
}

static guint
milliseconds_since (gint64 begin)
{
  return (guint) ((g_get_monotonic_time () - begin) / 1000);
}

static void
drop_session (KitteTrial *self)
{
  if (self->session != NULL)
    kitte_session_goodbye (self->session);
  g_clear_object (&self->session);
}

static void
end_pause (KitteTrial *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (self->cancel_source != NULL)
    g_source_destroy (self->cancel_source);
  g_clear_pointer (&self->cancel_source, g_source_unref);
}

/* Everything is put away before anybody is told. */
static void
finish (KitteTrial *self, KitteTrialState state)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  end_pause (self);
  drop_session (self);
  set_state (self, state);
  g_task_return_boolean (task, TRUE);
}

/* What was sent is sent. */
static void
finish_cancelled (KitteTrial *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  end_pause (self);
  drop_session (self);
  set_state (self, self->sent != 0 ? KITTE_TRIAL_ON_ITS_WAY : KITTE_TRIAL_NEW);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the test was stopped");
}

/* @finding: (transfer none) */
static void
fail (KitteTrial *self, KitteTrialState state, KitteServer *server, KitteFinding *finding)
{
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_clear_pointer (&self->server, kitte_server_unref);
  self->finding = kitte_finding_ref (finding);
  self->server = kitte_server_ref (server);
  finish (self, state);
}

/* Servers say in words what their codes leave open. */
static KitteFinding *
explain (KitteFinding *finding)
{
  g_autofree char *said = g_strjoinv ("\n", finding->evidence);
  g_autofree char *folded = kitte_pasted_text_fold (said);
  const KitteKnownWords *words = kitte_known_words_find (KITTE_WORDS_SERVER, folded);
  const KitteKnownCause *cause = words != NULL && words->causes->len > 0 ?
                                     &g_array_index (words->causes, KitteKnownCause, 0) :
                                     NULL;

  if (cause == NULL || cause->likelihood == KITTE_LIKELIHOOD_POSSIBLE ||
      cause->code < KITTE_FINDING_SIGN_IN_REQUIRED)
    return kitte_finding_ref (finding);
  return kitte_finding_refine (finding, cause->code, finding->place, NULL, NULL, NULL);
}

static gboolean
is_imap (KitteTrial *self)
{
  return self->account->incoming->protocol == KITTE_PROTOCOL_IMAP;
}

static gboolean
pause_over_cb (gpointer user_data)
{
  KitteTrial *self = user_data;

  self->pause_id = 0;
  end_pause (self);
  look (self);
  return G_SOURCE_REMOVE;
}

static gboolean
pause_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  finish_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

/* The last look is made when the time is over, not a pause before. */
static void
look_later (KitteTrial *self)
{
  gint64 left = (self->awaited_until - g_get_monotonic_time ()) / 1000;
  guint longest = self->pause_ms * LONGEST_PAUSE * (is_imap (self) ? 1 : POP3_PAUSE);

  if (left <= 0)
    {
      finish (self, KITTE_TRIAL_ON_ITS_WAY);
      return;
    }
  self->pause_id = g_timeout_add ((guint) MIN (left, self->pause), pause_over_cb, self);
  self->pause = MIN (self->pause + self->pause / 2, longest);
  self->cancel_source = g_cancellable_source_new (g_task_get_cancellable (self->task));
  g_source_set_callback (self->cancel_source, G_SOURCE_FUNC (pause_cancelled_cb), self, NULL);
  g_source_attach (self->cancel_source, NULL);
}

static void
note_outcome (KitteTrial *self)
{
  KitteErrandOutcome outcome = kitte_errand_get_outcome (self->pickup);

  if (outcome != KITTE_ERRAND_LEFT && outcome != KITTE_ERRAND_REMOVED)
    {
      look_later (self);
      return;
    }
  self->arrived_ms = milliseconds_since (self->sent);
  self->removed = outcome == KITTE_ERRAND_REMOVED;
  finish (self, KITTE_TRIAL_ARRIVED);
}

/* Once may be an accident. Where the server has judged the sign-in, there is no other one. */
static void
consider_failed_look (KitteTrial *self, KitteFinding *finding)
{
  g_clear_object (&self->session);
  if (kitte_errand_get_outcome (self->pickup) == KITTE_ERRAND_LEFT)
    note_outcome (self);
  else if (kitte_finding_code_may_pass (finding->code) && ++self->failed_looks < MOST_FAILED_LOOKS)
    look_later (self);
  else
    fail (self, KITTE_TRIAL_NOT_SEEN, self->account->incoming, finding);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteTrial) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kitte_session_run_finish (KITTE_SESSION (source), result, &error);

  if (error != NULL)
    finish_cancelled (self);
  else if (!done)
    consider_failed_look (self, kitte_session_get_finding (KITTE_SESSION (source)));
  else
    {
      self->failed_looks = 0;
      if (!is_imap (self))
        drop_session (self);
      note_outcome (self);
    }
}

static void
run_pickup (KitteTrial *self)
{
  kitte_session_run_async (self->session, self->pickup, 0, g_task_get_cancellable (self->task),
                           looked_cb, g_object_ref (self));
}

/* Returns: (transfer full) (nullable): the session, where the server was proven once more. */
static KitteSession *
take_session (KitteTrial *self, GAsyncResult *result, gboolean incoming)
{
  return kitte_verifier_take_session (self->verifier, result, incoming);
}

static KitteFinding *
find_failure (KitteTrial *self, gboolean incoming)
{
  KitteFinding *finding =
      kitte_check_get_finding (kitte_report_find_check (self->report, incoming));

  return finding != NULL ? kitte_finding_ref (finding) :
                           kitte_finding_new (KITTE_FINDING_AUTH_NOT_OFFERED, NULL);
}

static void
receiving_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteTrial) self = user_data;
  g_autoptr (KitteFinding) finding = NULL;

  if (!kitte_verifier_run_finish (self->verifier, result, NULL))
    {
      finish_cancelled (self);
      return;
    }
  self->session = take_session (self, result, TRUE);
  if (self->session != NULL)
    {
      run_pickup (self);
      return;
    }
  finding = find_failure (self, TRUE);
  consider_failed_look (self, finding);
}

/* The person agreed to do without encryption when the server was proven. */
static void
sign_in (KitteTrial *self, gboolean incoming, GAsyncReadyCallback callback)
{
  const char *const hosts[] = { self->account->incoming->host, self->account->outgoing->host,
                                NULL };
  KitteServer *server = incoming ? self->account->incoming : self->account->outgoing;
  const KitteVerifyRequest request = {
    .incoming = incoming ? server : NULL,
    .outgoing = incoming ? NULL : server,
    .incoming_credential = self->account->incoming_credential,
    .outgoing_credential = self->account->outgoing_credential,
    .cleartext_hosts = server->security == KITTE_SECURITY_NONE ? hosts : NULL,
    .stay = TRUE,
  };

  g_clear_object (&self->report);
  self->report = kitte_report_new ();
  kitte_verifier_run_async (self->verifier, &request, self->report,
                            g_task_get_cancellable (self->task), callback, g_object_ref (self));
}

static void
look (KitteTrial *self)
{
  if (self->session != NULL)
    run_pickup (self);
  else
    sign_in (self, TRUE, receiving_ready_cb);
}

static void
await (KitteTrial *self)
{
  self->failed_looks = 0;
  self->pause = self->pause_ms * (is_imap (self) ? 1 : POP3_PAUSE);
  self->awaited_until = g_get_monotonic_time () + (gint64) self->patience_ms * 1000;
  set_state (self, KITTE_TRIAL_AWAITED);
  look (self);
}

/* A connection that breaks off before the last answer says nothing about the message. */
static void
note_sent (KitteTrial *self)
{
  self->sent_ms = milliseconds_since (self->began);
  drop_session (self);
  await (self);
}

static void
delivered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteTrial) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteFinding) finding = NULL;

  kitte_session_run_finish (KITTE_SESSION (source), result, &error);
  if (kitte_errand_get_outcome (self->delivery) == KITTE_ERRAND_SENT)
    self->sent = g_get_monotonic_time ();
  if (error != NULL)
    {
      finish_cancelled (self);
      return;
    }
  if (self->sent != 0)
    {
      note_sent (self);
      return;
    }
  drop_session (self);
  finding = explain (kitte_session_get_finding (KITTE_SESSION (source)));
  fail (self, KITTE_TRIAL_NOT_SENT, self->account->outgoing, finding);
}

static void
sending_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteTrial) self = user_data;
  g_autoptr (KitteFinding) finding = NULL;

  if (!kitte_verifier_run_finish (self->verifier, result, NULL))
    {
      finish_cancelled (self);
      return;
    }
  self->session = take_session (self, result, FALSE);
  if (self->session == NULL)
    {
      finding = find_failure (self, FALSE);
      fail (self, KITTE_TRIAL_NOT_SENT, self->account->outgoing, finding);
      return;
    }
  kitte_session_run_async (self->session, self->delivery, 0, g_task_get_cancellable (self->task),
                           delivered_cb, g_object_ref (self));
}

static void
prepare (KitteTrial *self)
{
  const char *address = self->account->address->text;
  g_autofree char *message = NULL;

  g_free (self->id);
  self->id = kitte_trial_message_make_id (self->account->address);
  message = kitte_trial_message_write (self->account, self->id);
  g_clear_object (&self->delivery);
  g_clear_object (&self->pickup);
  self->delivery = kitte_smtp_delivery_new (address, address, message);
  self->pickup =
      is_imap (self) ? kitte_imap_pickup_new (self->id) : kitte_pop3_pickup_new (self->id);
}

static void
kitte_trial_finalize (GObject *object)
{
  KitteTrial *self = KITTE_TRIAL (object);

  kitte_account_unref (self->account);
  g_clear_object (&self->verifier);
  g_clear_object (&self->delivery);
  g_clear_object (&self->pickup);
  g_clear_object (&self->report);
  g_clear_object (&self->session);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_clear_pointer (&self->server, kitte_server_unref);
  g_free (self->id);
  G_OBJECT_CLASS (kitte_trial_parent_class)->finalize (object);
}

static void
kitte_trial_class_init (KitteTrialClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_trial_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_trial_init (KitteTrial *self)
{
}

/**
 * kitte_trial_new:
 * @account: (transfer none): proven in both directions: kitte_trial_is_possible(); kept, with its
 *   credentials, as long as the trial
 *
 * Returns: (transfer full): a trial that waits for kitte_trial_run_async()
 */
KitteTrial *
kitte_trial_new (KitteAccount *account)
{
  g_autoptr (KitteVerifier) verifier = kitte_verifier_new ();

  return kitte_trial_new_with (account, verifier, KITTE_TRIAL_SECONDS * 1000, PAUSE_MS);
}

/**
 * kitte_trial_new_with:
 * @verifier: (transfer none): with another budget
 * @patience_ms: how long the message is awaited
 * @pause_ms: between the first looks
 *
 * Returns: (transfer full): as kitte_trial_new(); for tests
 */
KitteTrial *
kitte_trial_new_with (KitteAccount *account,
                      KitteVerifier *verifier,
                      guint patience_ms,
                      guint pause_ms)
{
  KitteTrial *self;

  g_return_val_if_fail (account != NULL && KITTE_IS_VERIFIER (verifier), NULL);

  self = g_object_new (KITTE_TYPE_TRIAL, NULL);
  self->account = kitte_account_ref (account);
  self->verifier = g_object_ref (verifier);
  self->patience_ms = patience_ms;
  self->pause_ms = pause_ms;
  return self;
}

/**
 * kitte_trial_is_possible:
 * @report: (transfer none): how the account was verified
 *
 * Returns: whether both directions were proven, by credentials that the account has
 */
gboolean
kitte_trial_is_possible (const KitteAccount *account, KitteReport *report)
{
  g_return_val_if_fail (account != NULL && KITTE_IS_REPORT (report), FALSE);

  return kitte_report_get_result (report) == KITTE_RESULT_OK &&
         account->incoming_credential != NULL && account->outgoing_credential != NULL;
}

KitteTrialState
kitte_trial_get_state (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), KITTE_TRIAL_NEW);

  return self->state;
}

/**
 * kitte_trial_get_sent_ms:
 *
 * Returns: from the press until the server had taken the message, in milliseconds
 */
guint
kitte_trial_get_sent_ms (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), 0);

  return self->sent_ms;
}

/**
 * kitte_trial_get_arrived_ms:
 *
 * Returns: from then until it was seen in the mailbox, in milliseconds
 */
guint
kitte_trial_get_arrived_ms (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), 0);

  return self->arrived_ms;
}

/**
 * kitte_trial_get_removed:
 *
 * Returns: whether the message that arrived was removed; else it is in the mailbox
 */
gboolean
kitte_trial_get_removed (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), FALSE);

  return self->removed;
}

/**
 * kitte_trial_get_finding:
 *
 * Returns: (transfer none) (nullable): why it was not sent, or cannot be looked for
 */
KitteFinding *
kitte_trial_get_finding (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  return self->finding;
}

/**
 * kitte_trial_get_server:
 *
 * Returns: (transfer none) (nullable): which server the finding is about
 */
KitteServer *
kitte_trial_get_server (KitteTrial *self)
{
  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  return self->server;
}

/**
 * kitte_trial_get_transcript:
 *
 * Returns: (transfer none) (nullable): what both sides said on the last connection, redacted
 */
const char *
kitte_trial_get_transcript (KitteTrial *self)
{
  GListModel *checks;
  g_autoptr (KitteCheck) check = NULL;

  g_return_val_if_fail (KITTE_IS_TRIAL (self), NULL);

  checks = self->report != NULL ? kitte_report_get_checks (self->report) : NULL;
  check = checks != NULL ? g_list_model_get_item (checks, 0) : NULL;
  return check != NULL ? kitte_check_get_transcript (check) : NULL;
}

/**
 * kitte_trial_run_async:
 *
 * Sends the message and waits for it. Where it was sent before and has not been seen, only looks
 * again. On the main context; cancelling takes effect at once, and leaves what was sent where it
 * is.
 */
void
kitte_trial_run_async (KitteTrial *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (KITTE_IS_TRIAL (self) && self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, kitte_trial_run_async);
  /* A trial that came to its end before it was cancelled has its result. */
  g_task_set_check_cancellable (self->task, FALSE);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  if (self->state == KITTE_TRIAL_ON_ITS_WAY || self->state == KITTE_TRIAL_NOT_SEEN)
    {
      await (self);
      return;
    }
  self->sent = 0;
  self->removed = FALSE;
  self->began = g_get_monotonic_time ();
  prepare (self);
  set_state (self, KITTE_TRIAL_SENDING);
  sign_in (self, FALSE, sending_ready_cb);
}

/**
 * kitte_trial_run_finish:
 *
 * Returns: %TRUE: kitte_trial_get_state() says what came of it; %FALSE with
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
kitte_trial_run_finish (KitteTrial *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * kitte_trial_state_to_nick:
 *
 * Returns: (transfer none): how scripts read it
 */
const char *
kitte_trial_state_to_nick (KitteTrialState state)
{
  static const char *const nicks[] = {
    [KITTE_TRIAL_NEW] = "new",           [KITTE_TRIAL_SENDING] = "sending",
    [KITTE_TRIAL_NOT_SENT] = "not-sent", [KITTE_TRIAL_AWAITED] = "awaited",
    [KITTE_TRIAL_ARRIVED] = "arrived",   [KITTE_TRIAL_ON_ITS_WAY] = "on-its-way",
    [KITTE_TRIAL_NOT_SEEN] = "not-seen",
  };

  g_return_val_if_fail (state < G_N_ELEMENTS (nicks), NULL);

  return nicks[state];
}

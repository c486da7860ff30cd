/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One direction. What the host may have counted is told to the budget, also where nobody waits for
 * the leg any more. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-verify-leg.h"

#include "kitte-pop-before-smtp.h"

static void
leg_clear (KitteVerifyLeg *leg)
{
  if (leg->session != NULL)
    g_signal_handlers_disconnect_by_data (leg->session, leg);
  g_clear_pointer (&leg->held, kitte_finding_unref);
  g_clear_pointer (&leg->doubt, kitte_doubt_free);
  g_clear_pointer (&leg->addresses, g_strfreev);
  g_clear_pointer (&leg->receives_too, kitte_server_unref);
  if (leg->stayed != NULL)
    kitte_session_goodbye (leg->stayed);
  g_clear_object (&leg->stayed);
  g_clear_object (&leg->session);
  g_clear_object (&leg->keep);
  g_clear_object (&leg->cancellable);
  g_clear_object (&leg->remote);
  g_clear_object (&leg->check);
  g_clear_object (&leg->report);
  g_clear_object (&leg->budget);
  g_clear_pointer (&leg->credential, kitte_credential_unref);
  g_clear_pointer (&leg->server, kitte_server_unref);
}

static KitteVerifyLeg *
leg_ref (KitteVerifyLeg *leg)
{
  return g_rc_box_acquire (leg);
}

static void
tell_moved (KitteVerifyLeg *leg)
{
  if (leg->moved != NULL)
    leg->moved (leg, leg->user_data);
}

/* Ends what the leg’s session does; its callback finds another session, or none, and goes away. */
static void
drop_session (KitteVerifyLeg *leg)
{
  g_autoptr (KitteSession) session = g_steal_pointer (&leg->session);

  g_clear_pointer (&leg->doubt, kitte_doubt_free);
  if (session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (session, leg);
  if (leg->state == KITTE_LEG_READY || leg->state == KITTE_LEG_LOOKING_FOR_TLS ||
      leg->state == KITTE_LEG_DONE)
    kitte_session_goodbye (session);
  g_cancellable_cancel (leg->cancellable);
  g_clear_object (&leg->cancellable);
}

static void
finish (KitteVerifyLeg *leg, KitteResult result, KitteFinding *finding)
{
  g_assert (leg->state != KITTE_LEG_DONE);
  drop_session (leg);
  leg->state = KITTE_LEG_DONE;
  kitte_check_finish (leg->check, result, finding);
  tell_moved (leg);
}

static void
fail (KitteVerifyLeg *leg, KitteFindingCode code, const char *detail, guint seconds)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new_full (code, NULL, NULL, detail, seconds);

  finish (leg, KITTE_RESULT_FAILED, finding);
}

/* What would be written for this server, as far as it is known. */
static void
note_server (KitteVerifyLeg *leg)
{
  g_autoptr (KitteServer) server =
      kitte_session_dup_proven_server (leg->session,
                                       leg->credential != NULL ? leg->credential->username : NULL);

  if (server != NULL)
    kitte_check_set_proven_server (leg->check, server);
}

/* The server takes no password: the mail program signs in by the provider’s page. */
static void
sign_in_later (KitteVerifyLeg *leg, const KitteFinding *reason)
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
  finish (leg, KITTE_RESULT_UNPROVEN, finding);
}

static gboolean
may_be_lock_out (KitteFindingCode code)
{
  return code == KITTE_FINDING_REFUSED || code == KITTE_FINDING_TIMED_OUT ||
         code == KITTE_FINDING_NO_GREETING || code == KITTE_FINDING_CLOSED ||
         code == KITTE_FINDING_RESET || code == KITTE_FINDING_GREETING_REJECTED;
}

static KitteFinding *
locked_out (const KitteFinding *finding)
{
  g_autoptr (GStrvBuilder) evidence = g_strv_builder_new ();
  g_auto (GStrv) lines = NULL;

  g_strv_builder_add (evidence, kitte_finding_code_to_nick (finding->code));
  g_strv_builder_addv (evidence, (const char **) finding->evidence);
  lines = g_strv_builder_end (evidence);
  return kitte_finding_new_full (KITTE_FINDING_AUTH_LOCKED_OUT, (const char *const *) lines, NULL,
                                 NULL, 0);
}

/* Where the leg’s sign-ins are counted. */
static KitteBudgetPlace
place_of (KitteVerifyLeg *leg)
{
  return (KitteBudgetPlace){ .protocol = leg->server->protocol,
                             .host = leg->server->host,
                             .addresses = (const char *const *) leg->addresses,
                             .most = leg->most };
}

/* The name’s addresses, as far as they became known. */
static void
note_addresses (KitteVerifyLeg *leg)
{
  GPtrArray *addresses = kitte_check_get_connection (leg->check)->addresses;
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *text = g_inet_address_to_string (g_ptr_array_index (addresses, i));

      g_strv_builder_add (texts, text);
    }
  g_strfreev (leg->addresses);
  leg->addresses = g_strv_builder_end (texts);
}

/* The next candidate need not wait for why this one failed, unless that is known already. */
static void
fail_in_doubt (KitteVerifyLeg *leg, KitteFinding *finding)
{
  if (leg->doubt == NULL || (leg->has_more && kitte_verify_leg_may_give_way (finding->code) &&
                             !kitte_doubt_has_answers (leg->doubt)))
    finish (leg, KITTE_RESULT_FAILED, finding);
  else
    kitte_doubt_settle (leg->doubt, finding, leg->remote != NULL);
}

static void
failures_counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;
  guint failures = kitte_budget_count_failures_finish (KITTE_BUDGET (source), result);
  g_autoptr (KitteFinding) held = g_steal_pointer (&leg->held);
  g_autoptr (KitteFinding) locked = NULL;

  if (held == NULL || leg->moved == NULL || leg->state != KITTE_LEG_OPENING)
    return;
  if (failures == 0)
    {
      fail_in_doubt (leg, held);
      return;
    }
  locked = locked_out (held);
  finish (leg, KITTE_RESULT_FAILED, locked);
}

/* A host that turns away whom it rejected a moment ago is not down. */
static void
fail_before_sign_in (KitteVerifyLeg *leg, KitteFinding *finding)
{
  KitteBudgetPlace place;

  if (!may_be_lock_out (finding->code))
    {
      fail_in_doubt (leg, finding);
      return;
    }
  note_addresses (leg);
  place = place_of (leg);
  leg->held = kitte_finding_ref (finding);
  kitte_budget_count_failures_async (leg->budget, &place, failures_counted_cb, leg_ref (leg));
}

/* Silence in the middle is called temporary too, but the server may have judged: only what it said
 * itself is believed. */
static KitteBudgetOutcome
outcome_of (const KitteFinding *finding)
{
  switch ((int) finding->code)
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
    case KITTE_FINDING_AUTH_TEMPORARY_FAILURE:
    case KITTE_FINDING_SERVER_UNAVAILABLE:
    case KITTE_FINDING_TOO_MANY_CONNECTIONS:
    case KITTE_FINDING_MAILBOX_IN_USE:
    case KITTE_FINDING_MAILBOX_UNAVAILABLE:
    case KITTE_FINDING_MAILBOX_FULL:
      return finding->evidence[0] != NULL ? KITTE_BUDGET_NOT_JUDGED : KITTE_BUDGET_UNCLEAR;
    default:
      return KITTE_BUDGET_UNCLEAR;
    }
}

static void
end_sign_in (KitteVerifyLeg *leg, KitteBudgetOutcome outcome, GAsyncReadyCallback callback)
{
  const KitteBudgetPlace place = place_of (leg);

  kitte_budget_end_async (leg->budget, &place, leg->credential, outcome, callback, leg_ref (leg));
}

/* No protocol but PLAIN says in which encoding a password is, and servers were set up before that:
 * where one with other letters is rejected, that may be why. And where a method was refused on the
 * way, nobody can say that the password was not sent. */
static const char *
find_detail (KitteVerifyLeg *leg, const KitteFinding *reason)
{
  switch ((int) reason->code)
    {
    case KITTE_FINDING_AUTH_REJECTED:
      return leg->credential != NULL &&
                     !g_str_is_ascii (kitte_secret_peek (leg->credential->secret)) ?
                 KITTE_DETAIL_NOT_ASCII :
                 NULL;
    case KITTE_FINDING_AUTH_NOT_OFFERED:
    case KITTE_FINDING_AUTH_NO_COMMON_METHOD:
      return kitte_session_get_sign_in_sent (leg->session) ? KITTE_DETAIL_SIGNING_IN : NULL;
    default:
      return NULL;
    }
}

static KitteFinding *
explain (KitteVerifyLeg *leg, KitteFinding *reason)
{
  const char *detail = find_detail (leg, reason);

  if (detail == NULL)
    return kitte_finding_ref (reason);
  return kitte_finding_new_full (reason->code, (const char *const *) reason->evidence, NULL, detail,
                                 reason->seconds);
}

/* From now on the session is somebody else’s. */
static void
hand_over (KitteVerifyLeg *leg)
{
  g_signal_handlers_disconnect_by_data (leg->session, leg);
  g_clear_pointer (&leg->doubt, kitte_doubt_free);
  leg->stayed = g_steal_pointer (&leg->session);
}

/* The session has nothing more to say: what did it prove? */
static void
conclude (KitteVerifyLeg *leg)
{
  KitteFinding *reason = kitte_session_get_finding (leg->session);
  g_autoptr (KitteFinding) finding = NULL;

  if (leg->signed_in)
    note_server (leg);
  if (reason != NULL)
    {
      finding = explain (leg, reason);
      finish (leg, KITTE_RESULT_FAILED, finding);
      return;
    }
  finding =
      kitte_finding_new (kitte_session_get_encrypted (leg->session) ? KITTE_FINDING_OK :
                                                                      KITTE_FINDING_OK_UNENCRYPTED,
                         NULL);
  if (leg->stay)
    hand_over (leg);
  else
    kitte_session_goodbye (leg->session);
  finish (leg, KITTE_RESULT_OK, finding);
}

static void
rejection_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
  if (leg->state == KITTE_LEG_SIGNING_IN && leg->moved != NULL)
    conclude (leg);
}

static void
acceptance_noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
  leg->signed_in = TRUE;
  if (leg->state != KITTE_LEG_SIGNING_IN || leg->moved == NULL)
    return;
  if (leg->concluded)
    conclude (leg);
  else
    tell_moved (leg);
}

/* The other direction need not wait until this one has looked at its mailbox. */
static void
accepted_cb (KitteSession *session, gpointer user_data)
{
  KitteVerifyLeg *leg = user_data;

  kitte_report_count_sign_in (leg->report, TRUE);
  end_sign_in (leg, KITTE_BUDGET_ACCEPTED, acceptance_noted_cb);
}

/* A session that was kept ready was closed while it waited, before anything was sent on it. */
static gboolean
was_lost (KitteVerifyLeg *leg, KitteSession *session)
{
  const KitteFinding *finding = kitte_session_get_finding (session);

  return leg->kept && leg->session == session && leg->state == KITTE_LEG_SIGNING_IN &&
         !kitte_session_get_sign_in_sent (session) && finding != NULL &&
         (finding->code == KITTE_FINDING_CLOSED || finding->code == KITTE_FINDING_RESET);
}

/* The sign-in that was not made is taken back by now: another session makes it. */
static void
lost_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
  if (leg->state != KITTE_LEG_SIGNING_IN || leg->moved == NULL)
    return;
  drop_session (leg);
  kitte_check_begin_anew (leg->check);
  kitte_verify_leg_open (leg);
}

/* What the host may have counted is told to the budget, also where nobody waits any more. */
static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;
  KitteSession *session = KITTE_SESSION (source);
  g_autoptr (GError) error = NULL;
  KitteBudgetOutcome outcome = KITTE_BUDGET_UNSENT;

  kitte_session_sign_in_finish (session, result, &error);
  if (error == NULL && was_lost (leg, session))
    {
      end_sign_in (leg, KITTE_BUDGET_UNSENT, lost_cb);
      return;
    }
  leg->concluded = TRUE;
  if (kitte_session_get_signed_in (session))
    {
      if (leg->signed_in && leg->state == KITTE_LEG_SIGNING_IN && leg->moved != NULL)
        conclude (leg);
      return;
    }
  if (kitte_session_get_sign_in_sent (session))
    {
      outcome =
          error != NULL ? KITTE_BUDGET_UNCLEAR : outcome_of (kitte_session_get_finding (session));
      kitte_report_count_sign_in (leg->report, FALSE);
    }
  end_sign_in (leg, outcome, rejection_noted_cb);
}

static void
take_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;

  kitte_budget_end_finish (KITTE_BUDGET (source), result);
}

static void
budget_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;
  guint seconds;
  KitteBudgetVerdict verdict = kitte_budget_begin_finish (KITTE_BUDGET (source), result, &seconds);

  if (leg->state != KITTE_LEG_SIGNING_IN || leg->moved == NULL)
    {
      if (verdict == KITTE_BUDGET_ALLOWED)
        end_sign_in (leg, KITTE_BUDGET_UNSENT, take_back_cb);
      return;
    }
  if (verdict != KITTE_BUDGET_ALLOWED)
    {
      kitte_session_goodbye (leg->session);
      fail (leg, KITTE_FINDING_BUDGET_SPENT,
            verdict == KITTE_BUDGET_SPENT ? KITTE_DETAIL_TOO_MANY : KITTE_DETAIL_REJECTED_BEFORE,
            seconds);
      return;
    }
  kitte_session_sign_in_async (leg->session, leg->credential, leg->cancellable, signed_in_cb,
                               leg_ref (leg));
}

static void
begin_sign_in (KitteVerifyLeg *leg)
{
  KitteBudgetPlace place;

  note_addresses (leg);
  place = place_of (leg);
  kitte_budget_begin_async (leg->budget, &place, leg->credential, leg->something_changed,
                            budget_begun_cb, leg_ref (leg));
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (KitteVerifyLeg) leg = user_data;
  KitteSession *session = KITTE_SESSION (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteFinding) finding = NULL;
  gboolean ready = kitte_session_open_finish (session, result, &error);

  if (leg->session != session || leg->moved == NULL || error != NULL)
    return;
  g_set_object (&leg->remote, kitte_session_get_remote_address (session));
  if (ready)
    {
      leg->state = KITTE_LEG_READY;
      tell_moved (leg);
      return;
    }
  finding = kitte_finding_ref (kitte_session_get_finding (session));
  if (finding->code == KITTE_FINDING_AUTH_OAUTH_NEEDED)
    sign_in_later (leg, finding);
  else if (!leg->failed (leg, finding, leg->user_data))
    fail_before_sign_in (leg, finding);
}

/* The settings say that there is no sign-in. Where the provider opens sending by receiving, that is
 * how it is meant to be; proven it cannot be without sending a message. */
static void
finish_without_sign_in (KitteVerifyLeg *leg)
{
  g_autoptr (KitteFinding) plain = kitte_finding_new (KITTE_FINDING_AUTH_NOT_OFFERED, NULL);
  g_autoptr (KitteFinding) finding =
      kitte_pop_before_smtp_refine (plain, leg->server, leg->receives_too, &leg->pop_before_smtp);
  gboolean meant = finding->code == KITTE_FINDING_POP_BEFORE_SMTP_NEEDED &&
                   leg->pop_before_smtp.status == KITTE_POP_BEFORE_SMTP_OFFERED;

  if (meant)
    note_server (leg);
  finish (leg, meant ? KITTE_RESULT_UNPROVEN : KITTE_RESULT_FAILED, finding);
}

static void decide_method (KitteVerifyLeg *leg, KitteFinding *without_tls);

static void
settled_cb (KitteFinding *finding, gpointer user_data)
{
  KitteVerifyLeg *leg = user_data;

  if (leg->state == KITTE_LEG_OPENING)
    {
      g_autoptr (KitteFinding) refined =
          kitte_pop_before_smtp_refine (finding, leg->server, leg->receives_too,
                                        &leg->pop_before_smtp);

      finish (leg, KITTE_RESULT_FAILED, refined);
    }
  else if (leg->state == KITTE_LEG_LOOKING_FOR_TLS)
    decide_method (leg, finding);
}

/* Nothing is asked for without encryption before it was looked for in vain. */
static void
look_for_tls (KitteVerifyLeg *leg)
{
  g_autoptr (KitteFinding) finding = kitte_finding_new (KITTE_FINDING_PLAINTEXT_ONLY, NULL);

  leg->state = KITTE_LEG_LOOKING_FOR_TLS;
  kitte_doubt_settle (leg->doubt, finding, TRUE);
}

/* @without_tls: (nullable): what is known of this unencrypted server. */
static void
decide_method (KitteVerifyLeg *leg, KitteFinding *without_tls)
{
  KitteAuth method = KITTE_AUTH_NONE;

  kitte_session_get_method (leg->session, &method);
  if (without_tls != NULL &&
      (!leg->cleartext_allowed || without_tls->code != KITTE_FINDING_PLAINTEXT_ONLY))
    finish (leg, KITTE_RESULT_FAILED, without_tls);
  else if (method == KITTE_AUTH_NONE)
    finish_without_sign_in (leg);
  else if (leg->credential == NULL)
    {
      note_server (leg);
      finish (leg, KITTE_RESULT_UNPROVEN, NULL);
    }
  else if (kitte_report_get_sign_ins_failed (leg->report) > 0)
    fail (leg, KITTE_FINDING_BUDGET_SPENT, NULL, 0);
  else
    {
      leg->state = KITTE_LEG_SIGNING_IN;
      begin_sign_in (leg);
    }
}

/**
 * kitte_verify_leg_new:
 * @credential: (transfer none) (nullable): %NULL: as far as one can without
 * @report: (transfer none): gets a check for the leg
 *
 * The maker fills the other fields.
 *
 * Returns: (transfer full): a leg that waits
 */
KitteVerifyLeg *
kitte_verify_leg_new (KitteServer *server,
                      KitteCredential *credential,
                      KitteReport *report,
                      KitteBudget *budget)
{
  KitteVerifyLeg *leg = g_rc_box_new0 (KitteVerifyLeg);

  leg->server = kitte_server_ref (server);
  leg->credential = credential != NULL ? kitte_credential_ref (credential) : NULL;
  leg->report = g_object_ref (report);
  leg->check = g_object_ref (kitte_report_add_check (report, server));
  leg->budget = g_object_ref (budget);
  return leg;
}

void
kitte_verify_leg_unref (KitteVerifyLeg *leg)
{
  g_rc_box_release_full (leg, (GDestroyNotify) leg_clear);
}

/**
 * kitte_verify_leg_open:
 *
 * Brings the server up to where it could be signed in to, or takes a session that is there.
 */
void
kitte_verify_leg_open (KitteVerifyLeg *leg)
{
  leg->state = KITTE_LEG_OPENING;
  leg->cancellable = g_cancellable_new ();
  leg->session = leg->keep != NULL ? kitte_session_keep_take (leg->keep, leg->server) : NULL;
  leg->kept = leg->session != NULL;
  if (leg->kept)
    kitte_session_go_on (leg->session, leg->check, leg->deadline);
  else
    leg->session = kitte_session_new (leg->server, leg->check);
  g_signal_connect (leg->session, "signed-in", G_CALLBACK (accepted_cb), leg);
  leg->doubt = kitte_doubt_new (leg->check, leg->surroundings, leg->deadline, settled_cb, leg);
  if (leg->stay)
    kitte_session_stay (leg->session);
  if (leg->cleartext_allowed)
    kitte_session_allow_cleartext (leg->session);
  kitte_session_open_async (leg->session, leg->deadline, leg->cancellable, opened_cb,
                            leg_ref (leg));
}

/**
 * kitte_verify_leg_decide:
 *
 * The leg is ready: everything but the sign-in is known to be right. Signs in where there is a
 * credential, and a way that may be used, and the budget allows it.
 */
void
kitte_verify_leg_decide (KitteVerifyLeg *leg)
{
  KitteAuth method = KITTE_AUTH_NONE;

  kitte_session_get_method (leg->session, &method);
  if (method == KITTE_AUTH_OAUTH2)
    sign_in_later (leg, NULL);
  else if (!kitte_session_get_encrypted (leg->session))
    look_for_tls (leg);
  else
    decide_method (leg, NULL);
}

/**
 * kitte_verify_leg_skip:
 *
 * The leg is over without a result of its own.
 */
void
kitte_verify_leg_skip (KitteVerifyLeg *leg)
{
  finish (leg, KITTE_RESULT_SKIPPED, NULL);
}

/**
 * kitte_verify_leg_cancel:
 *
 * Ends the leg, if it is not over; tells nobody.
 */
void
kitte_verify_leg_cancel (KitteVerifyLeg *leg)
{
  leg->moved = NULL;
  if (leg->state == KITTE_LEG_DONE)
    return;
  drop_session (leg);
  leg->state = KITTE_LEG_DONE;
  kitte_check_finish (leg->check, KITTE_RESULT_CANCELLED, NULL);
}

/**
 * kitte_verify_leg_put_off:
 *
 * Closes what is open; the leg can be opened again.
 */
void
kitte_verify_leg_put_off (KitteVerifyLeg *leg)
{
  drop_session (leg);
  leg->state = KITTE_LEG_WAITING;
}

/**
 * kitte_verify_leg_may_give_way:
 *
 * Returns: whether a server that failed so may be passed over for the next candidate: it could not
 *   be reached as a mail server at all
 */
gboolean
kitte_verify_leg_may_give_way (KitteFindingCode code)
{
  return (code >= KITTE_FINDING_NAME_NOT_FOUND && code <= KITTE_FINDING_PORT_25_BLOCKED) ||
         code == KITTE_FINDING_NO_GREETING || code == KITTE_FINDING_NOT_THIS_PROTOCOL ||
         code == KITTE_FINDING_TLS_NOT_OFFERED || code == KITTE_FINDING_TLS_ON_PLAIN_PORT ||
         code == KITTE_FINDING_STARTTLS_REFUSED || code == KITTE_FINDING_AUTH_NOT_OFFERED;
}

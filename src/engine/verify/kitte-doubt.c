/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Silence is asked about while it lasts, so that the answers are there when it is over; everything
 * else once it has happened. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-doubt.h"

#include "kitte-verdict.h"

/* A server that has not answered after so long is worth asking others about. */
#define SUSPICION_MS 2500

struct _KitteDoubt
{
  KitteCheck *check;
  const KitteSurroundings *surroundings;
  gint64 deadline;
  KitteDoubtSettled settled;
  gpointer user_data;

  guint timer;
  KitteInquiry *inquiry;
  GCancellable *cancellable;
  gboolean about_silence;
  gboolean answered;
  KitteFinding *finding;
  gboolean connected;
};

static void
drop_inquiry (KitteDoubt *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->inquiry);
  self->answered = FALSE;
}

static void
tell (KitteDoubt *self)
{
  g_autoptr (KitteFinding) finding = g_steal_pointer (&self->finding);
  g_autoptr (KitteFinding) judged = kitte_inquiry_judge (self->inquiry, finding, self->connected);

  self->settled (judged, self->user_data);
}

/* A doubt that is over has cancelled its inquiry: then there is no doubt behind @user_data. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KitteDoubt *self = user_data;

  if (!kitte_inquiry_ask_finish (KITTE_INQUIRY (source), result, NULL))
    return;
  self->answered = TRUE;
  if (self->finding != NULL)
    tell (self);
}

static void
ask (KitteDoubt *self, const KitteFinding *finding, gboolean connected)
{
  self->about_silence = kitte_verdict_is_unreachable (finding, connected);
  self->inquiry = kitte_inquiry_new (kitte_check_get_server (self->check), self->surroundings);
  self->cancellable = g_cancellable_new ();
  kitte_inquiry_ask_async (self->inquiry, finding, connected, self->deadline, self->cancellable,
                           asked_cb, self);
}

static gboolean
is_connecting (KitteDoubt *self)
{
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (self->check, &n_steps);

  return n_steps > 0 && steps[n_steps - 1].step == KITTE_STEP_CONNECT &&
         steps[n_steps - 1].state == KITTE_STEP_STARTED;
}

static gboolean
timer_cb (gpointer user_data)
{
  KitteDoubt *self = user_data;

  self->timer = 0;
  if (is_connecting (self))
    {
      g_autoptr (KitteFinding) silence = kitte_finding_new (KITTE_FINDING_TIMED_OUT, NULL);

      ask (self, silence, FALSE);
    }
  return G_SOURCE_REMOVE;
}

/**
 * kitte_doubt_new:
 * @check: (transfer none): the check of a server that is being connected to
 * @surroundings: (transfer none): outlives the doubt
 * @deadline: monotonic time in microseconds
 * @settled: called at most once, and never once the doubt is freed
 *
 * Returns: (transfer full): a doubt that begins to ask by itself where the server stays silent
 */
KitteDoubt *
kitte_doubt_new (KitteCheck *check,
                 const KitteSurroundings *surroundings,
                 gint64 deadline,
                 KitteDoubtSettled settled,
                 gpointer user_data)
{
  KitteDoubt *self = g_new0 (KitteDoubt, 1);

  self->check = g_object_ref (check);
  self->surroundings = surroundings;
  self->deadline = deadline;
  self->settled = settled;
  self->user_data = user_data;
  self->timer = g_timeout_add (SUSPICION_MS, timer_cb, self);
  return self;
}

/**
 * kitte_doubt_free:
 *
 * Ends every connection that was made for it.
 */
void
kitte_doubt_free (KitteDoubt *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  drop_inquiry (self);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_object_unref (self->check);
  g_free (self);
}

/**
 * kitte_doubt_has_answers:
 *
 * Returns: whether settling takes no time
 */
gboolean
kitte_doubt_has_answers (const KitteDoubt *self)
{
  return self->answered;
}

/**
 * kitte_doubt_settle:
 * @finding: (transfer none): what the check came to
 * @connected: whether there was a connection
 *
 * Asks what was not asked yet. The answer comes by the callback, perhaps before this returns.
 */
void
kitte_doubt_settle (KitteDoubt *self, KitteFinding *finding, gboolean connected)
{
  g_return_if_fail (self->finding == NULL);

  g_clear_handle_id (&self->timer, g_source_remove);
  self->finding = kitte_finding_ref (finding);
  self->connected = connected;
  if (self->inquiry != NULL &&
      self->about_silence != kitte_verdict_is_unreachable (finding, connected))
    drop_inquiry (self);
  if (self->inquiry == NULL)
    ask (self, finding, connected);
  else if (self->answered)
    tell (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sign-in is counted as failed before it is sent and taken back when it was not: so a crash in
 * between, or a second process, cannot make one too many.
 *
 * Failures are counted for the server, by name and by address, whatever protocol was spoken: that
 * is how servers count. What was rejected is not sent again; that is remembered by host, protocol
 * and user name, because sending may have a password of its own. Within this process user name and
 * password together are remembered. Another process knows the user name and the time only, since
 * nothing computed from a password is kept: to it the rejection stands until the person says that
 * something has changed, or until the window has passed. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-budget.h"

#include "kitte-budget-ledger.h"

/* What was rejected in this process. */
typedef struct
{
  char *host;
  KitteProtocol protocol;
  KitteCredential *credential;
  gint64 time;
} Rejection;

struct _KitteBudget
{
  GObject parent_instance;
  GMutex mutex;
  KitteBudgetFile *file;
  GPtrArray *rejections;
  gint64 (*now) (void);
};

/* One call that a worker makes. */
typedef struct
{
  KitteBudgetPlace place;
  char *host;
  char **addresses;
  KitteCredential *credential;
  gboolean something_changed;
  KitteBudgetOutcome outcome;
  guint seconds;
} Call;

G_DEFINE_FINAL_TYPE (KitteBudget, kitte_budget, G_TYPE_OBJECT)

static void
rejection_free (gpointer data)
{
  Rejection *rejection = data;

  g_free (rejection->host);
  kitte_credential_unref (rejection->credential);
  g_free (rejection);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->host);
  g_strfreev (call->addresses);
  g_clear_pointer (&call->credential, kitte_credential_unref);
  g_free (call);
}

static gint64
wall_clock (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
is_about (const Rejection *rejection,
          const KitteBudgetPlace *place,
          const KitteCredential *credential)
{
  return g_str_equal (rejection->host, place->host) && rejection->protocol == place->protocol &&
         g_str_equal (rejection->credential->username, credential->username);
}

/* A clock that was set back does not make a rejection last. */
static gboolean
is_recent (gint64 time, gint64 now)
{
  return time <= now && time > now - KITTE_BUDGET_WINDOW;
}

static void
forget_rejections (KitteBudget *self,
                   const KitteBudgetPlace *place,
                   const KitteCredential *credential)
{
  for (guint i = self->rejections->len; i > 0; i--)
    if (is_about (g_ptr_array_index (self->rejections, i - 1), place, credential))
      g_ptr_array_remove_index (self->rejections, i - 1);
}

static void
forget_old_rejections (KitteBudget *self, gint64 now)
{
  for (guint i = self->rejections->len; i > 0; i--)
    {
      const Rejection *rejection = g_ptr_array_index (self->rejections, i - 1);

      if (!is_recent (rejection->time, now))
        g_ptr_array_remove_index (self->rejections, i - 1);
    }
}

static void
remember_rejection (KitteBudget *self,
                    const KitteBudgetPlace *place,
                    KitteCredential *credential,
                    gint64 now)
{
  Rejection *rejection = g_new0 (Rejection, 1);

  rejection->host = g_strdup (place->host);
  rejection->protocol = place->protocol;
  rejection->credential = kitte_credential_ref (credential);
  rejection->time = now;
  g_ptr_array_add (self->rejections, rejection);
}

/* Was this rejected, and since when? What this process saw itself it knows exactly; what was
 * rejected after that, another one saw. */
static gboolean
was_rejected (KitteBudget *self,
              GPtrArray *entries,
              const KitteBudgetPlace *place,
              const KitteCredential *credential,
              gint64 *since)
{
  const KitteBudgetEntry *newest = kitte_budget_ledger_find_rejected (entries, place, credential);
  gint64 seen_here = G_MININT64;

  for (guint i = 0; i < self->rejections->len; i++)
    {
      const Rejection *rejection = g_ptr_array_index (self->rejections, i);

      if (!is_about (rejection, place, credential))
        continue;
      seen_here = MAX (seen_here, rejection->time);
      if (kitte_secret_equal (rejection->credential->secret, credential->secret))
        {
          *since = rejection->time;
          return TRUE;
        }
    }
  if (newest == NULL || newest->time <= seen_here)
    return FALSE;
  *since = newest->time;
  return TRUE;
}

static KitteBudgetVerdict
judge (KitteBudget *self,
       GPtrArray *entries,
       const KitteBudgetPlace *place,
       const KitteCredential *credential,
       gint64 now,
       guint *seconds)
{
  const KitteBudgetEntry *in_the_way = kitte_budget_ledger_find_in_the_way (entries, place);
  KitteBudgetVerdict verdict = KITTE_BUDGET_ALLOWED;
  gint64 since = G_MININT64;

  if (was_rejected (self, entries, place, credential, &since))
    verdict = KITTE_BUDGET_REJECTED_BEFORE;
  if (in_the_way != NULL)
    {
      since = MAX (since, in_the_way->time);
      if (verdict == KITTE_BUDGET_ALLOWED)
        verdict = KITTE_BUDGET_SPENT;
    }
  *seconds =
      verdict == KITTE_BUDGET_ALLOWED ? 0 : (guint) MAX (1, since + KITTE_BUDGET_WINDOW - now);
  return verdict;
}

static void
settle (KitteBudget *self,
        GPtrArray *entries,
        const KitteBudgetPlace *place,
        KitteCredential *credential,
        KitteBudgetOutcome outcome,
        gint64 now)
{
  KitteBudgetEntry *sent = kitte_budget_ledger_find_sent (entries, place, credential, now);

  switch (outcome)
    {
    case KITTE_BUDGET_ACCEPTED:
      kitte_budget_ledger_clear (entries, place, credential);
      forget_rejections (self, place, credential);
      break;
    case KITTE_BUDGET_REJECTED:
      sent->state = KITTE_BUDGET_STATE_REJECTED;
      remember_rejection (self, place, credential, sent->time);
      break;
    case KITTE_BUDGET_UNCLEAR:
      sent->state = KITTE_BUDGET_STATE_UNCLEAR;
      break;
    case KITTE_BUDGET_NOT_JUDGED:
      if (kitte_budget_ledger_count (entries, place) > 0)
        sent->state = KITTE_BUDGET_STATE_UNCLEAR;
      else
        g_ptr_array_remove (entries, sent);
      break;
    case KITTE_BUDGET_UNSENT:
    default:
      g_ptr_array_remove (entries, sent);
      break;
    }
}

static void
kitte_budget_finalize (GObject *object)
{
  KitteBudget *self = KITTE_BUDGET (object);

  kitte_budget_file_free (self->file);
  g_ptr_array_unref (self->rejections);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (kitte_budget_parent_class)->finalize (object);
}

static void
kitte_budget_class_init (KitteBudgetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_budget_finalize;
}

static void
kitte_budget_init (KitteBudget *self)
{
  g_mutex_init (&self->mutex);
  self->rejections = g_ptr_array_new_with_free_func (rejection_free);
}

/**
 * kitte_budget_new:
 * @file: where counts and times are kept
 * @now: (nullable): seconds since 1970; %NULL: the computer’s clock
 *
 * Returns: (transfer full): a budget
 */
KitteBudget *
kitte_budget_new (const char *file, gint64 (*now) (void))
{
  KitteBudget *self;

  g_return_val_if_fail (file != NULL, NULL);

  self = g_object_new (KITTE_TYPE_BUDGET, NULL);
  self->file = kitte_budget_file_new (file);
  self->now = now != NULL ? now : wall_clock;
  return self;
}

/**
 * kitte_budget_get_default:
 *
 * Returns: (transfer none): the person’s budget, in their state folder; one a process, because what
 *   was rejected in this process is known to it only
 */
KitteBudget *
kitte_budget_get_default (void)
{
  static KitteBudget *budget;

  if (budget == NULL)
    {
      g_autofree char *file =
          g_build_filename (g_get_user_state_dir (), "kitte", "sign-ins.json", NULL);

      budget = kitte_budget_new (file, NULL);
    }
  return budget;
}

/**
 * kitte_budget_begin:
 * @something_changed: the person’s word, which grants this one sign-in
 * @seconds: (out): how long until it would be allowed; 0 when it is
 *
 * Asks for one sign-in and counts it as failed until kitte_budget_end() says otherwise. Reads and
 * writes files: may block; may be called on any thread.
 */
KitteBudgetVerdict
kitte_budget_begin (KitteBudget *self,
                    const KitteBudgetPlace *place,
                    KitteCredential *credential,
                    gboolean something_changed,
                    guint *seconds)
{
  g_autoptr (GMutexLocker) locker = NULL;
  KitteBudgetVerdict verdict = KITTE_BUDGET_ALLOWED;
  GPtrArray *entries;
  gint64 now;

  g_return_val_if_fail (KITTE_IS_BUDGET (self), KITTE_BUDGET_SPENT);
  g_return_val_if_fail (place != NULL && place->host != NULL, KITTE_BUDGET_SPENT);
  g_return_val_if_fail (credential != NULL && seconds != NULL, KITTE_BUDGET_SPENT);

  locker = g_mutex_locker_new (&self->mutex);
  now = self->now ();
  *seconds = 0;
  kitte_budget_file_open (self->file, now, KITTE_BUDGET_WINDOW);
  entries = kitte_budget_file_get_entries (self->file);
  forget_old_rejections (self, now);
  if (!something_changed)
    verdict = judge (self, entries, place, credential, now, seconds);
  if (verdict == KITTE_BUDGET_ALLOWED)
    kitte_budget_ledger_add (entries, place, credential, now);
  kitte_budget_file_close (self->file, verdict == KITTE_BUDGET_ALLOWED);
  return verdict;
}

/**
 * kitte_budget_end:
 * @place: as it was given to kitte_budget_begin()
 * @outcome: what became of the sign-in that kitte_budget_begin() allowed
 *
 * Reads and writes files: may block; may be called on any thread.
 */
void
kitte_budget_end (KitteBudget *self,
                  const KitteBudgetPlace *place,
                  KitteCredential *credential,
                  KitteBudgetOutcome outcome)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gint64 now;

  g_return_if_fail (KITTE_IS_BUDGET (self));
  g_return_if_fail (place != NULL && place->host != NULL && credential != NULL);

  locker = g_mutex_locker_new (&self->mutex);
  now = self->now ();
  kitte_budget_file_open (self->file, now, KITTE_BUDGET_WINDOW);
  settle (self, kitte_budget_file_get_entries (self->file), place, credential, outcome, now);
  kitte_budget_file_close (self->file, TRUE);
}

/**
 * kitte_budget_count_failures:
 *
 * A sign-in whose answer is still awaited is not among them. Reads files: may block; may be called
 * on any thread.
 *
 * Returns: how many sign-ins have failed at the server within the window
 */
guint
kitte_budget_count_failures (KitteBudget *self, const KitteBudgetPlace *place)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint n;

  g_return_val_if_fail (KITTE_IS_BUDGET (self), 0);
  g_return_val_if_fail (place != NULL && place->host != NULL, 0);

  locker = g_mutex_locker_new (&self->mutex);
  kitte_budget_file_open (self->file, self->now (), KITTE_BUDGET_WINDOW);
  n = kitte_budget_ledger_count (kitte_budget_file_get_entries (self->file), place);
  kitte_budget_file_close (self->file, FALSE);
  return n;
}

static GTask *
call_new (KitteBudget *self,
          const KitteBudgetPlace *place,
          KitteCredential *credential,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->host = g_strdup (place->host);
  call->addresses = g_strdupv ((char **) place->addresses);
  call->place = *place;
  call->place.host = call->host;
  call->place.addresses = (const char *const *) call->addresses;
  call->credential = credential != NULL ? kitte_credential_ref (credential) : NULL;
  g_task_set_name (task, "[kitte] budget");
  g_task_set_task_data (task, call, call_free);
  return task;
}

static void
begin_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  g_task_return_int (task, kitte_budget_begin (source, &call->place, call->credential,
                                               call->something_changed, &call->seconds));
}

static void
end_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  kitte_budget_end (source, &call->place, call->credential, call->outcome);
  g_task_return_boolean (task, TRUE);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  g_task_return_int (task, kitte_budget_count_failures (source, &call->place));
}

/**
 * kitte_budget_begin_async:
 *
 * kitte_budget_begin() in a worker. It cannot be cancelled: what was counted must be taken back.
 */
void
kitte_budget_begin_async (KitteBudget *self,
                          const KitteBudgetPlace *place,
                          KitteCredential *credential,
                          gboolean something_changed,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, place, credential, callback, user_data);
  Call *call = g_task_get_task_data (task);

  call->something_changed = something_changed;
  g_task_run_in_thread (task, begin_in_thread);
}

KitteBudgetVerdict
kitte_budget_begin_finish (KitteBudget *self, GAsyncResult *result, guint *seconds)
{
  Call *call = g_task_get_task_data (G_TASK (result));

  *seconds = call->seconds;
  return (KitteBudgetVerdict) g_task_propagate_int (G_TASK (result), NULL);
}

/**
 * kitte_budget_end_async:
 *
 * kitte_budget_end() in a worker.
 */
void
kitte_budget_end_async (KitteBudget *self,
                        const KitteBudgetPlace *place,
                        KitteCredential *credential,
                        KitteBudgetOutcome outcome,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, place, credential, callback, user_data);
  Call *call = g_task_get_task_data (task);

  call->outcome = outcome;
  g_task_run_in_thread (task, end_in_thread);
}

void
kitte_budget_end_finish (KitteBudget *self, GAsyncResult *result)
{
  g_task_propagate_boolean (G_TASK (result), NULL);
}

/**
 * kitte_budget_count_failures_async:
 *
 * kitte_budget_count_failures() in a worker.
 */
void
kitte_budget_count_failures_async (KitteBudget *self,
                                   const KitteBudgetPlace *place,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, place, NULL, callback, user_data);

  g_task_run_in_thread (task, count_in_thread);
}

guint
kitte_budget_count_failures_finish (KitteBudget *self, GAsyncResult *result)
{
  return (guint) g_task_propagate_int (G_TASK (result), NULL);
}

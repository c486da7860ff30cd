/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sign-in is counted as failed before it is sent and taken back when it was not: so a crash in
 * between, or a second process, cannot make one too many.
 *
 * What was rejected is not sent again. Within this process that is user name and password together.
 * Another process knows the user name and the time only, since nothing computed from a password is
 * kept: to it the rejection stands until the person says that something has changed, or until the
 * window has passed. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-budget.h"

#include "kitte-budget-file.h"

/* What was rejected in this process. */
typedef struct
{
  char *host;
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
  char *host;
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
  g_clear_pointer (&call->credential, kitte_credential_unref);
  g_free (call);
}

static gint64
wall_clock (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
is_about (const Rejection *rejection, const char *host, const KitteCredential *credential)
{
  return g_str_equal (rejection->host, host) &&
         g_str_equal (rejection->credential->username, credential->username);
}

/* A clock that was set back does not make a rejection last. */
static gboolean
is_recent (gint64 time, gint64 now)
{
  return time <= now && time > now - KITTE_BUDGET_WINDOW;
}

static void
forget_rejections (KitteBudget *self, const char *host, const KitteCredential *credential)
{
  for (guint i = self->rejections->len; i > 0; i--)
    if (is_about (g_ptr_array_index (self->rejections, i - 1), host, credential))
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
remember_rejection (KitteBudget *self, const char *host, KitteCredential *credential, gint64 now)
{
  Rejection *rejection = g_new0 (Rejection, 1);

  rejection->host = g_strdup (host);
  rejection->credential = kitte_credential_ref (credential);
  rejection->time = now;
  g_ptr_array_add (self->rejections, rejection);
}

/* Was this rejected, and since when? What this process saw itself it knows exactly. */
static gboolean
was_rejected (KitteBudget *self,
              KitteBudgetHost *known,
              const char *host,
              const KitteCredential *credential,
              gint64 *since)
{
  gint64 *elsewhere = g_hash_table_lookup (known->rejected, credential->username);
  gboolean seen_here = FALSE;

  for (guint i = 0; i < self->rejections->len; i++)
    {
      const Rejection *rejection = g_ptr_array_index (self->rejections, i);

      if (!is_about (rejection, host, credential))
        continue;
      seen_here = TRUE;
      if (kitte_secret_equal (rejection->credential->secret, credential->secret))
        {
          *since = rejection->time;
          return TRUE;
        }
    }
  if (seen_here || elsewhere == NULL)
    return FALSE;
  *since = *elsewhere;
  return TRUE;
}

static KitteBudgetVerdict
judge (KitteBudget *self,
       KitteBudgetHost *known,
       const char *host,
       const KitteCredential *credential,
       gint64 now,
       guint *seconds)
{
  gint64 since = 0;
  KitteBudgetVerdict verdict = KITTE_BUDGET_ALLOWED;

  if (was_rejected (self, known, host, credential, &since))
    verdict = KITTE_BUDGET_REJECTED_BEFORE;
  if (known->failed->len >= KITTE_BUDGET_MOST)
    {
      gint64 oldest = g_array_index (known->failed, gint64, known->failed->len - KITTE_BUDGET_MOST);

      since = MAX (since, oldest);
      if (verdict == KITTE_BUDGET_ALLOWED)
        verdict = KITTE_BUDGET_SPENT;
    }
  *seconds =
      verdict == KITTE_BUDGET_ALLOWED ? 0 : (guint) MAX (1, since + KITTE_BUDGET_WINDOW - now);
  return verdict;
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
 * @something_changed: the person’s word, which grants one sign-in
 * @seconds: (out): how long until it would be allowed; 0 when it is
 *
 * Asks for one sign-in and counts it as failed until kitte_budget_end() says otherwise. Reads and
 * writes files: may block; may be called on any thread.
 */
KitteBudgetVerdict
kitte_budget_begin (KitteBudget *self,
                    const char *host,
                    KitteCredential *credential,
                    gboolean something_changed,
                    guint *seconds)
{
  g_autoptr (GMutexLocker) locker = NULL;
  KitteBudgetVerdict verdict = KITTE_BUDGET_ALLOWED;
  KitteBudgetHost *known;
  gint64 now;

  g_return_val_if_fail (KITTE_IS_BUDGET (self), KITTE_BUDGET_SPENT);
  g_return_val_if_fail (host != NULL && credential != NULL && seconds != NULL, KITTE_BUDGET_SPENT);

  locker = g_mutex_locker_new (&self->mutex);
  now = self->now ();
  *seconds = 0;
  kitte_budget_file_open (self->file, now, KITTE_BUDGET_WINDOW);
  forget_old_rejections (self, now);
  known = kitte_budget_file_get_host (self->file, host);
  if (something_changed)
    forget_rejections (self, host, credential);
  else
    verdict = judge (self, known, host, credential, now, seconds);
  if (verdict == KITTE_BUDGET_ALLOWED)
    g_array_append_val (known->failed, now);
  kitte_budget_file_close (self->file, verdict == KITTE_BUDGET_ALLOWED);
  return verdict;
}

/**
 * kitte_budget_end:
 * @outcome: what became of the sign-in that kitte_budget_begin() allowed
 *
 * Reads and writes files: may block; may be called on any thread.
 */
void
kitte_budget_end (KitteBudget *self,
                  const char *host,
                  KitteCredential *credential,
                  KitteBudgetOutcome outcome)
{
  g_autoptr (GMutexLocker) locker = NULL;
  KitteBudgetHost *known;
  gint64 now;

  g_return_if_fail (KITTE_IS_BUDGET (self));
  g_return_if_fail (host != NULL && credential != NULL);

  locker = g_mutex_locker_new (&self->mutex);
  now = self->now ();
  kitte_budget_file_open (self->file, now, KITTE_BUDGET_WINDOW);
  known = kitte_budget_file_get_host (self->file, host);
  if (outcome == KITTE_BUDGET_ACCEPTED)
    {
      g_array_set_size (known->failed, 0);
      g_hash_table_remove (known->rejected, credential->username);
      forget_rejections (self, host, credential);
    }
  else if (outcome == KITTE_BUDGET_REJECTED)
    {
      g_hash_table_replace (known->rejected, g_strdup (credential->username),
                            g_memdup2 (&now, sizeof now));
      remember_rejection (self, host, credential, now);
    }
  else if (outcome == KITTE_BUDGET_UNSENT && known->failed->len > 0)
    g_array_set_size (known->failed, known->failed->len - 1);
  kitte_budget_file_close (self->file, outcome != KITTE_BUDGET_UNCLEAR);
}

/**
 * kitte_budget_count_failures:
 *
 * Returns: how many sign-ins have failed at @host within the window. Reads files: may block
 */
guint
kitte_budget_count_failures (KitteBudget *self, const char *host)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint count;

  g_return_val_if_fail (KITTE_IS_BUDGET (self) && host != NULL, 0);

  locker = g_mutex_locker_new (&self->mutex);
  kitte_budget_file_open (self->file, self->now (), KITTE_BUDGET_WINDOW);
  count = kitte_budget_file_get_host (self->file, host)->failed->len;
  kitte_budget_file_close (self->file, FALSE);
  return count;
}

static GTask *
call_new (KitteBudget *self,
          const char *host,
          KitteCredential *credential,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Call *call = g_new0 (Call, 1);

  call->host = g_strdup (host);
  call->credential = credential != NULL ? kitte_credential_ref (credential) : NULL;
  g_task_set_name (task, "[kitte] budget");
  g_task_set_task_data (task, call, call_free);
  return task;
}

static void
begin_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  g_task_return_int (task, kitte_budget_begin (source, call->host, call->credential,
                                               call->something_changed, &call->seconds));
}

static void
end_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  kitte_budget_end (source, call->host, call->credential, call->outcome);
  g_task_return_boolean (task, TRUE);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Call *call = task_data;

  g_task_return_int (task, kitte_budget_count_failures (source, call->host));
}

/**
 * kitte_budget_begin_async:
 *
 * kitte_budget_begin() in a worker. It cannot be cancelled: what was counted must be taken back.
 */
void
kitte_budget_begin_async (KitteBudget *self,
                          const char *host,
                          KitteCredential *credential,
                          gboolean something_changed,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, host, credential, callback, user_data);
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
                        const char *host,
                        KitteCredential *credential,
                        KitteBudgetOutcome outcome,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, host, credential, callback, user_data);
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
                                   const char *host,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = call_new (self, host, NULL, callback, user_data);

  g_task_run_in_thread (task, count_in_thread);
}

guint
kitte_budget_count_failures_finish (KitteBudget *self, GAsyncResult *result)
{
  return (guint) g_task_propagate_int (G_TASK (result), NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a verification: one check a server, each a list of steps and a finding. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-report.h"

#include "base/kitte-bounds.h"

struct _KitteCheck
{
  GObject parent_instance;
  KitteServer *server;
  KitteServer *proven_server;
  KitteResult result;
  KitteFinding *finding;
  GArray *steps;
  guint trips;
  KitteConnection *connection;
  GString *transcript;
};

struct _KitteReport
{
  GObject parent_instance;
  GListStore *checks;
  KitteResult result;
  guint attempted;
  guint failed;
  guint elapsed_ms;
};

G_DEFINE_FINAL_TYPE (KitteCheck, kitte_check, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (KitteReport, kitte_report, G_TYPE_OBJECT)

enum
{
  CHECK_CHANGED,
  REPORT_CHECK_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const step_nicks[] = { "resolve",      "connect",  "tls",    "greeting",
                                          "capabilities", "starttls", "sign-in" };
static const char *const result_nicks[] = { "pending", "ok",      "unproven",
                                            "failed",  "skipped", "cancelled" };

static void
kitte_check_finalize (GObject *object)
{
  KitteCheck *self = KITTE_CHECK (object);

  g_clear_pointer (&self->server, kitte_server_unref);
  g_clear_pointer (&self->proven_server, kitte_server_unref);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_array_unref (self->steps);
  kitte_connection_free (self->connection);
  g_string_free (self->transcript, TRUE);
  G_OBJECT_CLASS (kitte_check_parent_class)->finalize (object);
}

static void
kitte_check_class_init (KitteCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_check_finalize;
  signals[CHECK_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kitte_check_init (KitteCheck *self)
{
  self->steps = g_array_new (FALSE, FALSE, sizeof (KitteStepRecord));
  self->connection = kitte_connection_new ();
  self->transcript = g_string_new (NULL);
}

static void
kitte_report_finalize (GObject *object)
{
  g_object_unref (KITTE_REPORT (object)->checks);
  G_OBJECT_CLASS (kitte_report_parent_class)->finalize (object);
}

static void
kitte_report_class_init (KitteReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_report_finalize;
  signals[REPORT_CHECK_ADDED] =
      g_signal_new ("check-added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, KITTE_TYPE_CHECK);
}

static void
kitte_report_init (KitteReport *self)
{
  self->checks = g_list_store_new (KITTE_TYPE_CHECK);
}

/**
 * kitte_check_new:
 * @server: (transfer none): the server as it was proposed
 *
 * Returns: (transfer full): a check that has not begun
 */
KitteCheck *
kitte_check_new (KitteServer *server)
{
  KitteCheck *self;

  g_return_val_if_fail (server != NULL, NULL);

  self = g_object_new (KITTE_TYPE_CHECK, NULL);
  self->server = kitte_server_ref (server);
  return self;
}

/**
 * kitte_check_get_server:
 *
 * Returns: (transfer none): the server as it was proposed
 */
KitteServer *
kitte_check_get_server (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), NULL);

  return self->server;
}

/**
 * kitte_check_get_proven_server:
 *
 * Returns: (transfer none) (nullable): the server with the one method, the security and the user
 *   name that were proven, or that would be used where nothing was signed in
 */
KitteServer *
kitte_check_get_proven_server (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), NULL);

  return self->proven_server;
}

KitteResult
kitte_check_get_result (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), KITTE_RESULT_PENDING);

  return self->result;
}

/**
 * kitte_check_get_finding:
 *
 * Returns: (transfer none) (nullable): what was established; %NULL while pending, when
 *   skipped or cancelled, and where all is well but there was no password to sign in with
 */
KitteFinding *
kitte_check_get_finding (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), NULL);

  return self->finding;
}

/**
 * kitte_check_get_steps:
 *
 * Returns: (transfer none) (array length=n_steps): the steps so far, each once, in order
 */
const KitteStepRecord *
kitte_check_get_steps (KitteCheck *self, guint *n_steps)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self) && n_steps != NULL, NULL);

  *n_steps = self->steps->len;
  return (const KitteStepRecord *) self->steps->data;
}

guint
kitte_check_get_trips (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), 0);

  return self->trips;
}

/**
 * kitte_check_get_connection:
 *
 * Returns: (transfer none): what is known of the way to the server; for its maker to fill in
 */
KitteConnection *
kitte_check_get_connection (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), NULL);

  return self->connection;
}

/**
 * kitte_check_get_transcript:
 *
 * Returns: (transfer none): what was said, redacted, a line each
 */
const char *
kitte_check_get_transcript (KitteCheck *self)
{
  g_return_val_if_fail (KITTE_IS_CHECK (self), NULL);

  return self->transcript->str;
}

/**
 * kitte_check_step:
 * @ms: since the step’s own start; 0 when it starts
 *
 * Records a step. A step that is recorded again changes its row.
 */
void
kitte_check_step (KitteCheck *self, KitteStep step, KitteStepState state, guint ms)
{
  KitteStepRecord record = { step, state, ms };

  g_return_if_fail (KITTE_IS_CHECK (self));

  for (guint i = self->steps->len; i > 0; i--)
    {
      KitteStepRecord *row = &g_array_index (self->steps, KitteStepRecord, i - 1);

      if (row->step == step && row->state == KITTE_STEP_STARTED)
        {
          *row = record;
          g_signal_emit (self, signals[CHECK_CHANGED], 0);
          return;
        }
    }
  g_array_append_val (self->steps, record);
  g_signal_emit (self, signals[CHECK_CHANGED], 0);
}

/**
 * kitte_check_take_over:
 * @earlier: (transfer none): a check of the same server that goes on in @self; what it learned of
 *   the connection stays with it
 *
 * Steps, trips and transcript of what was done before @self began.
 */
void
kitte_check_take_over (KitteCheck *self, KitteCheck *earlier)
{
  g_return_if_fail (KITTE_IS_CHECK (self) && KITTE_IS_CHECK (earlier) && self != earlier);

  g_array_append_vals (self->steps, earlier->steps->data, earlier->steps->len);
  g_string_append_len (self->transcript, earlier->transcript->str,
                       (gssize) earlier->transcript->len);
  self->trips = earlier->trips;
  g_signal_emit (self, signals[CHECK_CHANGED], 0);
}

/**
 * kitte_check_begin_anew:
 *
 * The connection was lost before it was used, and another one is made: its steps are the ones that
 * count. The transcript keeps both.
 */
void
kitte_check_begin_anew (KitteCheck *self)
{
  g_return_if_fail (KITTE_IS_CHECK (self));

  g_array_set_size (self->steps, 0);
  self->trips = 0;
  g_signal_emit (self, signals[CHECK_CHANGED], 0);
}

/**
 * kitte_check_append_transcript:
 * @line: already redacted
 */
void
kitte_check_append_transcript (KitteCheck *self, const char *line)
{
  g_return_if_fail (KITTE_IS_CHECK (self) && line != NULL);

  if (self->transcript->len > KITTE_MAX_DIALOG)
    return;
  g_string_append (self->transcript, line);
  g_string_append_c (self->transcript, '\n');
}

void
kitte_check_set_trips (KitteCheck *self, guint trips)
{
  g_return_if_fail (KITTE_IS_CHECK (self));

  self->trips = trips;
}

/**
 * kitte_check_set_proven_server:
 * @server: (transfer none): with exactly one method
 */
void
kitte_check_set_proven_server (KitteCheck *self, KitteServer *server)
{
  g_return_if_fail (KITTE_IS_CHECK (self) && server != NULL);

  kitte_server_ref (server);
  g_clear_pointer (&self->proven_server, kitte_server_unref);
  self->proven_server = server;
}

/**
 * kitte_check_finish:
 * @finding: (transfer none) (nullable): what was established
 *
 * Freezes the check.
 */
void
kitte_check_finish (KitteCheck *self, KitteResult result, KitteFinding *finding)
{
  g_return_if_fail (KITTE_IS_CHECK (self));
  g_return_if_fail (self->result == KITTE_RESULT_PENDING);

  self->result = result;
  if (finding != NULL)
    self->finding = kitte_finding_ref (finding);
  g_signal_emit (self, signals[CHECK_CHANGED], 0);
}

KitteReport *
kitte_report_new (void)
{
  return g_object_new (KITTE_TYPE_REPORT, NULL);
}

/**
 * kitte_report_add_check:
 *
 * Returns: (transfer none): the new check, owned by the report
 */
KitteCheck *
kitte_report_add_check (KitteReport *self, KitteServer *server)
{
  g_autoptr (KitteCheck) check = NULL;

  g_return_val_if_fail (KITTE_IS_REPORT (self), NULL);

  check = kitte_check_new (server);
  g_list_store_append (self->checks, check);
  g_signal_emit (self, signals[REPORT_CHECK_ADDED], 0, check);
  return check;
}

/**
 * kitte_report_get_checks:
 *
 * Returns: (transfer none): a list of #KitteCheck, receiving first
 */
GListModel *
kitte_report_get_checks (KitteReport *self)
{
  g_return_val_if_fail (KITTE_IS_REPORT (self), NULL);

  return G_LIST_MODEL (self->checks);
}

/**
 * kitte_report_find_check:
 * @incoming: receiving, or sending
 *
 * The last check of that direction: an earlier one is an alternative that was given up.
 *
 * Returns: (transfer none) (nullable): the check
 */
KitteCheck *
kitte_report_find_check (KitteReport *self, gboolean incoming)
{
  g_return_val_if_fail (KITTE_IS_REPORT (self), NULL);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->checks)); i > 0; i--)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (G_LIST_MODEL (self->checks), i - 1);

      if (kitte_server_is_incoming (check->server) == incoming)
        return check;
    }
  return NULL;
}

/**
 * kitte_report_find_likely:
 * @incoming: receiving, or sending
 *
 * Where a direction was not proven: the first check, and so the best server, that failed for a
 * reason that passes. The last one, where there is no such check: it is the one that is told.
 *
 * Returns: (transfer none) (nullable): the check whose server will most likely work later
 */
KitteCheck *
kitte_report_find_likely (KitteReport *self, gboolean incoming)
{
  KitteCheck *last;

  g_return_val_if_fail (KITTE_IS_REPORT (self), NULL);

  last = kitte_report_find_check (self, incoming);
  if (last == NULL || last->result != KITTE_RESULT_FAILED || last->proven_server != NULL)
    return last;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->checks)); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (G_LIST_MODEL (self->checks), i);

      if (kitte_server_is_incoming (check->server) == incoming && check->finding != NULL &&
          check->server->protocol == last->server->protocol &&
          kitte_finding_code_is_momentary (check->finding->code))
        return check;
    }
  return last;
}

KitteResult
kitte_report_get_result (KitteReport *self)
{
  g_return_val_if_fail (KITTE_IS_REPORT (self), KITTE_RESULT_PENDING);

  return self->result;
}

void
kitte_report_count_sign_in (KitteReport *self, gboolean accepted)
{
  g_return_if_fail (KITTE_IS_REPORT (self));

  self->attempted++;
  if (!accepted)
    self->failed++;
}

guint
kitte_report_get_sign_ins_attempted (KitteReport *self)
{
  g_return_val_if_fail (KITTE_IS_REPORT (self), 0);

  return self->attempted;
}

guint
kitte_report_get_sign_ins_failed (KitteReport *self)
{
  g_return_val_if_fail (KITTE_IS_REPORT (self), 0);

  return self->failed;
}

guint
kitte_report_get_elapsed_ms (KitteReport *self)
{
  g_return_val_if_fail (KITTE_IS_REPORT (self), 0);

  return self->elapsed_ms;
}

void
kitte_report_finish (KitteReport *self, KitteResult result, guint elapsed_ms)
{
  g_return_if_fail (KITTE_IS_REPORT (self));

  self->result = result;
  self->elapsed_ms = elapsed_ms;
}

const char *
kitte_step_to_nick (KitteStep step)
{
  return step_nicks[step];
}

const char *
kitte_result_to_nick (KitteResult result)
{
  return result_nicks[result];
}

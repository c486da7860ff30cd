/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl verify --matrix: what the servers offer, port by port; no password is asked for. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "json.h"
#include "kittectl.h"
#include "matrix-table.h"
#include "wire/kitte-trust-store.h"

/* One run, beside what all commands have. */
typedef struct
{
  KittectlRun *run;
  KitteMatrix *matrix;
  KittectlMatrixTable *table;
  gint64 began;
} Job;

static void
job_free (Job *job)
{
  g_clear_pointer (&job->table, kittectl_matrix_table_free);
  g_object_unref (job->matrix);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static void
add_finding (JsonBuilder *builder, const KitteFinding *finding)
{
  kittectl_json_string (builder, "finding",
                        finding != NULL ? kitte_finding_code_to_nick (finding->code) : NULL);
}

static void
add_cell (JsonBuilder *builder, const KitteMatrixCell *cell, KitteSecurity security)
{
  gboolean usable = cell->known && cell->offered && cell->finding == NULL;

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "security", kitte_security_to_nick (security));
  json_builder_set_member_name (builder, "offered");
  if (cell->known)
    json_builder_add_boolean_value (builder, cell->offered);
  else
    json_builder_add_null_value (builder);
  add_finding (builder, cell->finding);
  kittectl_json_string (builder, "sign_in",
                        usable ? kitte_matrix_sign_in_to_nick (cell->sign_in) : NULL);
  json_builder_set_member_name (builder, "auth");
  json_builder_begin_array (builder);
  for (guint i = 0; i < cell->auth.n_items; i++)
    json_builder_add_string_value (builder, kitte_auth_to_nick (cell->auth.items[i]));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_row (JsonBuilder *builder, const KitteMatrixRow *row)
{
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "protocol", kitte_protocol_to_nick (row->protocol));
  kittectl_json_string (builder, "host", row->host);
  json_builder_set_member_name (builder, "port");
  json_builder_add_int_value (builder, row->port);
  kittectl_json_string (builder, "state", kitte_matrix_state_to_nick (row->state));
  add_finding (builder, row->finding);
  json_builder_set_member_name (builder, "cells");
  json_builder_begin_array (builder);
  for (guint i = 0; i < KITTE_N_SECURITIES; i++)
    add_cell (builder, &row->cells[i], (KitteSecurity) i);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
print_json (Job *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_json_report (builder, job->run->report, job->run->proposal,
                        kitte_lookup_get_catalogue (job->run->lookup), FALSE);
  json_builder_set_member_name (builder, "matrix");
  json_builder_begin_array (builder);
  for (guint i = 0; i < kitte_matrix_get_n_rows (job->matrix); i++)
    add_row (builder, kitte_matrix_get_row (job->matrix, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

/* A table in which something is open says what it was asked for. */
static KitteResult
sum_up (KitteMatrix *matrix, KittectlStatus *status)
{
  gboolean offline = FALSE;

  for (guint i = 0; i < kitte_matrix_get_n_rows (matrix); i++)
    {
      const KitteMatrixRow *row = kitte_matrix_get_row (matrix, i);

      if (row->state == KITTE_MATRIX_OPEN)
        {
          *status = KITTECTL_DONE;
          return KITTE_RESULT_UNPROVEN;
        }
      offline |= row->finding != NULL && row->finding->code == KITTE_FINDING_OFFLINE;
    }
  *status = offline ? KITTECTL_NO_NETWORK : KITTECTL_SAID_NO;
  return KITTE_RESULT_FAILED;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Job) job = user_data;
  KittectlRun *run = job->run;
  KittectlStatus status = KITTECTL_SAID_NO;
  KitteResult sum = KITTE_RESULT_CANCELLED;

  if (kitte_matrix_run_finish (job->matrix, result, NULL))
    sum = sum_up (job->matrix, &status);
  run->report = kitte_report_new ();
  kitte_report_finish (run->report, sum, (guint) ((g_get_monotonic_time () - job->began) / 1000));
  if (run->options.json)
    print_json (job);
  else
    {
      kittectl_matrix_table_end (job->table);
      if (sum == KITTE_RESULT_CANCELLED)
        g_print ("%s\n", _ ("Cancelled. Nothing was changed."));
    }
  kittectl_exit (run, status);
}

static gboolean
is_pop_before_smtp_offered (KittectlRun *run)
{
  g_autoptr (KittePreset) preset = NULL;

  if (run->proposal->provider_id != NULL)
    preset = kitte_catalogue_get_preset (kitte_lookup_get_catalogue (run->lookup),
                                         run->proposal->provider_id);
  return preset != NULL && kitte_preset_offers_pop_before_smtp (preset);
}

static gboolean
refuse_other_options (KittectlRun *run)
{
  if (!run->options.password_stdin && !run->options.transcript && !run->options.report &&
      !run->options.test_message)
    return FALSE;
  kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                 /* TRANSLATORS: the options stay as they are. */
                 _ ("--matrix signs in nowhere; leave out --password-stdin, --transcript and "
                    "--report."));
  return TRUE;
}

/* From here on standard error is silent: what it says would stand in the middle of the table. */
static void
trusted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Job *job = user_data;
  KittectlRun *run = job->run;
  guint seconds = run->options.deadline != KITTECTL_NO_DEADLINE ? (guint) run->options.deadline : 0;

  kitte_trust_store_load_finish (KITTE_TRUST_STORE (source), result, NULL);
  if (!run->options.json)
    job->table = kittectl_matrix_table_new (job->matrix);
  kitte_matrix_run_async (job->matrix, seconds, run->cancellable, done_cb, job);
}

/**
 * kittectl_matrix:
 *
 * The proposal is there: asks every port and prints the table.
 */
void
kittectl_matrix (KittectlRun *run)
{
  Job *job;

  if (refuse_other_options (run) || !kittectl_has_servers (run))
    return;
  job = g_new0 (Job, 1);
  job->run = run;
  job->began = g_get_monotonic_time ();
  job->matrix = kitte_matrix_new (is_pop_before_smtp_offered (run));
  kitte_matrix_add_servers (job->matrix, run->proposal->incoming, run->proposal->outgoing);
  kitte_trust_store_load_async (kitte_trust_store_get_default (), NULL, trusted_cb, job);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message to oneself, once the servers are proven. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "json.h"
#include "kittectl.h"
#include "trial/kitte-trial-sentences.h"

typedef struct
{
  KittectlRun *run;
  void (*done) (KittectlRun *run);
} Waiting;

static KitteAccount *
make_account (KittectlRun *run)
{
  return kitte_account_new_from_report (run->proposal, NULL, run->report, run->incoming_credential,
                                        run->outgoing_credential);
}

/**
 * kittectl_can_send_test_message:
 *
 * Returns: whether both servers were just signed in to
 */
gboolean
kittectl_can_send_test_message (KittectlRun *run)
{
  g_autoptr (KitteAccount) account = make_account (run);

  return account != NULL && kitte_trial_is_possible (account, run->report);
}

static void
print_line (char *line)
{
  if (line != NULL)
    g_print ("%s\n", line);
  g_free (line);
}

static void
print_failure (KitteTrial *trial)
{
  g_autoptr (KitteDiagnosis) diagnosis = kitte_trial_diagnose (trial);
  KitteFinding *finding = kitte_trial_get_finding (trial);

  if (diagnosis == NULL)
    return;
  g_print ("%s\n%s\n", diagnosis->title, diagnosis->text);
  for (gsize i = 0; finding->evidence[i] != NULL; i++)
    g_print ("  > %s\n", finding->evidence[i]);
}

static void
changed_cb (KitteTrial *trial, gpointer user_data)
{
  switch (kitte_trial_get_state (trial))
    {
    case KITTE_TRIAL_SENDING:
    case KITTE_TRIAL_NOT_SENT:
      print_line (kitte_trial_describe_sending (trial));
      break;
    case KITTE_TRIAL_AWAITED:
      print_line (kitte_trial_describe_sending (trial));
      print_line (kitte_trial_describe_receiving (trial));
      break;
    case KITTE_TRIAL_ARRIVED:
    case KITTE_TRIAL_ON_ITS_WAY:
    case KITTE_TRIAL_NOT_SEEN:
      print_line (kitte_trial_describe_receiving (trial));
      print_line (kitte_trial_describe_rest (trial));
      break;
    case KITTE_TRIAL_NEW:
    default:
      break;
    }
  print_failure (trial);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Waiting *waiting = user_data;

  kitte_trial_run_finish (KITTE_TRIAL (source), result, NULL);
  waiting->done (waiting->run);
}

/**
 * kittectl_send_test_message:
 * @done: called when it has arrived, or is not waited for any more
 */
void
kittectl_send_test_message (KittectlRun *run, void (*done) (KittectlRun *run))
{
  g_autoptr (KitteAccount) account = make_account (run);
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->run = run;
  waiting->done = done;
  g_clear_object (&run->trial);
  run->trial = kitte_trial_new (account);
  if (!run->options.json && !run->options.report)
    g_signal_connect (run->trial, "changed", G_CALLBACK (changed_cb), NULL);
  kittectl_limit_time (run);
  kitte_trial_run_async (run->trial, run->cancellable, tried_cb, waiting);
}

/**
 * kittectl_status_of_test_message:
 *
 * Returns: the exit status; a message that is on its way is no failure
 */
KittectlStatus
kittectl_status_of_test_message (KittectlRun *run)
{
  KitteTrialState state = kitte_trial_get_state (run->trial);

  return state == KITTE_TRIAL_ARRIVED || (state == KITTE_TRIAL_ON_ITS_WAY &&
                                          !g_cancellable_is_cancelled (run->cancellable)) ?
             KITTECTL_DONE :
             KITTECTL_SAID_NO;
}

static void
add_number (JsonBuilder *builder, const char *name, gboolean known, guint number)
{
  json_builder_set_member_name (builder, name);
  if (known)
    json_builder_add_int_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static void
add_failure (JsonBuilder *builder, KitteTrial *trial)
{
  g_autoptr (KitteDiagnosis) diagnosis = kitte_trial_diagnose (trial);
  KitteFinding *finding = kitte_trial_get_finding (trial);

  kittectl_json_string (builder, "finding",
                        finding != NULL ? kitte_finding_code_to_nick (finding->code) : NULL);
  add_number (builder, "number", finding != NULL,
              finding != NULL ? kitte_finding_code_get_number (finding->code) : 0);
  kittectl_json_string (builder, "title", diagnosis != NULL ? diagnosis->title : NULL);
  kittectl_json_string (builder, "text", diagnosis != NULL ? diagnosis->text : NULL);
  json_builder_set_member_name (builder, "evidence");
  json_builder_begin_array (builder);
  for (gsize i = 0; finding != NULL && finding->evidence[i] != NULL; i++)
    json_builder_add_string_value (builder, finding->evidence[i]);
  json_builder_end_array (builder);
}

/**
 * kittectl_json_test_message:
 *
 * Adds what came of it as “test_message”; null where the servers were not proven.
 */
void
kittectl_json_test_message (JsonBuilder *builder, KittectlRun *run)
{
  KitteTrialState state = run->trial != NULL ? kitte_trial_get_state (run->trial) : KITTE_TRIAL_NEW;

  json_builder_set_member_name (builder, "test_message");
  if (run->trial == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "result", kitte_trial_state_to_nick (state));
  add_number (builder, "sent_ms", state >= KITTE_TRIAL_AWAITED,
              kitte_trial_get_sent_ms (run->trial));
  add_number (builder, "arrived_ms", state == KITTE_TRIAL_ARRIVED,
              kitte_trial_get_arrived_ms (run->trial));
  json_builder_set_member_name (builder, "removed");
  json_builder_add_boolean_value (builder, kitte_trial_get_removed (run->trial));
  add_failure (builder, run->trial);
  json_builder_end_object (builder);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl verify: proves the servers and writes nothing. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "diagnose/kitte-support-report.h"
#include "json.h"
#include "kittectl.h"
#include "text.h"

static char *
make_support_report (KittectlRun *run)
{
  const KitteSupportRequest request = {
    .address = run->address,
    .proposal = run->proposal,
    .report = run->report,
    .transcript = run->options.transcript,
  };

  return kitte_support_report_write (&request);
}

static void
print_json (KittectlRun *run)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_json_report (builder, run->report, run->proposal,
                        kitte_lookup_get_catalogue (run->lookup), run->options.transcript);
  if (run->options.report)
    {
      g_autofree char *text = make_support_report (run);

      kittectl_json_string (builder, "report", text);
    }
  if (run->options.test_message)
    kittectl_json_test_message (builder, run);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

/* Standard output is the report alone, so that it can be kept in a file or sent as it is. */
static void
print_support_report (KittectlRun *run)
{
  g_autofree char *text = make_support_report (run);

  g_print ("%s", text);
  g_printerr ("%s\n", _ ("The report holds no password. Of your address only the part after the @ "
                         "is in it; tell the rest yourself if you are asked for it."));
}

static void check (KittectlRun *run);

static void
tested_cb (KittectlRun *run)
{
  if (run->options.json)
    print_json (run);
  kittectl_exit (run, kittectl_status_of_test_message (run));
}

/* Without a test message that was asked for it is not done. */
static KittectlStatus
find_status (KittectlRun *run)
{
  KittectlStatus status = kittectl_status_of_report (run->report);

  return status == KITTECTL_DONE && run->options.test_message ? KITTECTL_SAID_NO : status;
}

static void
verified_cb (gpointer user_data)
{
  KittectlRun *run = user_data;
  gboolean test = run->options.test_message && kittectl_can_send_test_message (run);

  if (run->options.json && !test)
    print_json (run);
  else if (!run->options.json && run->options.report)
    print_support_report (run);
  else if (!run->options.json)
    kittectl_print_report (run->report, run->proposal, kitte_lookup_get_catalogue (run->lookup),
                           run->options.transcript);
  if (test)
    kittectl_send_test_message (run, tested_cb);
  else if (kittectl_take_offer (run))
    check (run);
  else
    kittectl_exit (run, find_status (run));
}

static void
prove (KittectlRun *run)
{
  /* No secret is sent for the table: of the questions only those that servers depend on matter. */
  if (run->options.matrix && (run->proposal->asks->len == 0 || run->proposal->incoming->len > 0 ||
                              run->proposal->outgoing->len > 0))
    {
      kittectl_matrix (run);
      return;
    }
  if (run->proposal->asks->len > 0)
    {
      kittectl_report_open_asks (run);
      return;
    }
  if (kittectl_has_servers (run) && kittectl_take_credentials (run))
    kittectl_verify (run, verified_cb);
}

static void
check (KittectlRun *run)
{
  run->asks_only_given = TRUE;
  kittectl_look_up_to_check (run, prove);
}

void
kittectl_verify_command (KittectlRun *run)
{
  if (kittectl_take_address (run))
    check (run);
}

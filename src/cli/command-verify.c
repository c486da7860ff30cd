/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl verify: proves the servers and writes nothing. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "json.h"
#include "kittectl.h"
#include "text.h"

static void
verified_cb (gpointer user_data)
{
  KittectlRun *run = user_data;

  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kittectl_json_report (builder, run->report, run->proposal, run->options.transcript);
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  else
    kittectl_print_report (run->report, run->proposal, run->options.transcript);
  kittectl_exit (run, kittectl_status_of_report (run->report));
}

void
kittectl_verify_command (KittectlRun *run)
{
  if (!kittectl_take_address (run) || !kittectl_look_up (run))
    return;
  if (run->proposal->asks->len > 0)
    {
      kittectl_report_open_asks (run);
      return;
    }
  if (kittectl_has_servers (run) && kittectl_take_credentials (run))
    kittectl_verify (run, verified_cb);
}

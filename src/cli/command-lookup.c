/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl lookup: which servers an address uses, and who said so. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "json.h"
#include "kittectl.h"
#include "text.h"

void
kittectl_lookup (KittectlRun *run)
{
  if (!kittectl_take_address (run) || !kittectl_look_up (run))
    return;
  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kittectl_json_proposal (builder, run->proposal, NULL);
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  else
    kittectl_print_proposal (run->proposal);
  kittectl_exit (run, run->proposal->asks->len > 0 ? KITTECTL_ANSWER_NEEDED : KITTECTL_DONE);
}

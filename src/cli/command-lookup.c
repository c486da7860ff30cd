/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl lookup: which servers an address uses, and who said so. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "json.h"
#include "kittectl.h"
#include "text.h"

static void
print_object (KittectlRun *run, const GError *error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_json_proposal (builder, run->proposal, NULL);
  if (error != NULL)
    kittectl_json_error (builder, error);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

/* A provider that is known by name alone is shown with what is known of it. */
static void
show (KittectlRun *run)
{
  g_autoptr (GError) error = NULL;

  kittectl_check_servers (run, &error);
  if (run->proposal->asks->len > 0)
    g_clear_error (&error);
  if (run->options.json)
    print_object (run, error);
  else
    kittectl_print_proposal (run->proposal);
  if (error != NULL && (run->options.json || run->proposal->no_access == NULL))
    g_printerr ("kittectl: %s\n", error->message);
  kittectl_exit (run, run->proposal->asks->len > 0 ? KITTECTL_ANSWER_NEEDED :
                      error != NULL                ? KITTECTL_NOTHING_FOUND :
                                                     KITTECTL_DONE);
}

void
kittectl_lookup (KittectlRun *run)
{
  if (kittectl_take_address (run))
    kittectl_look_up (run, show);
}

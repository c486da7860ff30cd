/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row for each program that has the mailbox; the check and the way back are those of all. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "repair-output.h"

#include <glib/gi18n.h>

#include "json.h"
#include "repair/kitte-repair-story.h"
#include "text.h"

static void
add_server (JsonBuilder *builder, const char *name, const KitteServer *server)
{
  json_builder_set_member_name (builder, name);
  if (server != NULL)
    kittectl_json_server (builder, server);
  else
    json_builder_add_null_value (builder);
}

/* Where it stands now. */
static void
add_settings (JsonBuilder *builder, GPtrArray *settings)
{
  json_builder_set_member_name (builder, "settings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < settings->len; i++)
    {
      const KitteSetting *setting = settings->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "what", kitte_setting_kind_to_nick (setting->kind));
      kittectl_json_string (builder, "path", setting->path);
      kittectl_json_string (builder, "group", setting->group);
      kittectl_json_string (builder, "key", setting->key);
      kittectl_json_string (builder, "value", setting->value);
      json_builder_set_member_name (builder, "line");
      json_builder_add_int_value (builder, setting->line);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_problems (JsonBuilder *builder, GPtrArray *problems)
{
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < problems->len; i++)
    {
      const KitteProblem *problem = problems->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "code", problem->code);
      kittectl_json_string (builder, "severity", kitte_severity_to_nick (problem->severity));
      kittectl_json_string (builder, "role", problem->incoming ? "incoming" : "outgoing");
      kittectl_json_string (builder, "text", problem->text);
      kittectl_json_string (builder, "right", problem->right);
      add_settings (builder, problem->settings);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_remarks (JsonBuilder *builder, KitteRepair *repair)
{
  g_autoptr (GPtrArray) remarks = kitte_repair_tell (repair);

  json_builder_set_member_name (builder, "remarks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < remarks->len; i++)
    {
      const KitteRemark *remark = remarks->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "code", remark->code);
      kittectl_json_string (builder, "text", remark->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_proposal (JsonBuilder *builder, const KitteExistingAccount *existing, const KitteCure *cure)
{
  KitteServer *incoming = cure != NULL ? kitte_cure_get_incoming (cure, existing->incoming) : NULL;

  json_builder_set_member_name (builder, "proposal");
  if (cure == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  add_server (builder, "incoming", incoming != NULL ? incoming : existing->incoming);
  add_server (builder, "outgoing", cure->outgoing != NULL ? cure->outgoing : existing->outgoing);
  json_builder_end_object (builder);
}

static void
add_deeds (JsonBuilder *builder, const KitteRepairStep *step)
{
  json_builder_set_member_name (builder, "done");
  json_builder_begin_array (builder);
  for (guint i = 0; step != NULL && i < step->deeds->len; i++)
    {
      const KitteDeed *deed = step->deeds->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "what", deed->what);
      kittectl_json_string (builder, "role", deed->incoming ? "incoming" : "outgoing");
      kittectl_json_string (builder, "from", deed->from);
      kittectl_json_string (builder, "to", deed->to);
      kittectl_json_string (builder, "text", deed->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "by_hand");
  if (step == NULL || step->why == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  kittectl_json_string (builder, "why", step->why);
  kittectl_json_string (builder, "text", step->by_hand);
  json_builder_end_object (builder);
}

static void
add_row (JsonBuilder *builder, const KittectlRepaired *repaired, KitteRepairAccount *account)
{
  const KitteExistingAccount *existing = account->existing;
  const KitteRepairStep *step =
      repaired->plan != NULL ? kitte_repair_plan_find (repaired->plan, account) : NULL;
  KitteChangeSet *changes = repaired->plan != NULL ? repaired->plan->changes : NULL;

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "client", existing->client);
  kittectl_json_string (builder, "path", existing->path);
  kittectl_json_string (builder, "address", existing->address);
  add_server (builder, "incoming", existing->incoming);
  add_server (builder, "outgoing", existing->outgoing);
  add_problems (builder, account->judgement->problems);
  add_remarks (builder, repaired->repair);
  kittectl_json_string (builder, "unclear", account->judgement->unclear);
  add_proposal (builder, existing, repaired->cure);
  add_deeds (builder, step);
  if (repaired->report != NULL)
    kittectl_json_checks (builder, repaired->report, repaired->proposal, NULL, FALSE);
  kittectl_json_changes (builder, changes, existing->client);
  if (repaired->asks != NULL)
    kittectl_json_asks (builder, repaired->asks, NULL);
  if (repaired->error != NULL)
    kittectl_json_error (builder, repaired->error);
  kittectl_json_string (builder, "undo",
                        step != NULL && step->why == NULL ? repaired->undo_id : NULL);
  json_builder_end_object (builder);
}

/**
 * kittectl_json_repaired:
 *
 * Adds a row for each program to the array that is open.
 */
void
kittectl_json_repaired (JsonBuilder *builder, const KittectlRepaired *repaired)
{
  GPtrArray *accounts = kitte_repair_get_accounts (repaired->repair);

  for (guint i = 0; i < accounts->len; i++)
    add_row (builder, repaired, accounts->pdata[i]);
}

static void
print_account (const KitteRepairAccount *account)
{
  g_auto (GStrv) sentences = kitte_judgement_get_sentences (account->judgement);

  g_print ("%s\n", account->existing->installation->name);
  if (account->judgement->unclear != NULL)
    g_print ("  %s\n", account->judgement->unclear);
  else if (kitte_judgement_is_healthy (account->judgement))
    g_print ("  %s\n", _ ("Nothing is wrong with this account."));
  for (guint i = 0; sentences[i] != NULL; i++)
    g_print ("  %s\n", sentences[i]);
}

/* What was found out comes first, what is wrong in each program after it. */
void
kittectl_print_mailbox (KitteRepair *repair)
{
  GPtrArray *accounts = kitte_repair_get_accounts (repair);
  g_autoptr (GPtrArray) remarks = kitte_repair_tell (repair);

  g_print ("%s\n", kitte_repair_get_address (repair));
  for (guint i = 0; i < remarks->len; i++)
    g_print ("%s\n", ((const KitteRemark *) remarks->pdata[i])->text);
  for (guint i = 0; i < accounts->len; i++)
    print_account (accounts->pdata[i]);
}

/**
 * kittectl_print_repair_plan:
 *
 * What is done in words of provider pages, the lines of the files, and what is left to the person.
 */
void
kittectl_print_repair_plan (const KitteRepairPlan *plan)
{
  g_autofree char *done = kitte_repair_plan_describe (plan);
  g_autofree char *by_hand = kitte_repair_plan_describe_by_hand (plan);

  if (done != NULL)
    g_print ("%s\n", done);
  if (plan->changes != NULL)
    kittectl_print_changes (plan->changes);
  if (by_hand == NULL)
    return;
  g_print ("%s\n", by_hand);
  /* TRANSLATORS: after the settings that the person would have to make by hand; %s is a mail
   * address; the command stays as it is. */
  g_print (
      _ ("Instead, the account can be set up in a program that Kitte writes for: kittectl setup "
         "%s"),
      kitte_repair_get_address (plan->repair));
  g_print ("\n");
}

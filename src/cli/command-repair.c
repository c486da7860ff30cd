/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl repair: finds accounts that no longer send, proves what does, and changes just that. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "json.h"
#include "kittectl.h"
#include "prompt.h"
#include "repair/kitte-repair.h"
#include "text.h"

/* One repair after the other, each with its own report and its own place in the output. */
typedef struct
{
  KittectlRun *run;
  GPtrArray *repairs;
  guint index;
  KitteSecret *password;
  KitteRepair *password_of; /* whose mailbox it opens */
  KitteServer *proven;
  KitteChangeSet *changes;
  JsonBuilder *builder;
  KittectlStatus status;
  gboolean has_word; /* that something has changed, for this account alone */
} Repairing;

static void repair_next (Repairing *self);

static void
repairing_free (Repairing *self)
{
  g_ptr_array_unref (self->repairs);
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->proven, kitte_server_unref);
  g_clear_object (&self->changes);
  g_clear_object (&self->builder);
  g_free (self);
}

static KitteRepair *
current (Repairing *self)
{
  return self->repairs->pdata[self->index];
}

static void
add_server (JsonBuilder *builder, const char *name, const KitteServer *server)
{
  json_builder_set_member_name (builder, name);
  if (server != NULL)
    kittectl_json_server (builder, server);
  else
    json_builder_add_null_value (builder);
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
      kittectl_json_string (builder, "text", problem->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What would let the repair go on: the password that the mail program keeps, with the person’s
 * word. */
static GPtrArray *
make_asks (void)
{
  GPtrArray *asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);

  g_ptr_array_add (
      asks, kitte_ask_new (KITTE_ASK_STORED_PASSWORD,
                           _ ("May Kitte use the password that the mail program keeps?"),
                           _ ("It is sent to the mail server only, as the mail program does. "
                              "Instead you can give it by --password-stdin."),
                           (const char *const[]){ "yes", NULL }, NULL, NULL, FALSE));
  return asks;
}

/* The row of the account that was just dealt with. */
static void
add_account (Repairing *self,
             KitteReport *report,
             GPtrArray *asks,
             const GError *error,
             const char *undo_id)
{
  const KitteExistingAccount *account = kitte_repair_get_account (current (self));
  JsonBuilder *builder = self->builder;

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "client", account->client);
  kittectl_json_string (builder, "path", account->path);
  kittectl_json_string (builder, "address", account->address);
  add_server (builder, "incoming", account->incoming);
  add_server (builder, "outgoing", account->outgoing);
  add_problems (builder, kitte_repair_get_problems (current (self)));
  json_builder_set_member_name (builder, "proposal");
  if (self->proven != NULL)
    {
      json_builder_begin_object (builder);
      add_server (builder, "incoming", account->incoming);
      add_server (builder, "outgoing", self->proven);
      json_builder_end_object (builder);
    }
  else
    json_builder_add_null_value (builder);
  if (report != NULL)
    kittectl_json_checks (builder, report, self->run->proposal, NULL, FALSE);
  kittectl_json_changes (builder, self->changes);
  if (asks != NULL)
    kittectl_json_asks (builder, asks, NULL);
  if (error != NULL)
    kittectl_json_error (builder, error);
  kittectl_json_string (builder, "undo", undo_id);
  json_builder_end_object (builder);
}

static void
finish (Repairing *self)
{
  KittectlRun *run = self->run;
  KittectlStatus status = self->status;

  json_builder_end_array (self->builder);
  json_builder_end_object (self->builder);
  if (run->options.json)
    kittectl_print_json (self->builder);
  repairing_free (self);
  kittectl_exit (run, status);
}

static void
go_on (Repairing *self, KittectlStatus status, const GError *error, const char *undo_id)
{
  gboolean open = status == KITTECTL_ANSWER_NEEDED && self->run->report == NULL && error == NULL;
  g_autoptr (GPtrArray) asks = open ? make_asks () : NULL;

  add_account (self, self->run->report, asks, error, undo_id);
  if (asks != NULL && !self->run->options.json)
    kittectl_print_asks (asks);
  if (status != KITTECTL_DONE)
    self->status = status;
  g_clear_pointer (&self->proven, kitte_server_unref);
  g_clear_object (&self->changes);
  g_clear_object (&self->run->report);
  g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
  if (self->has_word)
    g_hash_table_remove (self->run->answers, "changed");
  self->has_word = FALSE;
  self->index++;
  repair_next (self);
}

static void
say_error (Repairing *self, const GError *error)
{
  g_printerr ("kittectl: %s\n", kittectl_message_of_error (error));
  go_on (self, kittectl_status_of_error (error), error, NULL);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Repairing *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *undo_id =
      kitte_change_set_apply_finish (KITTE_CHANGE_SET (source), result, &error);

  if (undo_id == NULL)
    {
      say_error (self, error);
      return;
    }
  if (!self->run->options.json)
    {
      /* TRANSLATORS: %s is an identifier; the command stays as it is. */
      g_print (_ ("The settings are changed. To take it back: kittectl undo %s"), undo_id);
      g_print ("\n");
    }
  go_on (self, KITTECTL_DONE, NULL, undo_id);
}

static void
write_repair (Repairing *self)
{
  g_autoptr (GError) error = NULL;

  self->changes = kitte_repair_plan (current (self), self->proven, self->password, &error);
  if (self->changes == NULL)
    {
      say_error (self, error);
      return;
    }
  if (!self->run->options.json)
    kittectl_print_changes (self->changes);
  if (self->run->options.dry_run)
    go_on (self, KITTECTL_DONE, NULL, NULL);
  else
    kitte_change_set_apply_async (self->changes, self->run->cancellable, applied_cb, self);
}

static void prove (Repairing *self);

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Repairing *self = user_data;
  KittectlRun *run = self->run;
  g_autoptr (GError) error = NULL;

  self->proven = kitte_repair_prove_finish (KITTE_REPAIR (source), result, &error);
  if (error == NULL && self->proven == NULL && kittectl_wants_second_try (run, &error))
    {
      self->has_word = TRUE;
      prove (self);
      return;
    }
  if (error != NULL && kitte_report_get_result (run->report) != KITTE_RESULT_CANCELLED)
    {
      say_error (self, error);
      return;
    }
  if (!run->options.json)
    kittectl_print_report (run->report, run->proposal, NULL, FALSE);
  if (self->proven == NULL)
    go_on (self, kittectl_status_of_report (run->report), NULL, NULL);
  else
    write_repair (self);
}

static void
print_account (KitteRepair *repair)
{
  const KitteExistingAccount *account = kitte_repair_get_account (repair);
  GPtrArray *problems = kitte_repair_get_problems (repair);

  g_print ("%s (%s)\n", account->address, account->installation->name);
  if (problems->len == 0)
    g_print ("  %s\n", _ ("Nothing is wrong with this account."));
  for (guint i = 0; i < problems->len; i++)
    g_print ("  %s\n", ((const KitteProblem *) problems->pdata[i])->text);
}

/* A mailbox may be set up in several programs; what opens it opens no other. */
static gboolean
is_same_mailbox (KitteRepair *a, KitteRepair *b)
{
  const KitteServer *first = kitte_repair_get_account (a)->incoming;
  const KitteServer *second = kitte_repair_get_account (b)->incoming;

  return g_str_equal (first->host, second->host) &&
         g_strcmp0 (first->username, second->username) == 0;
}

/* Whether a password that was given is meant for one mailbox only. */
static gboolean
is_about_one_mailbox (GPtrArray *repairs)
{
  KitteRepair *first = NULL;

  for (guint i = 0; i < repairs->len; i++)
    if (!kitte_repair_is_needed (repairs->pdata[i]))
      continue;
    else if (first == NULL)
      first = repairs->pdata[i];
    else if (!is_same_mailbox (first, repairs->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
has_answered_yes (Repairing *self, const char *key)
{
  return g_strcmp0 (g_hash_table_lookup (self->run->answers, key), "yes") == 0;
}

static KitteSecret *
read_password (Repairing *self, GError **error)
{
  const KitteExistingAccount *account = kitte_repair_get_account (current (self));
  g_autofree char *question = NULL;

  if (has_answered_yes (self, KITTE_ASK_STORED_PASSWORD))
    return kitte_client_lookup_password (kitte_repair_get_client (current (self)), account,
                                         account->incoming, error);
  if (self->run->options.password_stdin)
    return kittectl_read_secret_line (STDIN_FILENO, error);
  if (!kittectl_can_prompt () || self->run->options.json)
    return NULL;
  /* TRANSLATORS: %s is a mail address; the password follows and stays invisible. */
  question = g_strdup_printf (_ ("Password for receiving mail of %s:"), account->address);
  return kittectl_prompt_secret (question, error);
}

/* A password is never tried on another mailbox than the one it was given for. */
static gboolean
has_password (Repairing *self, GError **error)
{
  if (self->password != NULL && is_same_mailbox (self->password_of, current (self)))
    return TRUE;
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password_of = current (self);
  self->password = read_password (self, error);
  return self->password != NULL && kitte_secret_get_length (self->password) > 0;
}

static void
prove (Repairing *self)
{
  KitteProposal *proposal = kitte_repair_get_proposal (current (self));

  g_clear_object (&self->run->report);
  self->run->report = kitte_report_new ();
  g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
  if (proposal != NULL)
    self->run->proposal = kitte_proposal_ref (proposal);
  if (!self->run->options.json)
    kittectl_print_progress (self->run->report);
  kitte_repair_prove_async (current (self), self->password, has_answered_yes (self, "changed"),
                            self->run->report, self->run->cancellable, proven_cb, self);
}

static void
repair_next (Repairing *self)
{
  g_autoptr (GError) error = NULL;

  if (self->index >= self->repairs->len || g_cancellable_is_cancelled (self->run->cancellable))
    {
      finish (self);
      return;
    }
  if (!self->run->options.json)
    print_account (current (self));
  if (!kitte_repair_is_needed (current (self)))
    go_on (self, KITTECTL_DONE, NULL, NULL);
  else if (has_password (self, &error))
    prove (self);
  else if (error != NULL)
    say_error (self, error);
  else
    go_on (self, self->run->options.dry_run ? KITTECTL_DONE : KITTECTL_ANSWER_NEEDED, NULL, NULL);
}

void
kittectl_repair (KittectlRun *run)
{
  g_autoptr (GPtrArray) repairs = NULL;
  Repairing *self;

  if (run->options.arguments != NULL)
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     _ ("Name the account by --address ADDRESS."));
      return;
    }
  if (!kittectl_take_answers (run))
    return;
  kittectl_limit_time (run);
  run->lookup = kitte_lookup_new ();
  repairs = kitte_repair_find (run->clients, run->lookup, run->options.only_address);
  if (run->options.password_stdin && !is_about_one_mailbox (repairs))
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     /* TRANSLATORS: “--address ADDRESS” is typed as it stands. */
                     _ ("There are several mailboxes to repair and one password; name the account "
                        "by --address ADDRESS."));
      return;
    }
  self = g_new0 (Repairing, 1);
  self->run = run;
  self->repairs = g_steal_pointer (&repairs);
  self->builder = json_builder_new ();
  json_builder_begin_object (self->builder);
  json_builder_set_member_name (self->builder, "accounts");
  json_builder_begin_array (self->builder);
  if (self->repairs->len == 0 && !run->options.json)
    g_print ("%s\n", _ ("No account was found. If you read mail in the browser, nothing has to be "
                        "changed."));
  repair_next (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl repair: finds accounts that no longer work, proves what does, and changes just that. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "apply.h"
#include "json.h"
#include "repair-output.h"
#include "repair-questions.h"
#include "repair/kitte-repair-look.h"
#include "text.h"

static void repair_next (KittectlRepairing *self);
static void prove (KittectlRepairing *self);

static void
repairing_free (KittectlRepairing *self)
{
  g_ptr_array_unref (self->repairs);
  g_hash_table_unref (self->given);
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->cure, kitte_cure_unref);
  g_clear_pointer (&self->plan, kitte_repair_plan_unref);
  g_clear_object (&self->builder);
  g_free (self);
}

static void
finish (KittectlRepairing *self)
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
go_on_asking (KittectlRepairing *self,
              KittectlStatus status,
              GPtrArray *asks,
              const GError *error,
              const char *undo_id)
{
  kittectl_json_repaired (self->builder,
                          &(KittectlRepaired){ .repair = kittectl_repairing_get_current (self),
                                               .cure = self->cure,
                                               .plan = self->plan,
                                               .report = self->run->report,
                                               .proposal = self->run->proposal,
                                               .asks = asks,
                                               .error = error,
                                               .undo_id = undo_id });
  if (asks != NULL && !self->run->options.json)
    kittectl_print_asks (asks);
  if (status != KITTECTL_DONE)
    self->status = status;
  g_clear_pointer (&self->cure, kitte_cure_unref);
  g_clear_pointer (&self->plan, kitte_repair_plan_unref);
  g_clear_object (&self->run->report);
  g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
  self->index++;
  repair_next (self);
}

static void
go_on (KittectlRepairing *self, KittectlStatus status, const GError *error, const char *undo_id)
{
  go_on_asking (self, status, NULL, error, undo_id);
}

static void
say_error (KittectlRepairing *self, const GError *error)
{
  g_printerr ("kittectl: %s\n", kittectl_message_of_error (error));
  go_on (self, kittectl_status_of_error (error), error, NULL);
}

static void
applied (gpointer data, const char *undo_id, const GError *error)
{
  KittectlRepairing *self = data;

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

/* Where everything is right, or only the person can write it, nothing is applied. */
static void
settle_plan (KittectlRepairing *self)
{
  gboolean left = FALSE;

  for (guint i = 0; i < self->plan->steps->len; i++)
    left = left || ((const KitteRepairStep *) self->plan->steps->pdata[i])->why != NULL;
  if (self->plan->steps->len == 0 && !self->run->options.json)
    g_print ("%s\n", _ ("Everything is right as it is; nothing has to be changed."));
  go_on (self, left ? KITTECTL_NOT_WRITTEN : KITTECTL_DONE, NULL, NULL);
}

static gboolean
plan (KittectlRepairing *self, GError **error)
{
  KitteRepair *repair = kittectl_repairing_get_current (self);

  do
    {
      g_clear_error (error);
      g_clear_pointer (&self->plan, kitte_repair_plan_unref);
      self->plan = kitte_repair_plan_new (repair, self->cure, error);
    }
  while (self->plan == NULL && kittectl_ask_primary_password (self->run, error));
  return self->plan != NULL;
}

/* Where the program wrote its files when it was closed, the same is planned for what stands there
 * now. */
static KitteChangeSet *
plan_anew (gpointer data, GError **error)
{
  KittectlRepairing *self = data;

  return plan (self, error) ? self->plan->changes : NULL;
}

static const KittectlApply apply = { plan_anew, applied };

static void
write_repair (KittectlRepairing *self)
{
  g_autoptr (GError) error = NULL;

  if (!plan (self, &error))
    {
      say_error (self, error);
      return;
    }
  if (!self->run->options.json)
    kittectl_print_repair_plan (self->plan);
  if (self->plan->changes == NULL || self->run->options.dry_run)
    settle_plan (self);
  else
    kittectl_apply (self->run, self->plan->changes, &apply, self);
}

static gboolean
try_again (KittectlRepairing *self, GError **error)
{
  return kittectl_repairing_has_new_password (self, error) ||
         (*error == NULL && kittectl_wants_second_try (self->run, error));
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRepairing *self = user_data;
  KittectlRun *run = self->run;
  g_autoptr (GError) error = NULL;

  self->cure = kitte_repair_prove_finish (KITTE_REPAIR (source), result, &error);
  if (error == NULL && self->cure == NULL && try_again (self, &error))
    {
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
  if (self->cure == NULL)
    go_on (self, kittectl_status_of_report (run->report), NULL, NULL);
  else
    write_repair (self);
}

static void
prove (KittectlRepairing *self)
{
  KitteProposal *records = kitte_repair_get_records (kittectl_repairing_get_current (self));
  const char *cleartext[] = { kittectl_repairing_get_answer (self, KITTE_ASK_CLEARTEXT), NULL };

  g_clear_object (&self->run->report);
  self->run->report = kitte_report_new ();
  g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
  if (records != NULL)
    self->run->proposal = kitte_proposal_ref (records);
  if (!self->run->options.json)
    kittectl_print_progress (self->run->report);
  kitte_repair_prove_async (
      kittectl_repairing_get_current (self),
      &(KitteCureRequest){ .password = self->password,
                           .password_is_new = self->password_is_new,
                           .something_changed = kittectl_repairing_has_yes (self, "changed"),
                           .cleartext_hosts = cleartext,
                           .keep_mail = kittectl_repairing_has_yes (self, KITTE_ASK_KEEP_MAIL) },
      self->run->report, self->run->cancellable, proven_cb, self);
}

/* Whether a password that was given is meant for one mailbox only. */
static gboolean
is_about_one_mailbox (GPtrArray *repairs)
{
  const char *first = NULL;

  for (guint i = 0; i < repairs->len; i++)
    {
      const char *address = kitte_repair_get_address (repairs->pdata[i]);

      if (!kitte_repair_is_needed (repairs->pdata[i]))
        continue;
      if (first != NULL && g_ascii_strcasecmp (first, address) != 0)
        return FALSE;
      first = address;
    }
  return TRUE;
}

static GPtrArray *
new_asks (KitteAsk *taken_ask)
{
  GPtrArray *asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);

  g_ptr_array_add (asks, taken_ask);
  return asks;
}

static gboolean
is_asked_for (KittectlRepairing *self)
{
  return kitte_repair_is_needed (kittectl_repairing_get_current (self)) ||
         (kitte_repair_has_address (kittectl_repairing_get_current (self)) &&
          kittectl_repairing_has_yes (self, "changed") &&
          (self->run->options.password_stdin || kittectl_repairing_is_conversation (self)));
}

static void
take_password (KittectlRepairing *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) asks = NULL;

  if (kittectl_repairing_has_password (self, &error))
    {
      prove (self);
      return;
    }
  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  asks = new_asks (kittectl_repairing_make_password_ask (self));
  go_on_asking (self, self->run->options.dry_run ? KITTECTL_DONE : KITTECTL_ANSWER_NEEDED, asks,
                NULL, NULL);
}

/* At which provider the mail is, and what that provider asks. */
static void
ask_for_servers (KittectlRepairing *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) asks = NULL;
  KitteAsk *ask = kittectl_repairing_ask_for_provider (self, &error);

  if (ask != NULL)
    {
      asks = new_asks (ask);
      go_on_asking (self, KITTECTL_ANSWER_NEEDED, asks, NULL, NULL);
    }
  else if (error == NULL && !kittectl_repairing_answer_asks (self, &error) && error == NULL)
    {
      asks =
          g_ptr_array_ref (kitte_repair_get_proposal (kittectl_repairing_get_current (self))->asks);
      go_on_asking (self, KITTECTL_ANSWER_NEEDED, asks, NULL, NULL);
    }
  else if (error != NULL)
    say_error (self, error);
  else
    take_password (self);
}

/* Nothing has to be changed so that mail goes on; only what becomes of it on the server may be. */
static void
leave_servers (KittectlRepairing *self)
{
  g_autoptr (GError) error = NULL;

  if (kittectl_repairing_keeps_mail (self, &error))
    {
      self->cure = kitte_cure_new_to_keep_mail ();
      write_repair (self);
    }
  else if (error != NULL)
    say_error (self, error);
  else
    go_on (self, KITTECTL_DONE, NULL, NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRepairing *self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kitte_repair_look_finish (KITTE_REPAIR (source), result, NULL))
    {
      go_on (self, KITTECTL_SAID_NO, NULL, NULL);
      return;
    }
  if (!self->run->options.json)
    kittectl_print_mailbox (kittectl_repairing_get_current (self));
  if (!is_asked_for (self) || (kittectl_repairing_is_declined (self, &error) && error == NULL))
    {
      leave_servers (self);
      return;
    }
  if (error == NULL)
    kittectl_repairing_keeps_mail (self, &error);
  if (error != NULL)
    say_error (self, error);
  else
    ask_for_servers (self);
}

/* What is answered for one mailbox says nothing of the next one. */
static void
begin_answers (KittectlRepairing *self)
{
  KittectlRun *run = self->run;
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_unref (run->answers);
  run->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_iter_init (&iter, self->given);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (run->answers, g_strdup (key), g_strdup (value));
}

static void
repair_next (KittectlRepairing *self)
{
  if (self->index >= self->repairs->len || g_cancellable_is_cancelled (self->run->cancellable))
    {
      finish (self);
      return;
    }
  begin_answers (self);
  kitte_repair_set_answers (kittectl_repairing_get_current (self), self->run->lookup,
                            self->run->answers);
  kitte_repair_look_async (kittectl_repairing_get_current (self), self->run->cancellable, looked_cb,
                           self);
}

void
kittectl_repair (KittectlRun *run)
{
  g_autoptr (GPtrArray) repairs = NULL;
  KittectlRepairing *self;

  if (run->options.arguments != NULL)
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     _ ("Name the account by --address ADDRESS."));
      return;
    }
  g_ptr_array_unref (run->clients);
  run->clients = kitte_clients_new_readable ();
  if (!kittectl_take_answers (run))
    return;
  kittectl_limit_time (run);
  run->lookup = kitte_lookup_new ();
  repairs = kitte_repair_find (run->clients, run->lookup, run->options.only_address);
  if ((run->options.password_stdin || g_hash_table_contains (run->secrets, KITTE_ASK_PASSWORD)) &&
      !is_about_one_mailbox (repairs))
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     /* TRANSLATORS: “--address ADDRESS” is typed as it stands. */
                     _ ("There are several mailboxes to repair and one password; name the account "
                        "by --address ADDRESS."));
      return;
    }
  self = g_new0 (KittectlRepairing, 1);
  self->run = run;
  self->given = g_hash_table_ref (run->answers);
  self->repairs = g_steal_pointer (&repairs);
  self->builder = json_builder_new ();
  json_builder_begin_object (self->builder);
  json_builder_set_member_name (self->builder, "accounts");
  json_builder_begin_array (self->builder);
  if (self->repairs->len == 0 && !run->options.json)
    g_print ("%s\n", _ ("No account was found in a mail program. You seem to read mail in the "
                        "browser; nothing has to be changed."));
  repair_next (self);
}

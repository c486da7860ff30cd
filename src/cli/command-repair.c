/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl repair: finds accounts that no longer work, proves what does, and changes just that. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "json.h"
#include "kittectl.h"
#include "prompt.h"
#include "repair-output.h"
#include "repair/kitte-repair-look.h"
#include "text.h"

/* One mailbox after the other, each with its own report and its own place in the output. */
typedef struct
{
  KittectlRun *run;
  GPtrArray *repairs;
  guint index;
  KitteSecret *password;
  char *password_of; /* whose mailbox it opens */
  KitteCure *cure;
  KitteRepairPlan *plan;
  JsonBuilder *builder;
  KittectlStatus status;
  gboolean password_read;   /* the one on standard input */
  gboolean password_stored; /* it is the one that a program keeps */
  gboolean password_is_new; /* it takes the place of the one that a program keeps */
  gboolean has_word;        /* that something has changed, for this account alone */
} Repairing;

static void repair_next (Repairing *self);
static void prove (Repairing *self);

static void
repairing_free (Repairing *self)
{
  g_ptr_array_unref (self->repairs);
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_clear_pointer (&self->cure, kitte_cure_unref);
  g_clear_pointer (&self->plan, kitte_repair_plan_unref);
  g_clear_object (&self->builder);
  g_free (self->password_of);
  g_free (self);
}

static KitteRepair *
current (Repairing *self)
{
  return self->repairs->pdata[self->index];
}

static const char *
get_answer (Repairing *self, const char *key)
{
  return g_hash_table_lookup (self->run->answers, key);
}

static gboolean
has_answered_yes (Repairing *self, const char *key)
{
  return g_strcmp0 (get_answer (self, key), "yes") == 0;
}

static gboolean
is_conversation (Repairing *self)
{
  return kittectl_can_prompt () && !self->run->options.json && !self->run->options.password_stdin;
}

static GPtrArray *
new_asks (KitteAsk *taken_ask)
{
  GPtrArray *asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_ask_unref);

  g_ptr_array_add (asks, taken_ask);
  return asks;
}

/* What would let the repair go on: the password that the mail program keeps, with the person’s
 * word. */
static KitteAsk *
make_password_ask (void)
{
  return kitte_ask_new (KITTE_ASK_STORED_PASSWORD,
                        _ ("May Kitte use the password that the mail program keeps?"),
                        _ ("It is sent to the mail server only, as the mail program does. "
                           "Instead you can give it by --password-stdin."),
                        (const char *const[]){ "yes", NULL }, NULL, NULL, FALSE);
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
go_on_asking (Repairing *self,
              KittectlStatus status,
              GPtrArray *asks,
              const GError *error,
              const char *undo_id)
{
  kittectl_json_repaired (self->builder, &(KittectlRepaired){ .repair = current (self),
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
  if (self->has_word)
    g_hash_table_remove (self->run->answers, "changed");
  self->has_word = FALSE;
  self->index++;
  repair_next (self);
}

static void
go_on (Repairing *self, KittectlStatus status, const GError *error, const char *undo_id)
{
  go_on_asking (self, status, NULL, error, undo_id);
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

/* Where everything is right, or only the person can write it, nothing is applied. */
static void
settle_plan (Repairing *self)
{
  gboolean left = FALSE;

  for (guint i = 0; i < self->plan->steps->len; i++)
    left = left || ((const KitteRepairStep *) self->plan->steps->pdata[i])->why != NULL;
  if (self->plan->steps->len == 0 && !self->run->options.json)
    g_print ("%s\n", _ ("Everything is right as it is; nothing has to be changed."));
  go_on (self, left ? KITTECTL_NOT_WRITTEN : KITTECTL_DONE, NULL, NULL);
}

static void
write_repair (Repairing *self)
{
  g_autoptr (GError) error = NULL;

  do
    {
      g_clear_error (&error);
      self->plan = kitte_repair_plan_new (current (self), self->cure, &error);
    }
  while (self->plan == NULL && kittectl_ask_primary_password (self->run, &error));
  if (self->plan == NULL)
    {
      say_error (self, error);
      return;
    }
  if (!self->run->options.json)
    kittectl_print_repair_plan (self->plan);
  if (self->plan->changes == NULL || self->run->options.dry_run)
    settle_plan (self);
  else
    kitte_change_set_apply_async (self->plan->changes, self->run->cancellable, applied_cb, self);
}

static gboolean
was_stored_password_rejected (Repairing *self)
{
  KitteCheck *receiving = kitte_report_find_check (self->run->report, TRUE);
  const KitteFinding *finding = receiving != NULL ? kitte_check_get_finding (receiving) : NULL;

  return self->password_stored && finding != NULL && finding->code == KITTE_FINDING_AUTH_REJECTED;
}

/* “I changed my password”: one question, and the answer goes into every program. */
static gboolean
ask_for_new_password (Repairing *self, GError **error)
{
  KitteSecret *answer = NULL;

  if (!is_conversation (self) || !was_stored_password_rejected (self))
    return FALSE;
  kittectl_print_report (self->run->report, self->run->proposal, NULL, FALSE);
  answer = kittectl_prompt_secret (
      /* TRANSLATORS: a question in the terminal; the answer is typed behind it, unseen. */
      _ ("The saved password is no longer accepted. The new password (empty: stop here):"), error);
  if (answer == NULL || kitte_secret_get_length (answer) == 0)
    {
      g_clear_pointer (&answer, kitte_secret_unref);
      return FALSE;
    }
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password = answer;
  self->password_stored = FALSE;
  self->password_is_new = TRUE;
  return TRUE;
}

static gboolean
try_again (Repairing *self, GError **error)
{
  if (ask_for_new_password (self, error))
    return TRUE;
  if (*error != NULL || !kittectl_wants_second_try (self->run, error))
    return FALSE;
  self->has_word = TRUE;
  return TRUE;
}

static void
proven_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Repairing *self = user_data;
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
prove (Repairing *self)
{
  KitteProposal *records = kitte_repair_get_records (current (self));
  const char *cleartext[] = { get_answer (self, KITTE_ASK_CLEARTEXT), NULL };

  g_clear_object (&self->run->report);
  self->run->report = kitte_report_new ();
  g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
  if (records != NULL)
    self->run->proposal = kitte_proposal_ref (records);
  if (!self->run->options.json)
    kittectl_print_progress (self->run->report);
  kitte_repair_prove_async (current (self),
                            &(KitteCureRequest){
                                .password = self->password,
                                .password_is_new = self->password_is_new,
                                .something_changed = has_answered_yes (self, "changed"),
                                .cleartext_hosts = cleartext,
                                .keep_mail = has_answered_yes (self, KITTE_ASK_KEEP_MAIL) },
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

/* The one for receiving, of whichever program has it; what a program keeps for sending may never
 * have been tested. */
static KitteSecret *
read_stored_password (Repairing *self, GError **error)
{
  GPtrArray *accounts = kitte_repair_get_accounts (current (self));
  KitteSecret *found = NULL;

  for (guint i = 0; found == NULL && *error == NULL && i < accounts->len; i++)
    {
      const KitteRepairAccount *account = accounts->pdata[i];

      if (account->existing->incoming == NULL || account->existing->incoming->username == NULL)
        continue;
      do
        {
          g_clear_error (error);
          found = kitte_client_lookup_password (account->client, account->existing,
                                                account->existing->incoming, error);
        }
      while (found == NULL && *error != NULL && kittectl_ask_primary_password (self->run, error));
    }
  return found;
}

static KitteSecret *
prompt_password (Repairing *self, GError **error)
{
  g_autofree char *question =
      /* TRANSLATORS: %s is a mail address; the password follows and stays invisible. */
      g_strdup_printf (_ ("Password for receiving mail of %s:"),
                       kitte_repair_get_address (current (self)));

  return kittectl_prompt_secret (question, error);
}

static KitteSecret *
read_password (Repairing *self, GError **error)
{
  if (has_answered_yes (self, KITTE_ASK_STORED_PASSWORD))
    {
      KitteSecret *stored = read_stored_password (self, error);

      self->password_stored = stored != NULL;
      if (stored != NULL || *error != NULL)
        return stored;
    }
  if (self->run->options.password_stdin)
    {
      gboolean first = !self->password_read;

      self->password_read = TRUE;
      return first ? kittectl_read_secret_line (STDIN_FILENO, error) : NULL;
    }
  return is_conversation (self) ? prompt_password (self, error) : NULL;
}

/* A password is never tried on another mailbox than the one it was given for. */
static gboolean
has_password (Repairing *self, GError **error)
{
  const char *address = kitte_repair_get_address (current (self));

  if (self->password != NULL && g_ascii_strcasecmp (self->password_of, address) == 0)
    return TRUE;
  g_clear_pointer (&self->password, kitte_secret_unref);
  g_free (self->password_of);
  self->password_of = g_strdup (address);
  self->password_stored = FALSE;
  self->password = read_password (self, error);
  self->password_is_new = !self->password_stored && has_answered_yes (self, "changed");
  return self->password != NULL && kitte_secret_get_length (self->password) > 0;
}

/* What still works here may be left as it is. Without an answer a repair that was asked for goes
 * on: it does no harm. */
static gboolean
is_declined (Repairing *self, GError **error)
{
  const char *answer = get_answer (self, KITTE_ASK_WILL_STOP);
  g_autofree char *typed = NULL;

  if (!kitte_repair_works_now (current (self)))
    return FALSE;
  if (answer == NULL && is_conversation (self))
    {
      g_printerr ("%s\n", _ ("It still works here and now, and will stop elsewhere or later. "
                             "Changing it does no harm, and can be taken back."));
      typed = kittectl_prompt_text (
          /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
          _ ("Shall it be changed? (yes / no):"), error);
      return *error == NULL && (typed == NULL || !kittectl_means_yes (typed));
    }
  return g_strcmp0 (answer, "no") == 0;
}

static KitteAsk *
make_provider_ask (const KittePresetOffer *offer)
{
  g_autofree char *label =
      /* TRANSLATORS: a question in the terminal; %s is a provider’s name. */
      g_strdup_printf (_ ("Is your mail at %s?"), offer->proposal->provider_name);

  return kitte_ask_new (KITTE_ASK_PROVIDER, label, "",
                        (const char *const[]){ offer->proposal->provider_id, NULL }, NULL, NULL,
                        FALSE);
}

/* Whose server it is can be seen; whether the mail is there only the person knows. At a terminal
 * anything but a yes goes on without. */
static KitteAsk *
ask_for_provider (Repairing *self, GError **error)
{
  g_autoptr (KittePresetOffer) offer = kitte_repair_find_offer (current (self));
  g_autoptr (KitteAsk) ask = NULL;
  g_autofree char *question = NULL;
  g_autofree char *answer = NULL;

  if (offer == NULL || !kitte_preset_offer_can_be_used (offer) ||
      get_answer (self, KITTE_ASK_PROVIDER) != NULL)
    return NULL;
  ask = make_provider_ask (offer);
  if (!is_conversation (self))
    return g_steal_pointer (&ask);
  /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
  question = g_strdup_printf (_ ("%s (yes / no):"), ask->label);
  answer = kittectl_prompt_text (question, error);
  if (answer == NULL || !kittectl_means_yes (answer))
    return NULL;
  g_hash_table_insert (self->run->answers, g_strdup (KITTE_ASK_PROVIDER),
                       g_strdup (offer->proposal->provider_id));
  kitte_repair_set_answers (current (self), self->run->lookup, self->run->answers);
  return NULL;
}

static gboolean
answer_asks (Repairing *self, GError **error)
{
  KitteProposal *proposal = kitte_repair_get_proposal (current (self));

  while (proposal != NULL && proposal->asks->len > 0)
    {
      g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
      self->run->proposal = kitte_proposal_ref (proposal);
      if (!kittectl_answer_first_ask (self->run, error))
        return FALSE;
      kitte_repair_set_answers (current (self), self->run->lookup, self->run->answers);
      proposal = kitte_repair_get_proposal (current (self));
    }
  return TRUE;
}

static gboolean
is_asked_for (Repairing *self)
{
  return kitte_repair_is_needed (current (self)) ||
         (kitte_repair_has_address (current (self)) && has_answered_yes (self, "changed") &&
          (self->run->options.password_stdin || is_conversation (self)));
}

static void
take_password (Repairing *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) asks = NULL;

  if (has_password (self, &error))
    {
      prove (self);
      return;
    }
  if (error != NULL)
    {
      say_error (self, error);
      return;
    }
  asks = new_asks (make_password_ask ());
  go_on_asking (self, self->run->options.dry_run ? KITTECTL_DONE : KITTECTL_ANSWER_NEEDED, asks,
                NULL, NULL);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Repairing *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) asks = NULL;
  KitteAsk *ask;

  if (!kitte_repair_look_finish (KITTE_REPAIR (source), result, NULL))
    {
      go_on (self, KITTECTL_SAID_NO, NULL, NULL);
      return;
    }
  if (!self->run->options.json)
    kittectl_print_mailbox (current (self));
  if (!is_asked_for (self) || (is_declined (self, &error) && error == NULL))
    {
      go_on (self, KITTECTL_DONE, NULL, NULL);
      return;
    }
  ask = error == NULL ? ask_for_provider (self, &error) : NULL;
  if (ask != NULL)
    {
      asks = new_asks (ask);
      go_on_asking (self, KITTECTL_ANSWER_NEEDED, asks, NULL, NULL);
    }
  else if (error == NULL && !answer_asks (self, &error) && error == NULL)
    go_on_asking (self, KITTECTL_ANSWER_NEEDED, kitte_repair_get_proposal (current (self))->asks,
                  NULL, NULL);
  else if (error != NULL)
    say_error (self, error);
  else
    take_password (self);
}

static void
repair_next (Repairing *self)
{
  if (self->index >= self->repairs->len || g_cancellable_is_cancelled (self->run->cancellable))
    {
      finish (self);
      return;
    }
  kitte_repair_set_answers (current (self), self->run->lookup, self->run->answers);
  kitte_repair_look_async (current (self), self->run->cancellable, looked_cb, self);
}

void
kittectl_repair (KittectlRun *run)
{
  g_autoptr (GPtrArray) readable = NULL;
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
  readable = kitte_clients_new_readable ();
  repairs = kitte_repair_find (readable, run->lookup, run->options.only_address);
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
    g_print ("%s\n", _ ("No account was found in a mail program. You seem to read mail in the "
                        "browser; nothing has to be changed."));
  repair_next (self);
}

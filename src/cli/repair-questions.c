/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a script says by an option is asked at a terminal: one plain question at a time. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "repair-questions.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "prompt.h"
#include "text.h"

KitteRepair *
kittectl_repairing_get_current (KittectlRepairing *self)
{
  return self->repairs->pdata[self->index];
}

const char *
kittectl_repairing_get_answer (KittectlRepairing *self, const char *key)
{
  return g_hash_table_lookup (self->run->answers, key);
}

gboolean
kittectl_repairing_has_yes (KittectlRepairing *self, const char *key)
{
  return g_strcmp0 (kittectl_repairing_get_answer (self, key), "yes") == 0;
}

/* Whether a person sits there who can be asked. */
gboolean
kittectl_repairing_is_conversation (KittectlRepairing *self)
{
  return kittectl_can_prompt () && !self->run->options.json && !self->run->options.password_stdin;
}

/* What would let the repair go on: the password that the mail program keeps, with the person’s
 * word. */
KitteAsk *
kittectl_repairing_make_password_ask (KittectlRepairing *self)
{
  KitteRepair *repair = kittectl_repairing_get_current (self);
  g_autofree char *label = NULL;

  /* Who has given the word already is not asked for it again: there was nothing to read. */
  if (!kitte_repair_can_use_stored_password (repair) ||
      kittectl_repairing_has_yes (self, KITTE_ASK_STORED_PASSWORD))
    {
      /* TRANSLATORS: %s is a mail address. */
      label = g_strdup_printf (_ ("The password for receiving mail of %s"),
                               kitte_repair_get_address (repair));
      return kitte_ask_new (KITTE_ASK_PASSWORD, label,
                            /* TRANSLATORS: the option stays as it is. */
                            _ ("No mail program keeps it where Kitte can read it. It can also be "
                               "given by --password-stdin."),
                            NULL, NULL, NULL, TRUE);
    }
  return kitte_ask_new (KITTE_ASK_STORED_PASSWORD,
                        _ ("May Kitte use the password that the mail program keeps?"),
                        _ ("It is sent to the mail server only, as the mail program does. "
                           "Instead you can give it by --password-stdin."),
                        (const char *const[]){ "yes", NULL }, NULL, NULL, FALSE);
}

static gboolean
was_stored_password_rejected (KittectlRepairing *self)
{
  KitteCheck *receiving = kitte_report_find_check (self->run->report, TRUE);
  const KitteFinding *finding = receiving != NULL ? kitte_check_get_finding (receiving) : NULL;

  return self->password_stored && finding != NULL && finding->code == KITTE_FINDING_AUTH_REJECTED;
}

/* “I changed my password”: one question, and the answer goes into every program. */
gboolean
kittectl_repairing_has_new_password (KittectlRepairing *self, GError **error)
{
  KitteSecret *answer = NULL;

  if (!kittectl_repairing_is_conversation (self) || !was_stored_password_rejected (self))
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

typedef struct
{
  KitteSecret *found;
  GError *error;
  gboolean done;
} Reading;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Reading *reading = user_data;

  reading->found =
      kitte_repair_lookup_password_finish (KITTE_REPAIR (source), result, &reading->error);
  reading->done = TRUE;
}

/* The person may be busy unlocking the keyring; until then a signal has to be heard. */
static KitteSecret *
read_stored_password (KittectlRepairing *self, GError **error)
{
  Reading reading;

  do
    {
      g_clear_error (error);
      reading = (Reading){ 0 };
      kitte_repair_lookup_password_async (kittectl_repairing_get_current (self),
                                          self->run->cancellable, read_cb, &reading);
      while (!reading.done)
        g_main_context_iteration (NULL, TRUE);
      if (reading.error != NULL)
        g_propagate_error (error, reading.error);
    }
  while (*error != NULL && kittectl_ask_primary_password (self->run, error));
  return reading.found;
}

static KitteSecret *
prompt_password (KittectlRepairing *self, GError **error)
{
  g_autofree char *question =
      /* TRANSLATORS: %s is a mail address; the password follows and stays invisible. */
      g_strdup_printf (_ ("Password for receiving mail of %s:"),
                       kitte_repair_get_address (kittectl_repairing_get_current (self)));

  return kittectl_prompt_secret (question, error);
}

static KitteSecret *
read_password (KittectlRepairing *self, GError **error)
{
  if (kittectl_repairing_has_yes (self, KITTE_ASK_STORED_PASSWORD))
    {
      KitteSecret *stored = read_stored_password (self, error);

      self->password_stored = stored != NULL;
      if (stored != NULL || *error != NULL)
        return stored;
    }
  if (!self->password_read && g_hash_table_contains (self->run->secrets, KITTE_ASK_PASSWORD))
    {
      self->password_read = TRUE;
      return kitte_secret_ref (g_hash_table_lookup (self->run->secrets, KITTE_ASK_PASSWORD));
    }
  if (self->run->options.password_stdin)
    {
      gboolean first = !self->password_read;

      self->password_read = TRUE;
      return first ? kittectl_read_secret_line (STDIN_FILENO, error) : NULL;
    }
  return kittectl_repairing_is_conversation (self) ? prompt_password (self, error) : NULL;
}

/* A password is never tried on another mailbox than the one it was given for, or is kept for; nor
 * at another company where the address is the same. */
gboolean
kittectl_repairing_has_password (KittectlRepairing *self, GError **error)
{
  KitteRepair *repair = kittectl_repairing_get_current (self);

  if (self->password != NULL && self->password_of == repair)
    return TRUE;
  g_clear_pointer (&self->password, kitte_secret_unref);
  self->password_of = repair;
  self->password_stored = FALSE;
  self->password = read_password (self, error);
  self->password_is_new = !self->password_stored && kittectl_repairing_has_yes (self, "changed");
  return self->password != NULL && kitte_secret_get_length (self->password) > 0;
}

/* What still works here may be left as it is. Without an answer a repair that was asked for goes
 * on: it does no harm. */
gboolean
kittectl_repairing_is_declined (KittectlRepairing *self, GError **error)
{
  const char *answer = kittectl_repairing_get_answer (self, KITTE_ASK_WILL_STOP);
  g_autofree char *typed = NULL;

  if (!kitte_repair_is_needed (kittectl_repairing_get_current (self)) ||
      !kitte_repair_works_now (kittectl_repairing_get_current (self)))
    return FALSE;
  if (answer == NULL && kittectl_repairing_is_conversation (self))
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

/* What is fetched by POP and taken from the server is there for one computer only. */
gboolean
kittectl_repairing_keeps_mail (KittectlRepairing *self, GError **error)
{
  const char *answer = kittectl_repairing_get_answer (self, KITTE_ASK_KEEP_MAIL);
  g_autofree char *typed = NULL;

  if (!kitte_repair_deletes_mail (kittectl_repairing_get_current (self)))
    return FALSE;
  if (answer == NULL && kittectl_repairing_is_conversation (self))
    {
      typed = kittectl_prompt_text (
          /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
          _ ("Mail that is fetched is removed from the server. Shall it stay there from now on? "
             "(yes / no):"),
          error);
      if (*error != NULL)
        return FALSE;
      answer = typed != NULL && kittectl_means_yes (typed) ? "yes" : "no";
      g_hash_table_insert (self->run->answers, g_strdup (KITTE_ASK_KEEP_MAIL), g_strdup (answer));
    }
  return g_strcmp0 (answer, "yes") == 0;
}

static void
take_provider (KittectlRepairing *self, const char *id)
{
  g_hash_table_insert (self->run->answers, g_strdup (KITTE_ASK_PROVIDER), g_strdup (id));
  kitte_repair_set_answers (kittectl_repairing_get_current (self), self->run->lookup,
                            self->run->answers);
}

static void
ask_about_choice (KittectlRepairing *self, const KitteAsk *ask, GError **error)
{
  /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
  g_autofree char *question = g_strdup_printf (_ ("%s (yes / no):"), ask->label);
  g_autofree char *answer = kittectl_prompt_text (question, error);

  if (answer != NULL && kittectl_means_yes (answer))
    take_provider (self, ask->choices[0]);
}

static void
ask_for_name (KittectlRepairing *self, const KitteAsk *ask, GError **error)
{
  g_autofree char *question = g_strdup_printf (_ ("%s:"), ask->label);
  g_autofree char *answer = NULL;
  g_autofree char *id = NULL;

  g_printerr ("%s\n", ask->why);
  answer = kittectl_prompt_text (question, error);
  if (answer == NULL || *answer == '\0')
    return;
  id = kitte_repair_find_provider_named (kittectl_repairing_get_current (self), answer);
  if (id != NULL)
    take_provider (self, id);
  else
    g_printerr ("%s\n", _ ("Kitte does not know this provider; the servers that are set are "
                           "tried."));
}

/* Whose server it is can often be seen; whether the mail is there only the person knows. At a
 * terminal anything but a yes goes on without; a script is asked only where there is a choice.
 *
 * Returns: (transfer full) (nullable): what a script has to answer first */
KitteAsk *
kittectl_repairing_ask_for_provider (KittectlRepairing *self, GError **error)
{
  g_autoptr (KitteAsk) ask = kitte_repair_make_provider_ask (kittectl_repairing_get_current (self));

  if (ask == NULL)
    return NULL;
  if (!kittectl_repairing_is_conversation (self))
    return ask->choices != NULL ? g_steal_pointer (&ask) : NULL;
  if (ask->choices != NULL)
    ask_about_choice (self, ask, error);
  else
    ask_for_name (self, ask, error);
  return NULL;
}

gboolean
kittectl_repairing_answer_asks (KittectlRepairing *self, GError **error)
{
  KitteProposal *proposal = kitte_repair_get_proposal (kittectl_repairing_get_current (self));

  while (proposal != NULL && proposal->asks->len > 0)
    {
      g_clear_pointer (&self->run->proposal, kitte_proposal_unref);
      self->run->proposal = kitte_proposal_ref (proposal);
      if (!kittectl_answer_first_ask (self->run, error))
        return FALSE;
      kitte_repair_set_answers (kittectl_repairing_get_current (self), self->run->lookup,
                                self->run->answers);
      proposal = kitte_repair_get_proposal (kittectl_repairing_get_current (self));
    }
  return TRUE;
}

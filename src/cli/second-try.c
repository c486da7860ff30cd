/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At a terminal, what a script says by an option is asked: that something has changed, and whether
 * sending has a name and a password of its own. Each once: a second no is the answer. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "diagnose/kitte-diagnosis.h"
#include "kittectl.h"
#include "prompt.h"
#include "terminal.h"

static void
say (const KittectlRun *run, KitteCheck *check)
{
  g_autoptr (KitteDiagnosis) diagnosis =
      kitte_diagnosis_new_for_finding (kitte_check_get_finding (check),
                                       kitte_check_get_server (check), run->proposal);

  g_printerr ("✗ %s\n  %s\n", diagnosis->title, diagnosis->text);
}

static KitteCheck *
find_check (const KittectlRun *run, KitteFindingCode code, gboolean incoming)
{
  KitteCheck *check = kitte_report_find_check (run->report, incoming);
  const KitteFinding *finding = check != NULL ? kitte_check_get_finding (check) : NULL;

  return finding != NULL && finding->code == code ? check : NULL;
}

/* Takes the word for “yes” in the person’s language, and in English. */
gboolean
kittectl_means_yes (const char *answer)
{
  g_autofree char *lower = g_utf8_strdown (answer, -1);

  /* TRANSLATORS: what a person types in the terminal to agree, in small letters. */
  return g_str_equal (lower, _ ("yes")) || g_str_equal (lower, "yes") || g_str_equal (lower, "y");
}

static gboolean
ask_for_the_word (KittectlRun *run, KitteCheck *check, GError **error)
{
  g_autofree char *answer = NULL;

  say (run, check);
  answer = kittectl_prompt_text (
      /* TRANSLATORS: a question in the terminal, behind the reason why nothing was sent; the
       * answer is typed behind it. */
      _ ("Has something changed since then, and shall it be tried once more? (yes / no):"), error);
  if (answer == NULL || !kittectl_means_yes (answer))
    return FALSE;
  g_hash_table_replace (run->answers, g_strdup ("changed"), g_strdup ("yes"));
  return TRUE;
}

static void
use_sending_username (KittectlRun *run, const char *username)
{
  KitteCredential *before = run->outgoing_credential;

  g_hash_table_replace (run->answers, g_strdup (KITTE_ASK_SENDING_USERNAME), g_strdup (username));
  run->outgoing_credential = kitte_credential_new (username, before->secret);
  kitte_credential_unref (before);
}

static gboolean
ask_for_sending (KittectlRun *run, KitteCheck *check, GError **error)
{
  KitteCredential *before = run->outgoing_credential;
  g_autoptr (KitteSecret) password = NULL;
  g_autofree char *username = NULL;

  say (run, check);
  password = kittectl_prompt_secret (
      /* TRANSLATORS: a question in the terminal; the answer is typed behind it, unseen. */
      _ ("Password for sending, if your provider gave you another one (empty: there is none):"),
      error);
  if (password == NULL || kitte_secret_get_length (password) == 0)
    return FALSE;
  username = kittectl_prompt_text (
      /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
      _ ("User name for sending (empty: the same as before):"), error);
  if (username == NULL)
    return FALSE;
  run->outgoing_credential = kitte_credential_new (before->username, password);
  kitte_credential_unref (before);
  if (*username != '\0')
    use_sending_username (run, username);
  return TRUE;
}

/**
 * kittectl_wants_second_try:
 * @error: that the person has cancelled
 *
 * Asks the person at the terminal, where there is one and where another try may help.
 *
 * Returns: whether the proposal is to be looked up and proven once more
 */
gboolean
kittectl_wants_second_try (KittectlRun *run, GError **error)
{
  gboolean failed = kitte_report_get_sign_ins_failed (run->report) > 0;
  KitteCheck *spent = find_check (run, KITTE_FINDING_BUDGET_SPENT, TRUE);
  KitteCheck *sending = find_check (run, KITTE_FINDING_AUTH_REJECTED, FALSE);

  if (run->options.json || run->options.password_stdin || !kittectl_can_prompt () ||
      kitte_report_get_result (run->report) == KITTE_RESULT_CANCELLED)
    return FALSE;
  if (spent == NULL)
    spent = find_check (run, KITTE_FINDING_BUDGET_SPENT, FALSE);
  if (spent != NULL && !failed && !g_hash_table_contains (run->answers, "changed"))
    return ask_for_the_word (run, spent, error);
  if (sending != NULL && run->outgoing_credential != NULL && !run->asked_for_sending)
    {
      run->asked_for_sending = TRUE;
      return ask_for_sending (run, sending, error);
    }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the person can say: given on the command line, or asked at the terminal. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "diagnose/kitte-preset-offer.h"
#include "kittectl.h"
#include "model/kitte-protocol-choice.h"
#include "prompt.h"

/* Whoever has not found the answer by then has to look it up elsewhere first. */
#define MAX_TRIES 3

/**
 * kittectl_take_plain_answers:
 *
 * Sets aside `KEY=VALUE` pairs; a secret is never given that way, so its key is refused.
 *
 * Returns: whether they can be read; else the run has ended
 */
gboolean
kittectl_take_plain_answers (KittectlRun *run)
{
  run->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; run->options.answers != NULL && run->options.answers[i] != NULL; i++)
    {
      const char *pair = run->options.answers[i];
      const char *equals = strchr (pair, '=');
      g_autofree char *key = equals != NULL ? g_strndup (pair, (gsize) (equals - pair)) : NULL;

      if (key == NULL || *key == '\0')
        {
          kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                         _ ("Write an answer as --answer KEY=VALUE."));
          return FALSE;
        }
      if (g_str_equal (key, KITTE_ASK_SENDING_PASSWORD) ||
          g_str_equal (key, KITTE_ASK_PRIMARY_PASSWORD))
        {
          kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                         _ ("A password is never given by --answer; use --secret-fd KEY=FD."));
          return FALSE;
        }
      kitte_lookup_add_answer (run->answers, key, equals + 1);
    }
  return TRUE;
}

static gboolean
take_secret_fds (KittectlRun *run)
{
  run->secrets =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kitte_secret_unref);
  for (guint i = 0; run->options.secret_fds != NULL && run->options.secret_fds[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (run->options.secret_fds[i], "=", 2);
      guint64 fd;
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteSecret) secret = NULL;

      if (g_strv_length (pair) != 2 ||
          !g_ascii_string_to_unsigned (pair[1], 10, 0, G_MAXINT, &fd, NULL))
        {
          kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                         _ ("Write a secret answer as --secret-fd KEY=FD."));
          return FALSE;
        }
      secret = kittectl_read_secret_line ((int) fd, &error);
      if (secret == NULL)
        {
          kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                         error != NULL ? error->message :
                                         _ ("There was nothing to read from --secret-fd."));
          return FALSE;
        }
      g_hash_table_insert (run->secrets, g_strdup (pair[0]), g_steal_pointer (&secret));
    }
  return TRUE;
}

/* What opens a password store that is locked by a primary password. */
static void
give_primary_password (KittectlRun *run, KitteSecret *primary_password)
{
  for (guint i = 0; i < run->clients->len; i++)
    kitte_client_set_primary_password (run->clients->pdata[i], primary_password);
}

/**
 * kittectl_take_answers:
 *
 * Returns: whether the answers given on the command line can be read; else the run has ended
 */
gboolean
kittectl_take_answers (KittectlRun *run)
{
  if (!kittectl_take_plain_answers (run) || !take_secret_fds (run))
    return FALSE;
  give_primary_password (run, g_hash_table_lookup (run->secrets, KITTE_ASK_PRIMARY_PASSWORD));
  return TRUE;
}

/**
 * kittectl_ask_primary_password:
 * @error: (inout): why a plan failed; that the person has cancelled, where that is so
 *
 * An empty answer leaves the passwords out: the mail program then asks for them itself.
 *
 * Returns: whether the person at the terminal gave the primary password, and planning may go on
 */
gboolean
kittectl_ask_primary_password (KittectlRun *run, GError **error)
{
  g_autoptr (KitteSecret) answer = NULL;
  g_autoptr (GError) cancelled = NULL;

  if (!g_error_matches (*error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD) ||
      run->options.json || !kittectl_can_prompt ())
    return FALSE;
  g_printerr ("%s\n", (*error)->message);
  answer = kittectl_prompt_secret (
      /* TRANSLATORS: “primary password” is Thunderbird's own word; an answer follows. */
      _ ("Primary password of Thunderbird (empty: Thunderbird asks for the mail password "
         "itself):"),
      &cancelled);
  if (cancelled != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&cancelled));
    }
  if (answer != NULL)
    give_primary_password (run, answer);
  return answer != NULL;
}

static char *
make_question (const KitteAsk *ask)
{
  g_autofree char *choices = ask->choices != NULL ? g_strjoinv (" / ", ask->choices) : NULL;

  if (choices != NULL)
    /* TRANSLATORS: a question in the terminal: what is asked, and the answers that may be given. */
    return g_strdup_printf (_ ("%s (%s):"), ask->label, choices);
  /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
  return g_strdup_printf (_ ("%s:"), ask->label);
}

static char *
prompt_ask (const KitteAsk *ask, const char *question, GError **error)
{
  g_autoptr (KitteSecret) secret = NULL;

  if (!ask->secret)
    return kittectl_prompt_text (question, error);
  secret = kittectl_prompt_secret (question, error);
  return secret != NULL ? g_strdup (kitte_secret_peek (secret)) : NULL;
}

/* Returns: (nullable): an answer that fits; %NULL: there was none, or the person has cancelled */
static char *
prompt_until_it_fits (const KitteAsk *ask, GError **error)
{
  g_autofree char *question = make_question (ask);

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autofree char *answer = prompt_ask (ask, question, error);

      if (answer == NULL)
        return NULL;
      if (kitte_ask_accepts (ask, answer))
        return g_steal_pointer (&answer);
      /* TRANSLATORS: after an answer in the terminal; the question follows once more. */
      g_printerr ("%s\n", _ ("That does not fit; please look once more."));
    }
  return NULL;
}

/* A secret answer came by --secret-fd; each is used once, so that a wrong one is not asked for
 * ever. */
static gboolean
use_secret_answer (KittectlRun *run, const KitteAsk *ask)
{
  KitteSecret *secret = ask->secret ? g_hash_table_lookup (run->secrets, ask->key) : NULL;

  if (secret == NULL || g_hash_table_contains (run->answers, ask->key))
    return FALSE;
  g_hash_table_insert (run->answers, g_strdup (ask->key), g_strdup (kitte_secret_peek (secret)));
  return TRUE;
}

/* Which protocol it shall be need not be answered: without a word IMAP is taken. */
static KitteAsk *
dup_first_ask (KittectlRun *run)
{
  if (run->proposal->asks->len > 0)
    return kitte_ask_ref (run->proposal->asks->pdata[0]);
  return run->proposal->choose_protocol ? kitte_protocol_choice_make_ask () : NULL;
}

/**
 * kittectl_answer_first_ask:
 * @error: that the person has cancelled
 *
 * Asks the person at the terminal, where there is one.
 *
 * Returns: whether the first open question got an answer that fits
 */
gboolean
kittectl_answer_first_ask (KittectlRun *run, GError **error)
{
  g_autoptr (KitteAsk) ask = dup_first_ask (run);
  char *answer;

  if (ask == NULL)
    return FALSE;
  if (use_secret_answer (run, ask))
    return TRUE;
  if (run->options.json || !kittectl_can_prompt ())
    return FALSE;
  if (ask->why != NULL && *ask->why != '\0')
    g_printerr ("%s\n", ask->why);
  answer = prompt_until_it_fits (ask, error);
  if (answer == NULL)
    return FALSE;
  kitte_lookup_add_answer (run->answers, ask->key, answer);
  g_free (answer);
  return TRUE;
}

/* Returns: (transfer full) (nullable): the provider that one of the checks points to */
static KittePresetOffer *
find_offer (KittectlRun *run)
{
  GListModel *checks = kitte_report_get_checks (run->report);
  KitteCatalogue *catalogue = kitte_lookup_get_catalogue (run->lookup);
  KittePresetOffer *offer = NULL;

  for (guint i = 0; offer == NULL && i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);
      const KitteFinding *finding = kitte_check_get_finding (check);

      if (finding != NULL)
        offer = kitte_preset_offer_find (catalogue, finding, kitte_check_get_server (check),
                                         run->proposal);
    }
  return offer;
}

/**
 * kittectl_take_offer:
 *
 * Where the finished check points to a provider, asks the person at the terminal whether the mail
 * is there. A password that was typed for the former servers is forgotten with them.
 *
 * Returns: whether the person said yes, and the command may begin anew
 */
gboolean
kittectl_take_offer (KittectlRun *run)
{
  g_autoptr (KittePresetOffer) offer = find_offer (run);
  g_autoptr (KitteAsk) ask = NULL;
  g_autofree char *label = NULL;
  g_autofree char *answer = NULL;

  if (offer == NULL || !kitte_preset_offer_can_be_used (offer) || run->options.json ||
      run->options.report || run->options.password_stdin || !kittectl_can_prompt ())
    return FALSE;
  /* TRANSLATORS: a question in the terminal; %s is a provider’s name. */
  label = g_strdup_printf (_ ("Is your mail at %s?"), offer->proposal->provider_name);
  ask = kitte_ask_new (KITTE_ASK_PROVIDER, label, "", (const char *const[]){ "yes", "no", NULL },
                       NULL, NULL, FALSE);
  answer = prompt_until_it_fits (ask, NULL);
  if (g_strcmp0 (answer, "yes") != 0)
    return FALSE;
  g_hash_table_insert (run->answers, g_strdup (KITTE_ASK_PROVIDER),
                       g_strdup (offer->proposal->provider_id));
  return TRUE;
}

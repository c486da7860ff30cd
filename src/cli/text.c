/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proposals, reports and plans as text, in the person’s language. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "text.h"

#include <glib/gi18n.h>

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-report-asks.h"
#include "diagnose/kitte-provider-sentences.h"
#include "diagnose/kitte-step-sentence.h"

static const char *
security_text (KitteSecurity security)
{
  switch (security)
    {
    case KITTE_SECURITY_TLS:
      /* TRANSLATORS: encryption from the first byte; follows a server name in brackets. */
      return _ ("encrypted");
    case KITTE_SECURITY_STARTTLS:
      /* TRANSLATORS: encryption that starts after a command; “STARTTLS” stays. */
      return _ ("encrypted by STARTTLS");
    case KITTE_SECURITY_NONE:
    default:
      return _ ("not encrypted");
    }
}

static void
print_servers (GPtrArray *servers)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const KitteServer *server = servers->pdata[i];
      g_autofree char *endpoint = kitte_server_to_string (server);

      g_print ("  %s  %s (%s)", kitte_protocol_get_display_name (server->protocol), endpoint,
               security_text (server->security));
      if (server->username != NULL)
        {
          g_print ("  ");
          /* TRANSLATORS: %s is the name the person signs in with. */
          g_print (_ ("user name %s"), server->username);
        }
      g_print ("\n");
    }
}

/**
 * kittectl_protocol_sentence:
 *
 * Returns: (transfer none): what was taken where the person could choose
 */
const char *
kittectl_protocol_sentence (void)
{
  /* TRANSLATORS: “--answer protocol=pop3” is typed as it stands here. */
  return _ ("Mail can be fetched by IMAP or POP3 here. IMAP is taken; “--answer protocol=pop3” "
            "takes POP3.");
}

/**
 * kittectl_print_proposal:
 */
void
kittectl_print_proposal (const KitteProposal *proposal)
{
  g_autofree char *password = kitte_provider_password_sentence (proposal);
  g_autofree char *age = kitte_provider_age_sentence (proposal);

  if (proposal->provider_id != NULL)
    {
      if (proposal->certain && proposal->no_access == NULL)
        /* TRANSLATORS: %s is the provider’s name. */
        g_print (_ ("%s: the settings are known."), proposal->provider_name);
      else
        g_print ("%s", proposal->provider_name);
      g_print ("\n");
    }
  if (proposal->no_access != NULL)
    g_print ("%s\n", proposal->no_access);
  if (proposal->incoming->len > 0)
    g_print ("%s\n", kitte_direction_sentence (TRUE));
  print_servers (proposal->incoming);
  if (proposal->outgoing->len > 0)
    g_print ("%s\n", kitte_direction_sentence (FALSE));
  print_servers (proposal->outgoing);
  if (password != NULL)
    g_print ("%s\n", password);
  if (proposal->credential_hint != NULL)
    g_print ("%s\n", proposal->credential_hint);
  if (proposal->credential_url != NULL)
    g_print ("  %s\n", proposal->credential_url);
  for (guint i = 0; i < proposal->hints->len; i++)
    {
      const KitteHint *hint = proposal->hints->pdata[i];

      /* Why nobody can sign in stands above already. */
      if (g_strcmp0 (hint->text, proposal->no_access) != 0)
        g_print ("• %s\n", hint->text);
      if (hint->url != NULL)
        g_print ("  %s\n", hint->url);
    }
  if (proposal->choose_protocol)
    g_print ("• %s\n", kittectl_protocol_sentence ());
  if (age != NULL)
    g_print ("%s\n", age);
  kittectl_print_asks (proposal->asks);
}

/**
 * kittectl_print_asks:
 * @asks: (element-type KitteAsk): questions
 *
 * Lists what only the person can say, and how to say it.
 */
void
kittectl_print_asks (GPtrArray *asks)
{
  for (guint i = 0; i < asks->len; i++)
    {
      const KitteAsk *ask = asks->pdata[i];

      g_print ("? %s\n", ask->label);
      if (ask->why != NULL && *ask->why != '\0')
        g_print ("  %s\n", ask->why);
      g_print (ask->secret ? "  --secret-fd %s=FD\n" : "  --answer %s=%s\n", ask->key,
               ask->example != NULL                            ? ask->example :
               ask->choices != NULL && ask->choices[0] != NULL ? ask->choices[0] :
                                                                 "…");
    }
}

/**
 * kittectl_print_problems:
 *
 * Names each preset that was passed over because it cannot be read, on standard error.
 */
void
kittectl_print_problems (KitteCatalogue *catalogue)
{
  GPtrArray *problems = kitte_catalogue_get_problems (catalogue);

  for (guint i = 0; i < problems->len; i++)
    g_printerr ("kittectl: %s\n", ((const GError *) problems->pdata[i])->message);
}

static void
check_changed_cb (KitteCheck *check, gpointer user_data)
{
  guint *printed = user_data;
  guint n_steps;
  const KitteStepRecord *steps = kitte_check_get_steps (check, &n_steps);
  gboolean incoming = kitte_server_is_incoming (kitte_check_get_server (check));

  for (; *printed < n_steps && steps[*printed].state == KITTE_STEP_DONE; (*printed)++)
    {
      /* TRANSLATORS: a line of progress: “Receiving mail: Connected (20 ms)”. */
      g_print (_ ("%s: %s (%u ms)"), kitte_direction_sentence (incoming),
               kitte_step_sentence (steps[*printed].step, KITTE_STEP_DONE, incoming),
               steps[*printed].ms);
      g_print ("\n");
    }
}

static void
check_added_cb (KitteReport *report, KitteCheck *check, gpointer user_data)
{
  g_signal_connect_data (check, "changed", G_CALLBACK (check_changed_cb), g_new0 (guint, 1),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
}

/**
 * kittectl_print_progress:
 *
 * Prints each step of each check as it is done.
 */
void
kittectl_print_progress (KitteReport *report)
{
  g_signal_connect (report, "check-added", G_CALLBACK (check_added_cb), NULL);
}

/* What a button does in the window is a link or an option here; the rest the sentence has said. */
static void
print_remedies (GPtrArray *remedies)
{
  for (guint i = 0; i < remedies->len; i++)
    {
      const KitteRemedy *remedy = remedies->pdata[i];

      if (remedy->value == NULL)
        continue;
      if (remedy->code == KITTE_REMEDY_OPEN_URL)
        g_print ("  → %s: %s\n", remedy->label, remedy->value);
      else if (remedy->code == KITTE_REMEDY_TRY_AGAIN)
        g_print ("  → %s: --answer %s\n", remedy->label, remedy->value);
      else if (remedy->code == KITTE_REMEDY_USE_PRESET)
        g_print ("  → %s: --answer " KITTE_ASK_PROVIDER "=%s\n", remedy->label, remedy->value);
    }
}

static void
print_finding (KitteCheck *check, const KitteProposal *proposal, KitteCatalogue *catalogue)
{
  const KitteServer *server = kitte_check_get_server (check);
  const KitteFinding *finding = kitte_check_get_finding (check);
  g_autoptr (KitteDiagnosis) diagnosis = NULL;

  if (finding == NULL)
    return;
  diagnosis = catalogue != NULL ?
                  kitte_diagnosis_new_for_check (finding, server, proposal, catalogue) :
                  kitte_diagnosis_new_for_finding (finding, server, proposal);
  g_print ("%s %s\n", kitte_finding_code_is_success (finding->code) ? "✓" : "✗", diagnosis->title);
  g_print ("  %s\n", diagnosis->text);
  for (guint i = 0; finding->evidence[i] != NULL; i++)
    g_print ("  > %s\n", finding->evidence[i]);
  if (!kitte_finding_code_is_success (finding->code))
    {
      /* TRANSLATORS: a number that people read out on the telephone to a help desk. */
      g_print (_ ("  Number for the help desk: %u"), kitte_finding_code_get_number (finding->code));
      g_print ("\n");
    }
  print_remedies (diagnosis->remedies);
}

/* Whose words they are: a server that is not to blame has no line of its own. */
static void
print_transcript (KitteCheck *check)
{
  KitteServer *server = kitte_check_get_server (check);
  g_autofree char *endpoint = kitte_server_to_string (server);

  g_print ("%s: %s\n%s", kitte_direction_sentence (kitte_server_is_incoming (server)), endpoint,
           kitte_check_get_transcript (check));
}

/**
 * kittectl_print_report:
 * @catalogue: (nullable): the presets that a remedy may lead to; only with @proposal
 * @transcript: whether what was said is shown too
 */
void
kittectl_print_report (KitteReport *report,
                       const KitteProposal *proposal,
                       KitteCatalogue *catalogue,
                       gboolean transcript)
{
  GListModel *checks = kitte_report_get_checks (report);
  g_autoptr (GPtrArray) asks = kitte_report_find_asks (report);

  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);

      print_finding (check, proposal, catalogue);
      if (transcript)
        print_transcript (check);
    }
  kittectl_print_asks (asks);
  if (kitte_report_get_result (report) == KITTE_RESULT_CANCELLED)
    g_print ("%s\n", _ ("Cancelled. Nothing was changed."));
}

/**
 * kittectl_print_changes:
 *
 * Shows every file with our own lines.
 */
void
kittectl_print_changes (KitteChangeSet *changes)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  for (guint i = 0; i < files->len; i++)
    {
      const KitteFileChange *file = files->pdata[i];

      g_print ("%s\n", file->path);
      if (file->preview != NULL)
        g_print ("%s%s", file->preview, g_str_has_suffix (file->preview, "\n") ? "" : "\n");
    }
}

/**
 * kittectl_print_plan:
 *
 * Shows what will change, who is left out, and what else there is to say.
 */
void
kittectl_print_plan (KittePlan *plan)
{
  gboolean has_existing = FALSE;

  kittectl_print_changes (plan->changes);
  for (guint i = 0; i < plan->left_out->len; i++)
    {
      const KitteLeftOut *left_out = plan->left_out->pdata[i];

      const char *name =
          left_out->installation != NULL ? left_out->installation->name : left_out->client;

      g_print ("%s: %s\n", name, left_out->why);
      has_existing = has_existing || left_out->existing != NULL;
    }
  if (has_existing)
    /* TRANSLATORS: the words after --answer stay as they are. */
    g_print ("%s\n", _ ("To give that account the settings that work now, add --answer "
                        "existing=repair; to add the account beside it, --answer existing=add."));
  for (guint i = 0; i < plan->notes->len; i++)
    g_print ("%s\n", ((const KittePlanNote *) plan->notes->pdata[i])->text);
}

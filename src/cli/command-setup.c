/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl setup: proves the servers, shows what will change, and writes it. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "clients/kitte-preselection.h"
#include "json.h"
#include "kittectl.h"
#include "prompt.h"
#include "text.h"

/* A server that nobody has reached would be written as it was named: without encryption only where
 * the person agreed to that for this host. */
static gboolean
would_go_in_clear (KittectlRun *run, KitteCheck *check)
{
  const KitteServer *proven = kitte_check_get_proven_server (check);
  const KitteServer *server = proven != NULL ? proven : kitte_check_get_server (check);

  return server->security == KITTE_SECURITY_NONE &&
         g_strcmp0 (g_hash_table_lookup (run->answers, KITTE_ASK_CLEARTEXT), server->host) != 0;
}

/* “unverified” is for servers that are down at the moment, never for a certificate fault, a missing
 * encryption or a rejected password. */
static gboolean
may_write_unproven (KittectlRun *run)
{
  GListModel *checks = kitte_report_get_checks (run->report);
  const char *answer = g_hash_table_lookup (run->answers, KITTE_ASK_UNVERIFIED);

  if (g_strcmp0 (answer, "yes") != 0 ||
      kitte_report_get_result (run->report) != KITTE_RESULT_FAILED)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);
      const KitteFinding *finding = kitte_check_get_finding (check);

      if (would_go_in_clear (run, check))
        return FALSE;
      if (finding != NULL && !kitte_finding_code_is_success (finding->code) &&
          !kitte_finding_code_may_pass (finding->code))
        return FALSE;
    }
  return TRUE;
}

static void
report_result (KittectlRun *run, const char *undo_id, KittectlStatus status)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!run->options.json)
    {
      kittectl_exit (run, status);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kittectl_json_report (builder, run->report, run->proposal,
                        kitte_lookup_get_catalogue (run->lookup), FALSE);
  kittectl_json_changes (builder, run->plan != NULL ? run->plan->changes : NULL, NULL);
  kittectl_json_left_out (builder, run->plan != NULL ? run->plan->left_out : NULL);
  kittectl_json_notes (builder, run->plan != NULL ? run->plan->notes : NULL);
  kittectl_json_string (builder, "undo", undo_id);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
  kittectl_exit (run, status);
}

static void
applied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRun *run = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *undo_id =
      kitte_change_set_apply_finish (KITTE_CHANGE_SET (source), result, &error);

  if (undo_id == NULL)
    {
      kittectl_fail_with (run, error);
      return;
    }
  if (!run->options.json)
    {
      g_print ("%s\n", _ ("Everything is set up. Open your mail program to use it."));
      /* TRANSLATORS: %s is an identifier; the command stays as it is. */
      g_print (_ ("To take it back: kittectl undo %s"), undo_id);
      g_print ("\n");
    }
  report_result (run, undo_id, KITTECTL_DONE);
}

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *first = g_utf8_casefold (a, -1);
  g_autofree char *second = g_utf8_casefold (b, -1);

  return g_str_equal (first, second);
}

/* A client stands for the first of its installations, a name as Kitte shows it for that one. */
static gboolean
was_asked_for (const char *list, GPtrArray *all, guint index)
{
  g_auto (GStrv) asked = g_strsplit (list, ",", -1);
  const KitteInstallation *installation = all->pdata[index];
  gboolean is_first = TRUE;

  for (guint i = 0; i < index; i++)
    is_first = is_first && !g_str_equal (((const KitteInstallation *) all->pdata[i])->client,
                                         installation->client);
  for (guint i = 0; asked[i] != NULL; i++)
    {
      const char *name = g_strstrip (asked[i]);

      if (g_str_equal (name, installation->client) ? is_first :
                                                     is_same_name (name, installation->name))
        return TRUE;
    }
  return FALSE;
}

/* The installations that are to be written for: those named, or those that are preselected. */
static GPtrArray *
choose_installations (KittectlRun *run, const KitteAccount *account)
{
  g_autoptr (GPtrArray) all = kitte_preselection_find (run->clients);
  g_autoptr (GPtrArray) preselections = kitte_preselection_make (run->clients, all, account);
  GPtrArray *chosen = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);

  for (guint i = 0; i < all->len; i++)
    if (run->options.clients != NULL ?
            was_asked_for (run->options.clients, all, i) :
            ((const KittePreselection *) preselections->pdata[i])->chosen)
      g_ptr_array_add (chosen, kitte_installation_ref (all->pdata[i]));
  return chosen;
}

/* Who was named but is not there is said, not passed over. */
static void
leave_out_missing (KittectlRun *run, GPtrArray *installations)
{
  g_auto (GStrv) asked =
      run->options.clients != NULL ? g_strsplit (run->options.clients, ",", -1) : NULL;

  for (guint i = 0; asked != NULL && asked[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < installations->len; j++)
        {
          const KitteInstallation *installation = installations->pdata[j];

          found = found || g_str_equal (installation->client, g_strstrip (asked[i])) ||
                  is_same_name (installation->name, asked[i]);
        }
      if (!found)
        kitte_plan_leave_out (run->plan, asked[i], _ ("It is not installed on this computer."));
    }
}

static gboolean
is_known (KittectlRun *run, const char *client)
{
  g_autofree char *message = NULL;
  g_autoptr (GPtrArray) all = NULL;

  if (kitte_clients_get (run->clients, client) != NULL)
    return TRUE;
  all = kitte_preselection_find (run->clients);
  for (guint i = 0; i < all->len; i++)
    if (is_same_name (((const KitteInstallation *) all->pdata[i])->name, client))
      return TRUE;
  /* TRANSLATORS: %s is what was given; the names stay as they are. */
  message = g_strdup_printf (
      _ ("“%s” is not a mail program Kitte knows; write thunderbird, evolution or msmtp."), client);
  kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", message);
  return FALSE;
}

/* Who was named but is not known at all. */
static gboolean
check_named_clients (KittectlRun *run)
{
  g_auto (GStrv) asked =
      run->options.clients != NULL ? g_strsplit (run->options.clients, ",", -1) : NULL;

  if (asked != NULL && asked[0] == NULL)
    return is_known (run, "");
  for (guint i = 0; asked != NULL && asked[i] != NULL; i++)
    if (!is_known (run, g_strstrip (asked[i])))
      return FALSE;
  return TRUE;
}

/* An account that is there already is as good as written; one that no program can hold is not. */
static KittectlStatus
status_of_plan (KittectlRun *run)
{
  gboolean held = !kitte_change_set_is_empty (run->plan->changes);

  for (guint i = 0; i < run->plan->left_out->len; i++)
    held = held || ((const KitteLeftOut *) run->plan->left_out->pdata[i])->there_already;
  return held ? KITTECTL_DONE : KITTECTL_NOT_WRITTEN;
}

/* What the person said about an account that is there already; the same for every program. */
static gboolean
check_existing_answer (KittectlRun *run)
{
  const char *answer = g_hash_table_lookup (run->answers, KITTE_ASK_EXISTING);
  KitteForExisting ignored;

  if (answer == NULL || kitte_for_existing_from_nick (answer, &ignored))
    return TRUE;
  kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                 /* TRANSLATORS: the words stay as they are. */
                 _ ("The answer to “existing” is leave, repair or add."));
  return FALSE;
}

static KittePlan *
make_plan (KittectlRun *run, GPtrArray *installations, const KitteAccount *account, GError **error)
{
  const char *answer = g_hash_table_lookup (run->answers, KITTE_ASK_EXISTING);
  g_autofree KitteForExisting *choices = g_new0 (KitteForExisting, installations->len);
  KittePlan *plan;

  for (guint i = 0; i < run->clients->len; i++)
    kitte_client_set_password_in_file (
        run->clients->pdata[i],
        g_strcmp0 (g_hash_table_lookup (run->answers, KITTE_ASK_PASSWORD_FILE), "yes") == 0);
  for (guint i = 0; answer != NULL && i < installations->len; i++)
    kitte_for_existing_from_nick (answer, &choices[i]);
  plan = kitte_plan_new (run->clients, installations, choices, account, error);
  if (plan != NULL)
    kitte_plan_check_keyring (plan);
  return plan;
}

static gboolean
has_existing (KittePlan *plan)
{
  for (guint i = 0; i < plan->left_out->len; i++)
    if (((const KitteLeftOut *) plan->left_out->pdata[i])->existing != NULL)
      return TRUE;
  return FALSE;
}

/* Returns whether the person at the terminal chose something else than leaving it; not with @error
 * either, where the person has cancelled. */
static gboolean
ask_about_existing (KittectlRun *run, GError **error)
{
  g_autofree char *answer = NULL;
  KitteForExisting choice = KITTE_FOR_EXISTING_LEAVE;

  if (g_hash_table_contains (run->answers, KITTE_ASK_EXISTING) || run->options.json ||
      run->options.dry_run || !has_existing (run->plan) || !kittectl_can_prompt ())
    return FALSE;
  for (guint i = 0; i < run->plan->left_out->len; i++)
    g_printerr ("%s\n", ((const KitteLeftOut *) run->plan->left_out->pdata[i])->why);
  do
    {
      g_free (answer);
      answer = kittectl_prompt_text (
          /* TRANSLATORS: a question in the terminal about an account that is there already; the
           * three words are typed as they are. */
          _ ("Leave it, give it the settings that work now, or add the account beside it "
             "(leave / repair / add):"),
          error);
    }
  while (answer != NULL && !kitte_for_existing_from_nick (answer, &choice));
  if (answer != NULL)
    g_hash_table_insert (run->answers, g_strdup (KITTE_ASK_EXISTING), g_strdup (answer));
  return choice != KITTE_FOR_EXISTING_LEAVE;
}

static void
write_account (KittectlRun *run, const KitteAccount *account)
{
  g_autoptr (GPtrArray) installations = choose_installations (run, account);
  g_autoptr (GError) error = NULL;

  if (installations->len == 0)
    {
      kittectl_fail (run, KITTECTL_NOT_WRITTEN, "no-mail-program",
                     _ ("None of the mail programs is installed; install Thunderbird, Evolution "
                        "or msmtp and try again."));
      return;
    }
  do
    {
      g_clear_error (&error);
      g_clear_pointer (&run->plan, kitte_plan_unref);
      run->plan = make_plan (run, installations, account, &error);
    }
  while (run->plan == NULL ? kittectl_ask_primary_password (run, &error) :
                             ask_about_existing (run, &error));
  if (error != NULL)
    {
      kittectl_fail_with (run, error);
      return;
    }
  leave_out_missing (run, installations);
  if (!run->options.json)
    kittectl_print_plan (run->plan);
  if (run->options.dry_run || kitte_change_set_is_empty (run->plan->changes))
    {
      if (!run->options.json)
        g_print ("%s\n", _ ("Nothing was changed."));
      report_result (run, NULL, status_of_plan (run));
    }
  else
    kitte_change_set_apply_async (run->plan->changes, run->cancellable, applied_cb, run);
}

/* As in the window, the system’s name for the person stands in for one that was not given; GLib
 * says “Unknown” where there is none. */
static const char *
choose_name (KittectlRun *run)
{
  const char *name = g_get_real_name ();

  if (run->options.name != NULL)
    return run->options.name;
  return name != NULL && !g_str_equal (name, "Unknown") ? name : "";
}

/* Returns: (transfer full) (nullable): what is to be written; %NULL: the check said no */
static KitteAccount *
make_account (KittectlRun *run)
{
  KitteResult result = kitte_report_get_result (run->report);

  if (result == KITTE_RESULT_OK || result == KITTE_RESULT_UNPROVEN)
    return kitte_account_new_from_report (run->proposal, choose_name (run), run->report,
                                          run->incoming_credential, run->outgoing_credential);
  if (may_write_unproven (run))
    return kitte_account_new_unverified (run->proposal, choose_name (run), run->report,
                                         run->incoming_credential, run->outgoing_credential);
  return NULL;
}

static void prove (KittectlRun *run);

static void
verified_cb (gpointer user_data)
{
  KittectlRun *run = user_data;
  g_autoptr (KitteAccount) account = make_account (run);
  KittectlStatus status = kittectl_status_of_report (run->report);

  if (!run->options.json)
    kittectl_print_report (run->report, run->proposal, kitte_lookup_get_catalogue (run->lookup),
                           FALSE);
  if (account != NULL)
    write_account (run, account);
  else if (kittectl_take_offer (run))
    kittectl_look_up_to_check (run, prove);
  else
    report_result (run, NULL, status != KITTECTL_DONE ? status : KITTECTL_SAID_NO);
}

static gboolean
has_both_servers (KittectlRun *run)
{
  if (!kittectl_has_servers (run))
    return FALSE;
  if (run->proposal->incoming->len == 0 || run->proposal->outgoing->len == 0)
    {
      kittectl_fail (run, KITTECTL_NOTHING_FOUND, "no-settings-found",
                     _ ("Setting up needs a receiving and a sending server; give them by "
                        "--incoming and --outgoing."));
      return FALSE;
    }
  return TRUE;
}

/* Without a password only an account that signs in by the provider’s page can be written. */
static gboolean
has_password (KittectlRun *run)
{
  if (run->incoming_credential == NULL && !kittectl_can_sign_in_later (run->proposal))
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     _ ("Setting up needs the password; give it by --password-stdin."));
      return FALSE;
    }
  return TRUE;
}

static void
prove (KittectlRun *run)
{
  if (run->proposal->asks->len > 0)
    {
      kittectl_report_open_asks (run);
      return;
    }
  if (has_both_servers (run) && kittectl_take_credentials (run) && has_password (run))
    kittectl_verify (run, verified_cb);
}

void
kittectl_setup (KittectlRun *run)
{
  if (check_named_clients (run) && kittectl_take_address (run) && check_existing_answer (run))
    kittectl_look_up_to_check (run, prove);
}

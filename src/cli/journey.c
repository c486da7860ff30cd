/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the arguments to a finished report: what lookup, verify, setup and repair share. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/kitte-bounds.h"
#include "json.h"
#include "kittectl.h"
#include "prompt.h"
#include "provider/kitte-typed-address.h"
#include "text.h"

static void
open_catalogue (KittectlRun *run)
{
  if (run->lookup != NULL)
    return;
  run->lookup = kitte_lookup_new ();
  kittectl_print_problems (kitte_lookup_get_catalogue (run->lookup));
}

/**
 * kittectl_read_address:
 *
 * Which address was probably meant is said before anything is done with the one that was given.
 *
 * Returns: whether @typed is an address; else the run has ended
 */
gboolean
kittectl_read_address (KittectlRun *run, const char *typed)
{
  g_autoptr (GError) error = NULL;

  open_catalogue (run);
  run->address = kitte_typed_address_read (kitte_lookup_get_catalogue (run->lookup), typed, TRUE,
                                           &run->suggestion, &error);
  if (run->suggestion != NULL && !run->options.json)
    {
      /* TRANSLATORS: %s is an address that was probably meant. */
      g_printerr (_ ("Did you mean %s?"), run->suggestion);
      g_printerr ("\n");
    }
  if (run->address == NULL)
    kittectl_fail_with (run, error);
  return run->address != NULL;
}

/**
 * kittectl_take_address:
 *
 * Returns: whether exactly one readable address and readable answers were given; else the run has
 *   ended
 */
gboolean
kittectl_take_address (KittectlRun *run)
{
  if (run->options.arguments == NULL || g_strv_length (run->options.arguments) != 1)
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", _ ("Give one mail address."));
      return FALSE;
    }
  return kittectl_read_address (run, run->options.arguments[0]) && kittectl_take_answers (run);
}

static gboolean
parse_servers (KittectlRun *run, KitteServer **incoming, KitteServer **outgoing)
{
  g_autoptr (GError) error = NULL;

  if (run->options.incoming != NULL)
    *incoming = kitte_server_new_from_url (run->options.incoming, TRUE, &error);
  if (error == NULL && run->options.outgoing != NULL)
    *outgoing = kitte_server_new_from_url (run->options.outgoing, FALSE, &error);
  if (error == NULL)
    return TRUE;
  kittectl_fail_with (run, error);
  return FALSE;
}

/* Only an ordinary file, and no more of it than the engine reads: a pipe would be a wait. */
static gboolean
read_document (KittectlRun *run, GBytes **document)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  gsize size = 0;

  if (run->options.from == NULL)
    return TRUE;
  if (g_stat (run->options.from, &info) == 0 && S_ISREG (info.st_mode) &&
      info.st_size > KITTE_MAX_DOCUMENT)
    kittectl_fail (run, KITTECTL_NOTHING_FOUND, "bad-document",
                   _ ("The document is too long to be one with mail settings."));
  else if (!g_file_test (run->options.from, G_FILE_TEST_IS_REGULAR) ||
           !g_file_get_contents (run->options.from, &text, &size, &error))
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                   error != NULL ? error->message : _ ("The file given by --from is not there."));
  if (text == NULL)
    return FALSE;
  *document = g_bytes_new_take (g_steal_pointer (&text), size);
  return TRUE;
}

static void find (KittectlRun *run);

static void
take_found (KittectlRun *run)
{
  g_autoptr (GError) error = NULL;

  if (run->found->proposal == NULL)
    {
      if (!kittectl_ask_servers (run, run->found->finding, find))
        kittectl_fail_to_find (run, run->found->finding, run->found->tried);
      return;
    }
  run->proposal = kitte_proposal_copy (run->found->proposal);
  g_free (run->proposal->suggestion);
  run->proposal->suggestion = g_strdup (run->suggestion);
  if (kittectl_answer_first_ask (run, &error))
    find (run);
  else if (error != NULL)
    kittectl_fail_with (run, error);
  else
    run->looked_up (run);
}

static gboolean
search_limit_cb (gpointer user_data)
{
  KittectlRun *run = user_data;

  run->search_limit = 0;
  g_cancellable_cancel (run->cancellable);
  return G_SOURCE_REMOVE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRun *run = user_data;
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&run->search_limit, g_source_remove);
  g_clear_pointer (&run->proposal, kitte_proposal_unref);
  g_clear_pointer (&run->found, kitte_lookup_result_unref);
  run->found = kitte_lookup_finish (KITTE_LOOKUP (source), result, &error);
  if (run->found != NULL)
    run->next = take_found;
  else
    kittectl_fail_with (run, error);
}

/* A check is about what the person named, and what a preset knows: nobody has to be searched for.
 */
static gboolean
asks_only_given (KittectlRun *run)
{
  return run->asks_only_given && (run->options.incoming != NULL || run->options.outgoing != NULL);
}

static void
find (KittectlRun *run)
{
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;
  g_autoptr (GBytes) document = NULL;
  KitteLookupRequest request = { .address = run->address,
                                 .answers = run->answers,
                                 .offline = run->options.offline || asks_only_given (run),
                                 .keep = run->keep };

  if (!parse_servers (run, &incoming, &outgoing))
    return;
  request.incoming = incoming;
  request.outgoing = outgoing;
  if (!read_document (run, &document))
    return;
  request.document = document;
  if (run->options.deadline != KITTECTL_NO_DEADLINE)
    run->search_limit = g_timeout_add_seconds ((guint) run->options.deadline, search_limit_cb, run);
  kitte_lookup_async (run->lookup, &request, NULL, run->cancellable, found_cb, run);
}

/**
 * kittectl_look_up:
 * @looked_up: called with the proposal in @run, perhaps with open asks
 *
 * Finds the proposal; on a terminal open questions are asked until none is left. Where there is
 * none the run ends by itself.
 */
void
kittectl_look_up (KittectlRun *run, void (*looked_up) (KittectlRun *run))
{
  run->looked_up = looked_up;
  open_catalogue (run);
  find (run);
}

/**
 * kittectl_look_up_to_check:
 *
 * Like kittectl_look_up(), and servers that were called for that are kept for the check.
 */
void
kittectl_look_up_to_check (KittectlRun *run, void (*looked_up) (KittectlRun *run))
{
  if (run->keep == NULL)
    run->keep = kitte_session_keep_new ();
  kittectl_look_up (run, looked_up);
}

/**
 * kittectl_check_servers:
 *
 * Returns: whether there is anything to prove; else @error says why there is not
 */
gboolean
kittectl_check_servers (KittectlRun *run, GError **error)
{
  if (run->proposal->incoming->len > 0 || run->proposal->outgoing->len > 0)
    return TRUE;
  if (run->proposal->no_access != NULL)
    g_set_error_literal (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND,
                         run->proposal->no_access);
  else
    g_set_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_NOTHING_FOUND,
                 /* TRANSLATORS: %s is the part of the address after the @. */
                 _ ("The mail settings for “%s” are not known; please ask your provider for the "
                    "names of its servers."),
                 run->address->display_domain);
  return FALSE;
}

/**
 * kittectl_has_servers:
 *
 * Returns: whether there is anything to prove; else the run has ended with the reason
 */
gboolean
kittectl_has_servers (KittectlRun *run)
{
  g_autoptr (GError) error = NULL;

  if (kittectl_check_servers (run, &error))
    return TRUE;
  kittectl_fail_with (run, error);
  return FALSE;
}

/**
 * kittectl_report_open_asks:
 *
 * Ends the run because only the person can say what is missing; nothing secret was sent.
 */
void
kittectl_report_open_asks (KittectlRun *run)
{
  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kittectl_json_proposal (builder, run->proposal, NULL);
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  else
    kittectl_print_asks (run->proposal->asks);
  kittectl_exit (run, KITTECTL_ANSWER_NEEDED);
}

/**
 * kittectl_can_sign_in_later:
 *
 * Returns: whether the mail program can sign in by the provider’s page, in both directions
 */
gboolean
kittectl_can_sign_in_later (const KitteProposal *proposal)
{
  GPtrArray *directions[] = { proposal->incoming, proposal->outgoing };
  guint n_able = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (directions); i++)
    for (guint j = 0; j < directions[i]->len; j++)
      if (kitte_auth_list_contains (&((const KitteServer *) directions[i]->pdata[j])->auth,
                                    KITTE_AUTH_OAUTH2))
        {
          n_able++;
          break;
        }
  return proposal->oauth2 && n_able == G_N_ELEMENTS (directions);
}

/* Which password it is, is said before it is typed. Meanwhile the servers are called. */
static KitteSecret *
prompt_password (KittectlRun *run, GError **error)
{
  if (run->keep == NULL)
    run->keep = kitte_session_keep_new ();
  kitte_session_keep_prepare (run->keep, run->proposal);
  if (run->proposal->credential_hint != NULL)
    g_printerr ("%s\n", run->proposal->credential_hint);
  if (kittectl_can_sign_in_later (run->proposal))
    g_printerr ("%s\n", _ ("Leave it empty to sign in on the provider’s own page later."));
  return kittectl_prompt_secret (_ ("Password (it stays invisible while you type):"), error);
}

static KitteSecret *
read_password (KittectlRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteSecret) secret = NULL;

  if (run->options.password_stdin)
    secret = kittectl_read_secret_line (STDIN_FILENO, &error);
  else if (kittectl_can_prompt () && !run->options.json)
    secret = prompt_password (run, &error);
  else
    return NULL;
  if (error != NULL)
    kittectl_fail_with (run, error);
  else if (secret != NULL && kitte_secret_get_length (secret) == 0 &&
           !run->options.password_stdin && kittectl_can_sign_in_later (run->proposal))
    return NULL;
  else if (secret == NULL || kitte_secret_get_length (secret) == 0)
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                   _ ("The password is empty; please type the one for this mailbox."));
  return g_steal_pointer (&secret);
}

/* A script ends its input; a person at a terminal would wait for the check instead. */
static KitteSecret *
read_sending_password (KittectlRun *run, KitteSecret *receiving)
{
  g_autoptr (GError) error = NULL;
  KitteSecret *given = g_hash_table_lookup (run->secrets, KITTE_ASK_SENDING_PASSWORD);
  g_autoptr (KitteSecret) second = NULL;

  if (given == NULL && run->options.password_stdin && !isatty (STDIN_FILENO))
    second = kittectl_read_secret_line (STDIN_FILENO, &error);
  if (error != NULL)
    kittectl_fail_with (run, error);
  if (second != NULL && kitte_secret_get_length (second) > 0)
    return g_steal_pointer (&second);
  return kitte_secret_ref (given != NULL ? given : receiving);
}

/* Where the settings name no user name, it is the answer given, or the whole address. */
static const char *
default_username (KittectlRun *run, const char *key)
{
  const char *answer = g_hash_table_lookup (run->answers, key);

  return answer != NULL ? answer : run->address->text;
}

/* A provider that only takes its own sign-in page is checked without a password. */
static gboolean
wants_no_password (const KitteProposal *proposal)
{
  return proposal->oauth2 && proposal->credential_kind == KITTE_CREDENTIAL_OAUTH2_ONLY;
}

/**
 * kittectl_take_credentials:
 *
 * Reads the password where one was promised, or asks for it.
 *
 * Returns: whether the run goes on; without a password it goes on too
 */
gboolean
kittectl_take_credentials (KittectlRun *run)
{
  g_autoptr (KitteSecret) receiving = NULL;
  g_autoptr (KitteSecret) sending = NULL;

  g_clear_pointer (&run->incoming_credential, kitte_credential_unref);
  g_clear_pointer (&run->outgoing_credential, kitte_credential_unref);
  if (wants_no_password (run->proposal) && !run->options.password_stdin)
    return TRUE;
  do
    {
      g_clear_pointer (&receiving, kitte_secret_unref);
      receiving = read_password (run);
      if (run->finished)
        return FALSE;
      if (receiving == NULL)
        return TRUE;
    }
  while (kittectl_wants_other_password (run, receiving));
  if (run->finished)
    return FALSE;
  sending = read_sending_password (run, receiving);
  if (run->finished)
    return FALSE;
  run->incoming_credential =
      kitte_credential_new (default_username (run, KITTE_ASK_USERNAME), receiving);
  run->outgoing_credential =
      kitte_credential_new (default_username (run, KITTE_ASK_SENDING_USERNAME), sending);
  return TRUE;
}

static gboolean
answered_yes (KittectlRun *run, const char *key)
{
  const char *answer = g_hash_table_lookup (run->answers, key);

  return answer != NULL && g_str_equal (answer, "yes");
}

static void
verify_again (KittectlRun *run)
{
  kittectl_verify (run, run->verified);
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRun *run = user_data;
  g_autoptr (GError) error = NULL;

  kitte_prover_run_finish (KITTE_PROVER (source), result, &error);
  g_clear_object (&run->keep);
  if (error == NULL && kittectl_wants_second_try (run, &error))
    {
      kittectl_look_up_to_check (run, verify_again);
      return;
    }
  /* What was found out before the person cancelled is told all the same. */
  if (error == NULL || kitte_report_get_result (run->report) == KITTE_RESULT_CANCELLED)
    run->verified (run);
  else
    kittectl_fail_with (run, error);
}

/**
 * kittectl_verify:
 * @verified: called once the report is finished
 *
 * Starts proving the best servers of the proposal.
 */
void
kittectl_verify (KittectlRun *run, void (*verified) (gpointer run))
{
  const char *cleartext[] = { g_hash_table_lookup (run->answers, KITTE_ASK_CLEARTEXT), NULL };
  const KitteProveRequest request = {
    .incoming = run->proposal->incoming,
    .outgoing = run->proposal->outgoing,
    .incoming_credential = run->incoming_credential,
    .outgoing_credential = run->outgoing_credential,
    .cleartext_hosts = cleartext,
    .something_changed = answered_yes (run, "changed"),
    .locks_after = run->proposal->lockout.after,
    .pop_before_smtp = run->proposal->pop_before_smtp,
    .keep = run->keep,
    .sign_in_later = run->incoming_credential == NULL && kittectl_can_sign_in_later (run->proposal),
    .deadline = run->options.deadline != KITTECTL_NO_DEADLINE ? (guint) run->options.deadline : 0,
  };

  run->verified = verified;
  g_clear_object (&run->prover);
  g_clear_object (&run->report);
  run->prover = kitte_prover_new ();
  run->report = kitte_report_new ();
  if (!run->options.json && !run->options.report)
    kittectl_print_progress (run->report);
  kitte_prover_run_async (run->prover, &request, run->report, run->cancellable, verified_cb, run);
}

/**
 * kittectl_status_of_report:
 *
 * Returns: the exit status that a finished report means
 */
KittectlStatus
kittectl_status_of_report (KitteReport *report)
{
  GListModel *checks = kitte_report_get_checks (report);
  KitteResult result = kitte_report_get_result (report);

  if (result == KITTE_RESULT_OK || result == KITTE_RESULT_UNPROVEN)
    return KITTECTL_DONE;
  for (guint i = 0; i < g_list_model_get_n_items (checks); i++)
    {
      g_autoptr (KitteCheck) check = g_list_model_get_item (checks, i);
      const KitteFinding *finding = kitte_check_get_finding (check);

      if (finding != NULL && finding->code == KITTE_FINDING_OFFLINE)
        return KITTECTL_NO_NETWORK;
      if (finding != NULL && finding->code == KITTE_FINDING_PLAINTEXT_ONLY)
        return KITTECTL_ANSWER_NEEDED;
    }
  return KITTECTL_SAID_NO;
}

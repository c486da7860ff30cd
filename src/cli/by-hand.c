/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where nobody knows the servers, a person at a terminal is asked for them: what to ask the
 * provider, then the names, then whether they answer. The password comes later. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "diagnose/kitte-diagnosis.h"
#include "diagnose/kitte-provider-questions.h"
#include "diagnose/kitte-server-offer.h"
#include "kittectl.h"
#include "model/kitte-server-form.h"
#include "prompt.h"

/* Whoever mistypes a name that often has to look it up first. */
#define MAX_TRIES 3

/* Both servers, once the person has named them. */
typedef struct
{
  KittectlRun *run;
  KitteServer *servers[2];
} Typed;

static void
typed_free (Typed *typed)
{
  for (gsize i = 0; i < G_N_ELEMENTS (typed->servers); i++)
    g_clear_pointer (&typed->servers[i], kitte_server_unref);
  g_free (typed);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Typed, typed_free)

/**
 * kittectl_print_questions:
 *
 * Prints a text that can be sent to the provider as it is.
 */
void
kittectl_print_questions (const KittectlRun *run)
{
  g_autofree char *questions = kitte_provider_questions_write (run->address);

  /* TRANSLATORS: in the terminal; a text for a provider’s help desk follows. */
  g_print ("\n%s\n\n%s\n\n", _ ("You can send this to your provider:"), questions);
}

/* Returns: (transfer full) (nullable): a name; %NULL: none was typed, or the person has cancelled
 */
static char *
ask_for_host (KitteServerForm *form, const char *question, const char *otherwise, GError **error)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      g_autoptr (GError) unreadable = NULL;
      g_autofree char *typed = kittectl_prompt_text (question, error);
      char *host;

      if (typed == NULL || (*typed == '\0' && otherwise == NULL))
        return NULL;
      host = kitte_server_form_read_host (form, *typed != '\0' ? typed : otherwise, &unreadable);
      if (host != NULL)
        return host;
      g_printerr ("%s\n", unreadable->message);
    }
  return NULL;
}

/* A port, or the protocol in front of the name, says it already. */
static gboolean
ask_for_protocol (KitteServerForm *form, GError **error)
{
  g_autofree char *answer = NULL;

  if (form->protocol != KITTE_PROTOCOL_IMAP ||
      form->port != kitte_protocol_get_default_port (KITTE_PROTOCOL_IMAP, KITTE_SECURITY_TLS))
    return TRUE;
  /* TRANSLATORS: a question in the terminal; the two words are typed as they are. */
  answer = kittectl_prompt_text (_ ("IMAP or POP3? (imap / pop3; an empty line: imap):"), error);
  if (answer != NULL && g_ascii_strncasecmp (answer, "pop", 3) == 0)
    kitte_server_form_set_protocol (form, KITTE_PROTOCOL_POP3);
  return answer != NULL;
}

static KitteServer *
make_server (const KitteServerForm *form, const char *host, const char *username)
{
  return kitte_server_new (form->protocol, host, form->port, form->security, NULL, username);
}

static char *
ask_for_username (KittectlRun *run, GError **error)
{
  g_autofree char *question = NULL;
  char *answer;

  if (g_hash_table_contains (run->answers, KITTE_ASK_USERNAME))
    return g_strdup (g_hash_table_lookup (run->answers, KITTE_ASK_USERNAME));
  /* TRANSLATORS: a question in the terminal; %s is the mail address. */
  question = g_strdup_printf (_ ("User name (an empty line: %s):"), run->address->text);
  answer = kittectl_prompt_text (question, error);
  if (answer != NULL && *answer == '\0')
    {
      g_free (answer);
      answer = g_strdup (run->address->text);
    }
  return answer;
}

/* Returns: (transfer full) (nullable): both servers; %NULL with @error: the person has cancelled */
static Typed *
ask_for_both (KittectlRun *run, GError **error)
{
  g_autoptr (Typed) typed = g_new0 (Typed, 1);
  KitteServerForm receiving = { KITTE_PROTOCOL_IMAP, 993, KITTE_SECURITY_TLS };
  KitteServerForm sending = { KITTE_PROTOCOL_SMTP, 465, KITTE_SECURITY_TLS };
  g_autofree char *incoming = NULL;
  g_autofree char *outgoing = NULL;
  g_autofree char *username = NULL;

  typed->run = run;
  /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
  incoming =
      ask_for_host (&receiving, _ ("Receiving server (an empty line: stop here):"), NULL, error);
  if (incoming == NULL || !ask_for_protocol (&receiving, error))
    return NULL;
  /* TRANSLATORS: a question in the terminal; the answer is typed behind it. */
  outgoing =
      ask_for_host (&sending, _ ("Sending server (an empty line: the same):"), incoming, error);
  username = outgoing != NULL ? ask_for_username (run, error) : NULL;
  if (username == NULL)
    return NULL;
  typed->servers[TRUE] = make_server (&receiving, incoming, username);
  typed->servers[FALSE] = make_server (&sending, outgoing, username);
  return g_steal_pointer (&typed);
}

/* As if they had been given on the command line. */
static void
take (KittectlRun *run, const Typed *typed)
{
  g_free (run->options.incoming);
  g_free (run->options.outgoing);
  run->options.incoming = kitte_server_to_url (typed->servers[TRUE]);
  run->options.outgoing = kitte_server_to_url (typed->servers[FALSE]);
  g_hash_table_replace (run->answers, g_strdup (KITTE_ASK_USERNAME),
                        g_strdup (typed->servers[TRUE]->username));
  run->next = run->typed_servers;
}

/* What answers in place of what was typed is taken only where the person says so. */
static gboolean
offer_better (Typed *typed, KitteProbe *probe, gboolean incoming, GError **error)
{
  g_autoptr (KitteServer) better = kitte_probe_dup_better (probe, typed->servers[incoming]);
  g_autofree char *sentence = NULL;
  g_autofree char *answer = NULL;

  if (better == NULL)
    return TRUE;
  sentence = kitte_server_offer_write (better);
  g_printerr ("%s: %s\n", typed->servers[incoming]->host, sentence);
  /* TRANSLATORS: a question in the terminal: whether to take what was offered in the line before.
   */
  answer = kittectl_prompt_text (_ ("Use that? (yes / no):"), error);
  if (answer != NULL && kittectl_means_yes (answer))
    {
      kitte_server_unref (typed->servers[incoming]);
      typed->servers[incoming] = g_steal_pointer (&better);
    }
  return answer != NULL;
}

static void
offer_both (KittectlRun *run)
{
  g_autoptr (KitteProbe) probe = g_steal_pointer (&run->probe);
  Typed *typed = g_object_get_data (G_OBJECT (probe), "typed");
  g_autoptr (GError) error = NULL;

  if (offer_better (typed, probe, TRUE, &error) && offer_better (typed, probe, FALSE, &error))
    take (run, typed);
  else if (error != NULL)
    kittectl_fail_with (run, error);
  else
    kittectl_fail_to_find (run, run->found->finding, run->found->tried);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRun *run = user_data;
  g_autoptr (GError) error = NULL;

  kitte_probe_run_finish (KITTE_PROBE (source), result, &error);
  if (error != NULL)
    kittectl_fail_with (run, error);
  else
    run->next = offer_both;
}

static void
look (KittectlRun *run, Typed *typed)
{
  g_printerr ("%s\n", _ ("Looking at these servers. Your password is not sent yet."));
  run->probe = kitte_probe_new (run->keep);
  g_object_set_data_full (G_OBJECT (run->probe), "typed", typed, (GDestroyNotify) typed_free);
  kitte_probe_add_typed (run->probe, typed->servers[TRUE]);
  kitte_probe_add_typed (run->probe, typed->servers[FALSE]);
  kitte_probe_run_async (run->probe, run->cancellable, looked_cb, run);
}

/* A lookup is the question itself; who wants a check knows the servers, perhaps. */
static gboolean
may_ask (const KittectlRun *run, const KitteFinding *finding)
{
  return run->keep != NULL && !run->options.json && !run->options.report &&
         !run->options.password_stdin && run->options.from == NULL && !run->options.offline &&
         run->options.incoming == NULL && run->options.outgoing == NULL && kittectl_can_prompt () &&
         (finding->code == KITTE_FINDING_NO_SETTINGS_FOUND || finding->place == KITTE_PLACE_PROXY);
}

/**
 * kittectl_ask_servers:
 * @finding: why nothing was found
 * @typed_servers: called once the servers that were typed stand in the options
 *
 * Asks the person at the terminal, where there is one.
 *
 * Returns: whether the run goes on, or has ended; %FALSE: nobody could be asked, or nothing was
 *   typed
 */
gboolean
kittectl_ask_servers (KittectlRun *run,
                      const KitteFinding *finding,
                      void (*typed_servers) (KittectlRun *run))
{
  g_autoptr (KitteDiagnosis) diagnosis = NULL;
  g_autoptr (GError) error = NULL;
  Typed *typed;

  if (!may_ask (run, finding))
    return FALSE;
  run->typed_servers = typed_servers;
  diagnosis = kitte_diagnosis_new_for_finding (finding, NULL, NULL);
  g_printerr ("✗ %s\n  %s\n", diagnosis->title, diagnosis->text);
  kittectl_print_questions (run);
  typed = ask_for_both (run, &error);
  if (typed != NULL)
    look (run, typed);
  else if (error != NULL)
    kittectl_fail_with (run, error);
  return typed != NULL || error != NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where nobody names the servers: the usual names of the domain, and its mail exchanger, are called
 * to see who answers. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-exchangers.h"
#include "kitte-lookup-source.h"
#include "kitte-probe.h"

/* @rows: the trail’s, by candidate. */
typedef struct
{
  KitteLookupQuery *query;
  KitteProbe *probe;
  GHashTable *rows;
} Guess;

static void
guess_free (gpointer data)
{
  Guess *guess = data;

  g_signal_handlers_disconnect_by_data (guess->probe, guess);
  g_object_unref (guess->probe);
  g_hash_table_unref (guess->rows);
  kitte_lookup_query_unref (guess->query);
  g_free (guess);
}

/* The domain itself may say meanwhile what it does not offer. */
static void
leave_out (Guess *guess)
{
  for (int protocol = KITTE_PROTOCOL_IMAP; protocol <= KITTE_PROTOCOL_SMTP; protocol++)
    if (guess->query->not_offered[protocol])
      kitte_probe_plan_leave_out (kitte_probe_get_plan (guess->probe), protocol);
}

static void
host_missing_cb (KitteProbe *probe, const char *host, const GError *error, gpointer user_data)
{
  Guess *guess = user_data;
  guint row = kitte_trail_begin (guess->query->trail, KITTE_SOURCE_PROBE, host);

  kitte_trail_end (guess->query->trail, row, kitte_tried_outcome_from_error (error));
  leave_out (guess);
}

static void
called_cb (KitteProbe *probe, KitteProbeCandidate *candidate, gpointer user_data)
{
  Guess *guess = user_data;
  g_autofree char *url = kitte_server_to_url (candidate->server);
  guint row = kitte_trail_begin (guess->query->trail, KITTE_SOURCE_PROBE, url);

  g_hash_table_insert (guess->rows, candidate, GUINT_TO_POINTER (row));
  leave_out (guess);
}

static KitteTriedOutcome
outcome_of_finding (const KitteFinding *finding)
{
  if (finding == NULL)
    return KITTE_TRIED_STOPPED;
  if (finding->code >= KITTE_FINDING_CERT_WRONG_HOST && finding->code <= KITTE_FINDING_CERT_REVOKED)
    return KITTE_TRIED_CERTIFICATE;
  switch ((int) finding->code)
    {
    case KITTE_FINDING_NAME_NOT_FOUND:
    case KITTE_FINDING_REFUSED:
      return KITTE_TRIED_NOTHING;
    case KITTE_FINDING_OFFLINE:
      return KITTE_TRIED_UNREACHABLE;
    case KITTE_FINDING_TIMED_OUT:
    case KITTE_FINDING_NO_GREETING:
      return KITTE_TRIED_TIMED_OUT;
    case KITTE_FINDING_TLS_NOT_OFFERED:
      return KITTE_TRIED_NOT_ENCRYPTED;
    case KITTE_FINDING_DNS_FAILURE:
    case KITTE_FINDING_RESET:
    case KITTE_FINDING_CLOSED:
      return KITTE_TRIED_FAILED;
    default:
      return KITTE_TRIED_UNUSABLE;
    }
}

static KitteTriedOutcome
outcome_of (const KitteProbeCandidate *candidate)
{
  switch (candidate->state)
    {
    case KITTE_PROBE_PROMISING:
    case KITTE_PROBE_BUSY:
    case KITTE_PROBE_READY:
      return KITTE_TRIED_FOUND;
    case KITTE_PROBE_FAILED:
      return outcome_of_finding (candidate->finding);
    case KITTE_PROBE_WAITING:
    case KITTE_PROBE_CALLING:
    case KITTE_PROBE_PASSED_OVER:
    default:
      return KITTE_TRIED_STOPPED;
    }
}

static void
known_cb (KitteProbe *probe, KitteProbeCandidate *candidate, gpointer user_data)
{
  Guess *guess = user_data;
  gpointer row;

  if (g_hash_table_lookup_extended (guess->rows, candidate, NULL, &row))
    kitte_trail_end (guess->query->trail, GPOINTER_TO_UINT (row), outcome_of (candidate));
  g_hash_table_remove (guess->rows, candidate);
}

/* Those that were only promised, or not known in time. */
static void
end_rows (Guess *guess)
{
  GHashTableIter iter;
  gpointer candidate;
  gpointer row;

  g_hash_table_iter_init (&iter, guess->rows);
  while (g_hash_table_iter_next (&iter, &candidate, &row))
    kitte_trail_end (guess->query->trail, GPOINTER_TO_UINT (row), outcome_of (candidate));
  g_hash_table_remove_all (guess->rows);
}

static void
add_found (Guess *guess, gboolean incoming, GPtrArray *servers)
{
  g_autoptr (GPtrArray) found =
      kitte_probe_plan_dup_found (kitte_probe_get_plan (guess->probe), incoming);

  for (guint i = 0; i < found->len; i++)
    {
      KitteServer *server = found->pdata[i];

      if (!guess->query->not_offered[server->protocol])
        g_ptr_array_add (servers, kitte_server_ref (server));
    }
}

static KitteProposal *
propose (Guess *guess)
{
  KitteProposal *proposal =
      kitte_proposal_new (guess->query->address, KITTE_SOURCE_PROBE, KITTE_TRUST_TOLD);

  add_found (guess, TRUE, proposal->incoming);
  add_found (guess, FALSE, proposal->outgoing);
  proposal->trust = kitte_lookup_query_judge (guess->query, proposal);
  proposal->certain = TRUE;
  return proposal;
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Guess *guess = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean found = kitte_probe_run_finish (KITTE_PROBE (source), result, &error);

  end_rows (guess);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found ? propose (guess) : NULL,
                           (GDestroyNotify) kitte_proposal_unref);
}

/* Who takes the domain’s mail from others often has its mailboxes too. */
static void
exchangers_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Guess *guess = g_task_get_task_data (task);
  g_auto (GStrv) hosts = kitte_exchangers_ask_finish (KITTE_EXCHANGERS (source), result, NULL);

  if (hosts != NULL && hosts[0] != NULL)
    kitte_probe_add_exchanger (guess->probe, hosts[0]);
  kitte_probe_expect_exchanger (guess->probe, FALSE);
}

/**
 * kitte_probe_ask_async:
 *
 * A #KitteLookupSource. Nobody hears anything of the person’s; what answers is judged like names
 * out of the DNS.
 */
void
kitte_probe_ask_async (KitteLookupQuery *query,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Guess *guess = g_new0 (Guess, 1);

  g_task_set_name (task, "kitte_probe_ask");
  g_task_set_task_data (task, guess, guess_free);
  guess->query = kitte_lookup_query_ref (query);
  guess->probe = kitte_probe_new (query->keep);
  guess->rows = g_hash_table_new (NULL, NULL);
  g_signal_connect (guess->probe, "host-missing", G_CALLBACK (host_missing_cb), guess);
  g_signal_connect (guess->probe, "called", G_CALLBACK (called_cb), guess);
  g_signal_connect (guess->probe, "known", G_CALLBACK (known_cb), guess);
  kitte_probe_add_domain (guess->probe, query->address->domain);
  kitte_probe_expect_exchanger (guess->probe, TRUE);
  kitte_exchangers_ask_async (query->exchangers, cancellable, exchangers_cb, g_object_ref (task));
  kitte_probe_run_async (guess->probe, cancellable, probed_cb, task);
}

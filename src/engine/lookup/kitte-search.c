/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All sources start together. The best answer is the one with the most trust, then the one whose
 * source stands first in the table; it does not matter which came first. Sources that cannot beat
 * what is at hand are stopped; those that can are waited for, but not for ever. */
#define G_LOG_DOMAIN "kitte-lookup"
#include "config.h"

#include "kitte-search.h"

#include "kitte-lookup-error.h"

/* How long an answer waits for a better one, by its own trust: the less it is trusted, the more a
 * better one is worth. A place on the other side of the world answers within the shortest. */
static const guint grace_ms[] = {
  [KITTE_TRUST_SURE] = 800,
  [KITTE_TRUST_TOLD] = 1500,
  [KITTE_TRUST_ASKED] = 2500,
};

/* For sources that do not end by themselves; a little more than they give themselves. */
#define LIMIT_MS (KITTE_LOOKUP_PATIENCE + 500)

/* The last resort is asked after that, and a person waits ten seconds at most for both. */
#define LAST_LIMIT_MS 3000

typedef struct _Search Search;

typedef struct
{
  Search *search;
  const KitteLookupSource *source;
  GCancellable *cancellable;
  KitteProposal *answer;
  gboolean running;
} Runner;

struct _Search
{
  GTask *task;
  KitteLookupQuery *query;
  Runner *runners;
  guint n_runners;
  GSource *cancel_source;
  GSource *grace;
  gint64 grace_end;
  GSource *limit;
  gboolean in_last_resort;
  gboolean finished;
  guint n_callbacks;
};

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
search_free (Search *search)
{
  for (guint i = 0; i < search->n_runners; i++)
    {
      g_clear_object (&search->runners[i].cancellable);
      g_clear_pointer (&search->runners[i].answer, kitte_proposal_unref);
    }
  g_free (search->runners);
  kitte_lookup_query_unref (search->query);
  g_free (search);
}

static void
stop (Runner *runner)
{
  if (!runner->running)
    return;
  runner->running = FALSE;
  g_cancellable_cancel (runner->cancellable);
}

/* The task returns before the last source has said that it stopped. */
static void
end (Search *search)
{
  search->finished = TRUE;
  clear_source (&search->cancel_source);
  clear_source (&search->grace);
  clear_source (&search->limit);
  for (guint i = 0; i < search->n_runners; i++)
    stop (&search->runners[i]);
  if (search->query->keep != NULL)
    kitte_session_keep_drop_unclaimed (search->query->keep);
  kitte_trail_close (search->query->trail);
  g_clear_object (&search->task);
  if (search->n_callbacks == 0)
    search_free (search);
}

static void
end_with (Search *search, KitteProposal *proposal, GError *error)
{
  g_autoptr (GTask) task = g_object_ref (search->task);

  end (search);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, proposal, (GDestroyNotify) kitte_proposal_unref);
}

/* What a preset asks for may be what its servers are made from. */
static gboolean
is_complete (const KitteProposal *answer)
{
  if (answer->provider_id != NULL && (answer->asks->len > 0 || answer->no_access != NULL))
    return TRUE;
  return answer->incoming->len > 0 && answer->outgoing->len > 0;
}

static void
remove_not_offered (const KitteLookupQuery *query, GPtrArray *servers)
{
  for (guint i = servers->len; i > 0; i--)
    if (query->not_offered[((KitteServer *) servers->pdata[i - 1])->protocol])
      g_ptr_array_remove_index (servers, i - 1);
}

/* That the domain does not offer a protocol may be heard after its servers were guessed. */
static void
heed_not_offered (Search *search)
{
  for (guint i = 0; i < search->n_runners; i++)
    {
      Runner *runner = &search->runners[i];

      if (runner->answer == NULL || runner->answer->source != KITTE_SOURCE_PROBE)
        continue;
      remove_not_offered (search->query, runner->answer->incoming);
      remove_not_offered (search->query, runner->answer->outgoing);
      if (runner->answer->incoming->len == 0 && runner->answer->outgoing->len == 0)
        g_clear_pointer (&runner->answer, kitte_proposal_unref);
    }
}

/* Of two answers the one to take; the table’s order decides where nothing else does. */
static gboolean
is_better (const Runner *a, const Runner *b)
{
  if (is_complete (a->answer) != is_complete (b->answer))
    return is_complete (a->answer);
  if (a->answer->trust != b->answer->trust)
    return a->answer->trust < b->answer->trust;
  if (a->answer->certain != b->answer->certain)
    return a->answer->certain;
  return a->source < b->source;
}

static Runner *
find_best (Search *search)
{
  Runner *best = NULL;

  for (guint i = 0; i < search->n_runners; i++)
    {
      Runner *runner = &search->runners[i];

      if (runner->answer != NULL && (best == NULL || is_better (runner, best)))
        best = runner;
    }
  return best;
}

static gboolean
may_beat (const Runner *running, const Runner *best)
{
  if (running->source->has_veto || !is_complete (best->answer) || !best->answer->certain)
    return TRUE;
  if (running->source->best != best->answer->trust)
    return running->source->best < best->answer->trust;
  return running->source < best->source;
}

/* What will be signed in to as likely as not is brought up while better answers are waited for. A
 * host that the person has to be asked about first is not called for that. */
static void
claim_servers (Search *search, const KitteProposal *answer)
{
  KitteSessionKeep *keep = search->query->keep;
  gboolean may_call = answer->trust != KITTE_TRUST_ASKED || answer->source == KITTE_SOURCE_PROBE;

  if (keep != NULL && may_call && is_complete (answer) && answer->no_access == NULL &&
      answer->incoming->len > 0 && answer->outgoing->len > 0)
    kitte_session_keep_claim (keep, answer->incoming->pdata[0], answer->outgoing->pdata[0]);
}

static void
move_servers (GPtrArray *to, GPtrArray *from)
{
  g_ptr_array_set_size (to, 0);
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, kitte_server_ref (from->pdata[i]));
}

/* Where no answer has both directions, the best for each are joined; the joint is as trusted as
 * its weaker half. */
static void
complete (Search *search, Runner *best)
{
  gboolean incoming = best->answer->incoming->len == 0;
  Runner *other = NULL;

  for (guint i = 0; i < search->n_runners; i++)
    {
      Runner *runner = &search->runners[i];
      GPtrArray *servers;

      if (runner->answer == NULL)
        continue;
      servers = incoming ? runner->answer->incoming : runner->answer->outgoing;
      if (servers->len > 0 && (other == NULL || is_better (runner, other)))
        other = runner;
    }
  if (other == NULL)
    return;
  if (incoming)
    move_servers (best->answer->incoming, other->answer->incoming);
  else
    move_servers (best->answer->outgoing, other->answer->outgoing);
  best->answer->trust = MAX (best->answer->trust, other->answer->trust);
}

static void
take (Search *search, Runner *best)
{
  if (!is_complete (best->answer))
    complete (search, best);
  claim_servers (search, best->answer);
  end_with (search, g_steal_pointer (&best->answer), NULL);
}

static void consider (Search *search);

static gboolean
grace_over_cb (gpointer user_data)
{
  Search *search = user_data;

  take (search, find_best (search));
  return G_SOURCE_REMOVE;
}

static GSource *
start_timer (guint ms, GSourceFunc callback, Search *search)
{
  GSource *source = g_timeout_source_new (ms);

  g_source_set_callback (source, callback, search, NULL);
  g_source_attach (source, NULL);
  return source;
}

/* A better answer can only make the wait shorter. */
static void
wait_for_better (Search *search, const Runner *best)
{
  gint64 now = g_get_monotonic_time ();
  gint64 wanted = now + (gint64) grace_ms[best->answer->trust] * 1000;

  if (search->grace != NULL && search->grace_end <= wanted)
    return;
  clear_source (&search->grace);
  search->grace_end = wanted;
  search->grace = start_timer ((guint) ((wanted - now) / 1000), grace_over_cb, search);
}

static gboolean
limit_over_cb (gpointer user_data)
{
  Search *search = user_data;

  for (guint i = 0; i < search->n_runners; i++)
    stop (&search->runners[i]);
  consider (search);
  return G_SOURCE_REMOVE;
}

/* For whoever wants to see the order of arrival: G_MESSAGES_DEBUG=kitte-lookup. */
static void
note_arrival (const Runner *runner, const KitteProposal *answer, const GError *error)
{
  const char *outcome = answer != NULL ? "found" : error != NULL ? error->message : "nothing";

  g_debug ("source %d (%s): %s", (int) (runner - runner->search->runners),
           kitte_source_to_nick (runner->source->source), outcome);
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Runner *runner = user_data;
  Search *search = runner->search;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) answer = kitte_lookup_source_finish (result, &error);

  search->n_callbacks--;
  if (search->finished)
    {
      if (search->n_callbacks == 0)
        search_free (search);
      return;
    }
  if (!runner->running)
    return;
  note_arrival (runner, answer, error);
  runner->running = FALSE;
  runner->answer = g_steal_pointer (&answer);
  if (error != NULL && error->domain == KITTE_LOOKUP_ERROR && runner->source->has_veto)
    end_with (search, NULL, g_steal_pointer (&error));
  else
    consider (search);
}

static guint
start (Search *search, gboolean last_resort)
{
  guint n_started = 0;

  for (guint i = 0; i < search->n_runners; i++)
    {
      Runner *runner = &search->runners[i];

      if (runner->source->last_resort != last_resort)
        continue;
      runner->running = TRUE;
      runner->cancellable = g_cancellable_new ();
      search->n_callbacks++;
      n_started++;
      runner->source->ask_async (search->query, runner->cancellable, answered_cb, runner);
    }
  clear_source (&search->limit);
  search->limit = start_timer (last_resort ? LAST_LIMIT_MS : LIMIT_MS, limit_over_cb, search);
  return n_started;
}

static gboolean
is_running (Search *search)
{
  for (guint i = 0; i < search->n_runners; i++)
    if (search->runners[i].running)
      return TRUE;
  return FALSE;
}

/* Nobody can say more. Answers with half of what is needed are kept for the last resort to
 * complete. */
static void
conclude (Search *search, Runner *best)
{
  gboolean last_resort = (best == NULL || !is_complete (best->answer)) && !search->in_last_resort;

  if (last_resort)
    search->in_last_resort = TRUE;
  if (last_resort && start (search, TRUE) > 0)
    return;
  if (best != NULL)
    take (search, best);
  else
    end_with (search, NULL, NULL);
}

/* Something was answered, or a limit is over: the one place that decides how to go on. */
static void
consider (Search *search)
{
  Runner *best;

  heed_not_offered (search);
  best = find_best (search);
  for (guint i = 0; i < search->n_runners && best != NULL; i++)
    if (search->runners[i].running && !may_beat (&search->runners[i], best))
      stop (&search->runners[i]);
  if (!is_running (search))
    conclude (search, best);
  else if (best != NULL && is_complete (best->answer))
    {
      claim_servers (search, best->answer);
      wait_for_better (search, best);
    }
  else
    clear_source (&search->grace);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Search *search = user_data;

  if (search->query->keep != NULL)
    kitte_session_keep_claim (search->query->keep, NULL, NULL);
  end_with (search, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));
  return G_SOURCE_REMOVE;
}

static gboolean
begin_cb (gpointer user_data)
{
  Search *search = user_data;

  if (!search->finished && start (search, FALSE) == 0)
    consider (search);
  if (--search->n_callbacks == 0 && search->finished)
    search_free (search);
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (Search *search, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  search->cancel_source = g_cancellable_source_new (cancellable);
  g_source_set_priority (search->cancel_source, G_PRIORITY_HIGH);
  g_source_set_callback (search->cancel_source, G_SOURCE_FUNC (cancelled_cb), search, NULL);
  g_source_attach (search->cancel_source, NULL);
}

/**
 * kitte_search_async:
 * @sources: (array length=n_sources): in order of preference; stays as long as the search
 *
 * Asks all @sources side by side, those of last resort only when the others have nothing. On the
 * main context; cancelling returns at once.
 */
void
kitte_search_async (KitteLookupQuery *query,
                    const KitteLookupSource *sources,
                    guint n_sources,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  Search *search = g_new0 (Search, 1);

  g_return_if_fail (query != NULL);

  search->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (search->task, "kitte_search");
  search->query = kitte_lookup_query_ref (query);
  search->runners = g_new0 (Runner, n_sources);
  search->n_runners = n_sources;
  for (guint i = 0; i < n_sources; i++)
    {
      search->runners[i].search = search;
      search->runners[i].source = &sources[i];
    }
  watch_cancellable (search, cancellable);
  search->n_callbacks = 1;
  g_idle_add_full (G_PRIORITY_DEFAULT, begin_cb, search, NULL);
}

/**
 * kitte_search_finish:
 *
 * Returns: (transfer full) (nullable): the best answer; %NULL without @error: nobody has one. With
 *   @error: cancelled, or a #KitteLookupError that ends the search
 */
KitteProposal *
kitte_search_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

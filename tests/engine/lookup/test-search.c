/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the one ordering, with sources that answer when the test says: the result is the same
 * in whatever order they come. */
#include "config.h"

#include "lookup/kitte-lookup-error.h"
#include "lookup/kitte-search.h"
#include "support/stopwatch.h"

/* Apart enough for the order of arrival to be the one meant, far below every grace. */
#define STEP_MS 15

#define N_SOURCES 6

/* What each source of the table does in the case at hand; a delay of 0: it is never asked for an
 * answer, G_MAXUINT: it is silent. */
typedef struct
{
  guint delay;
  KitteSource source;
  KitteTrust trust;
  gboolean receiving;
  gboolean sending;
  gboolean vetoes;
  gboolean no_imap;
} Play;

static Play plays[N_SOURCES];
static guint n_asked[N_SOURCES];
static guint n_stopped[N_SOURCES];

typedef struct
{
  GTask *task;
  guint number;
  GSource *timer;
  GSource *cancel;
} Waiting;

static void
waiting_end (Waiting *waiting)
{
  g_source_destroy (waiting->timer);
  g_source_unref (waiting->timer);
  g_source_destroy (waiting->cancel);
  g_source_unref (waiting->cancel);
  g_object_unref (waiting->task);
  g_free (waiting);
}

static KitteProposal *
make_answer (KitteLookupQuery *query, guint number)
{
  const Play *play = &plays[number];
  g_autofree char *host = g_strdup_printf ("s%u.example.test", number);
  KitteAuthList auth = { { 0 }, 0 };
  KitteProposal *proposal = kitte_proposal_new (query->address, play->source, play->trust);

  if (play->receiving)
    g_ptr_array_add (proposal->incoming, kitte_server_new (KITTE_PROTOCOL_IMAP, host, 993,
                                                           KITTE_SECURITY_TLS, &auth, "u"));
  if (play->sending)
    g_ptr_array_add (proposal->outgoing, kitte_server_new (KITTE_PROTOCOL_SMTP, host, 465,
                                                           KITTE_SECURITY_TLS, &auth, "u"));
  return proposal;
}

static gboolean
answer_cb (gpointer user_data)
{
  Waiting *waiting = user_data;
  const Play *play = &plays[waiting->number];
  GTask *task = waiting->task;

  if (play->no_imap)
    ((KitteLookupQuery *) g_task_get_task_data (task))->not_offered[KITTE_PROTOCOL_IMAP] = TRUE;
  if (play->vetoes)
    g_task_return_new_error (task, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL,
                             "no");
  else if (!play->receiving && !play->sending)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task, make_answer (g_task_get_task_data (task), waiting->number),
                           (GDestroyNotify) kitte_proposal_unref);
  waiting_end (waiting);
  return G_SOURCE_REMOVE;
}

static gboolean
stop_cb (GCancellable *cancellable, gpointer user_data)
{
  Waiting *waiting = user_data;

  n_stopped[waiting->number]++;
  g_task_return_error_if_cancelled (waiting->task);
  waiting_end (waiting);
  return G_SOURCE_REMOVE;
}

static void
ask (guint number,
     KitteLookupQuery *query,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  n_asked[number]++;
  waiting->number = number;
  waiting->task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_task_data (waiting->task, kitte_lookup_query_ref (query),
                        (GDestroyNotify) kitte_lookup_query_unref);
  waiting->timer = g_timeout_source_new (plays[number].delay);
  g_source_set_callback (waiting->timer, answer_cb, waiting, NULL);
  g_source_attach (waiting->timer, NULL);
  waiting->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (waiting->cancel, G_SOURCE_FUNC (stop_cb), waiting, NULL);
  g_source_attach (waiting->cancel, NULL);
}

#define SOURCE(number)                                                                             \
  static void ask_##number (KitteLookupQuery *query, GCancellable *cancellable,                    \
                            GAsyncReadyCallback callback, gpointer user_data)                      \
  {                                                                                                \
    ask (number, query, cancellable, callback, user_data);                                         \
  }

SOURCE (0)
SOURCE (1)
SOURCE (2)
SOURCE (3)
SOURCE (4)
SOURCE (5)

/* The shape of the real table: two that may be sure, one with a veto, two that may be told, and
 * one of last resort. */
static const KitteLookupSource sources[N_SOURCES] = {
  { KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_SURE, FALSE, FALSE, ask_0 },
  { KITTE_SOURCE_DATABASE, KITTE_TRUST_SURE, FALSE, FALSE, ask_1 },
  { KITTE_SOURCE_MX, KITTE_TRUST_TOLD, FALSE, TRUE, ask_2 },
  { KITTE_SOURCE_SRV, KITTE_TRUST_TOLD, FALSE, FALSE, ask_3 },
  { KITTE_SOURCE_PROBE, KITTE_TRUST_TOLD, FALSE, FALSE, ask_4 },
  { KITTE_SOURCE_AUTOCONFIG, KITTE_TRUST_ASKED, TRUE, FALSE, ask_5 },
};

static void
reset (void)
{
  for (guint i = 0; i < N_SOURCES; i++)
    {
      plays[i] = (Play){ .delay = 1, .source = sources[i].source, .trust = sources[i].best };
      n_asked[i] = 0;
      n_stopped[i] = 0;
    }
}

static void
give (guint number, guint delay)
{
  plays[number].delay = delay;
  plays[number].receiving = TRUE;
  plays[number].sending = TRUE;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static KitteProposal *
search (GCancellable *cancellable, guint *ms, GError **error)
{
  g_autoptr (KitteAddress) address = kitte_address_new ("taro@example.test", NULL);
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();
  g_autoptr (GResolver) fallback = g_resolver_get_default ();
  g_autoptr (KitteResolver) resolver = kitte_resolver_new (fallback, "127.0.0.1:1");
  g_autoptr (KitteWeb) web = kitte_web_new_with (NULL, NULL);
  g_autoptr (KitteTrail) trail = kitte_trail_new ();
  g_autoptr (KitteLookupQuery) query =
      kitte_lookup_query_new (address, catalogue, resolver, web, trail, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  gint64 begin = test_stopwatch_now ();

  kitte_search_async (query, sources, N_SOURCES, cancellable, done_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (ms != NULL)
    *ms = (guint) ((test_stopwatch_now () - begin) / 1000);
  /* Those that were stopped have their say, so that nothing is left behind. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return kitte_search_finish (result, error);
}

static void
assert_winner (guint number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProposal) proposal = search (NULL, NULL, &error);
  g_autofree char *host = g_strdup_printf ("s%u.example.test", number);

  g_assert_no_error (error);
  g_assert_nonnull (proposal);
  g_assert_cmpstr (((KitteServer *) proposal->incoming->pdata[0])->host, ==, host);
}

/* Each pair, in both orders of arrival. */
static void
test_pairs (void)
{
  for (guint i = 0; i < N_SOURCES - 1; i++)
    for (guint j = i + 1; j < N_SOURCES - 1; j++)
      for (guint first = 0; first < 2; first++)
        {
          reset ();
          give (i, first == 0 ? STEP_MS : 2 * STEP_MS);
          give (j, first == 0 ? 2 * STEP_MS : STEP_MS);
          assert_winner (i);
        }
}

/* A place that stands first may answer with less trust than one behind it. */
static void
test_trust_before_place (void)
{
  for (guint first = 0; first < 2; first++)
    {
      reset ();
      give (0, first == 0 ? STEP_MS : 2 * STEP_MS);
      plays[0].trust = KITTE_TRUST_ASKED;
      give (4, first == 0 ? 2 * STEP_MS : STEP_MS);
      assert_winner (4);
    }
}

static void
test_all_orders_of_three (void)
{
  static const guint orders[][3] = { { 1, 2, 3 }, { 1, 3, 2 }, { 2, 1, 3 },
                                     { 2, 3, 1 }, { 3, 1, 2 }, { 3, 2, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      reset ();
      give (1, orders[i][0] * STEP_MS);
      give (3, orders[i][1] * STEP_MS);
      give (4, orders[i][2] * STEP_MS);
      assert_winner (1);
    }
}

/* What cannot beat the answer is stopped; what can is waited for, but not for ever. */
static void
test_stops_and_waits (void)
{
  g_autoptr (KitteProposal) found = NULL;
  gint64 began = g_get_monotonic_time ();
  guint ms;

  reset ();
  give (0, G_MAXINT);
  give (3, 1);
  give (4, G_MAXINT);
  found = search (NULL, &ms, NULL);
  g_assert_cmpstr (((KitteServer *) found->incoming->pdata[0])->host, ==, "s3.example.test");
  g_assert_cmpuint (n_stopped[4], ==, 1);
  g_assert_cmpuint (n_stopped[0], ==, 1);
  g_assert_cmpint (g_get_monotonic_time () - began, >=, G_USEC_PER_SEC);
  g_assert_cmpuint (ms, <, 4500);
}

static void
test_veto (void)
{
  for (guint first = 0; first < 2; first++)
    {
      g_autoptr (GError) error = NULL;

      reset ();
      give (0, first == 0 ? STEP_MS : 2 * STEP_MS);
      plays[2].vetoes = TRUE;
      plays[2].delay = first == 0 ? 2 * STEP_MS : STEP_MS;
      g_assert_null (search (NULL, NULL, &error));
      g_assert_error (error, KITTE_LOOKUP_ERROR, KITTE_LOOKUP_ERROR_DOMAIN_TAKES_NO_MAIL);
    }
}

/* A protocol that the domain does not offer is not guessed, whichever is known first. */
static void
test_not_offered (void)
{
  for (guint first = 0; first < 2; first++)
    {
      reset ();
      plays[3].no_imap = TRUE;
      plays[3].delay = first == 0 ? STEP_MS : 2 * STEP_MS;
      give (4, first == 0 ? 2 * STEP_MS : STEP_MS);
      give (5, 1);
      assert_winner (5);
    }
}

/* Who receives and who sends may be known to different sources. */
static void
test_halves (void)
{
  g_autoptr (KitteProposal) found = NULL;

  reset ();
  plays[3].receiving = TRUE;
  plays[4].sending = TRUE;
  plays[4].trust = KITTE_TRUST_ASKED;
  found = search (NULL, NULL, NULL);
  g_assert_cmpstr (((KitteServer *) found->incoming->pdata[0])->host, ==, "s3.example.test");
  g_assert_cmpstr (((KitteServer *) found->outgoing->pdata[0])->host, ==, "s4.example.test");
  g_assert_cmpint (found->trust, ==, KITTE_TRUST_ASKED);
}

static void
test_last_resort (void)
{
  reset ();
  give (5, 1);
  assert_winner (5);
  reset ();
  give (4, 1);
  give (5, 1);
  assert_winner (4);
  g_assert_cmpuint (n_asked[5], ==, 0);
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;

  reset ();
  g_assert_null (search (NULL, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_SOURCES; i++)
    g_assert_cmpuint (n_asked[i], ==, 1);
}

/* Nobody says a word: ten seconds are the most. */
static void
test_silence (void)
{
  g_autoptr (GError) error = NULL;
  guint ms;

  reset ();
  for (guint i = 0; i < N_SOURCES; i++)
    plays[i].delay = G_MAXINT;
  g_assert_null (search (NULL, &ms, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ms, <, 10500);
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  reset ();
  for (guint i = 0; i < N_SOURCES; i++)
    plays[i].delay = G_MAXINT;
  g_timeout_add (STEP_MS, cancel_cb, cancellable);
  g_assert_null (search (cancellable, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (guint i = 0; i < N_SOURCES - 1; i++)
    g_assert_cmpuint (n_stopped[i], ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/search/pairs", test_pairs);
  g_test_add_func ("/search/trust-before-place", test_trust_before_place);
  g_test_add_func ("/search/all-orders-of-three", test_all_orders_of_three);
  g_test_add_func ("/search/stops-and-waits", test_stops_and_waits);
  g_test_add_func ("/search/veto", test_veto);
  g_test_add_func ("/search/not-offered", test_not_offered);
  g_test_add_func ("/search/halves", test_halves);
  g_test_add_func ("/search/last-resort", test_last_resort);
  g_test_add_func ("/search/nothing", test_nothing);
  g_test_add_func ("/search/silence", test_silence);
  g_test_add_func ("/search/cancelled", test_cancelled);
  return g_test_run ();
}

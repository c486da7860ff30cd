/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteProbePlan: whom it names, in which order, how long it waits, and whom it takes,
 * with a clock that the test turns. */
#include "config.h"

#include "lookup/kitte-probe-plan.h"

#define MS G_TIME_SPAN_MILLISECOND
#define BEGAN (1000 * MS)

typedef struct
{
  KitteProbePlan *plan;
  gint64 now;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->now = BEGAN;
  f->plan = kitte_probe_plan_new (f->now);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->plan, kitte_probe_plan_free);
}

/* Asks for every name; those in @found, separated by blanks, are there. */
static void
resolve (Fixture *f, const char *found)
{
  g_auto (GStrv) names = g_strsplit (found, " ", -1);
  const char *host;

  while ((host = kitte_probe_plan_next_host (f->plan)) != NULL)
    if (g_strv_contains ((const char *const *) names, host))
      kitte_probe_plan_host_found (f->plan, host, f->now);
    else
      kitte_probe_plan_host_missing (f->plan, host, f->now);
}

static char *
describe (const KitteServer *server)
{
  return g_strdup_printf ("%s:%u", server->host, server->port);
}

static KitteProbeCandidate *
find (Fixture *f, const char *place)
{
  GPtrArray *candidates = kitte_probe_plan_get_candidates (f->plan);

  for (guint i = 0; i < candidates->len; i++)
    {
      KitteProbeCandidate *candidate = candidates->pdata[i];
      g_autofree char *text = describe (candidate->server);

      if (g_str_equal (text, place))
        return candidate;
    }
  g_error ("%s is no candidate", place);
}

static void
note (Fixture *f, const char *place, KitteProbeState state)
{
  kitte_probe_plan_note (f->plan, find (f, place), state, NULL, f->now);
}

/* Everybody who may be called now. */
static char *
call_all (Fixture *f)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KitteProbeCandidate *candidate;

  while ((candidate = kitte_probe_plan_next (f->plan, f->now)) != NULL)
    {
      g_autofree char *place = describe (candidate->server);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", place);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_calls (Fixture *f, const char *expected)
{
  g_autofree char *called = call_all (f);

  g_assert_cmpstr (called, ==, expected);
}

static void
assert_found (Fixture *f, gboolean incoming, const char *expected)
{
  g_autoptr (GPtrArray) found = kitte_probe_plan_dup_found (f->plan, incoming);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *place = describe (found->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", place);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static gboolean
is_settled (Fixture *f, gboolean incoming)
{
  return kitte_probe_plan_is_settled (f->plan, incoming, f->now);
}

/* Names that do not exist are not called; what is usual is called first. */
static void
test_order_of_calls (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  assert_calls (f, "");
  resolve (f, "imap.a.test mail.a.test smtp.a.test a.test");
  assert_calls (f, "imap.a.test:993 smtp.a.test:465 smtp.a.test:587 mail.a.test:993 "
                   "mail.a.test:465 mail.a.test:587 a.test:993 a.test:465 a.test:587");
  g_assert_cmpint (kitte_probe_plan_get_wake_up (f->plan, f->now), ==, BEGAN + 250 * MS);
  f->now += 250 * MS;
  assert_calls (f, "imap.a.test:143 mail.a.test:143 a.test:143 mail.a.test:995 a.test:995");
  f->now += 250 * MS;
  assert_calls (f, "mail.a.test:110 a.test:110");
  g_assert_cmpint (kitte_probe_plan_get_wake_up (f->plan, f->now), ==, G_MAXINT64);
}

/* Nobody waits for what is out of the question. */
static void
test_no_delay_in_vain (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  resolve (f, "mail.a.test");
  assert_calls (f, "mail.a.test:993 mail.a.test:465 mail.a.test:587");
  note (f, "mail.a.test:993", KITTE_PROBE_FAILED);
  assert_calls (f, "mail.a.test:143");
  note (f, "mail.a.test:143", KITTE_PROBE_FAILED);
  assert_calls (f, "mail.a.test:995");
}

/* The order in which they answer does not matter: each direction, the best way first. */
static void
test_preference (Fixture *f, gconstpointer data)
{
  const char *ways[] = { "mail.a.test:993", "mail.a.test:143", "mail.a.test:995",
                         "mail.a.test:110" };

  for (guint first = 0; first < G_N_ELEMENTS (ways); first++)
    for (guint second = 0; second < G_N_ELEMENTS (ways); second++)
      {
        kitte_probe_plan_free (f->plan);
        f->plan = kitte_probe_plan_new (BEGAN);
        f->now = BEGAN;
        kitte_probe_plan_add_domain (f->plan, "a.test");
        resolve (f, "mail.a.test");
        f->now += 600 * MS;
        g_free (call_all (f));
        note (f, ways[first], KITTE_PROBE_READY);
        note (f, ways[second], KITTE_PROBE_READY);
        for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
          if (i != first && i != second)
            note (f, ways[i], KITTE_PROBE_FAILED);
        g_assert_true (is_settled (f, TRUE));
        g_assert_true (kitte_probe_plan_get_best (f->plan, TRUE) ==
                       find (f, ways[MIN (first, second)]));
      }
}

/* TLS at the worse name comes before STARTTLS at the better one. */
static void
test_security_before_names (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  kitte_probe_plan_add_exchanger (f->plan, "mx.b.test");
  resolve (f, "smtp.a.test mx.b.test");
  g_free (call_all (f));
  note (f, "smtp.a.test:587", KITTE_PROBE_READY);
  g_assert_false (is_settled (f, FALSE));
  note (f, "mx.b.test:465", KITTE_PROBE_READY);
  note (f, "smtp.a.test:465", KITTE_PROBE_FAILED);
  g_assert_true (is_settled (f, FALSE));
  assert_found (f, FALSE, "mx.b.test:465 smtp.a.test:587");
}

/* Port 25, and ways without encryption, are in no plan. */
static void
test_never_in_clear (Fixture *f, gconstpointer data)
{
  GPtrArray *candidates = kitte_probe_plan_get_candidates (f->plan);

  kitte_probe_plan_add_domain (f->plan, "a.test");
  kitte_probe_plan_add_exchanger (f->plan, "mx.b.test");
  g_assert_cmpuint (candidates->len, ==, 20 + 6);
  for (guint i = 0; i < candidates->len; i++)
    {
      const KitteServer *server = ((KitteProbeCandidate *) candidates->pdata[i])->server;

      g_assert_cmpint (server->security, !=, KITTE_SECURITY_NONE);
      g_assert_cmpuint (server->port, !=, 25);
    }
}

/* As long as the answer at hand took, and neither shorter nor longer than is reasonable. */
static void
test_grace (Fixture *f, gconstpointer data)
{
  const struct
  {
    guint took;
    guint grace;
  } cases[] = { { 20, 300 }, { 700, 700 }, { 3000, 1500 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      kitte_probe_plan_free (f->plan);
      f->plan = kitte_probe_plan_new (BEGAN);
      f->now = BEGAN;
      kitte_probe_plan_add_domain (f->plan, "a.test");
      resolve (f, "imap.a.test mail.a.test");
      g_free (call_all (f));
      f->now = BEGAN + cases[i].took * MS;
      note (f, "mail.a.test:993", KITTE_PROBE_READY);
      g_assert_false (is_settled (f, TRUE));
      f->now += cases[i].grace * MS;
      g_assert_cmpint (kitte_probe_plan_get_wake_up (f->plan, f->now - MS), ==, f->now);
      g_assert_false (kitte_probe_plan_is_settled (f->plan, TRUE, f->now - 1));
      g_assert_true (is_settled (f, TRUE));
    }
}

/* One that answers within the grace is taken. */
static void
test_better_in_time (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  resolve (f, "imap.a.test mail.a.test");
  g_free (call_all (f));
  f->now += 100 * MS;
  note (f, "mail.a.test:993", KITTE_PROBE_READY);
  f->now += 200 * MS;
  note (f, "imap.a.test:993", KITTE_PROBE_READY);
  g_assert_true (is_settled (f, TRUE));
  assert_found (f, TRUE, "imap.a.test:993 mail.a.test:993");
}

/* Who is worse than a server that is there is not called any more. */
static void
test_passed_over (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  resolve (f, "imap.a.test pop.a.test");
  assert_calls (f, "imap.a.test:993");
  note (f, "imap.a.test:993", KITTE_PROBE_READY);
  f->now += 2000 * MS;
  assert_calls (f, "");
  g_assert_cmpint (find (f, "pop.a.test:995")->state, ==, KITTE_PROBE_PASSED_OVER);
  g_assert_true (is_settled (f, TRUE));
}

/* A promise counts only where somebody goes on with it. */
static void
test_promises (Fixture *f, gconstpointer data)
{
  gboolean accepted = data != NULL;

  if (accepted)
    kitte_probe_plan_accept_promises (f->plan);
  kitte_probe_plan_add_domain (f->plan, "a.test");
  resolve (f, "smtp.a.test");
  assert_calls (f, "smtp.a.test:465 smtp.a.test:587");
  note (f, "smtp.a.test:465", KITTE_PROBE_PROMISING);
  g_assert_cmpint (is_settled (f, FALSE), ==, accepted);
  if (!accepted)
    {
      assert_found (f, FALSE, "");
      return;
    }
  note (f, "smtp.a.test:587", KITTE_PROBE_PASSED_OVER);
  assert_found (f, FALSE, "smtp.a.test:465 smtp.a.test:587");
  note (f, "smtp.a.test:465", KITTE_PROBE_READY);
  assert_found (f, FALSE, "smtp.a.test:465");
}

/* It is the right one, and has no time for one more connection. */
static void
test_busy (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  resolve (f, "mail.a.test");
  g_free (call_all (f));
  note (f, "mail.a.test:465", KITTE_PROBE_BUSY);
  g_assert_true (is_settled (f, FALSE));
  assert_found (f, FALSE, "mail.a.test:465");
}

static void
test_nothing (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  g_assert_false (is_settled (f, TRUE));
  resolve (f, "");
  g_assert_true (is_settled (f, TRUE));
  g_assert_true (is_settled (f, FALSE));
  g_assert_null (kitte_probe_plan_get_best (f->plan, TRUE));
  assert_found (f, FALSE, "");
}

/* RFC 6186, 3.4: what the domain decidedly does not offer is not guessed. */
static void
test_left_out (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  resolve (f, "mail.a.test");
  kitte_probe_plan_leave_out (f->plan, KITTE_PROTOCOL_IMAP);
  kitte_probe_plan_leave_out (f->plan, KITTE_PROTOCOL_SMTP);
  assert_calls (f, "mail.a.test:995");
  g_assert_true (is_settled (f, FALSE));
}

/* The exchanger may be one of the names; it is called once. */
static void
test_exchanger_among_names (Fixture *f, gconstpointer data)
{
  kitte_probe_plan_add_domain (f->plan, "a.test");
  kitte_probe_plan_add_exchanger (f->plan, "mail.a.test");
  resolve (f, "mail.a.test");
  assert_calls (f, "mail.a.test:993 mail.a.test:465 mail.a.test:587");
}

/* What was typed is the answer when it is right, however good another way would be. */
static void
test_typed (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server = kitte_server_new (KITTE_PROTOCOL_SMTP, "out.a.test", 587,
                                                     KITTE_SECURITY_STARTTLS, NULL, NULL);

  kitte_probe_plan_add_typed (f->plan, server);
  resolve (f, "out.a.test");
  g_free (call_all (f));
  note (f, "out.a.test:465", KITTE_PROBE_READY);
  g_assert_false (is_settled (f, FALSE));
  f->now += 250 * MS;
  note (f, "out.a.test:587", KITTE_PROBE_READY);
  g_assert_true (is_settled (f, FALSE));
  assert_found (f, FALSE, "out.a.test:587 out.a.test:465");
}

/* Without encryption is the last that is offered, also where it was typed. */
static void
test_typed_in_clear (Fixture *f, gconstpointer data)
{
  g_autoptr (KitteServer) server =
      kitte_server_new (KITTE_PROTOCOL_POP3, "pop.a.test", 1110, KITTE_SECURITY_NONE, NULL, NULL);

  kitte_probe_plan_add_typed (f->plan, server);
  resolve (f, "pop.a.test");
  f->now += 600 * MS;
  assert_calls (f, "pop.a.test:1110 pop.a.test:1110 pop.a.test:995 pop.a.test:110");
  note (f, "pop.a.test:1110", KITTE_PROBE_READY);
  g_assert_false (is_settled (f, TRUE));
  note (f, "pop.a.test:995", KITTE_PROBE_FAILED);
  note (f, "pop.a.test:110", KITTE_PROBE_READY);
  assert_found (f, TRUE, "pop.a.test:110 pop.a.test:1110");
}

static void
add (const char *path, gconstpointer data, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, data, set_up, test, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/lookup/probe-plan/order-of-calls", NULL, test_order_of_calls);
  add ("/lookup/probe-plan/no-delay-in-vain", NULL, test_no_delay_in_vain);
  add ("/lookup/probe-plan/preference", NULL, test_preference);
  add ("/lookup/probe-plan/security-before-names", NULL, test_security_before_names);
  add ("/lookup/probe-plan/never-in-clear", NULL, test_never_in_clear);
  add ("/lookup/probe-plan/grace", NULL, test_grace);
  add ("/lookup/probe-plan/better-in-time", NULL, test_better_in_time);
  add ("/lookup/probe-plan/passed-over", NULL, test_passed_over);
  add ("/lookup/probe-plan/promises/refused", NULL, test_promises);
  add ("/lookup/probe-plan/promises/accepted", "accepted", test_promises);
  add ("/lookup/probe-plan/busy", NULL, test_busy);
  add ("/lookup/probe-plan/nothing", NULL, test_nothing);
  add ("/lookup/probe-plan/left-out", NULL, test_left_out);
  add ("/lookup/probe-plan/exchanger-among-names", NULL, test_exchanger_among_names);
  add ("/lookup/probe-plan/typed", NULL, test_typed);
  add ("/lookup/probe-plan/typed-in-clear", NULL, test_typed_in_clear);
  return g_test_run ();
}

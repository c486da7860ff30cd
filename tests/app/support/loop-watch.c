/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A turn is what lies between two waits of the loop. */
#include "config.h"

#include "support/loop-watch.h"
#include "support/stopwatch.h"

typedef struct
{
  TestTurnEnded ended;
  gpointer user_data;
  gint64 busy;
  gint64 turn_began;
} LoopWatch;

/* The loop hands its own function nothing. */
static LoopWatch watch;

static gint64
get_turn (void)
{
  return MAX (test_stopwatch_now () - watch.turn_began, 0);
}

static int
poll_cb (GPollFD *fds, guint n_fds, int timeout)
{
  gint64 took = get_turn ();
  int ready;

  watch.busy += took;
  if (watch.ended != NULL)
    watch.ended (took, watch.user_data);
  ready = g_poll (fds, n_fds, timeout);
  watch.turn_began = test_stopwatch_now ();
  return ready;
}

void
test_loop_watch_start (TestTurnEnded ended, gpointer user_data)
{
  test_stopwatch_wait_for (g_getenv ("KITTE_TEST_SCREEN"));
  watch = (LoopWatch){ .ended = ended, .user_data = user_data };
  watch.turn_began = test_stopwatch_now ();
  g_main_context_set_poll_func (NULL, poll_cb);
}

void
test_loop_watch_stop (void)
{
  g_main_context_set_poll_func (NULL, NULL);
}

gint64
test_loop_watch_busy (void)
{
  return watch.busy + get_turn ();
}

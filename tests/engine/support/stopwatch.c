/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel counts for each thread how long others have had the processors instead. */
#include "config.h"

#include "support/stopwatch.h"

#include <time.h>

#define MAX_TRIES 5

/* (nullable): another process that is waited for, as a number. */
static char *waited_for;

/* The second number of the kernel's account of a thread, in nanoseconds. */
static gint64
get_held_up (const char *thread)
{
  g_autofree char *path = g_build_filename ("/proc", thread, "schedstat", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) numbers = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  numbers = g_strsplit (text, " ", 3);
  g_assert_cmpuint (g_strv_length (numbers), ==, 3);
  return g_ascii_strtoll (numbers[1], NULL, 10) / 1000;
}

gint64
test_stopwatch_now (void)
{
  return g_get_monotonic_time () - get_held_up ("thread-self") -
         (waited_for != NULL ? get_held_up (waited_for) : 0);
}

gint64
test_stopwatch_own_time (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return (gint64) spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

void
test_stopwatch_wait_for (const char *process)
{
  g_free (waited_for);
  waited_for = g_strdup (process);
}

gboolean
test_stopwatch_is_within (gint64 limit, TestTimedFunc function, gpointer user_data)
{
  for (guint i = 0; i < MAX_TRIES; i++)
    {
      gint64 began = test_stopwatch_now ();
      gint64 took;

      function (user_data);
      took = test_stopwatch_now () - began;
      if (took < limit)
        return TRUE;
      g_test_message ("took %" G_GINT64_FORMAT " µs, not %" G_GINT64_FORMAT, took, limit);
    }
  return FALSE;
}

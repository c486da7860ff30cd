/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kernel counts for each thread how long others have had the processors instead. */
#include "config.h"

#include "support/stopwatch.h"

#define MAX_TRIES 5

/* The second number of the kernel's account of this thread, in nanoseconds. */
static gint64
get_held_up (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) numbers = NULL;

  if (!g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL))
    return 0;
  numbers = g_strsplit (text, " ", 3);
  g_assert_cmpuint (g_strv_length (numbers), ==, 3);
  return g_ascii_strtoll (numbers[1], NULL, 10) / 1000;
}

gint64
test_stopwatch_now (void)
{
  return g_get_monotonic_time () - get_held_up ();
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long something takes that waits for nobody, on a machine where others run too. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*TestTimedFunc) (gpointer user_data);

/* Microseconds of a clock that stands still while this thread is ready to run and may not. */
gint64 test_stopwatch_now (void);
/* Microseconds that this thread has computed: waiting does not count, nor what others compute. */
gint64 test_stopwatch_own_time (void);
/* From now on the clock also stands still while @process, whose answers are waited for, is ready to
 * run and may not. */
void test_stopwatch_wait_for (const char *process);
/* Whether @function takes less than @limit microseconds. What holds a thread up cannot always be
 * told, so it is called again where it took longer, up to five times: a fault is there each time.
 */
gboolean test_stopwatch_is_within (gint64 limit, TestTimedFunc function, gpointer user_data);

G_END_DECLS

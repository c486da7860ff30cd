/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the main loop of a window cannot answer, whether it computes or waits for somebody. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Called after each turn of the loop with the microseconds that it took. */
typedef void (*TestTurnEnded) (gint64 took, gpointer user_data);

/* Watches the default main loop from now on. What others take of the processors does not count, nor
 * what they take of the X server’s, whose number is in KITTE_TEST_SCREEN: drawing waits for it.
 * @ended: (nullable)
 */
void test_loop_watch_start (TestTurnEnded ended, gpointer user_data);
/* Leaves the loop as it was. */
void test_loop_watch_stop (void);
/* Microseconds of all turns so far, the one that runs included. */
gint64 test_loop_watch_busy (void);

G_END_DECLS

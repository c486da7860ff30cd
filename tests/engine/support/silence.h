/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A socket on loopback that takes everything and answers nothing. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The other side of a line may say no more than this at a time. */
#define TEST_SILENCE_SAID 4096

/* Returns: (transfer full): a stream that listens, or a datagram socket that is bound; @port is its
 * own. */
GSocket *test_silence_new (GSocketType type, guint16 *port);
/* Runs the main loop until something can be read from it, or taken. */
void test_silence_wait (GSocket *socket);
/* Returns: (transfer full): whoever calls first; runs the main loop until then. */
GSocket *test_silence_accept (GSocket *socket);
/* Runs the main loop until the other side of a line that was taken has closed it. */
void test_silence_wait_for_end (GSocket *taken);

G_END_DECLS

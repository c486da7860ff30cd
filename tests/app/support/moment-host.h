/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail servers for moments, and what is left of them and of the password afterwards. */
#pragma once

#include "support/moment.h"

G_BEGIN_DECLS

/* Starts them; call before anything looks at certificates. The arguments are those of
 * test_mailhost_new_script(). */
void test_moment_host_start (const char *behaviours, const char *services);
void test_moment_host_stop (void);

guint16 test_moment_host_get_port (const char *service);
/* How often the server of that name wrote such an event down; each may be %NULL. */
guint test_moment_host_count (const char *service, const char *event, const char *value);
/* Runs the main loop until it is more often than that. */
void
test_moment_host_wait (const char *service, const char *event, const char *value, guint before);

/* The address and the password of the account, and the servers of these names, as if typed. */
void test_moment_host_type (TestMoment *moment, const char *incoming, const char *outgoing);
/* The two servers are checked, and the last page is there. */
void test_moment_host_prove (TestMoment *moment, const char *incoming, const char *outgoing);

/* Runs the main loop until every connection has been closed. */
void test_moment_host_wait_closed (void);
/* The same, and until the password is nowhere in the memory that this process can write to. */
void test_moment_host_wait_wiped (TestMoment *moment, gconstpointer data);
/* Whether it is there. */
gboolean test_moment_host_holds_password (void);
/* The password, which is in nothing but read-only memory. */
const char *test_moment_host_get_password (void);

G_END_DECLS

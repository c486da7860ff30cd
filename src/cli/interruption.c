/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A signal becomes a byte in a pipe. The main loop watches the pipe, and so does a question, while
 * the main loop does not run: a signal that comes between the two is not lost. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "interruption.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

/* A signal handler can be told in no other way where to write. */
static int ends[2] = { -1, -1 };

static void
interrupt (int signal_number)
{
  const int saved = errno;

  (void) !write (ends[1], "", 1);
  errno = saved;
}

/**
 * kittectl_interruption_open:
 *
 * Listens to SIGINT and SIGTERM from now on. Call it once, before anything can take long.
 *
 * Returns: whether it does
 */
gboolean
kittectl_interruption_open (GError **error)
{
  const struct sigaction action = { .sa_handler = interrupt, .sa_flags = SA_RESTART };

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, error) ||
      !g_unix_set_fd_nonblocking (ends[1], TRUE, error))
    return FALSE;
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
  return TRUE;
}

/**
 * kittectl_interruption_get_fd:
 *
 * Returns: what can be read once the person has interrupted; leave the byte there
 */
int
kittectl_interruption_get_fd (void)
{
  return ends[0];
}

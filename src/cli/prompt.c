/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords come byte by byte into memory that is wiped: no buffered stream keeps a copy. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/kitte-bounds.h"
#include "interruption.h"

/**
 * kittectl_can_prompt:
 *
 * Returns: whether a person sits at a terminal
 */
gboolean
kittectl_can_prompt (void)
{
  return isatty (STDIN_FILENO) && isatty (STDERR_FILENO);
}

static gboolean
ready_cb (int fd, GIOCondition condition, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_CONTINUE;
}

/* What was begun goes on while the person types; within a callback it has to wait. */
static void
work_until_ready (const struct pollfd *waiting, gsize n_waiting)
{
  GSource *sources[2];
  gboolean ready = FALSE;

  g_assert (n_waiting <= G_N_ELEMENTS (sources));
  for (gsize i = 0; i < n_waiting; i++)
    {
      sources[i] = g_unix_fd_source_new (waiting[i].fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
      g_source_set_callback (sources[i], G_SOURCE_FUNC (ready_cb), &ready, NULL);
      g_source_attach (sources[i], NULL);
    }
  while (!ready)
    g_main_context_iteration (NULL, TRUE);
  for (gsize i = 0; i < n_waiting; i++)
    {
      g_source_destroy (sources[i]);
      g_source_unref (sources[i]);
    }
}

/* Whether @fd can be read; otherwise the person has cancelled. */
static gboolean
wait_for_input (int fd)
{
  struct pollfd waiting[] = { { fd, POLLIN, 0 }, { kittectl_interruption_get_fd (), POLLIN, 0 } };

  if (g_main_depth () == 0 && isatty (fd))
    work_until_ready (waiting, G_N_ELEMENTS (waiting));
  while (poll (waiting, G_N_ELEMENTS (waiting), -1) < 0 && errno == EINTR)
    ;
  return waiting[1].revents == 0;
}

/* Ctrl-C also throws away what was typed: what was there a moment ago may be gone, and a read would
 * wait for more. The terminal is opened once more for this, since the shell shares the other one.
 */
static gssize
read_without_waiting (int fd, gpointer buffer, gsize size)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  int own = isatty (fd) ? open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
  gssize got = read (own >= 0 ? own : fd, buffer, size);
  int reason = errno;

  if (own >= 0)
    close (own);
  errno = reason;
  return got;
}

/**
 * kittectl_read_input:
 * @buffer: (out caller-allocates): where to put what comes
 *
 * Waits until something can be read, at a terminal while what was begun goes on.
 *
 * Returns: how many bytes came; 0 at the end; -1 with errno, ECANCELED where the person has
 *   cancelled
 */
gssize
kittectl_read_input (int fd, gpointer buffer, gsize size)
{
  gssize got = -1;

  do
    {
      if (!wait_for_input (fd))
        {
          errno = ECANCELED;
          return -1;
        }
      got = read_without_waiting (fd, buffer, size);
    }
  while (got < 0 && (errno == EAGAIN || errno == EINTR));
  return got;
}

/* Reads byte by byte, so that nothing behind the line end is taken. Returns the length; -1 with
 * @error, or without one at the end of the input. */
static gssize
read_line (int fd, char *line, gsize size, GError **error)
{
  gsize length = 0;
  gssize got = 1;

  while (got > 0 && length < size)
    {
      got = kittectl_read_input (fd, line + length, 1);
      if (got > 0 && line[length] == '\n')
        break;
      length += (gsize) MAX (got, 0);
    }
  if (got < 0 && errno == ECANCELED)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("Cancelled. Nothing was changed."));
  else if (got < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* TRANSLATORS: %s is the system’s reason. */
                 _ ("The password could not be read: %s"), g_strerror (errno));
  else if (length == size)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("The password is too long; please check what was given."));
  return got < 0 || length == size || (got == 0 && length == 0) ? -1 : (gssize) length;
}

/**
 * kittectl_read_secret_line:
 * @fd: where to read; what follows the line end is left there
 *
 * Returns: (transfer full) (nullable): the line without its line end; %NULL without an error at the
 *   end of the input; %NULL with %G_IO_ERROR_CANCELLED where a signal came
 */
KitteSecret *
kittectl_read_secret_line (int fd, GError **error)
{
  char line[KITTE_MAX_CREDENTIAL + 1];
  KitteSecret *secret = NULL;
  gssize length = read_line (fd, line, sizeof line, error);

  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (length >= 0)
    secret = kitte_secret_new_sized (line, (gsize) length);
  kitte_wipe (line, sizeof line);
  return secret;
}

/**
 * kittectl_prompt_secret:
 * @question: shown on standard error
 *
 * Returns: (transfer full) (nullable): what was typed, unseen; %NULL as with
 *   kittectl_read_secret_line()
 */
KitteSecret *
kittectl_prompt_secret (const char *question, GError **error)
{
  struct termios shown;
  struct termios hidden;
  KitteSecret *secret;

  g_printerr ("%s ", question);
  if (tcgetattr (STDIN_FILENO, &shown) != 0)
    return NULL;
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  secret = kittectl_read_secret_line (STDIN_FILENO, error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  g_printerr ("\n");
  return secret;
}

/**
 * kittectl_prompt_text:
 * @question: shown on standard error
 *
 * Returns: (transfer full) (nullable): what was typed, without blanks around it; %NULL as with
 *   kittectl_read_secret_line()
 */
char *
kittectl_prompt_text (const char *question, GError **error)
{
  char line[KITTE_MAX_CREDENTIAL + 1];
  gssize length;

  g_printerr ("%s ", question);
  length = read_line (STDIN_FILENO, line, sizeof line, error);
  if (length < 0)
    {
      g_printerr ("\n");
      return NULL;
    }
  return g_strstrip (g_strndup (line, (gsize) length));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords come byte by byte into memory that is wiped: no buffered stream keeps a copy. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "prompt.h"

#include <errno.h>
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

/**
 * kittectl_wait_for_input:
 *
 * Returns: whether @fd can be read; otherwise the person has cancelled
 */
gboolean
kittectl_wait_for_input (int fd)
{
  struct pollfd waiting[] = { { fd, POLLIN, 0 }, { kittectl_interruption_get_fd (), POLLIN, 0 } };

  if (g_main_depth () == 0 && isatty (fd))
    work_until_ready (waiting, G_N_ELEMENTS (waiting));
  while (poll (waiting, G_N_ELEMENTS (waiting), -1) < 0 && errno == EINTR)
    ;
  return waiting[1].revents == 0;
}

/* Reads byte by byte, so that nothing behind the line end is taken. Returns the length; -1 with
 * @error, or without one at the end of the input. */
static gssize
read_line (int fd, char *line, gsize size, GError **error)
{
  gsize length = 0;
  gssize got = 1;
  gboolean cancelled = FALSE;

  while (got > 0 && length < size)
    {
      cancelled = !kittectl_wait_for_input (fd);
      got = cancelled ? 0 : read (fd, line + length, 1);
      if (got > 0 && line[length] == '\n')
        break;
      length += (gsize) MAX (got, 0);
    }
  if (got < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* TRANSLATORS: %s is the system’s reason. */
                 _ ("The password could not be read: %s"), g_strerror (errno));
  else if (cancelled)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("Cancelled. Nothing was changed."));
  else if (length == size)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("The password is too long; please check what was given."));
  return got < 0 || cancelled || length == size || (got == 0 && length == 0) ? -1 : (gssize) length;
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

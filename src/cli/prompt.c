/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passwords come byte by byte into memory that is wiped: no buffered stream keeps a copy. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/kitte-bounds.h"

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

/**
 * kittectl_read_secret_line:
 * @fd: where to read; what follows the line end is left there
 *
 * Returns: (transfer full) (nullable): the line without its line end; %NULL without an error at the
 *   end of the input
 */
KitteSecret *
kittectl_read_secret_line (int fd, GError **error)
{
  char line[KITTE_MAX_CREDENTIAL + 1];
  KitteSecret *secret = NULL;
  gsize length = 0;
  gssize got = 0;

  while (length < sizeof line)
    {
      got = read (fd, line + length, 1);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0 || line[length] == '\n')
        break;
      length++;
    }
  if (got < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* TRANSLATORS: %s is the system’s reason. */
                 _ ("The password could not be read: %s"), g_strerror (errno));
  else if (length == sizeof line)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("The password is too long; please check what was given."));
  else if (got > 0 || length > 0)
    {
      if (length > 0 && line[length - 1] == '\r')
        length--;
      secret = kitte_secret_new_sized (line, length);
    }
  kitte_wipe (line, sizeof line);
  return secret;
}

/**
 * kittectl_prompt_secret:
 * @question: shown on standard error
 *
 * Returns: (transfer full) (nullable): what was typed, unseen
 */
KitteSecret *
kittectl_prompt_secret (const char *question)
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
  secret = kittectl_read_secret_line (STDIN_FILENO, NULL);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &shown);
  fputc ('\n', stderr);
  return secret;
}

/**
 * kittectl_prompt_text:
 * @question: shown on standard error
 *
 * Returns: (transfer full) (nullable): what was typed, without blanks around it
 */
char *
kittectl_prompt_text (const char *question)
{
  char line[KITTE_MAX_CREDENTIAL];

  g_printerr ("%s ", question);
  if (fgets (line, sizeof line, stdin) == NULL)
    return NULL;
  return g_strdup (g_strstrip (line));
}

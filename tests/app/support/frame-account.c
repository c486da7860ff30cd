/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linked to a program that prints when its first frame was painted: the kernel’s account of its
 * thread at that moment is printed behind it, that is what it computed, and what others took. */
#include "config.h"

#include <glib.h>
#include <stdio.h>

static void
print_with_account (const char *text)
{
  g_autofree char *account = NULL;

  if (g_str_has_prefix (text, "first-frame ") &&
      g_file_get_contents ("/proc/thread-self/schedstat", &account, NULL, NULL))
    fprintf (stdout, "%.*s %s", (int) g_utf8_strlen (text, -1) - 1, text, account);
  else
    fputs (text, stdout);
  fflush (stdout);
}

__attribute__ ((constructor)) static void
add_account (void)
{
  g_set_print_handler (print_with_account);
}

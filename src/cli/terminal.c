/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and words of servers, files and arguments are printed in many places; what in them would
 * move the cursor, change the window's title or turn the reading order round is taken out in the
 * one place that all of it passes. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "terminal.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REPLACEMENT 0xfffd

/* The formats are soft hyphens, joiners and the like, and the marks that reverse the order; only
 * the latter deceive. UAX #9, section 2. */
static gboolean
is_order (gunichar character)
{
  if (character == '\n' || character == '\t')
    return FALSE;
  return g_unichar_iscntrl (character) || (character >= 0x202a && character <= 0x202e) ||
         (character >= 0x2066 && character <= 0x2069);
}

static char *
make_harmless (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *harmless = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    g_string_append_unichar (harmless,
                             is_order (g_utf8_get_char (c)) ? REPLACEMENT : g_utf8_get_char (c));
  return g_string_free (harmless, FALSE);
}

/* As GLib prints where nothing is set: in the terminal's own encoding. */
static void
print (FILE *stream, const char *text)
{
  g_autofree char *harmless = make_harmless (text);
  g_autofree char *converted = NULL;
  const char *charset;

  if (!g_get_console_charset (&charset))
    converted = g_convert_with_fallback (harmless, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (converted != NULL ? converted : harmless, stream);
  fflush (stream);
}

static void
print_output (const char *text)
{
  print (stdout, text);
}

static void
print_error (const char *text)
{
  print (stderr, text);
}

/**
 * kittectl_print_exactly:
 * @json: printed with a line end; what would be an order is written as JSON escapes it, so that
 *   nothing is lost
 */
void
kittectl_print_exactly (const char *json)
{
  g_autofree char *valid = g_utf8_make_valid (json, -1);
  g_autoptr (GString) escaped = g_string_sized_new (strlen (valid));

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    if (is_order (g_utf8_get_char (c)))
      g_string_append_printf (escaped, "\\u%04x", g_utf8_get_char (c));
    else
      g_string_append_unichar (escaped, g_utf8_get_char (c));
  puts (escaped->str);
}

/**
 * kittectl_can_print_over:
 *
 * Returns: whether standard output is a terminal on which so many lines of this width can be
 *   replaced later; on a smaller one they would have moved
 */
gboolean
kittectl_can_print_over (guint n_lines, guint width)
{
  const char *kind = g_getenv ("TERM");
  struct winsize size = { 0 };

  return isatty (STDOUT_FILENO) && kind != NULL && !g_str_equal (kind, "dumb") &&
         ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > n_lines &&
         size.ws_col > width;
}

/**
 * kittectl_print_over:
 * @n_lines: how many lines above are replaced
 * @text: whole lines
 *
 * The only orders to the terminal that are meant. ECMA-48: CUU, EL.
 */
void
kittectl_print_over (guint n_lines, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (n_lines > 0)
    fprintf (stdout, "\r\033[%uA", n_lines);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      print (stdout, lines[i]);
      fputs ("\033[K\n", stdout);
    }
  fflush (stdout);
}

/**
 * kittectl_guard_terminal:
 *
 * From now on g_print() and g_printerr() print text only. Call it before anything is printed.
 */
void
kittectl_guard_terminal (void)
{
  g_set_print_handler (print_output);
  g_set_printerr_handler (print_error);
}

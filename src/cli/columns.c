/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines are broken for people only: a file and a pipe get each paragraph as one line. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include "columns.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Wider lines are hard to read, narrower ones hold no sentence. */
#define WIDEST 100
#define NARROWEST 40

static guint
measure_character (gunichar character)
{
  return g_unichar_iszerowidth (character) ? 0 : g_unichar_iswide (character) ? 2 : 1;
}

/**
 * kittectl_measure:
 *
 * Returns: how many columns a terminal uses for @text; g_unichar_iswide() knows Japanese
 */
guint
kittectl_measure (const char *text)
{
  guint width = 0;

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    width += measure_character (g_utf8_get_char (c));
  return width;
}

/* Appends @text and blanks up to @width, and two more. */
void
kittectl_append_cell (GString *line, const char *text, guint width)
{
  g_string_append (line, text);
  for (guint used = kittectl_measure (text); used < width + KITTECTL_COLUMN_GAP; used++)
    g_string_append_c (line, ' ');
}

static guint
get_width (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO) || ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return G_MAXUINT;
  return CLAMP (size.ws_col, NARROWEST, WIDEST);
}

/* Whether a line may end before @c: at a blank, or beside a Japanese character, but never before
 * what closes a sentence or a bracket. */
static gboolean
may_break_before (gunichar before, gunichar c)
{
  GUnicodeBreakType type = g_unichar_break_type (c);

  if (type == G_UNICODE_BREAK_CLOSE_PUNCTUATION || type == G_UNICODE_BREAK_CLOSE_PARANTHESIS ||
      type == G_UNICODE_BREAK_NON_STARTER || type == G_UNICODE_BREAK_EXCLAMATION ||
      g_unichar_break_type (before) == G_UNICODE_BREAK_OPEN_PUNCTUATION)
    return FALSE;
  return before == ' ' || g_unichar_iswide (before) || g_unichar_iswide (c);
}

/* The end of the line that begins at @line: as much as fits into @width, a word more where nothing
 * does. */
static const char *
find_line_end (const char *line, guint width)
{
  const char *end = NULL;
  gunichar before = 0;
  guint used = 0;

  for (const char *c = line; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (c > line && may_break_before (before, character))
        end = c;
      used += measure_character (character);
      if (used > width && character != ' ' && end != NULL)
        return end;
      before = character;
    }
  return line + strlen (line);
}

/**
 * kittectl_append_wrapped:
 * @indent: blanks in front of every line
 *
 * Appends @paragraph in lines that the terminal has room for.
 */
void
kittectl_append_wrapped (GString *text, guint indent, const char *paragraph)
{
  guint width = get_width ();

  for (const char *line = paragraph; *line != '\0';)
    {
      const char *end = find_line_end (line, width == G_MAXUINT ? width : width - indent);
      gsize length = (gsize) (end - line);

      while (length > 0 && line[length - 1] == ' ')
        length--;
      g_string_append_printf (text, "%*s%.*s\n", (int) indent, "", (int) length, line);
      line = end;
    }
}

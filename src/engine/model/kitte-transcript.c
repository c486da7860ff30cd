/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The beginning says which server it is and what it can do, the end what went wrong: what is left
 * out is taken from the middle. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-transcript.h"

#include <glib/gi18n-lib.h>

/* A whole check has about thirty lines, with a long list of capabilities sixty. */
#define LINES_AT_THE_BEGINNING 150
#define LINES_AT_THE_END 50

/* Characters of one line; the longest that honest servers say are lists of capabilities. */
#define LONGEST_LINE 1000

static void
append_line (GString *text, const char *line, const char *end)
{
  gssize length = g_utf8_strlen (line, end - line);

  if (length > LONGEST_LINE)
    {
      g_string_append_len (text, line, g_utf8_offset_to_pointer (line, LONGEST_LINE) - line);
      g_string_append (text, "…");
    }
  else
    g_string_append_len (text, line, end - line);
  g_string_append_c (text, '\n');
}

static void
append_gap (GString *text, guint n_lines)
{
  g_string_append_printf (
      text,
      /* TRANSLATORS: stands in the middle of what a server said; %u is a number of lines. */
      ngettext ("… %u line is left out here …", "… %u lines are left out here …", n_lines),
      n_lines);
  g_string_append_c (text, '\n');
}

static guint
count_lines (const char *text)
{
  guint n_lines = 0;

  for (const char *c = text; *c != '\0'; c++)
    if (*c == '\n' || c[1] == '\0')
      n_lines++;
  return n_lines;
}

/**
 * kitte_transcript_shorten:
 * @transcript: what was said, redacted, a line each; valid UTF-8
 *
 * Returns: (transfer full): its beginning and its end, at most 201 lines of about 1,000 characters,
 *   each with a line end; empty where nothing was said
 */
char *
kitte_transcript_shorten (const char *transcript)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_lines;
  guint number = 0;

  g_return_val_if_fail (transcript != NULL, NULL);

  n_lines = count_lines (transcript);
  for (const char *line = transcript; *line != '\0'; number++)
    {
      const char *end = line;

      while (*end != '\0' && *end != '\n')
        end++;
      if (number < LINES_AT_THE_BEGINNING || number + LINES_AT_THE_END >= n_lines)
        append_line (text, line, end);
      else if (number == LINES_AT_THE_BEGINNING)
        append_gap (text, n_lines - LINES_AT_THE_BEGINNING - LINES_AT_THE_END);
      line = *end == '\n' ? end + 1 : end;
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_transcript_shorten (): short ones stay whole, endless ones lose their middle. */
#include "config.h"

#include <string.h>

#include "model/kitte-transcript.h"

static char *
make_lines (guint n_lines)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%5u S: line %u\n", i, i);
  return g_string_free (text, FALSE);
}

static void
test_short (void)
{
  g_autofree char *text = make_lines (200);
  g_autofree char *shortened = kitte_transcript_shorten (text);
  g_autofree char *nothing = kitte_transcript_shorten ("");
  g_autofree char *unended = kitte_transcript_shorten ("    1 S: a\n    2 S: b");

  g_assert_cmpstr (shortened, ==, text);
  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (unended, ==, "    1 S: a\n    2 S: b\n");
}

static void
test_endless (void)
{
  g_autofree char *text = make_lines (9000);
  g_autofree char *shortened = kitte_transcript_shorten (text);
  g_auto (GStrv) lines = g_strsplit (shortened, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 150 + 1 + 50 + 1);
  g_assert_cmpstr (lines[149], ==, "  149 S: line 149");
  g_assert_nonnull (strstr (lines[150], "8800"));
  g_assert_cmpstr (lines[151], ==, " 8950 S: line 8950");
  g_assert_cmpstr (lines[200], ==, " 8999 S: line 8999");
}

static void
test_one_over (void)
{
  g_autofree char *text = make_lines (201);
  g_autofree char *shortened = kitte_transcript_shorten (text);

  g_assert_nonnull (strstr (shortened, "1 line is"));
  g_assert_null (strstr (shortened, "line 150\n"));
  g_assert_nonnull (strstr (shortened, "line 151\n"));
}

static void
test_long_line (void)
{
  GString *text = g_string_new ("    1 S: ");
  g_autofree char *shortened = NULL;

  for (guint i = 0; i < 30000; i++)
    g_string_append (text, "漢");
  shortened = kitte_transcript_shorten (text->str);
  g_string_free (text, TRUE);
  g_assert_true (g_utf8_validate (shortened, -1, NULL));
  g_assert_true (g_str_has_suffix (shortened, "漢…\n"));
  g_assert_cmpint (g_utf8_strlen (shortened, -1), ==, 1002);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transcript/short", test_short);
  g_test_add_func ("/transcript/endless", test_endless);
  g_test_add_func ("/transcript/one-over", test_one_over);
  g_test_add_func ("/transcript/long-line", test_long_line);
  return g_test_run ();
}

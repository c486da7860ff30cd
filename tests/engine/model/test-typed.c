/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as people type or paste them become one line and nothing else changes. */
#include "config.h"

#include <string.h>

#include "model/kitte-typed.h"

static const struct
{
  const char *typed;
  const char *name;
} names[] = {
  { "", "" },
  { "   ", "" },
  { "Hanako Yamada", "Hanako Yamada" },
  { " 山田　花子 ", "山田　花子" },
  { "O’Brien \"Bob\" \\ <b>", "O’Brien \"Bob\" \\ <b>" },
  { "Hanako\r\nBcc: all@example.test", "Hanako Bcc: all@example.test" },
  { "\nHanako\n", "Hanako" },
  { "\033[31mred\007", "[31mred" },
  { "two  blanks", "two blanks" },
  { "a\u202eb\u2028c", "a b c" },
  { "👩\u200d👩\u200d👧 family", "👩\u200d👩\u200d👧 family" },
  { "broken \xff", "broken \ufffd" },
};

static void
test_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = kitte_typed_clean_name (names[i].typed);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
test_long_name (void)
{
  g_autofree char *typed = g_strnfill (100 * 1000, 'x');
  g_autofree char *name = NULL;
  g_autofree char *japanese = NULL;

  name = kitte_typed_clean_name (typed);
  g_assert_cmpuint (strlen (name), ==, KITTE_MAX_NAME);
  memset (typed, 0, 100 * 1000);
  for (guint i = 0; i < 200; i++)
    strcat (typed, "花");
  japanese = kitte_typed_clean_name (typed);
  g_assert_true (g_utf8_validate (japanese, -1, NULL));
  g_assert_cmpuint (strlen (japanese), <=, KITTE_MAX_NAME);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typed/names", test_names);
  g_test_add_func ("/typed/long-name", test_long_name);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteSecret. */
#include "config.h"

#include "base/kitte-secret.h"

#include <string.h>

static void
test_keeps_text (void)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new ("pa ss\"wörd");

  g_assert_cmpstr (kitte_secret_peek (secret), ==, "pa ss\"wörd");
  g_assert_cmpuint (kitte_secret_get_length (secret), ==, strlen ("pa ss\"wörd"));
}

static void
test_keeps_bytes (void)
{
  const char bytes[] = { 0, 'a', 0, 'b' };
  g_autoptr (KitteSecret) secret = kitte_secret_new_sized (bytes, sizeof bytes);

  g_assert_cmpmem (kitte_secret_peek (secret), kitte_secret_get_length (secret), bytes,
                   sizeof bytes);
  g_assert_cmpint (kitte_secret_peek (secret)[sizeof bytes], ==, 0);
}

static void
test_join (void)
{
  const char *parts[] = { "PASS ", "x y", "\r\n", NULL };
  g_autoptr (KitteSecret) secret = kitte_secret_join (parts);

  g_assert_cmpstr (kitte_secret_peek (secret), ==, "PASS x y\r\n");
}

static void
test_equal (void)
{
  g_autoptr (KitteSecret) a = kitte_secret_new ("one");
  g_autoptr (KitteSecret) same = kitte_secret_new ("one");
  g_autoptr (KitteSecret) other = kitte_secret_new ("onf");
  g_autoptr (KitteSecret) longer = kitte_secret_new ("one ");

  g_assert_true (kitte_secret_equal (a, same));
  g_assert_false (kitte_secret_equal (a, other));
  g_assert_false (kitte_secret_equal (a, longer));
  g_assert_false (kitte_secret_equal (a, NULL));
  g_assert_true (kitte_secret_equal (NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/keeps-text", test_keeps_text);
  g_test_add_func ("/base/secret/keeps-bytes", test_keeps_bytes);
  g_test_add_func ("/base/secret/join", test_join);
  g_test_add_func ("/base/secret/equal", test_equal);
  return g_test_run ();
}

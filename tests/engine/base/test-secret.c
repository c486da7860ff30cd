/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteSecret. */
#include "config.h"

#include "base/kitte-init.h"
#include "base/kitte-secret.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* Neither into a file nor, which a limit of 0 would allow, into the pipe of a crash reporter. A
 * subprocess of GLib’s tests has its limits changed already. */
static void
test_no_dump (void)
{
  struct rlimit limit;
  int status = 0;
  pid_t child;

  getrlimit (RLIMIT_CORE, &limit);
  if (limit.rlim_max == 0)
    {
      g_test_skip ("dumps are forbidden here already");
      return;
    }
  child = fork ();
  if (child == 0)
    {
      g_setenv ("SSLKEYLOGFILE", "/dev/null", TRUE);
      kitte_init ();
      getrlimit (RLIMIT_CORE, &limit);
      _exit (limit.rlim_cur == 1 && limit.rlim_max == 1 && g_getenv ("SSLKEYLOGFILE") == NULL ? 0 :
                                                                                                1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/secret/keeps-text", test_keeps_text);
  g_test_add_func ("/base/secret/keeps-bytes", test_keeps_bytes);
  g_test_add_func ("/base/secret/join", test_join);
  g_test_add_func ("/base/secret/equal", test_equal);
  g_test_add_func ("/base/secret/no-dump", test_no_dump);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_redact (): the secret is found in every form a server may echo. */
#include "config.h"

#include "base/kitte-redact.h"

#include <string.h>

static void
assert_redacted (const char *secret_text, const char *server_said, const char *shown)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (secret_text);
  const KitteSecret *secrets[] = { NULL, secret };
  g_autofree char *redacted = kitte_redact (server_said, secrets, 2);

  g_assert_cmpstr (redacted, ==, shown);
}

static void
test_plain (void)
{
  assert_redacted ("hunter2", "-ERR PASS hunter2: no", "-ERR PASS ***: no");
  assert_redacted ("hunter2", "nothing here", "nothing here");
  assert_redacted ("ab", "table", "***");
  assert_redacted ("hunter2", "-ERR UNKNOWN PASS HUNTER2 Hunter2hunter2",
                   "-ERR UNKNOWN PASS *** ******");
  assert_redacted ("p/ss", "see https://x.test/?p=P%2fSS&q=p%2Fss",
                   "see https://x.test/?p=***&q=***");
  assert_redacted ("***", "a *** b", "a *** b");
}

static void
test_quoted (void)
{
  assert_redacted ("a\"b\\c", "BAD LOGIN taro \"a\\\"b\\\\c\"", "BAD LOGIN taro \"***\"");
}

static void
test_base64 (void)
{
  const char *users[] = { "a", "ab", "abc", "taro@example.test" };

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    {
      g_autoptr (KitteSecret) secret = kitte_secret_new ("correct horse");
      const KitteSecret *secrets[] = { secret };
      g_autoptr (GByteArray) message = g_byte_array_new ();
      g_autofree char *encoded = NULL;
      g_autofree char *redacted = NULL;
      g_autofree char *left = NULL;
      gsize left_length;

      g_byte_array_append (message, (const guint8 *) "\0", 1);
      g_byte_array_append (message, (const guint8 *) users[i], (guint) strlen (users[i]) + 1);
      g_byte_array_append (message, (const guint8 *) "correct horse", 13);
      encoded = g_base64_encode (message->data, message->len);
      redacted = kitte_redact (encoded, secrets, 1);
      left = (char *) g_base64_decode (redacted, &left_length);
      g_assert_nonnull (strstr (redacted, "***"));
      g_assert_null (g_strstr_len (left, (gssize) left_length, "correct h"));
      g_assert_null (g_strstr_len (left, (gssize) left_length, "t horse"));
    }
}

static void
test_invalid_utf8 (void)
{
  assert_redacted ("hunter2", "\xff hunter2", "\xef\xbf\xbd ***");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/redact/plain", test_plain);
  g_test_add_func ("/base/redact/quoted", test_quoted);
  g_test_add_func ("/base/redact/base64", test_base64);
  g_test_add_func ("/base/redact/invalid-utf8", test_invalid_utf8);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the settings as people read them. */
#include "config.h"

#include <string.h>

#include "export/kitte-settings-list.h"
#include "support/account.h"

static void
test_text (void)
{
  const TestAccountSpec spec = { "taro@例え.test",
                                 "Taro",
                                 "pop3://taro@pop.example.test:110?starttls=required",
                                 "smtps://taro@smtp.example.test",
                                 KITTE_AUTH_APOP,
                                 KITTE_AUTH_LOGIN };
  g_autoptr (KitteAccount) account = test_account_new (&spec);
  g_autoptr (GPtrArray) settings = kitte_settings_list_new (account);
  g_autofree char *text = kitte_settings_list_to_text (settings);

  g_assert_cmpstr (text, ==,
                   "You\n  Name: Taro\n  Mail address: taro@例え.test\n\n"
                   "Receiving (POP)\n  Server: pop.example.test\n  Port: 110\n"
                   "  Encryption: STARTTLS\n  Sign-in method: Encrypted password\n"
                   "  User name: taro\n\n"
                   "Sending (SMTP)\n  Server: smtp.example.test\n  Port: 465\n"
                   "  Encryption: SSL/TLS\n  Sign-in method: Normal password\n"
                   "  User name: taro\n");
  g_assert_null (strstr (text, TEST_PASSWORD));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/settings-list/text", test_text);
  return g_test_run ();
}

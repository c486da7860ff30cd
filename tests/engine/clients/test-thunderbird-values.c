/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the numbers and names Thunderbird uses. */
#include "config.h"

#include "clients/kitte-thunderbird-values.h"

static const struct
{
  const char *url;
  KitteAuth auth;
  int number; /* 0: Thunderbird cannot do it */
} methods[] = {
  { "imaps://imap.example.test", KITTE_AUTH_PLAIN, 3 },
  { "imaps://imap.example.test", KITTE_AUTH_LOGIN, 3 },
  { "imaps://imap.example.test", KITTE_AUTH_USER_PASS, 3 },
  { "imaps://imap.example.test", KITTE_AUTH_CRAM_MD5, 4 },
  { "imaps://imap.example.test", KITTE_AUTH_APOP, 0 },
  { "imaps://imap.example.test", KITTE_AUTH_NONE, 0 },
  { "imaps://imap.example.test", KITTE_AUTH_SCRAM_SHA_1, 0 },
  { "imaps://imap.example.test", KITTE_AUTH_OAUTH2, 0 },
  { "imaps://imap.gmail.com", KITTE_AUTH_OAUTH2, 10 },
  { "pop3s://pop.example.test", KITTE_AUTH_USER_PASS, 3 },
  { "pop3s://pop.example.test", KITTE_AUTH_APOP, 4 },
};

static void
test_methods (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (KitteServer) plain = kitte_server_new_from_url (methods[i].url, TRUE, NULL);
      g_autoptr (KitteServer) server = kitte_server_with_auth (plain, methods[i].auth);
      int number = 0;

      if (methods[i].number == 0)
        {
          g_assert_false (kitte_thunderbird_auth_to_number (server, &number));
          continue;
        }
      g_assert_true (kitte_thunderbird_auth_to_number (server, &number));
      g_assert_cmpint (number, ==, methods[i].number);
    }
}

static void
test_sending_methods (void)
{
  g_autoptr (KitteServer) plain = kitte_server_new_from_url ("smtps://a.test", FALSE, NULL);
  g_autoptr (KitteServer) none = kitte_server_with_auth (plain, KITTE_AUTH_NONE);
  g_autoptr (KitteServer) user_pass = kitte_server_with_auth (plain, KITTE_AUTH_USER_PASS);
  KitteAuthList list;
  int number = 0;

  g_assert_true (kitte_thunderbird_auth_to_number (none, &number));
  g_assert_cmpint (number, ==, 1);
  g_assert_false (kitte_thunderbird_auth_to_number (user_pass, &number));
  kitte_thunderbird_auth_from_number (KITTE_PROTOCOL_SMTP, 3, &list);
  g_assert_cmpuint (list.n_items, ==, 2);
  kitte_thunderbird_auth_from_number (KITTE_PROTOCOL_POP3, 4, &list);
  g_assert_true (kitte_auth_list_contains (&list, KITTE_AUTH_APOP));
  kitte_thunderbird_auth_from_number (KITTE_PROTOCOL_IMAP, 5, &list);
  g_assert_cmpuint (list.n_items, ==, 0);
}

static void
test_security (void)
{
  const KitteSecurity all[] = { KITTE_SECURITY_TLS, KITTE_SECURITY_STARTTLS, KITTE_SECURITY_NONE };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_cmpint (kitte_thunderbird_security_from_number (
                         kitte_thunderbird_security_to_number (all[i])),
                     ==, all[i]);
  g_assert_cmpint (kitte_thunderbird_security_from_number (1), ==, KITTE_SECURITY_STARTTLS);
}

static void
test_sign_in_pages (void)
{
  g_assert_true (kitte_thunderbird_knows_oauth2 ("imap.GMAIL.com"));
  g_assert_true (kitte_thunderbird_knows_oauth2 ("outlook.office365.com"));
  g_assert_true (kitte_thunderbird_knows_oauth2 ("imap.mail.yahoo.com"));
  g_assert_false (kitte_thunderbird_knows_oauth2 ("notgmail.com"));
  g_assert_false (kitte_thunderbird_knows_oauth2 ("imap.mail.yahoo.co.jp"));
  g_assert_false (kitte_thunderbird_knows_oauth2 ("com"));
  g_assert_false (kitte_thunderbird_knows_oauth2 ("caldav.fastmail.com"));
}

static void
assert_origin (KitteProtocol protocol, const char *host, const char *expected)
{
  g_autofree char *origin = kitte_thunderbird_get_origin (protocol, host);

  g_assert_cmpstr (origin, ==, expected);
}

static void
test_origins (void)
{
  assert_origin (KITTE_PROTOCOL_IMAP, "a.test", "imap://a.test");
  assert_origin (KITTE_PROTOCOL_POP3, "a.test", "mailbox://a.test");
  assert_origin (KITTE_PROTOCOL_SMTP, "a.test", "smtp://a.test");
  assert_origin (KITTE_PROTOCOL_SMTP, "::1", "smtp://[::1]");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thunderbird-values/methods", test_methods);
  g_test_add_func ("/thunderbird-values/sending-methods", test_sending_methods);
  g_test_add_func ("/thunderbird-values/security", test_security);
  g_test_add_func ("/thunderbird-values/sign-in-pages", test_sign_in_pages);
  g_test_add_func ("/thunderbird-values/origins", test_origins);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteServer: URLs as they are written on a command line. */
#include "config.h"

#include "model/kitte-server.h"

static const struct
{
  const char *url;
  gboolean incoming;
  const char *expected;
} urls[] = {
  { "imaps://imap.example.test", TRUE, "imap tls imap.example.test:993 -" },
  { "imap://taro@imap.example.test", TRUE, "imap starttls imap.example.test:143 taro" },
  { "imaps://taro%40example.test@IMAP.example.test:1993", TRUE,
    "imap tls imap.example.test:1993 taro@example.test" },
  { "pop3://pop.example.test?starttls=no", TRUE, "pop3 none pop.example.test:110 -" },
  { "pop3s://[::1]:1995", TRUE, "pop3 tls [::1]:1995 -" },
  { "smtp://user@host.test:587?starttls=required", FALSE, "smtp starttls host.test:587 user" },
  { "smtps://日本語.test", FALSE, "smtp tls xn--wgv71a119e.test:465 -" },
  { "smtp://host.test", TRUE, NULL },
  { "imaps://host.test", FALSE, NULL },
  { "imaps://host.test?starttls=no", TRUE, NULL },
  { "imap://host.test?starttls=maybe", TRUE, NULL },
  { "imap://", TRUE, NULL },
  { "imap://host.test:0", TRUE, NULL },
  { "imap://host.test:99999", TRUE, NULL },
  { "host.test", TRUE, NULL },
  { "https://host.test", TRUE, NULL },
  { "imaps://IMAP.example.test.", TRUE, "imap tls imap.example.test:993 -" },
  { "imaps://ta%3Aro@host.test", TRUE, "imap tls host.test:993 ta:ro" },
  { "imaps://192.0.2.1", TRUE, "imap tls 192.0.2.1:993 -" },
  { "imaps://host.test%0Aauth%20off", TRUE, NULL },
  { "imaps://ho%1bst.test", TRUE, NULL },
  { "imaps://%2e%2e", TRUE, NULL },
  { "imaps://taro%0d%0aa2%20DELETE@host.test", TRUE, NULL },
  { "imaps://@host.test", TRUE, NULL },
};

/* None of these may come back in a sentence, which is printed and may be kept. */
static const char *const with_password[] = {
  "imaps://taro:very-secret@host.test",    "imaps://taro:very-secret@host.test?starttls=maybe",
  "gopher://taro:very-secret@host.test",   "imaps://taro:very-secret@host.test:99999",
  "imaps://taro:very-secret@ho%0ast.test", "taro:very-secret@host.test",
};

static void
test_password_in_url (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (with_password); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kitte_server_new_from_url (with_password[i], TRUE, &error));
      g_assert_error (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER);
      g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_urls (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteServer) server =
          kitte_server_new_from_url (urls[i].url, urls[i].incoming, &error);
      g_autofree char *endpoint = NULL;
      g_autofree char *text = NULL;

      if (urls[i].expected == NULL)
        {
          g_assert_null (server);
          g_assert_error (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER);
          continue;
        }
      g_assert_no_error (error);
      endpoint = kitte_server_to_string (server);
      text = g_strdup_printf ("%s %s %s %s", kitte_protocol_to_nick (server->protocol),
                              kitte_security_to_nick (server->security), endpoint,
                              server->username != NULL ? server->username : "-");
      g_assert_cmpstr (text, ==, urls[i].expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/server/urls", test_urls);
  g_test_add_func ("/model/server/password-in-url", test_password_in_url);
  return g_test_run ();
}

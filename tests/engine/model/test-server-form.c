/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteServerForm: what follows what, and that the last word is never changed. */
#include "config.h"

#include "model/kitte-server-form.h"

#define IMAP KITTE_PROTOCOL_IMAP
#define POP3 KITTE_PROTOCOL_POP3
#define SMTP KITTE_PROTOCOL_SMTP
#define TLS KITTE_SECURITY_TLS
#define STARTTLS KITTE_SECURITY_STARTTLS
#define NONE KITTE_SECURITY_NONE

static void
assert_form (const KitteServerForm *form,
             KitteProtocol protocol,
             guint16 port,
             KitteSecurity security)
{
  const KitteServerForm expected = { protocol, port, security };

  g_test_message ("%d %u %d", form->protocol, form->port, form->security);
  g_assert_true (kitte_server_form_is_same (form, &expected));
}

static void
test_port (void)
{
  static const struct
  {
    KitteServerForm before;
    guint16 typed;
    KitteServerForm after;
  } cases[] = {
    { { IMAP, 993, TLS }, 143, { IMAP, 143, STARTTLS } },
    { { IMAP, 143, STARTTLS }, 993, { IMAP, 993, TLS } },
    { { IMAP, 143, NONE }, 993, { IMAP, 993, TLS } },
    { { IMAP, 993, TLS }, 995, { POP3, 995, TLS } },
    { { IMAP, 993, TLS }, 110, { POP3, 110, STARTTLS } },
    { { POP3, 110, NONE }, 143, { IMAP, 143, NONE } },
    { { SMTP, 465, TLS }, 587, { SMTP, 587, STARTTLS } },
    { { SMTP, 587, STARTTLS }, 465, { SMTP, 465, TLS } },
    { { SMTP, 465, TLS }, 25, { SMTP, 25, STARTTLS } },
    { { SMTP, 587, NONE }, 25, { SMTP, 25, NONE } },
    { { IMAP, 993, TLS }, 1993, { IMAP, 1993, TLS } },
    { { IMAP, 143, STARTTLS }, 465, { IMAP, 465, STARTTLS } },
    { { SMTP, 465, TLS }, 993, { SMTP, 993, TLS } },
    { { IMAP, 0, TLS }, 143, { IMAP, 143, STARTTLS } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KitteServerForm form = cases[i].before;

      kitte_server_form_set_port (&form, cases[i].typed);
      assert_form (&form, cases[i].after.protocol, cases[i].after.port, cases[i].after.security);
    }
}

static void
test_security (void)
{
  static const struct
  {
    KitteServerForm before;
    KitteSecurity chosen;
    guint16 port;
  } cases[] = {
    { { IMAP, 993, TLS }, STARTTLS, 143 },   { { IMAP, 143, STARTTLS }, TLS, 993 },
    { { IMAP, 993, TLS }, NONE, 143 },       { { POP3, 110, STARTTLS }, TLS, 995 },
    { { SMTP, 465, TLS }, STARTTLS, 587 },   { { SMTP, 587, STARTTLS }, TLS, 465 },
    { { SMTP, 25, STARTTLS }, NONE, 25 },    { { SMTP, 25, NONE }, TLS, 465 },
    { { IMAP, 1993, TLS }, STARTTLS, 1993 }, { { IMAP, 0, TLS }, STARTTLS, 143 },
    { { IMAP, 143, STARTTLS }, NONE, 143 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KitteServerForm form = cases[i].before;

      kitte_server_form_set_security (&form, cases[i].chosen);
      assert_form (&form, cases[i].before.protocol, cases[i].port, cases[i].chosen);
    }
}

static void
test_protocol (void)
{
  KitteServerForm form = { IMAP, 993, TLS };

  kitte_server_form_set_protocol (&form, POP3);
  assert_form (&form, POP3, 995, TLS);
  kitte_server_form_set_security (&form, NONE);
  kitte_server_form_set_protocol (&form, IMAP);
  assert_form (&form, IMAP, 143, NONE);
  kitte_server_form_set_port (&form, 10143);
  kitte_server_form_set_protocol (&form, POP3);
  assert_form (&form, POP3, 10143, NONE);
}

static void
test_host (void)
{
  static const struct
  {
    const char *typed;
    const char *host;
    KitteServerForm after;
  } cases[] = {
    { "imap.example.jp", "imap.example.jp", { IMAP, 993, TLS } },
    { "  ＩＭＡＰ．example．ｊｐ　", "imap.example.jp", { IMAP, 993, TLS } },
    { "imap . example.jp.", "imap.example.jp", { IMAP, 993, TLS } },
    { "imap.example.jp:143", "imap.example.jp", { IMAP, 143, STARTTLS } },
    { "imap.example.jp：995", "imap.example.jp", { POP3, 995, TLS } },
    { "imaps://imap.example.jp:993/", "imap.example.jp", { IMAP, 993, TLS } },
    { "imap://hanako@imap.example.jp/", "imap.example.jp", { IMAP, 143, STARTTLS } },
    { "pop3s://pop.example.jp", "pop.example.jp", { POP3, 995, TLS } },
    { "pop://pop.example.jp", "pop.example.jp", { POP3, 110, STARTTLS } },
    { "https://mail.example.jp/webmail?x", "mail.example.jp", { IMAP, 993, TLS } },
    { "smtp://smtp.example.jp", "smtp.example.jp", { IMAP, 993, TLS } },
    { "メール.example.jp", "xn--4dkua4c.example.jp", { IMAP, 993, TLS } },
    { "192.0.2.7:1993", "192.0.2.7", { IMAP, 1993, TLS } },
    { "[2001:db8::1]:143", "2001:db8::1", { IMAP, 143, STARTTLS } },
    { "2001:db8::1", "2001:db8::1", { IMAP, 993, TLS } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KitteServerForm form = { IMAP, 993, TLS };
      g_autoptr (GError) error = NULL;
      g_autofree char *host = kitte_server_form_read_host (&form, cases[i].typed, &error);

      g_test_message ("%s", cases[i].typed);
      g_assert_no_error (error);
      g_assert_cmpstr (host, ==, cases[i].host);
      assert_form (&form, cases[i].after.protocol, cases[i].after.port, cases[i].after.security);
    }
}

static void
test_no_host (void)
{
  const char *cases[] = { "",     "   ",          "hanako@example.jp",  "a b@c", "imaps://",
                          "x..y", "-bad.test",    "imap_server\n.test", "://",   "/",
                          "[::1", "imap.test:0x", "a\x7f.test" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KitteServerForm form = { IMAP, 993, TLS };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_null (kitte_server_form_read_host (&form, cases[i], &error));
      g_assert_error (error, KITTE_MODEL_ERROR, KITTE_MODEL_ERROR_BAD_SERVER);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/server-form/port", test_port);
  g_test_add_func ("/model/server-form/security", test_security);
  g_test_add_func ("/model/server-form/protocol", test_protocol);
  g_test_add_func ("/model/server-form/host", test_host);
  g_test_add_func ("/model/server-form/no-host", test_no_host);
  return g_test_run ();
}

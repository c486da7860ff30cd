/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_judge_account (): old settings and what is said of them. */
#include "config.h"

#include "repair/kitte-judge.h"

/* incoming host, outgoing host, port, security, method; codes; whether it needs repair */
static const struct
{
  const char *incoming;
  const char *outgoing;
  guint16 port;
  KitteSecurity security;
  KitteAuth auth;
  const char *codes;
  gboolean needed;
} rows[] = {
  { "mail.owari.test", "mail.owari.test", 25, KITTE_SECURITY_NONE, KITTE_AUTH_NONE,
    "port-25 smtp-no-auth no-encryption ", TRUE },
  { "mail.owari.test", "mail.owari.test", 587, KITTE_SECURITY_NONE, KITTE_AUTH_NONE,
    "smtp-no-auth no-encryption ", TRUE },
  { "mail.owari.test", "mail.owari.test", 25, KITTE_SECURITY_STARTTLS, KITTE_AUTH_PLAIN, "port-25 ",
    TRUE },
  { "mail.owari.test", "mail.owari.test", 587, KITTE_SECURITY_NONE, KITTE_AUTH_PLAIN,
    "no-encryption ", FALSE },
  { "mail.owari.test", "mail.owari.test", 587, KITTE_SECURITY_STARTTLS, KITTE_AUTH_PLAIN, "",
    FALSE },
  { "mail.owari.test", "smtp.owari.test", 465, KITTE_SECURITY_TLS, KITTE_AUTH_PLAIN, "", FALSE },
  { "mail.owari.test", "relay.office.example", 25, KITTE_SECURITY_NONE, KITTE_AUTH_NONE,
    "foreign-outgoing ", FALSE },
  { "mail.owari.test", "localhost", 25, KITTE_SECURITY_NONE, KITTE_AUTH_NONE, "", FALSE },
  { "mail.owari.test", "127.0.0.1", 25, KITTE_SECURITY_NONE, KITTE_AUTH_NONE, "", FALSE },
  { "imap.host.example", "example.test", 25, KITTE_SECURITY_NONE, KITTE_AUTH_PLAIN,
    "port-25 no-encryption ", TRUE },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const KitteAuthList method = { { rows[i].auth }, 1 };
      g_autoptr (KitteServer) incoming = kitte_server_new (KITTE_PROTOCOL_POP3, rows[i].incoming,
                                                           995, KITTE_SECURITY_TLS, NULL, "taro");
      g_autoptr (KitteServer) outgoing =
          kitte_server_new (KITTE_PROTOCOL_SMTP, rows[i].outgoing, rows[i].port, rows[i].security,
                            &method, NULL);
      const KitteExistingAccount account = { .address = (char *) "taro@example.test",
                                             .incoming = incoming,
                                             .outgoing = outgoing };
      g_autoptr (KitteJudgement) judgement = kitte_judge_account (&account, &(KitteEvidence){ 0 });
      GPtrArray *problems = judgement->problems;
      g_autoptr (GString) codes = g_string_new (NULL);

      for (guint j = 0; j < problems->len; j++)
        g_string_append_printf (codes, "%s ", ((const KitteProblem *) problems->pdata[j])->code);
      g_assert_cmpstr (codes->str, ==, rows[i].codes);
      g_assert_cmpint (kitte_judgement_get_severity (judgement) >= KITTE_SEVERITY_WILL_STOP, ==,
                       rows[i].needed);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repair/judge", test_rows);
  return g_test_run ();
}

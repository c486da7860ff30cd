/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteReply: replies are taken apart, and what is none is none. */
#include "config.h"

#include "dialog/kitte-reply.h"

static void
assert_smtp (const char *lines, const char *status, const char *code, const char *text)
{
  g_auto (GStrv) split = g_strsplit (lines, "\n", -1);
  g_auto (KitteReply) reply = { 0 };

  g_assert_true (kitte_reply_parse_smtp (&reply, (const char *const *) split));
  g_assert_cmpstr (reply.status, ==, status);
  g_assert_cmpstr (reply.code, ==, code);
  g_assert_cmpstr (reply.text, ==, text);
}

static void
test_smtp (void)
{
  assert_smtp ("250", "250", NULL, "");
  assert_smtp ("235 2.7.0 ok", "235", "2.7.0", "ok");
  assert_smtp ("535-5.7.8 no\n535 5.7.8 really", "535", "5.7.8", "no really");
  assert_smtp ("535-no\n535 5.7.8 really", "535", "5.7.8", "no really");
  assert_smtp ("550 5.7.1", "550", "5.7.1", "");
  assert_smtp ("550 5.1.1.1 x", "550", NULL, "5.1.1.1 x");
  assert_smtp ("550 5.1000.1 x", "550", NULL, "5.1000.1 x");
  assert_smtp ("550 3.7.1 x", "550", NULL, "3.7.1 x");
}

static void
test_smtp_lines (void)
{
  static const char *const bad[] = { "",       "2",     "25",      "2500",   "250x ok",
                                     "650 ok", "hello", " 250 ok", "２50 ok" };
  KitteSmtpLine line;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (kitte_smtp_line_parse (&line, bad[i]));
  g_assert_true (kitte_smtp_line_parse (&line, "250-a"));
  g_assert_false (line.last);
  g_assert_true (kitte_smtp_line_parse (&line, "250"));
  g_assert_true (line.last);
  g_assert_cmpstr (line.text, ==, "");
}

static void
test_smtp_mixed (void)
{
  static const char *const lines[] = { "250-a", "550 b", NULL };
  static const char *const none[] = { NULL };
  g_auto (KitteReply) reply = { 0 };
  g_auto (KitteReply) empty = { 0 };

  g_assert_false (kitte_reply_parse_smtp (&reply, lines));
  g_assert_false (kitte_reply_parse_smtp (&empty, none));
}

static void
assert_pop3 (const char *line, const char *status, const char *code, const char *text)
{
  g_auto (KitteReply) reply = { 0 };

  g_assert_cmpint (kitte_reply_parse_pop3 (&reply, line), ==, status != NULL);
  if (status == NULL)
    return;
  g_assert_cmpstr (reply.status, ==, status);
  g_assert_cmpstr (reply.code, ==, code);
  g_assert_cmpstr (reply.text, ==, text);
}

static void
test_pop3 (void)
{
  assert_pop3 ("+OK", "+OK", NULL, "");
  assert_pop3 ("+OK [mail] ready <1@x>", "+OK", NULL, "[mail] ready <1@x>");
  assert_pop3 ("-err [in-use] busy", "-ERR", "IN-USE", "busy");
  assert_pop3 ("-ERR [SYS/TEMP x] busy", "-ERR", "SYS/TEMP", "busy");
  assert_pop3 ("-ERR [open", "-ERR", NULL, "[open");
  assert_pop3 ("-ERR", "-ERR", NULL, "");
  assert_pop3 ("+", NULL, NULL, NULL);
  assert_pop3 ("+OKAY", NULL, NULL, NULL);
  assert_pop3 ("", NULL, NULL, NULL);
}

static void
assert_imap (const char *line, const char *status, const char *code, const char *arguments)
{
  g_auto (KitteReply) reply = { 0 };

  g_assert_cmpint (kitte_reply_parse_imap (&reply, line), ==, status != NULL);
  if (status == NULL)
    return;
  g_assert_cmpstr (reply.status, ==, status);
  g_assert_cmpstr (reply.code, ==, code);
  g_assert_cmpstr (reply.arguments, ==, arguments);
}

static void
test_imap (void)
{
  assert_imap ("OK", "OK", NULL, NULL);
  assert_imap ("ok [Capability IMAP4rev1  IDLE] hi", "OK", "CAPABILITY", "IMAP4rev1  IDLE");
  assert_imap ("NO [ALERT] x", "NO", "ALERT", NULL);
  assert_imap ("BYE [", "BYE", NULL, NULL);
  assert_imap ("BAD []", "BAD", "", NULL);
  assert_imap ("CAPABILITY IMAP4rev1", NULL, NULL, NULL);
  assert_imap ("", NULL, NULL, NULL);
}

static void
test_literal (void)
{
  guint64 size = 0;

  g_assert_true (kitte_imap_line_literal ("* X {12}", &size));
  g_assert_cmpuint (size, ==, 12);
  g_assert_true (kitte_imap_line_literal ("{0+}", &size));
  g_assert_cmpuint (size, ==, 0);
  g_assert_true (kitte_imap_line_literal ("{99999999999999999999999}", &size));
  g_assert_cmpuint (size, ==, G_MAXUINT64);
  g_assert_false (kitte_imap_line_literal ("{12} ", &size));
  g_assert_false (kitte_imap_line_literal ("{}", &size));
  g_assert_false (kitte_imap_line_literal ("{-1}", &size));
  g_assert_false (kitte_imap_line_literal ("12}", &size));
  g_assert_false (kitte_imap_line_literal ("{12", &size));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/reply/smtp", test_smtp);
  g_test_add_func ("/dialog/reply/smtp-lines", test_smtp_lines);
  g_test_add_func ("/dialog/reply/smtp-mixed", test_smtp_mixed);
  g_test_add_func ("/dialog/reply/pop3", test_pop3);
  g_test_add_func ("/dialog/reply/imap", test_imap);
  g_test_add_func ("/dialog/reply/literal", test_literal);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte_explain(): whole bounces from files, replies, encodings, and hostile input. */
#include "config.h"

#include "base/kitte-bounds.h"
#include "diagnose/kitte-explain.h"

#include <string.h>

static char *
join_codes (const KitteMeaning *meaning)
{
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < meaning->causes->len; i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "",
                            ((const KitteCause *) meaning->causes->pdata[i])->code);
  return g_string_free (g_steal_pointer (&codes), FALSE);
}

static const struct
{
  const char *file;
  KitteWriter written_by;
  const char *codes;
  const char *whom;     /* what the sentence about the writer names */
  const char *evidence; /* part of the first line */
} bounces[] = {
  { "postfix-dsn.eml", KITTE_WRITER_OWN_PROVIDER, "recipient-unknown", "mx.example.com",
    "hanko@example.com: 550 5.1.1" },
  { "other-side-dsn.eml", KITTE_WRITER_OTHER_SIDE, "recipient-mailbox-full", "mx.example.com",
    "hanako@example.com" },
  { "qmail-own.eml", KITTE_WRITER_OWN_PROVIDER, "recipient-domain-unknown", "ask your provider",
    "hanako@exampel.com" },
  { "qmail-remote.txt", KITTE_WRITER_OWN_PROVIDER, "recipient-unknown", "Your own provider",
    "hanko@example.com" },
  { "exim.eml", KITTE_WRITER_OWN_PROVIDER, "rejected-as-spam", "mx.example.com",
    "hanako@example.com" },
  { "exchange-ja.txt", KITTE_WRITER_OTHER_SIDE, "recipient-unknown", "mail.example.co.jp",
    "hanako@example.co.jp" },
  { "gmail-delay.eml", KITTE_WRITER_OWN_PROVIDER, "delayed recipient-server-unreachable",
    "ask your provider", "hanako@example.com: The recipient server" },
  { "two-recipients.eml", KITTE_WRITER_OWN_PROVIDER, "recipient-mailbox-full message-too-large",
    "mx.example.com", "a@example.com: 552" },
  { "docomo-iso-2022-jp.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown rejected-as-spam",
    "mail.docomo.example", "hanako@docomo.example" },
  { "docomo-unlabelled-shift-jis.eml", KITTE_WRITER_OTHER_SIDE,
    "recipient-unknown rejected-as-spam", "mail.docomo.example", "hanako@docomo.example" },
  { "docomo-unlabelled-euc-jp.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown rejected-as-spam",
    "mail.docomo.example", "hanako@docomo.example" },
  { "docomo-wrong-label.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown rejected-as-spam",
    "mail.docomo.example", "hanako@docomo.example" },
  { "sendmail-carriers.eml", KITTE_WRITER_OWN_PROVIDER,
    "recipient-mailbox-full recipient-unknown rejected-as-spam", "mfsmax.docomo.example",
    "hanako@docomo.example: 550 Unknown user" },
  { "carrier-utf-8-base64.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown rejected-as-spam",
    "carrier.example", "hanako@carrier.example" },
  { "carrier-quoted-printable.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown rejected-as-spam",
    "carrier.example", "hanako@carrier.example" },
  { "carrier-html.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown rejected-as-spam",
    "carrier.example", "hanako@carrier.example" },
  { "au-notice.eml", KITTE_WRITER_OTHER_SIDE, "recipient-unknown recipient-mailbox-full",
    "au.example", "hanako@au.example" },
  { "qmail-two.txt", KITTE_WRITER_OWN_PROVIDER, "recipient-domain-unknown recipient-mailbox-full",
    "Your own provider", "hanako@exampel.com: Sorry" },
  { "exchange-en.txt", KITTE_WRITER_OWN_PROVIDER, "recipient-unknown", "Your own provider",
    "hanako@example.co.jp" },
  { "courier.eml", KITTE_WRITER_OWN_PROVIDER, "recipient-unknown", "mx.example.com",
    "hanko@example.com: 550 5.1.1" },
  /* The same as postfix-dsn.eml, which somebody passed on. */
  { "forwarded.eml", KITTE_WRITER_OWN_PROVIDER, "recipient-unknown", "mx.example.com",
    "hanko@example.com: 550 5.1.1" },
  /* The same, cut off in the middle of the report. */
  { "truncated.eml", KITTE_WRITER_OWN_PROVIDER, "recipient-unknown", "Your own provider",
    "hanko@example.com" },
};

static void
test_bounce (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "fixtures", "bounces", bounces[i].file, NULL);
  g_autofree char *contents = NULL;
  g_autofree char *codes = NULL;
  g_autoptr (KitteMeaning) meaning = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  meaning = kitte_explain (contents, length);
  codes = join_codes (meaning);
  g_assert_cmpstr (codes, ==, bounces[i].codes);
  g_assert_cmpstr (kitte_writer_to_nick (meaning->written_by), ==,
                   kitte_writer_to_nick (bounces[i].written_by));
  g_assert_nonnull (strstr (meaning->whom, bounces[i].whom));
  g_assert_nonnull (strstr (meaning->evidence[0], bounces[i].evidence));
}

/* Replies to a sign-in go through the table of the dialogs. */
static const struct
{
  const char *text;
  const char *first;
  const char *written_by;
} replies[] = {
  { "-ERR Login failed.", "auth-rejected", "own-provider" },
  { "a1 NO [AUTHENTICATIONFAILED] Authentication failed.", "auth-rejected", "own-provider" },
  { "-ERR [AUTH] Invalid login", "auth-rejected", "own-provider" },
  { "-ERR [IN-USE] Do you have another POP session running?", "mailbox-in-use", "own-provider" },
  { "-ERR [SYS/TEMP] Temporary system problem, login later", "auth-temporary-failure",
    "own-provider" },
  { "* BYE Too many login failures, try again later", "auth-locked-out", "own-provider" },
  { "535 Incorrect authentication data", "auth-rejected", "own-provider" },
  { "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
    "auth-service-disabled", "own-provider" },
  { "534-5.7.9 Application-specific password required. For more information, go to\n"
    "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor",
    "auth-app-password-needed", "own-provider" },
  { "530 5.7.0 Must issue a STARTTLS command first", "auth-plaintext-refused", "own-provider" },
  { "538 5.7.11 Encryption required for requested authentication mechanism",
    "auth-plaintext-refused", "own-provider" },
  { "msmtp: authentication failed (method PLAIN)\nmsmtp: server message: 535 5.7.8 Error: "
    "authentication failed: UGFzc3dvcmQ6\nmsmtp: could not send mail",
    "auth-rejected", "mail-program" },
  { "Sending of password for user taro did not succeed. Mail server pop.example.jp responded: "
    "[IN-USE] Mailbox locked",
    "mailbox-in-use", "mail-program" },
  { "メッセージの送信に失敗しました。\nメールの送信中にエラーが発生しました: "
    "メールサーバーの応答:\n 5.7.1 <hanako@example.com>: Relay access denied",
    "relay-denied", "mail-program" },
  { "ｻｰﾊﾞｰにﾛｸﾞｲﾝできません", "auth-rejected", "mail-program" },
  { "利用者の一人がサーバーに\nよって拒否されました", "recipient-unknown", "mail-program" },
  { "５５０　５．１．１　Ｕｓｅｒ　ｕｎｋｎｏｗｎ", "recipient-unknown", "unknown" },
  { "> 554 5.7.1 <hanako@example.com>: Relay\n> access denied", "relay-denied", "unknown" },
  { "<html><body><p>メールの送信中にエラーが発生しました。サーバーからの応答:<br>554 5.7.1 "
    "&lt;hanako@example.com&gt;: Relay access denied</p></body></html>",
    "relay-denied", "mail-program" },
  { "Nov 21 12:00:00 mx1 postfix/smtp[550]: 4F2A: to=<hanko@example.com>, "
    "relay=mx.example.com[192.0.2.1]:25, delay=1.2, dsn=5.1.1, status=bounced (host "
    "mx.example.com[192.0.2.1] said: 550 5.1.1 <hanko@example.com>: Recipient address rejected: "
    "User unknown in virtual mailbox table (in reply to RCPT TO command))",
    "recipient-unknown", "unknown" },
  { "Nov 21 12:00:00 host=smtp.example.jp tls=on auth=on user=taro from=taro@example.jp "
    "recipients=hanako@example.com smtpstatus=535 smtpmsg='535 5.7.8 Error: authentication failed' "
    "errormsg='authentication failed (method PLAIN)' exitcode=EX_NOPERM",
    "auth-rejected", "mail-program" },
  /* Broken by a picture’s width, and without a blank where there was one. */
  { "送信（SMTP）\nサーバー smtp.exam\nple.jp の認証に失敗しまし\nた。パスワードを確認し、",
    "auth-rejected", "mail-program" },
  { "ＯＰ２５Ｂ", "port-25-blocked", "unknown" },
  { "25番ポートブロック（OP25B）とは", "port-25-blocked", "unknown" },
  { "smtp - auth", "sign-in-required", "unknown" },
  { "What is SMTP-AUTH?", "sign-in-required", "unknown" },
  { "ＳＳＬ／ＴＬＳ", "ssl-tls", "unknown" },
  { "アプリ パスワードって何ですか", "auth-app-password-needed", "unknown" },
  { "受信メールサーバ", "incoming-server", "unknown" },
  { "ＡＰＯＰ", "apop", "unknown" },
  { "ポート番号とは？", "port-number", "unknown" },
  /* Dovecot, Courier and Cyrus */
  { "a1 NO [UNAVAILABLE] Temporary authentication failure. [mail:2026-11-21 12:00:00]",
    "auth-temporary-failure", "own-provider" },
  { "a1 NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) "
    "connections.",
    "auth-plaintext-refused", "own-provider" },
  { "-ERR [IN-USE] Maximum number of connections from user+IP exceeded "
    "(mail_max_userip_connections=10)",
    "too-many-connections", "unknown" },
  { "* NO Maximum connection limit reached for ::ffff:192.0.2.7", "too-many-connections",
    "unknown" },
  { "-ERR Login failed.", "auth-rejected", "own-provider" },
  { "-ERR [AUTH] Invalid login", "auth-rejected", "own-provider" },
  { "ＰＯＰ ｂｅｆｏｒｅ ＳＭＴＰ とは", "pop-before-smtp-needed", "unknown" },
  { "サブミッション ポートって何ですか？", "submission-port", "unknown" },
};

static void
test_reply (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (KitteMeaning) meaning = kitte_explain (replies[i].text, strlen (replies[i].text));

  g_test_message ("%s", replies[i].text);
  g_assert_cmpuint (meaning->causes->len, >, 0);
  if (meaning->causes->len == 0)
    return;
  g_assert_cmpstr (((KitteCause *) meaning->causes->pdata[0])->code, ==, replies[i].first);
  g_assert_cmpstr (kitte_writer_to_nick (meaning->written_by), ==, replies[i].written_by);
}

/* Two errors at once: both are explained, and shown. */
static void
test_several (void)
{
  const char *text = "-ERR [IN-USE] Unable to lock maildrop: Mailbox is locked by POP server\n"
                     "554 5.7.1 <hanako@example.com>: Relay access denied\n"
                     "552 5.3.4 Message size exceeds fixed limit\n";
  g_autoptr (KitteMeaning) meaning = kitte_explain (text, strlen (text));
  g_autofree char *codes = join_codes (meaning);

  g_assert_cmpstr (codes, ==,
                   "mailbox-in-use message-too-large relay-denied sign-in-required "
                   "pop-before-smtp-needed");
  g_assert_cmpuint (g_strv_length (meaning->evidence), ==, 3);
}

static void
test_nothing (void)
{
  g_autoptr (KitteMeaning) empty = kitte_explain (NULL, 0);
  static const char *const texts[] = {
    "",         " \n",        "hello world",
    "\xff\xfe", "こんにちは", "From: a@b.example\nTo: c@d.example\nSubject: x\n\nhello"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KitteMeaning) meaning = kitte_explain (texts[i], strlen (texts[i]));

      g_assert_cmpuint (meaning->causes->len, ==, 0);
      g_assert_cmpint (meaning->written_by, ==, KITTE_WRITER_UNKNOWN);
    }
  g_assert_cmpuint (empty->causes->len, ==, 0);
  g_assert_null (kitte_bounce_read (NULL, 0));
}

static void
test_encodings (void)
{
  static const char *const charsets[] = { "UTF-8", "CP932", "EUC-JP", "ISO-2022-JP", "UTF-16" };
  const char *text = "利用者の一人がサーバーによって拒否されました。もう一度お試しください。";

  for (gsize i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      gsize length;
      g_autofree char *bytes = g_convert (text, -1, charsets[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (KitteMeaning) meaning = kitte_explain (bytes, length);

      g_test_message ("%s", charsets[i]);
      g_assert_cmpuint (meaning->causes->len, ==, 5);
      g_assert_cmpstr (meaning->evidence[0], ==, text);
    }
}

/* What is shown again cannot steer a terminal and has a bounded length. */
static void
test_evidence (void)
{
  g_autoptr (GString) text = g_string_new ("550 user unknown \033[2J\a\u202e ");
  g_autoptr (KitteMeaning) meaning = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append (text, "あ");
  meaning = kitte_explain (text->str, text->len);
  g_assert_true (g_str_has_prefix (meaning->evidence[0], "550 user unknown"));
  g_assert_null (strpbrk (meaning->evidence[0], "\033\a"));
  g_assert_null (strstr (meaning->evidence[0], "\u202e"));
  g_assert_cmpuint (strlen (meaning->evidence[0]), <=, KITTE_MAX_EVIDENCE + 3);
  g_assert_true (g_utf8_validate (meaning->evidence[0], -1, NULL));
}

/* Texts made to be slow: each has to be read within a moment. */
static void
test_hostile (void)
{
  static const char *const pieces[] = { "user unknown ",
                                        "too many ",
                                        "client host rejected: ",
                                        "a@",
                                        "<",
                                        "--b\n",
                                        "Received: by ",
                                        "\n\n",
                                        "host a.b [",
                                        "From: a@b.c\n",
                                        "550-",
                                        "\033$B" };
  static const char *const heads[] = {
    "", "From: a@b.c\nTo: b@c.d\nContent-Type: multipart/report; boundary=b\n\n",
    "Hi. This is the qmail-send program at "
  };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces) * G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GString) text = g_string_new (heads[i % G_N_ELEMENTS (heads)]);
      g_autoptr (KitteMeaning) meaning = NULL;
      gint64 begin;

      while (text->len < 2 * KITTE_MAX_BOUNCE)
        g_string_append (text, pieces[i / G_N_ELEMENTS (heads)]);
      begin = g_get_monotonic_time ();
      meaning = kitte_explain (text->str, text->len);
      g_test_message ("%s: %" G_GINT64_FORMAT " ms", pieces[i / G_N_ELEMENTS (heads)],
                      (g_get_monotonic_time () - begin) / 1000);
      g_assert_nonnull (meaning);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
    }
}

/* Parts within parts without end. */
static void
test_nested (void)
{
  g_autoptr (GString) text = g_string_new ("From: MAILER-DAEMON@a.example\nTo: b@c.example\n");
  g_autoptr (KitteMeaning) meaning = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i, i);
  g_string_append (text, "\nuser unknown\n");
  meaning = kitte_explain (text->str, text->len);
  g_assert_nonnull (meaning);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* All rows that are wrong are named at once. */
  g_test_set_nonfatal_assertions ();
  for (gsize i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      g_autofree char *path = g_strconcat ("/explain/bounce/", bounces[i].file, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_bounce);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/explain/reply/%" G_GSIZE_FORMAT, i);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_reply);
    }
  g_test_add_func ("/explain/several", test_several);
  g_test_add_func ("/explain/nothing", test_nothing);
  g_test_add_func ("/explain/encodings", test_encodings);
  g_test_add_func ("/explain/evidence", test_evidence);
  g_test_add_func ("/explain/hostile", test_hostile);
  g_test_add_func ("/explain/nested", test_nested);
  return g_test_run ();
}

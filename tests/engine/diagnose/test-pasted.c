/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what is pasted: quoted, as HTML, with passwords in it, and made alike for comparing. */
#include "config.h"

#include "diagnose/kitte-explain.h"
#include "diagnose/kitte-pasted-html.h"
#include "diagnose/kitte-pasted-secrets.h"
#include "diagnose/kitte-pasted-text.h"

#include <string.h>

static void
test_fold (void)
{
  static const struct
  {
    const char *one;
    const char *other;
  } alike[] = {
    { "５５０　Ｕｓｅｒ　ｕｎｋｎｏｗｎ", "550 user unknown" },
    { "サーバー に ログイン", "サーバにログイン" },
    { "送信 (SMTP) サーバー smtp.example.jp の認証", "送信(smtp)サーバーsmtp.example.jpの認証" },
    { "ﾕｰｻﾞｰ名", "ユーザ名" },
    { "Relay\n  access\tdenied", "relay access denied" },
    { "“quoted” – it’s", "\"quoted\" - it's" },
  };
  g_autofree char *kept = kitte_pasted_text_fold ("サーバーメンテナンス データ");

  for (gsize i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_autofree char *one = kitte_pasted_text_fold (alike[i].one);
      g_autofree char *other = kitte_pasted_text_fold (alike[i].other);

      g_assert_cmpstr (one, ==, other);
    }
  g_assert_cmpstr (kept, ==, "サーバーメンテナンスデータ");
}

static void
test_quoted (void)
{
  g_autofree char *plain =
      kitte_pasted_text_plain ("> > one\n>two\n three > four\n>\n> - five\n<<< 550 six");

  g_assert_cmpstr (plain, ==, "one\ntwo\n three > four\n\n- five\n<<< 550 six");
}

static void
test_html (void)
{
  static const char *const no_html[] = { "<taro@example.jp>: 550 no", "a < b and c > d",
                                         "554 5.7.1 <hanako@example.com>: Relay access denied",
                                         "<<< 550 User unknown" };
  g_autofree char *plain = kitte_pasted_html_to_text (
      "<html><head><title>t</title><style>x{}</style></head><body><p>554 5.7.1 "
      "&lt;hanako@example.com&gt;: Relay <b>access</b> denied<br>and <taro@example.jp></p>"
      "<script>alert(1)</script><div>end</div>");
  g_autoptr (GString) deep = g_string_new ("<div>");
  g_autofree char *text = NULL;

  g_assert_nonnull (strstr (plain, "554 5.7.1 <hanako@example.com>: Relay access denied\n"));
  g_assert_nonnull (strstr (plain, "<taro@example.jp>"));
  g_assert_nonnull (strstr (plain, "end"));
  g_assert_null (strstr (plain, "alert"));
  g_assert_null (strstr (plain, "x{}"));
  for (gsize i = 0; i < G_N_ELEMENTS (no_html); i++)
    g_assert_false (kitte_pasted_html_is_html (no_html[i]));
  for (guint i = 0; i < 3000; i++)
    g_string_append (deep, "<div>");
  g_string_append (deep, "deep");
  text = kitte_pasted_html_to_text (deep->str);
  g_assert_nonnull (text);
}

/* Whatever stands where a password stands is not shown again. */
static void
test_secrets (void)
{
  /* “secret”, and in base64 the whole of what was sent. */
  static const char *const lines[] = {
    "AUTH PLAIN AHRhcm8Ac2VjcmV0",
    "C: auth plain AHRhcm8Ac2VjcmV0",
    ">>> AUTH LOGIN c2VjcmV0",
    "500 5.5.1 unrecognized command: \"AUTH PLAIN AHRhcm8Ac2VjcmV0\"",
    "a1 AUTHENTICATE PLAIN AHRhcm8Ac2VjcmV0",
    "535 authentication failed: AHRhcm9AZXhhbXBsZS5qcABzZWNyZXQ=",
    "PASS secret",
    "PASS my secret with blanks",
    "-ERR unknown command: PASS secret",
    "a1 LOGIN taro secret",
    "C: a1 LOGIN \"taro\" \"secret\"",
    "password: secret",
    "Password = secret",
    "smtp pwd:secret",
    "パスワード：secret",
    "メールパスワード： secret です",
    "smtp://taro:secret@smtp.example.jp:587",
    "Authorization: Bearer secret",
    "XOAUTH2 token ya29.secret-token_x",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *shown = kitte_pasted_secrets_hide (lines[i]);

      g_test_message ("%s", shown);
      g_assert_null (strstr (shown, "secret"));
      g_assert_null (strstr (shown, "c2Vjcm"));
      g_assert_null (strstr (shown, "AHRhcm"));
    }
}

/* What tells the cause stays as it is. */
static void
test_harmless (void)
{
  static const char *const lines[] = {
    "554 5.7.1 <hanako@example.com>: Relay access denied",
    "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
    "535 5.7.8 Username and Password not accepted. "
    "https://support.google.com/mail/?p=BadCredentials",
    "a1 NO LOGIN failed for this user",
    "-ERR [AUTH] Invalid login or password",
    "host mx.example.jp[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)",
    "パスワードが正しくありません。",
    "サーバーにログインできません。エラー番号: 0x800CCC92",
    "please pass on this mail",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autofree char *shown = kitte_pasted_secrets_hide (lines[i]);

      g_assert_cmpstr (shown, ==, lines[i]);
    }
}

/* A transcript with a sign-in in it: explained, and nothing of the sign-in shown. */
static void
test_transcript (void)
{
  const char *text = "220 mail.example.jp ESMTP\nEHLO [192.0.2.7]\n250 AUTH PLAIN LOGIN\n"
                     "AUTH PLAIN AHRhcm8Ac2VjcmV0\n"
                     "535 5.7.8 Error: authentication failed: AUTH PLAIN AHRhcm8Ac2VjcmV0\n";
  g_autoptr (KitteMeaning) meaning = kitte_explain (text, strlen (text));

  g_assert_cmpuint (meaning->causes->len, >, 0);
  g_assert_cmpstr (((const KitteCause *) meaning->causes->pdata[0])->code, ==, "auth-rejected");
  for (gsize i = 0; meaning->evidence[i] != NULL; i++)
    g_assert_null (strstr (meaning->evidence[i], "AHRhcm"));
  g_assert_nonnull (meaning->evidence[0]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pasted/fold", test_fold);
  g_test_add_func ("/pasted/quoted", test_quoted);
  g_test_add_func ("/pasted/html", test_html);
  g_test_add_func ("/pasted/secrets", test_secrets);
  g_test_add_func ("/pasted/harmless", test_harmless);
  g_test_add_func ("/pasted/transcript", test_transcript);
  return g_test_run ();
}

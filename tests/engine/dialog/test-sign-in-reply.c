/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the table of refusals: the server software of the world, a row a line. */
#include "config.h"

#include "dialog/kitte-sign-in-reply.h"
#include "support/stopwatch.h"

#include <string.h>

typedef struct
{
  const char *line;
  const char *nick;
} Case;

static const Case sign_ins[] = {
  /* Dovecot */
  { "NO [AUTHENTICATIONFAILED] Authentication failed.", "auth-rejected" },
  { "NO [UNAVAILABLE] Temporary authentication failure.", "auth-temporary-failure" },
  { "NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.",
    "auth-plaintext-refused" },
  { "NO [LIMIT] Maximum number of connections from user+IP exceeded "
    "(mail_max_userip_connections=10)",
    "too-many-connections" },
  { "-ERR [AUTH] Plaintext authentication disallowed on non-secure (SSL/TLS) connections.",
    "auth-plaintext-refused" },
  { "-ERR [AUTH] Password expired", "password-expired" },
  { "-ERR [AUTH] Unsupported authentication mechanism.", "auth-no-common-method" },
  /* Cyrus */
  { "NO Login failed: authentication failure", "auth-rejected" },
  { "NO Login only available under a layer", "auth-plaintext-refused" },
  { "NO Login failed: user is disabled", "account-disabled" },
  { "-ERR [AUTH] Invalid login", "auth-rejected" },
  { "-ERR [IN-USE] Unable to lock maildrop: Mailbox is locked by POP server", "mailbox-in-use" },
  /* Courier */
  { "NO Login failed.", "auth-rejected" },
  { "NO Error in IMAP command received by server.", "auth-rejected" },
  { "-ERR Maximum connection limit reached for ::ffff:192.0.2.1", "too-many-connections" },
  /* UW and qpopper */
  { "-ERR Bad login", "auth-rejected" },
  { "-ERR [AUTH] Password supplied for \"taro\" is incorrect.", "auth-rejected" },
  { "-ERR [IN-USE] /var/mail/.taro.pop lock busy!  Is another session active? (11)",
    "mailbox-in-use" },
  { "-ERR maildrop already locked", "mailbox-in-use" },
  /* vpopmail and qmail */
  { "-ERR authorization failed", "auth-rejected" },
  { "-ERR this user has no $HOME/Maildir", "mailbox-unavailable" },
  { "535 authentication failed (#5.7.1)", "auth-rejected" },
  { "454 oops, problem with child and I can't auth (#4.3.0)", "auth-temporary-failure" },
  /* Postfix, Exim, Sendmail */
  { "535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", "auth-rejected" },
  { "535 5.7.8 Error: authentication failed: generic failure", "auth-rejected" },
  { "454 4.7.0 Temporary authentication failure: Connection lost to authentication server",
    "auth-temporary-failure" },
  { "421 4.7.0 mail.example.test Error: too many errors", "auth-temporary-failure" },
  { "530 5.7.0 Must issue a STARTTLS command first", "auth-plaintext-refused" },
  { "538 Encryption required for requested authentication mechanism", "auth-plaintext-refused" },
  { "503 5.5.1 Error: authentication not enabled", "auth-not-offered" },
  { "503 AUTH command used when not advertised", "auth-not-offered" },
  { "435 Unable to authenticate at present", "auth-temporary-failure" },
  { "535 5.7.0 authentication failed", "auth-rejected" },
  { "504 5.3.3 AUTH mechanism CRAM-MD5 not available", "auth-no-common-method" },
  { "500 5.5.6 Authentication Exchange line is too long", "auth-no-common-method" },
  /* Exchange, Outlook.com, Microsoft 365 */
  { "NO LOGIN failed.", "auth-rejected" },
  { "NO AUTHENTICATE failed.", "auth-rejected" },
  { "BAD User is authenticated but not connected.", "mailbox-unavailable" },
  { "-ERR Logon failure: unknown user name or bad password.", "auth-rejected" },
  { "-ERR Logon failure: LogonDenied-BasicAuthBlocked", "auth-oauth-needed" },
  { "535 5.7.3 Authentication unsuccessful", "auth-rejected" },
  { "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.",
    "auth-rejected" },
  { "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.",
    "auth-oauth-needed" },
  { "535 5.7.139 Authentication unsuccessful, user is locked by your organization's security "
    "defaults policy.",
    "account-disabled" },
  { "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the "
    "Mailbox.",
    "auth-service-disabled" },
  { "550 5.7.30 Basic authentication is not supported for Client Submission.",
    "auth-oauth-needed" },
  { "432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending",
    "too-many-connections" },
  /* Gmail */
  { "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)", "auth-rejected" },
  { "NO [ALERT] Too many simultaneous connections. (Failure)", "too-many-connections" },
  { "NO [ALERT] Account exceeded command or bandwidth limits. (Failure)",
    "auth-temporary-failure" },
  { "-ERR [SYS/TEMP] Temporary system problem. Please try again later.", "auth-temporary-failure" },
  { "-ERR [AUTH] Username and password not accepted.", "auth-rejected" },
  /* Yahoo, Zoho, Yandex, Mail.ru, QQ, NetEase */
  { "NO [AUTHENTICATIONFAILED] LOGIN Invalid credentials", "auth-rejected" },
  { "NO [SERVERBUG] LOGIN Server error - Please try again later", "auth-temporary-failure" },
  { "NO [AUTHORIZATIONFAILED] Please verify your account by going to https://login.yahoo.com",
    "auth-web-login-needed" },
  { "NO [ALERT] You are yet to enable IMAP for your account. Please contact your administrator",
    "auth-service-disabled" },
  { "535 5.7.8 Error: authentication failed: This user does not have access rights to this service",
    "auth-service-disabled" },
  { "535 5.7.0 NEOBHODIM parol prilozheniya https://help.mail.ru / Application password is "
    "REQUIRED",
    "auth-app-password-needed" },
  { "535 Login Fail. Please enter your authorization code to login.", "auth-app-password-needed" },
  /* Bare statuses */
  { "NO", "auth-rejected" },
  { "-ERR", "auth-rejected" },
  { "535", "auth-rejected" },
  { "454", "auth-temporary-failure" },
  { "421", "server-unavailable" },
  { "BYE", "server-unavailable" },
  { "BAD", "protocol-violation" },
};

/* Every code of the standards, with words that say nothing by themselves. */
static const Case standards[] = {
  /* RFC 5530, section 3. */
  { "NO [UNAVAILABLE] x", "auth-temporary-failure" },
  { "NO [AUTHENTICATIONFAILED] x", "auth-rejected" },
  { "NO [AUTHORIZATIONFAILED] x", "auth-service-disabled" },
  { "NO [EXPIRED] x", "password-expired" },
  { "NO [PRIVACYREQUIRED] x", "auth-plaintext-refused" },
  { "NO [CONTACTADMIN] x", "account-disabled" },
  { "NO [NOPERM] x", "auth-service-disabled" },
  { "NO [INUSE] x", "mailbox-in-use" },
  { "NO [EXPUNGEISSUED] x", "auth-rejected" },
  { "NO [CORRUPTION] x", "mailbox-unavailable" },
  { "NO [SERVERBUG] x", "auth-temporary-failure" },
  { "NO [CLIENTBUG] x", "auth-no-common-method" },
  { "NO [CANNOT] x", "auth-no-common-method" },
  { "NO [LIMIT] x", "auth-temporary-failure" },
  { "NO [OVERQUOTA] x", "mailbox-full" },
  { "NO [ALREADYEXISTS] x", "auth-rejected" },
  { "NO [NONEXISTENT] x", "mailbox-unavailable" },
  /* RFC 2449, section 8.1, and RFC 3206. */
  { "-ERR [LOGIN-DELAY] x", "auth-temporary-failure" },
  { "-ERR [IN-USE] x", "mailbox-in-use" },
  { "-ERR [SYS/TEMP] x", "auth-temporary-failure" },
  { "-ERR [SYS/PERM] x", "mailbox-unavailable" },
  { "-ERR [AUTH] x", "auth-rejected" },
  /* RFC 4954, section 6, and the codes of RFC 3463 and RFC 5248 beside them. */
  { "432 4.7.12 x", "password-expired" },
  { "454 4.7.0 x", "auth-temporary-failure" },
  { "500 5.5.6 x", "auth-no-common-method" },
  { "501 5.5.2 x", "protocol-violation" },
  { "530 5.7.0 x", "auth-rejected" },
  { "534 5.7.9 x", "auth-no-common-method" },
  { "535 5.7.8 x", "auth-rejected" },
  { "538 5.7.11 x", "auth-plaintext-refused" },
  { "523 5.7.10 x", "auth-plaintext-refused" },
  { "524 5.7.12 x", "password-expired" },
  { "525 5.7.13 x", "account-disabled" },
  { "550 5.2.1 x", "account-disabled" },
  { "535 5.7.14 x", "auth-web-login-needed" },
  { "453 4.3.2 x", "server-unavailable" },
  { "421 4.3.2 x", "server-unavailable" },
};

static const Case connections[] = {
  { "421 4.7.0 Too many concurrent SMTP connections; please try again later.",
    "too-many-connections" },
  { "421 too many connections from your host", "too-many-connections" },
  { "451 4.3.0 later", "server-unavailable" },
  { "554 5.7.1 You are not allowed to connect.", "greeting-rejected" },
  { "BYE Maximum number of connections from your IP exceeded", "too-many-connections" },
  { "BYE Temporary failure, [UNAVAILABLE]", "greeting-rejected" },
  { "BYE [UNAVAILABLE] x", "server-unavailable" },
  { "-ERR [SYS/TEMP] x", "server-unavailable" },
  { "-ERR too many connections", "too-many-connections" },
  { "BYE [SERVERBUG] x", "server-unavailable" },
  { "BYE [LIMIT] x", "too-many-connections" },
  { "-ERR [LOGIN-DELAY] x", "too-many-connections" },
  { "-ERR [SYS/PERM] x", "greeting-rejected" },
  { "-ERR [IN-USE] x", "mailbox-in-use" },
  { "-ERR no", "greeting-rejected" },
};

static const Case mailboxes[] = {
  { "NO [NONEXISTENT] Unknown mailbox", "mailbox-unavailable" },
  { "NO [INUSE] x", "mailbox-in-use" },
  { "NO [OVERQUOTA] x", "mailbox-full" },
  { "NO SELECT Unsafe Login. Please contact kefu@188.com for help", "mailbox-unavailable" },
  { "BAD x", "mailbox-unavailable" },
};

static void
parse (KitteReply *reply, const char *line)
{
  const char *lines[] = { line, NULL };

  if (g_ascii_isdigit (*line))
    g_assert_true (kitte_reply_parse_smtp (reply, lines));
  else if (*line == '-')
    g_assert_true (kitte_reply_parse_pop3 (reply, line));
  else
    g_assert_true (kitte_reply_parse_imap (reply, line));
}

static void
check (const Case *cases, gsize n_cases, KitteReplyStage stage)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_auto (KitteReply) reply = { 0 };
      const char *nick;

      parse (&reply, cases[i].line);
      nick = kitte_finding_code_to_nick (kitte_sign_in_reply_read (stage, &reply));
      if (!g_str_equal (nick, cases[i].nick))
        g_test_message ("“%s”", cases[i].line);
      g_assert_cmpstr (nick, ==, cases[i].nick);
    }
}

static void
test_sign_in (void)
{
  check (sign_ins, G_N_ELEMENTS (sign_ins), KITTE_REPLY_TO_SIGN_IN);
}

static void
test_standards (void)
{
  check (standards, G_N_ELEMENTS (standards), KITTE_REPLY_TO_SIGN_IN);
}

static void
test_connection (void)
{
  check (connections, G_N_ELEMENTS (connections), KITTE_REPLY_TO_CONNECTION);
}

static void
test_mailbox (void)
{
  check (mailboxes, G_N_ELEMENTS (mailboxes), KITTE_REPLY_TO_MAILBOX);
}

/* The patterns must not be slow on what a server makes up. */
static void
test_hostile_text (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KitteReply reply = { .status = (char *) "NO" };
  gint64 begin = test_stopwatch_now ();

  while (text->len < 60000)
    g_string_append (text, "too many imap account \xff");
  reply.text = text->str;
  g_assert_cmpint (kitte_sign_in_reply_read (KITTE_REPLY_TO_SIGN_IN, &reply), ==,
                   KITTE_FINDING_AUTH_REJECTED);
  g_assert_cmpint (test_stopwatch_now () - begin, <, G_USEC_PER_SEC);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/sign-in-reply/sign-in", test_sign_in);
  g_test_add_func ("/dialog/sign-in-reply/standards", test_standards);
  g_test_add_func ("/dialog/sign-in-reply/connection", test_connection);
  g_test_add_func ("/dialog/sign-in-reply/mailbox", test_mailbox);
  g_test_add_func ("/dialog/sign-in-reply/hostile-text", test_hostile_text);
  return g_test_run ();
}

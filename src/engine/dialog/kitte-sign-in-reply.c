/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first row that matches decides: providers’ own words, then the standards’ codes, then the
 * bare status. A new provider’s words are a new row. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-sign-in-reply.h"

#include <string.h>

#define GREETING KITTE_REPLY_TO_CONNECTION
#define SIGN_IN KITTE_REPLY_TO_SIGN_IN
#define MAILBOX KITTE_REPLY_TO_MAILBOX
#define ANY (GREETING | SIGN_IN | MAILBOX)

/* A reply is read this far: what matters is said at the beginning, and matching stays quick. */
#define MAX_READ 1000

/**
 * Row:
 * @stages: where it holds
 * @status: (nullable): how the status begins
 * @code: (nullable): the whole enhanced or response code
 * @text: (nullable): a glob for the text, in lower case
 */
typedef struct
{
  guint stages;
  const char *status;
  const char *code;
  const char *text;
  KitteFindingCode finding;
} Row;

static const Row text_rows[] = {
  /* Gmail: an account with two-step verification, or any since 2025. */
  { SIGN_IN, NULL, NULL, "*application-specific password*",
    KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*invalidsecondfactor*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  /* iCloud, Yahoo.com, Fastmail, Zoho, Mail.ru, QQ and NetEase. */
  { SIGN_IN, NULL, NULL, "*app-specific password*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*app specific password*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*app password*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*application password*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*parol prilozheniya*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*authorization code*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  { SIGN_IN, NULL, NULL, "*authorized code*", KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED },
  /* Gmail: unusual sign-in; “web login required”, 534 5.7.14, [WEBALERT]. */
  { SIGN_IN, NULL, "WEBALERT", NULL, KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED },
  { SIGN_IN, NULL, "5.7.14", NULL, KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED },
  { SIGN_IN, NULL, NULL, "*web login required*", KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED },
  { SIGN_IN, NULL, NULL, "*log in via your web browser*", KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED },
  { SIGN_IN, NULL, NULL, "*log in with your web browser*", KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED },
  /* Yahoo.com: the account is to be confirmed on the web. */
  { SIGN_IN, NULL, NULL, "*verify your account*", KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED },
  /* Microsoft 365 and Outlook.com. */
  { SIGN_IN, NULL, NULL, "*smtpclientauthentication is disabled*",
    KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*smtp_auth_disabled*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*basic authentication is disabled*", KITTE_FINDING_AUTH_OAUTH_NEEDED },
  { SIGN_IN, NULL, NULL, "*basic authentication is not supported*",
    KITTE_FINDING_AUTH_OAUTH_NEEDED },
  { SIGN_IN, NULL, NULL, "*basicauthblocked*", KITTE_FINDING_AUTH_OAUTH_NEEDED },
  { SIGN_IN, NULL, "5.7.30", NULL, KITTE_FINDING_AUTH_OAUTH_NEEDED },
  { SIGN_IN, NULL, NULL, "*user is locked*", KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, NULL, "*authenticated but not connected*", KITTE_FINDING_MAILBOX_UNAVAILABLE },
  { SIGN_IN, NULL, NULL, "*oauth*required*", KITTE_FINDING_AUTH_OAUTH_NEEDED },
  { SIGN_IN, NULL, NULL, "*use oauth*", KITTE_FINDING_AUTH_OAUTH_NEEDED },
  /* IMAP or POP switched off in the account’s settings: Gmail, Yandex, Zoho, GMX, NetEase. */
  { SIGN_IN, NULL, NULL, "*not enabled for imap*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*not enabled for pop*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*yet to enable imap*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*yet to enable pop*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*imap*is disabled*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*pop*is disabled*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*imap access disabled*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*pop access disabled*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*access rights to this service*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, NULL, "*service is not open*", KITTE_FINDING_AUTH_SERVICE_DISABLED },
  /* Locked out: Gmail, Yahoo.com, Dovecot with anvil, Exim and Postfix policies. */
  { SIGN_IN, NULL, NULL, "*too many*login*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*too many*auth*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*too many*password*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*too many*attempts*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*too many*failures*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*temporarily*locked*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*temporarily*blocked*", KITTE_FINDING_AUTH_LOCKED_OUT },
  { SIGN_IN, NULL, NULL, "*account*locked*", KITTE_FINDING_AUTH_LOCKED_OUT },
  /* The password itself. */
  { SIGN_IN, NULL, NULL, "*password*expired*", KITTE_FINDING_PASSWORD_EXPIRED },
  { SIGN_IN, NULL, NULL, "*must change*password*", KITTE_FINDING_PASSWORD_EXPIRED },
  /* The account: vpopmail, Dovecot, Courier, Kerio, hMailServer. */
  { SIGN_IN, NULL, NULL, "*account*disabled*", KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, NULL, "*account*suspended*", KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, NULL, "*user*disabled*", KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, NULL, "*user*suspended*", KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, NULL, "*account*inactive*", KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, NULL, "*account*deactivated*", KITTE_FINDING_ACCOUNT_DISABLED },
  /* Passwords not taken unencrypted: Dovecot, Cyrus, UW, Courier. */
  { SIGN_IN, NULL, NULL, "*plaintext auth*disallowed*", KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, NULL, "*plaintext auth*not allowed*", KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, NULL, "*cleartext auth*disallowed*", KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, NULL, "*available under a layer*", KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, NULL, "*must issue a starttls*", KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, NULL, "*encryption required*", KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  /* The sign-in was never judged. */
  { SIGN_IN, NULL, NULL, "*unsupported*mechanism*", KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, NULL, "*mechanism*not supported*", KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, NULL, "*mechanism*not available*", KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, NULL, "*unrecognized authentication*", KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, NULL, "*authentication not enabled*", KITTE_FINDING_AUTH_NOT_OFFERED },
  { SIGN_IN, NULL, NULL, "*auth*not advertised*", KITTE_FINDING_AUTH_NOT_OFFERED },
  { SIGN_IN, NULL, NULL, "*auth*not available*", KITTE_FINDING_AUTH_NOT_OFFERED },
  { SIGN_IN, NULL, NULL, "*temporary*fail*", KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, NULL, "*temporary*error*", KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, NULL, "*temporary*problem*", KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, NULL, "*temporarily unavailable*", KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, NULL, "*try again later*", KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, NULL, "*bandwidth limits*", KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  /* Too many at once: Dovecot, Courier, Gmail, Exchange. */
  { ANY, NULL, NULL, "*maximum number of connections*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { ANY, NULL, NULL, "*maximum connection*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { ANY, NULL, NULL, "*connections limit*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { ANY, NULL, NULL, "*connection limit*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { ANY, NULL, NULL, "*too many*connections*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { ANY, NULL, NULL, "*too many*sessions*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { GREETING, NULL, NULL, "*too many*", KITTE_FINDING_TOO_MANY_CONNECTIONS },
  /* The mailbox: qpopper, UW, Cyrus, vpopmail and Courier. */
  { SIGN_IN | MAILBOX, NULL, NULL, "*lock busy*", KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN | MAILBOX, NULL, NULL, "*mail*already locked*", KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN | MAILBOX, NULL, NULL, "*mailbox*locked*", KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN | MAILBOX, NULL, NULL, "*unable to lock*", KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN | MAILBOX, NULL, NULL, "*can't lock*", KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN | MAILBOX, NULL, NULL, "*mailbox in use*", KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN, NULL, NULL, "*chdir*maildir*", KITTE_FINDING_MAILBOX_UNAVAILABLE },
  { SIGN_IN, NULL, NULL, "*this user has no *maildir*", KITTE_FINDING_MAILBOX_UNAVAILABLE },
};

static const Row code_rows[] = {
  /* RFC 5530, section 3. */
  { SIGN_IN, NULL, "AUTHENTICATIONFAILED", NULL, KITTE_FINDING_AUTH_REJECTED },
  { SIGN_IN, NULL, "AUTHORIZATIONFAILED", NULL, KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, "EXPIRED", NULL, KITTE_FINDING_PASSWORD_EXPIRED },
  { SIGN_IN, NULL, "PRIVACYREQUIRED", NULL, KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, "CONTACTADMIN", NULL, KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, "UNAVAILABLE", NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, "SERVERBUG", NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, "LIMIT", NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, "NOPERM", NULL, KITTE_FINDING_AUTH_SERVICE_DISABLED },
  { SIGN_IN, NULL, "CLIENTBUG", NULL, KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, "CANNOT", NULL, KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, "CORRUPTION", NULL, KITTE_FINDING_MAILBOX_UNAVAILABLE },
  { SIGN_IN, NULL, "NONEXISTENT", NULL, KITTE_FINDING_MAILBOX_UNAVAILABLE },
  { SIGN_IN | MAILBOX, NULL, "INUSE", NULL, KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN | MAILBOX, NULL, "OVERQUOTA", NULL, KITTE_FINDING_MAILBOX_FULL },
  { GREETING, NULL, "UNAVAILABLE", NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { GREETING, NULL, "SERVERBUG", NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { GREETING, NULL, "LIMIT", NULL, KITTE_FINDING_TOO_MANY_CONNECTIONS },
  /* RFC 2449, section 8.1, and RFC 3206. */
  { ANY, NULL, "IN-USE", NULL, KITTE_FINDING_MAILBOX_IN_USE },
  { SIGN_IN, NULL, "LOGIN-DELAY", NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, "SYS/TEMP", NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, NULL, "SYS/PERM", NULL, KITTE_FINDING_MAILBOX_UNAVAILABLE },
  { SIGN_IN, NULL, "AUTH", NULL, KITTE_FINDING_AUTH_REJECTED },
  { GREETING, NULL, "LOGIN-DELAY", NULL, KITTE_FINDING_TOO_MANY_CONNECTIONS },
  { GREETING, NULL, "SYS/TEMP", NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  /* RFC 4954, section 6; RFC 5248 with the IANA registry; RFC 3463. */
  { SIGN_IN, NULL, "5.7.8", NULL, KITTE_FINDING_AUTH_REJECTED },
  { SIGN_IN, NULL, "5.7.9", NULL, KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, "5.7.10", NULL, KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, "5.7.11", NULL, KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, NULL, "4.7.12", NULL, KITTE_FINDING_PASSWORD_EXPIRED },
  { SIGN_IN, NULL, "5.7.12", NULL, KITTE_FINDING_PASSWORD_EXPIRED },
  { SIGN_IN, NULL, "5.7.13", NULL, KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, "5.2.1", NULL, KITTE_FINDING_ACCOUNT_DISABLED },
  { SIGN_IN, NULL, "5.5.6", NULL, KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, NULL, "4.3.2", NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { GREETING, NULL, "4.7.0", NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { SIGN_IN, NULL, "4.7.0", NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
};

static const Row status_rows[] = {
  /* SMTP, RFC 5321, section 4.2, and RFC 4954, section 6. */
  { ANY, "421", NULL, NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { SIGN_IN, "432", NULL, NULL, KITTE_FINDING_PASSWORD_EXPIRED },
  { SIGN_IN, "4", NULL, NULL, KITTE_FINDING_AUTH_TEMPORARY_FAILURE },
  { SIGN_IN, "500", NULL, NULL, KITTE_FINDING_PROTOCOL_VIOLATION },
  { SIGN_IN, "501", NULL, NULL, KITTE_FINDING_PROTOCOL_VIOLATION },
  { SIGN_IN, "502", NULL, NULL, KITTE_FINDING_AUTH_NOT_OFFERED },
  { SIGN_IN, "503", NULL, NULL, KITTE_FINDING_AUTH_NOT_OFFERED },
  { SIGN_IN, "504", NULL, NULL, KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, "534", NULL, NULL, KITTE_FINDING_AUTH_NO_COMMON_METHOD },
  { SIGN_IN, "538", NULL, NULL, KITTE_FINDING_AUTH_PLAINTEXT_REFUSED },
  { SIGN_IN, "5", NULL, NULL, KITTE_FINDING_AUTH_REJECTED },
  { GREETING, "4", NULL, NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { GREETING, "5", NULL, NULL, KITTE_FINDING_GREETING_REJECTED },
  /* POP3 and IMAP. */
  { SIGN_IN, "-ERR", NULL, NULL, KITTE_FINDING_AUTH_REJECTED },
  { SIGN_IN, "NO", NULL, NULL, KITTE_FINDING_AUTH_REJECTED },
  { SIGN_IN, "BYE", NULL, NULL, KITTE_FINDING_SERVER_UNAVAILABLE },
  { SIGN_IN, "BAD", NULL, NULL, KITTE_FINDING_PROTOCOL_VIOLATION },
  { GREETING, NULL, NULL, NULL, KITTE_FINDING_GREETING_REJECTED },
  { MAILBOX, NULL, NULL, NULL, KITTE_FINDING_MAILBOX_UNAVAILABLE },
};

static gboolean
matches (const Row *row, KitteReplyStage stage, const KitteReply *reply, const char *text)
{
  if ((row->stages & stage) == 0)
    return FALSE;
  if (row->status != NULL && !g_str_has_prefix (reply->status, row->status))
    return FALSE;
  if (row->code != NULL && (reply->code == NULL || !g_str_equal (reply->code, row->code)))
    return FALSE;
  return row->text == NULL || g_pattern_match_simple (row->text, text);
}

static gboolean
find_row (const Row *rows,
          gsize n_rows,
          KitteReplyStage stage,
          const KitteReply *reply,
          const char *text,
          KitteFindingCode *finding)
{
  for (gsize i = 0; i < n_rows; i++)
    if (matches (&rows[i], stage, reply, text))
      {
        *finding = rows[i].finding;
        return TRUE;
      }
  return FALSE;
}

static gboolean
find_specific (KitteReplyStage stage, const KitteReply *reply, KitteFindingCode *finding)
{
  g_autofree char *valid = g_utf8_make_valid (reply->text, MIN (strlen (reply->text), MAX_READ));
  g_autofree char *text = g_ascii_strdown (valid, -1);

  return find_row (text_rows, G_N_ELEMENTS (text_rows), stage, reply, text, finding) ||
         find_row (code_rows, G_N_ELEMENTS (code_rows), stage, reply, text, finding);
}

/**
 * kitte_sign_in_reply_read:
 * @reply: a refusal
 *
 * Returns: what it means
 */
KitteFindingCode
kitte_sign_in_reply_read (KitteReplyStage stage, const KitteReply *reply)
{
  KitteFindingCode finding;

  g_return_val_if_fail (reply != NULL && reply->text != NULL, KITTE_FINDING_PROTOCOL_VIOLATION);

  if (find_specific (stage, reply, &finding) ||
      find_row (status_rows, G_N_ELEMENTS (status_rows), stage, reply, "", &finding))
    return finding;
  return KITTE_FINDING_PROTOCOL_VIOLATION;
}

/**
 * kitte_sign_in_reply_is_specific:
 *
 * Returns: whether @reply says more than its bare status, so that it outweighs another one
 */
gboolean
kitte_sign_in_reply_is_specific (KitteReplyStage stage, const KitteReply *reply)
{
  KitteFindingCode finding;

  g_return_val_if_fail (reply != NULL && reply->text != NULL, FALSE);

  return find_specific (stage, reply, &finding);
}

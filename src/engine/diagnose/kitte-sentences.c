/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences for findings, as a table: a translator or a support desk reads them in one place.
 *
 * TRANSLATORS of this file: words in {braces} are filled in and stay as they are; they may be moved
 * within their sentence. Calm, polite, no blame; the text says what was not done. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-sentences.h"

#include <glib/gi18n-lib.h>

#define EITHER KITTE_SENTENCE_EITHER
#define RECEIVING KITTE_SENTENCE_RECEIVING
#define SENDING KITTE_SENTENCE_SENDING
#define EXPLAINED KITTE_SENTENCE_EXPLAINED
#define SIGNING_IN KITTE_SENTENCE_SIGNING_IN

/* A row for one role stands before the row for either. */
static const KitteSentence sentences[] = {
  { KITTE_FINDING_OK, RECEIVING, N_ ("Receiving works."),
    N_ ("The server accepted the password for receiving mail.") },
  { KITTE_FINDING_OK, SENDING, N_ ("Sending works."),
    N_ ("The server accepted the password for sending mail. No message was sent.") },
  { KITTE_FINDING_OK_UNENCRYPTED, EITHER, N_ ("It works, but without encryption."),
    N_ ("This mail server does not support encryption. Password and mail can be read on the way. "
        "Please do not use it on public Wi-Fi.") },
  { KITTE_FINDING_SIGN_IN_LATER, EITHER, N_ ("Everything is ready for signing in."),
    N_ ("{host} can be reached and is the right server. Your mail program will sign in on the "
        "provider’s own page when you first open it.") },

  { KITTE_FINDING_DOMAIN_NOT_FOUND, EITHER, N_ ("There is no “{host}” on the internet."),
    N_ ("Please check the part of the address after the @. Nothing was sent anywhere.") },
  { KITTE_FINDING_DOMAIN_TAKES_NO_MAIL, EITHER, N_ ("“{host}” takes no mail."),
    N_ ("The owner of this domain says that it has no mailboxes. Please check the address.") },
  { KITTE_FINDING_NO_SETTINGS_FOUND, EITHER, N_ ("The settings could not be found."),
    N_ ("Nobody publishes the mail settings for “{host}”. Your provider can tell you the names of "
        "the receiving and the sending server.") },

  { KITTE_FINDING_OFFLINE, EITHER, N_ ("You are not connected to the internet."),
    N_ ("Please check Wi-Fi or cable and press “Try again”. What you typed is still there.") },
  { KITTE_FINDING_CAPTIVE_PORTAL, EITHER, N_ ("This network wants you to sign in first."),
    N_ ("Please open any page in the web browser, sign in to the network, and try again. The "
        "password was not sent.") },
  { KITTE_FINDING_NAME_NOT_FOUND, EITHER, N_ ("The server “{host}” does not exist."),
    N_ ("The name could not be found on the internet. Please compare it with what your provider "
        "wrote. The password was not sent.") },
  { KITTE_FINDING_DNS_FAILURE, EITHER, N_ ("The name “{host}” could not be looked up."),
    N_ ("The service that finds names on the internet did not answer. This is often over in a few "
        "minutes. The password was not sent.") },
  { KITTE_FINDING_REFUSED, EITHER, N_ ("{host} does not take connections on port {port}."),
    N_ ("The computer is there, but no mail service answers. The port may be wrong, or the service "
        "may be down for the moment. The password was not sent.") },
  { KITTE_FINDING_TIMED_OUT, EITHER, N_ ("{host} does not answer."),
    N_ ("There was no answer on port {port}. The mail server may be down, or something on the way "
        "blocks the connection. The password was not sent.") },
  { KITTE_FINDING_RESET, EITHER, N_ ("The connection to {host} was cut."),
    N_ ("The connection was broken off before anything secret was sent. Please try again; if it "
        "happens every time, a firewall or virus scanner may be the cause.") },
  { KITTE_FINDING_CLOSED, EITHER, N_ ("{host} hung up."),
    N_ ("The server closed the connection before the check was done. Please try again in a few "
        "minutes.") },
  { KITTE_FINDING_PORT_25_BLOCKED, EITHER, N_ ("Sending through port 25 is no longer possible."),
    N_ ("To stop junk mail, port 25 is blocked by this line or by the mail server. Sending with "
        "sign-in on port 587 or 465 is today’s way.") },
  { KITTE_FINDING_ALL_MAIL_PORTS_BLOCKED, EITHER, N_ ("This network blocks mail programs."),
    N_ ("Other mail servers cannot be reached either, though the internet works. Please try "
        "another network, or ask whoever runs this one. The password was not sent.") },

  { KITTE_FINDING_NO_GREETING, EITHER, N_ ("{host} takes the connection but says nothing."),
    N_ ("The mail server did not begin to talk on port {port}. It may be overloaded. The password "
        "was not sent.") },
  { KITTE_FINDING_GREETING_REJECTED, EITHER, N_ ("{host} turned this connection away."),
    N_ ("The mail server does not accept connections from here at the moment. Its own words are "
        "below. The password was not sent.") },
  { KITTE_FINDING_SERVER_UNAVAILABLE, EITHER, N_ ("The provider’s mail server is not available."),
    N_ ("Your internet connection works. Please wait a while and try again; nothing is wrong with "
        "what you typed.") },
  { KITTE_FINDING_TOO_MANY_CONNECTIONS, EITHER, N_ ("The server has too many connections."),
    N_ ("Other devices or mail programs may be using the mailbox. Please wait a minute and try "
        "again.") },
  { KITTE_FINDING_PREAUTH_UNEXPECTED, EITHER, N_ ("{host} let us in without asking."),
    N_ ("The server signed the connection in by itself, so the password could not be checked. "
        "Please ask your provider.") },
  { KITTE_FINDING_NOT_THIS_PROTOCOL, EITHER, N_ ("Another kind of server answers there."),
    N_ ("On port {port} of {host} there is no such mail service. The port number is probably "
        "wrong. The password was not sent.") },
  { KITTE_FINDING_PROTOCOL_VIOLATION, EITHER, N_ ("{host} gave an answer that makes no sense."),
    N_ ("The server does not talk as a mail server should. Please ask your provider; the report "
        "below helps them.") },
  { KITTE_FINDING_REPLY_TOO_LONG, EITHER, N_ ("{host} talks without end."),
    N_ ("The server sent far more than a mail server should, so the connection was closed. Please "
        "ask your provider.") },

  { KITTE_FINDING_TLS_NOT_OFFERED, EITHER, N_ ("{host} does not offer encryption here."),
    N_ ("The password would travel readable for others, so it was not sent. Your provider can tell "
        "you the server and port that use encryption.") },
  { KITTE_FINDING_TLS_ON_PLAIN_PORT, EITHER, N_ ("The encryption setting does not fit the port."),
    N_ ("Port {port} of {host} uses encryption from the first moment, or not at all. Please choose "
        "the other kind. The password was not sent.") },
  { KITTE_FINDING_TLS_HANDSHAKE_FAILED, EITHER, N_ ("No secure connection could be made."),
    N_ ("{host} and this computer did not agree on an encryption. The password was not sent.") },
  { KITTE_FINDING_TLS_TOO_OLD, EITHER, N_ ("The server’s encryption is out of date."),
    N_ ("{host} only offers {detail}, which is no longer considered safe. The password was not "
        "sent. Please ask your provider for a newer server.") },
  { KITTE_FINDING_STARTTLS_REFUSED, EITHER, N_ ("{host} refused to encrypt the connection."),
    N_ ("The server offers encryption but did not start it. The password was not sent. Please try "
        "again later or ask your provider.") },
  { KITTE_FINDING_STARTTLS_INJECTION, EITHER, N_ ("Something interferes with the connection."),
    N_ ("Unencrypted data was slipped in where encryption should begin. The password was not sent. "
        "Please try another network.") },
  { KITTE_FINDING_PLAINTEXT_ONLY, EITHER, N_ ("This mail server does not support encryption."),
    N_ ("Password and mail could be read on the way. The password was not sent. Please do not use "
        "this on public Wi-Fi.") },

  { KITTE_FINDING_CERT_WRONG_HOST, EITHER, N_ ("The server’s certificate is for another name."),
    N_ ("This connection asked for {host}, but the certificate belongs to {names}. To be safe, the "
        "password was not sent. The server name in the settings is probably not the one your "
        "provider wants you to use.") },
  { KITTE_FINDING_CERT_EXPIRED, EITHER, N_ ("The server’s certificate has expired."),
    N_ ("The certificate of {host} was valid until {date}; by the clock of this computer it is "
        "{today}. To be safe, the password was not sent. Only the provider can renew it.") },
  { KITTE_FINDING_CERT_NOT_YET_VALID, EITHER, N_ ("The server’s certificate is not valid yet."),
    N_ ("The certificate of {host} is valid from {date}; by the clock of this computer it is "
        "{today}. To be safe, the password was not sent.") },
  { KITTE_FINDING_CLOCK_WRONG, EITHER, N_ ("The clock of this computer seems to be wrong."),
    N_ ("Secure connections need the right date and time. By this computer it is {today}; the "
        "certificate of {host} is valid from {from} until {until}. Please set the clock and try "
        "again. The password was not sent.") },
  { KITTE_FINDING_CERT_SELF_SIGNED, EITHER, N_ ("The server vouches only for itself."),
    N_ ("Nobody this computer trusts has confirmed that this is really {host}; it calls itself "
        "{names}. To be safe, the password was not sent. Please ask your provider.") },
  { KITTE_FINDING_CERT_UNKNOWN_CA, EITHER, N_ ("The server’s certificate is not trusted."),
    N_ ("The certificate of {host} was issued by {issuer}, which this computer does not know. To "
        "be safe, the password was not sent. Please ask your provider.") },
  { KITTE_FINDING_CERT_WEAK, EITHER, N_ ("The server’s certificate is too weak."),
    N_ ("The certificate of {host}, issued by {issuer}, uses methods that are no longer safe. The "
        "password was not sent. Please ask your provider.") },
  { KITTE_FINDING_CERT_REVOKED, EITHER, N_ ("The server’s certificate was withdrawn."),
    N_ ("{issuer} issued the certificate of {host} and has declared it invalid. The password was "
        "not sent. Please ask your provider.") },

  { KITTE_FINDING_AUTH_NOT_OFFERED, SENDING, N_ ("This server does not offer signing in."),
    N_ ("{host} has no sign-in for sending on port {port}. Port 587 or 465 is usually the right "
        "one. Nothing has been changed.") },
  { KITTE_FINDING_AUTH_NOT_OFFERED, EITHER, N_ ("This server does not offer signing in."),
    N_ ("{host} did not offer a way to sign in. Nothing has been changed. Please ask your "
        "provider.") },
  { KITTE_FINDING_AUTH_NO_COMMON_METHOD, EITHER, N_ ("There is no common way to sign in."),
    N_ ("{host} wants a way of signing in that is not supported here. Nothing has been "
        "changed.") },
  { KITTE_FINDING_AUTH_REJECTED, SENDING, N_ ("The password was not accepted for sending."),
    N_ ("Receiving works, but {host} did not accept user name and password for sending. Nothing "
        "has been changed. Some providers use another password for sending.") },
  { KITTE_FINDING_AUTH_REJECTED, EITHER, N_ ("The password was not accepted."),
    N_ ("Nothing has been changed. Please check capital letters, and blanks at the beginning and "
        "end.") },
  { KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED, EITHER, N_ ("An app password is needed."),
    N_ ("{provider} does not take your usual password in mail programs. Please make an app "
        "password on the provider’s page and type it here.") },
  { KITTE_FINDING_AUTH_OAUTH_NEEDED, EITHER, N_ ("This provider wants you to sign in on its page."),
    N_ ("{host} takes no password from mail programs. Thunderbird and Evolution can sign in on the "
        "provider’s own page.") },
  { KITTE_FINDING_AUTH_SERVICE_DISABLED, EITHER,
    N_ ("Mail programs are switched off for this mailbox."),
    N_ ("Please allow mail programs (IMAP, POP or SMTP) in the settings of your mailbox at the "
        "provider, then try again.") },
  { KITTE_FINDING_AUTH_WEB_LOGIN_NEEDED, EITHER, N_ ("The provider wants to see you once."),
    N_ ("Please sign in once to your mailbox in the web browser, confirm what it asks, and try "
        "again here.") },
  { KITTE_FINDING_AUTH_TEMPORARY_FAILURE, EITHER, N_ ("Signing in is not possible right now."),
    N_ ("The server could not check the password at the moment. It does not mean that the password "
        "is wrong. Please wait a few minutes and try again.") },
  { KITTE_FINDING_AUTH_LOCKED_OUT, EITHER, N_ ("The server has stopped taking sign-ins for now."),
    N_ ("Please wait a while before trying again. If an old password is still stored in a phone or "
        "another mail program, it can keep the lock in place.") },
  { KITTE_FINDING_AUTH_PLAINTEXT_REFUSED, EITHER, N_ ("The server wants encryption first."),
    N_ ("{host} does not allow signing in without encryption. Please choose an encrypted "
        "connection.") },
  { KITTE_FINDING_ACCOUNT_DISABLED, EITHER, N_ ("This mailbox is blocked."),
    N_ ("The provider has switched this mailbox off. Please contact the provider.") },
  { KITTE_FINDING_PASSWORD_EXPIRED, EITHER, N_ ("The password has expired."),
    N_ ("Please set a new password on your provider’s page and type it here.") },
  { KITTE_FINDING_BUDGET_SPENT, EITHER, N_ ("No further attempt was made."),
    N_ ("So that the provider does not lock you out, nothing was sent this time.") },

  { KITTE_FINDING_MAILBOX_IN_USE, EITHER, N_ ("The mailbox is in use."),
    N_ ("The password is right. Another mail program or phone is fetching mail at the moment. "
        "Please wait a minute or two and try again.") },
  { KITTE_FINDING_MAILBOX_UNAVAILABLE, EITHER, N_ ("The mailbox could not be opened."),
    N_ ("The password is right, but the inbox cannot be opened at the moment. Please try again "
        "later or ask your provider.") },
  { KITTE_FINDING_MAILBOX_FULL, EITHER, N_ ("The mailbox is full."),
    N_ ("Please delete some mail on your provider’s page.") },

  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED, EITHER,
    N_ ("This server wants mail to be fetched before sending."),
    N_ ("It uses the old way “POP before SMTP”: for some minutes after receiving, sending is "
        "allowed. Most providers have replaced it by signing in for sending.") },
  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED, SENDING, N_ ("This server has no sign-in for sending."),
    N_ ("{host} does not ask for a password on port {port}, and it was not sent.") },
  { KITTE_FINDING_SIGN_IN_REQUIRED, EITHER, N_ ("The server wants you to sign in for sending."),
    N_ ("Please switch on sign-in (SMTP AUTH) for the sending server, with the name and password "
        "used for receiving.") },
  { KITTE_FINDING_RELAY_DENIED, EITHER, N_ ("The server does not pass on this mail."),
    N_ ("Usually sign-in for sending is switched off in the mail program, or mail is sent through "
        "another company’s server.") },
  { KITTE_FINDING_SENDER_REFUSED, EITHER, N_ ("The server does not accept this sender address."),
    N_ ("The address in “From” must be the one that belongs to the mailbox.") },

  { KITTE_FINDING_RECIPIENT_UNKNOWN, EITHER, N_ ("There is no such recipient."),
    N_ ("Please check the part of the recipient’s address before the @.") },
  { KITTE_FINDING_RECIPIENT_DOMAIN_UNKNOWN, EITHER, N_ ("The recipient’s domain does not exist."),
    N_ ("Please check the part of the recipient’s address after the @.") },
  { KITTE_FINDING_RECIPIENT_SERVER_UNREACHABLE, EITHER,
    N_ ("The recipient’s mail server could not be reached."),
    N_ ("The trouble is on the other side. Please try again later.") },
  { KITTE_FINDING_RECIPIENT_MAILBOX_FULL, EITHER, N_ ("The recipient’s mailbox is full."),
    N_ ("Please tell the recipient another way, or try again later.") },
  { KITTE_FINDING_MESSAGE_TOO_LARGE, EITHER, N_ ("The message is too large."),
    N_ ("Please send smaller attachments, or share the files another way.") },
  { KITTE_FINDING_REJECTED_AS_SPAM, EITHER, N_ ("The message was taken for junk."),
    N_ ("The recipient’s server did not accept it. A different wording or fewer links may help; "
        "otherwise ask your provider.") },
  { KITTE_FINDING_RATE_LIMITED, EITHER, N_ ("Too many messages in a short time."),
    N_ ("The provider limits how much can be sent. Please wait a while and try again.") },
  { KITTE_FINDING_DELAYED, EITHER, N_ ("The message is still on its way."),
    N_ ("The server will keep trying; there is nothing to do for now.") },

  /* Said once the sign-in was under way. */
  { KITTE_FINDING_AUTH_NOT_OFFERED, SIGNING_IN, N_ ("This server does not take sign-ins."),
    N_ ("{host} offers signing in and then refuses it. Please ask your provider.") },
  { KITTE_FINDING_AUTH_NO_COMMON_METHOD, SIGNING_IN, N_ ("There is no common way to sign in."),
    N_ ("{host} refused the way of signing in that it offers. Please ask your provider.") },

  /* Said about another program’s message: nothing about what Kitte did, no host, no port. */
  { KITTE_FINDING_OFFLINE, EXPLAINED, N_ ("This computer was not connected to the internet."),
    N_ ("Please check Wi-Fi or cable.") },
  { KITTE_FINDING_CAPTIVE_PORTAL, EXPLAINED, N_ ("The network wanted you to sign in first."),
    N_ ("Please open any page in the web browser and sign in to the network.") },
  { KITTE_FINDING_NAME_NOT_FOUND, EXPLAINED, N_ ("The server’s name does not exist."),
    N_ ("Please compare the name of the server in the settings with what your provider wrote.") },
  { KITTE_FINDING_DNS_FAILURE, EXPLAINED, N_ ("The server’s name could not be looked up."),
    N_ ("The service that finds names on the internet did not answer. This is often over in a few "
        "minutes.") },
  { KITTE_FINDING_REFUSED, EXPLAINED, N_ ("The server does not take connections at this port."),
    N_ ("The computer is there, but no mail service answers. The port in the settings may be "
        "wrong, "
        "or the service may be down for the moment.") },
  { KITTE_FINDING_TIMED_OUT, EXPLAINED, N_ ("The mail server does not answer."),
    N_ ("The server may be down, or something on the way blocks the connection.") },
  { KITTE_FINDING_RESET, EXPLAINED, N_ ("The connection was cut."),
    N_ ("If it happens every time, a firewall or virus scanner may be the cause.") },
  { KITTE_FINDING_CLOSED, EXPLAINED, N_ ("The server hung up."),
    N_ ("The server closed the connection too early. Please try again in a few minutes.") },
  { KITTE_FINDING_ALL_MAIL_PORTS_BLOCKED, EXPLAINED, N_ ("This network blocks mail programs."),
    N_ ("Please try another network, or ask whoever runs this one.") },
  { KITTE_FINDING_GREETING_REJECTED, EXPLAINED, N_ ("The mail server turned this connection away."),
    N_ ("It does not accept connections from this line or computer. Please ask your provider.") },
  { KITTE_FINDING_SERVER_UNAVAILABLE, EXPLAINED,
    N_ ("The mail server is not available at the moment."),
    N_ ("Please wait a while and try again; nothing is wrong with your settings.") },
  { KITTE_FINDING_NOT_THIS_PROTOCOL, EXPLAINED, N_ ("Another kind of server answered."),
    N_ ("Server or port in the settings are probably wrong. Please compare them with what your "
        "provider wrote.") },
  { KITTE_FINDING_PROTOCOL_VIOLATION, EXPLAINED,
    N_ ("Server and mail program did not understand each other."),
    N_ ("Please compare port and encryption in the settings with what your provider wrote.") },
  { KITTE_FINDING_TLS_NOT_OFFERED, EXPLAINED, N_ ("The server does not offer encryption there."),
    N_ ("Please do not switch encryption off. Your provider can tell you the server and port that "
        "use encryption.") },
  { KITTE_FINDING_TLS_ON_PLAIN_PORT, EXPLAINED,
    N_ ("The encryption setting does not fit the port."),
    N_ ("Ports 465, 993 and 995 are encrypted from the first moment (SSL/TLS); ports 587, 143 and "
        "110 begin with STARTTLS.") },
  { KITTE_FINDING_TLS_HANDSHAKE_FAILED, EXPLAINED, N_ ("No secure connection could be made."),
    N_ ("Server and mail program did not agree on an encryption.") },
  { KITTE_FINDING_TLS_TOO_OLD, EXPLAINED, N_ ("The encryption is out of date."),
    N_ ("Server and mail program have no encryption in common that is still considered safe. The "
        "older of the two needs an update.") },
  { KITTE_FINDING_STARTTLS_REFUSED, EXPLAINED, N_ ("The server refused to encrypt the connection."),
    N_ ("Please try again later or ask your provider.") },
  { KITTE_FINDING_PLAINTEXT_ONLY, EXPLAINED, N_ ("This mail server does not support encryption."),
    N_ ("Password and mail can be read on the way. Please do not use it on public Wi-Fi.") },
  { KITTE_FINDING_CERT_WRONG_HOST, EXPLAINED, N_ ("The server’s certificate is for another name."),
    N_ ("The server name in the settings is probably not the one your provider wants you to use. "
        "Please do not accept the certificate; correct the name.") },
  { KITTE_FINDING_CERT_EXPIRED, EXPLAINED, N_ ("The server’s certificate has expired."),
    N_ ("Only the provider can renew it. Please do not make an exception.") },
  { KITTE_FINDING_CERT_NOT_YET_VALID, EXPLAINED, N_ ("The server’s certificate is not valid yet."),
    N_ ("Usually the clock of this computer is wrong.") },
  { KITTE_FINDING_CLOCK_WRONG, EXPLAINED, N_ ("The clock of this computer may be wrong."),
    N_ ("Secure connections need the right date and time. Please set the clock.") },
  { KITTE_FINDING_CERT_SELF_SIGNED, EXPLAINED, N_ ("The server vouches only for itself."),
    N_ ("Nobody this computer trusts has confirmed that it is really your provider’s. Please ask "
        "your provider before you accept anything.") },
  { KITTE_FINDING_CERT_UNKNOWN_CA, EXPLAINED, N_ ("The server’s certificate is not trusted."),
    N_ ("This computer does not know who issued it. Please ask your provider before you accept "
        "anything.") },
  { KITTE_FINDING_CERT_REVOKED, EXPLAINED, N_ ("The server’s certificate was withdrawn."),
    N_ ("Whoever issued it has declared it invalid. Please ask your provider.") },
  { KITTE_FINDING_AUTH_NOT_OFFERED, EXPLAINED, N_ ("This server does not offer signing in."),
    N_ ("Usually the port or the encryption in the settings is not the one for mail programs; port "
        "587 or 465 is right for sending.") },
  { KITTE_FINDING_AUTH_NO_COMMON_METHOD, EXPLAINED, N_ ("There is no common way to sign in."),
    N_ ("The server does not know the way of signing in that is chosen in the settings. “Normal "
        "password” through an encrypted connection is nearly always right.") },
  { KITTE_FINDING_AUTH_REJECTED, EXPLAINED, N_ ("User name or password was not accepted."),
    N_ ("Please check capital letters, and blanks at the beginning and end; many providers have "
        "several passwords, and mail needs the one for mail. Please do not try again and again: "
        "the "
        "provider may lock the mailbox for a while.") },
  { KITTE_FINDING_AUTH_APP_PASSWORD_NEEDED, EXPLAINED, N_ ("An app password is needed."),
    N_ ("The provider does not take your usual password in mail programs. Please make an app "
        "password on the provider’s page and use it in the mail program.") },
  { KITTE_FINDING_AUTH_OAUTH_NEEDED, EXPLAINED,
    N_ ("This provider wants you to sign in on its page."),
    N_ ("It takes no password from mail programs. Thunderbird and Evolution can sign in on the "
        "provider’s own page; choose “OAuth2” in the settings.") },
  { KITTE_FINDING_AUTH_PLAINTEXT_REFUSED, EXPLAINED, N_ ("The server wants encryption first."),
    N_ ("It does not allow signing in without encryption. Please choose an encrypted connection in "
        "the settings.") },
  { KITTE_FINDING_PASSWORD_EXPIRED, EXPLAINED, N_ ("The password has expired."),
    N_ ("Please set a new password on your provider’s page and put it into the mail program.") },
};

/* What is said behind the text where the finding knows more. */
static const KitteMoreSentence more_sentences[] = {
  { KITTE_FINDING_AUTH_REJECTED, KITTE_DETAIL_NOT_ASCII,
    N_ ("The password has letters that mail servers write in different ways, such as “ä”, “é” or "
        "“あ”; this may be the cause even if it is right. A password of a–z, 0–9 and signs such as "
        "“-” works everywhere.") },
  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED, KITTE_DETAIL_OFFERED,
    N_ ("{provider} allows sending for {wait} after mail was received instead (“POP before SMTP”). "
        "Please let the mail program fetch mail by POP first, and send within that time.") },
  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED, KITTE_DETAIL_OFFERED_IMAP_TOO,
    N_ ("{provider} allows sending for {wait} after mail was received instead (“POP before SMTP”); "
        "receiving by IMAP counts too. Please let the mail program fetch mail first, and send "
        "within that time.") },
  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED, KITTE_DETAIL_ENDED,
    N_ ("{provider} used to allow sending for {wait} after mail was received (“POP before SMTP”) "
        "and has ended that. Today you sign in for sending, on port 587 or 465.") },
  { KITTE_FINDING_POP_BEFORE_SMTP_NEEDED, KITTE_DETAIL_GUESSED,
    N_ ("It probably works the old way, “POP before SMTP”: for some minutes after mail was "
        "received, sending is allowed. Most providers have replaced that by signing in, on port "
        "587 or 465; please ask yours for that server.") },
  { KITTE_FINDING_BUDGET_SPENT, KITTE_DETAIL_REJECTED_BEFORE,
    N_ ("{host} did not accept this user name and password a short while ago. Please wait {wait}. "
        "If the password is another one now, or you have changed something at the provider, you "
        "can try again at once.") },
  { KITTE_FINDING_BUDGET_SPENT, KITTE_DETAIL_TOO_MANY,
    N_ ("Too many sign-ins have failed at {host} within ten minutes. Please wait {wait}. If you "
        "have reset the password or changed something at the provider, you can try again at "
        "once.") },
};

/**
 * kitte_sentence_find_more:
 * @detail: (nullable): the finding’s
 *
 * Returns: (transfer none) (nullable): what is said behind the text of @code, untranslated
 */
const char *
kitte_sentence_find_more (KitteFindingCode code, const char *detail)
{
  for (gsize i = 0; i < G_N_ELEMENTS (more_sentences); i++)
    if (more_sentences[i].code == code && g_strcmp0 (more_sentences[i].detail, detail) == 0)
      return more_sentences[i].text;
  return NULL;
}

/**
 * kitte_sentence_find:
 * @role: which server the finding is about
 *
 * Returns: (transfer none) (nullable): the row for @code, the one for @role first
 */
const KitteSentence *
kitte_sentence_find (KitteFindingCode code, KitteSentenceRole role)
{
  const KitteSentence *either = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      if (sentences[i].code != code)
        continue;
      if (sentences[i].role == role)
        return &sentences[i];
      if (either == NULL &&
          (sentences[i].role == KITTE_SENTENCE_EITHER || role == KITTE_SENTENCE_EITHER))
        either = &sentences[i];
    }
  return either;
}

/**
 * kitte_sentences_get_all:
 *
 * Returns: (transfer none) (array length=n_sentences): every row, for tests and documents
 */
const KitteSentence *
kitte_sentences_get_all (gsize *n_sentences)
{
  *n_sentences = G_N_ELEMENTS (sentences);
  return sentences;
}

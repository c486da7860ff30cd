/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of the rules with one code only the first that applies is said for a direction, so the ones with
 * evidence stand before the general ones. docs/repair.md shows this table.
 *
 * TRANSLATORS of this file: words in {braces} are filled in and stay as they are; they may be moved
 * within their sentence. Calm, polite, no blame. The first sentence of each pair says what is so,
 * the second what would be right. */
#define G_LOG_DOMAIN "kitte-repair"
#include "config.h"

#include "kitte-rules.h"

#include <glib/gi18n-lib.h>

#define BROKEN KITTE_SEVERITY_BROKEN
#define WILL_STOP KITTE_SEVERITY_WILL_STOP
#define UNSAFE KITTE_SEVERITY_UNSAFE
#define FINE KITTE_SEVERITY_FINE
#define RECEIVING KITTE_RULE_RECEIVING
#define SENDING KITTE_RULE_SENDING
#define EITHER (KITTE_RULE_RECEIVING | KITTE_RULE_SENDING)

#define HOST (1 << KITTE_SETTING_HOST)
#define PORT (1 << KITTE_SETTING_PORT)
#define SECURITY (1 << KITTE_SETTING_SECURITY)
#define METHOD (1 << KITTE_SETTING_METHOD)
#define USERNAME (1 << KITTE_SETTING_USERNAME)
#define SENDER (1 << KITTE_SETTING_SENDER)
#define TLS_VERSION (1 << KITTE_SETTING_TLS_VERSION)
#define CERTIFICATE (1 << KITTE_SETTING_CERTIFICATE)
#define RECEIVE_FIRST (1 << KITTE_SETTING_RECEIVE_FIRST)
#define LEAVE_ON_SERVER (1 << KITTE_SETTING_LEAVE_ON_SERVER)
#define CHECK_INTERVAL (1 << KITTE_SETTING_CHECK_INTERVAL)

#define PROVIDER "data/providers"
#define OWARI "http://isp.owari.ne.jp/support/0002.php"

static const KitteRule rules[] = {
  { "port-25-closed", "port-25", BROKEN, SENDING, "port-25 unreachable", PORT,
    N_ ("Mail is sent through port 25, and from here that way to {host} is closed. Many lines and "
        "providers have closed it to stop junk mail."),
    N_ ("Port 587 or 465, with encryption and sign-in."), OWARI },
  { "port-25", "port-25", WILL_STOP, SENDING, "port-25 !foreign", PORT,
    N_ ("Mail is sent through port 25. It may work on this line; to stop junk mail, many lines and "
        "providers no longer allow it."),
    N_ ("Port 587 or 465, with encryption and sign-in. Changing it does no harm."), OWARI },

  { "pop-before-smtp-ended", "pop-before-smtp", BROKEN, SENDING,
    "no-sign-in receive-first-ended !foreign", METHOD | RECEIVE_FIRST,
    N_ ("In the past sending was open for a while after mail had been fetched (POP before SMTP). "
        "{provider} has ended that."),
    N_ ("Sign-in for sending, with the name and the password that are used for receiving."),
    PROVIDER },
  { "pop-before-smtp-needed", "pop-before-smtp", BROKEN, SENDING,
    "no-sign-in saw-receive-first-wanted !receives-first !kept-open",
    METHOD | RECEIVE_FIRST | CHECK_INTERVAL,
    N_ ("{host} takes mail only for a while after mail was fetched, and this account does not "
        "fetch first."),
    N_ ("Sign-in for sending; where the provider has none, fetching mail at the start and every "
        "few minutes."),
    "RFC 2476, 3.3; RFC 4954" },
  { "pop-before-smtp-only", "pop-before-smtp", FINE, SENDING,
    "no-sign-in receives-first receive-first-only", METHOD | RECEIVE_FIRST | CHECK_INTERVAL,
    N_ ("Sending is open for a while after mail was fetched (POP before SMTP). No other way is "
        "known at this provider."),
    N_ ("Fetching mail at the start and every few minutes keeps it open."), PROVIDER },
  { "pop-before-smtp", "pop-before-smtp", WILL_STOP, SENDING, "no-sign-in receives-first !foreign",
    METHOD | RECEIVE_FIRST,
    N_ ("Sending relies on mail having been fetched shortly before (POP before SMTP). Nearly every "
        "provider has ended that."),
    N_ ("Sign-in for sending, with the name and the password that are used for receiving. Changing "
        "it does no harm."),
    "RFC 4954; RFC 6409, 4.3" },
  { "receive-first-needless", "pop-before-smtp", FINE, SENDING, "receives-first !no-sign-in",
    RECEIVE_FIRST,
    N_ ("Mail is fetched before it is sent. With sign-in for sending that is not needed."),
    N_ ("It may be switched off."), "RFC 4954" },

  { "smtp-no-auth-refused", "smtp-no-auth", BROKEN, SENDING, "no-sign-in saw-sign-in-wanted",
    METHOD | USERNAME, N_ ("Mail is sent without signing in, and {host} refuses that."),
    N_ ("Sign-in for sending, with the name and the password that are used for receiving."),
    "RFC 4954, 6" },
  { "smtp-no-auth", "smtp-no-auth", WILL_STOP, SENDING,
    "no-sign-in !receives-first !receive-first-only !foreign", METHOD | USERNAME,
    N_ ("Mail is sent without signing in. Providers now want a name and a password for sending "
        "too."),
    N_ ("Sign-in for sending, with the name and the password that are used for receiving. Changing "
        "it does no harm."),
    "RFC 6409, 4.3" },

  { "no-encryption-refused", "no-encryption", BROKEN, EITHER, "plain saw-encryption-demanded",
    SECURITY | PORT, N_ ("The connection to {host} is not encrypted, and the server refuses that."),
    N_ ("An encrypted connection."), "RFC 8314, 4.1" },
  { "no-encryption-anywhere", "no-encryption", FINE, EITHER, "plain saw-no-encryption",
    SECURITY | PORT,
    N_ ("The connection to {host} is not encrypted; the server offers no encryption. Others could "
        "read mail and password on the way."),
    N_ ("Please ask your provider for encryption, and do not use this account on a public Wi-Fi."),
    "RFC 8314, 4.1" },
  { "no-encryption-any-more", "no-encryption", WILL_STOP, EITHER,
    "plain provider-encrypts !foreign", SECURITY | PORT,
    N_ ("The connection to {host} is not encrypted. {provider} names encrypted connections only; "
        "the old way may end."),
    N_ ("An encrypted connection. Changing it does no harm."), PROVIDER },
  { "no-encryption-sending", "no-encryption", UNSAFE, SENDING, "plain !foreign", SECURITY | PORT,
    N_ ("Mail is sent without encryption, so others could read it on the way."),
    N_ ("An encrypted connection, where the server offers one."), "RFC 8314, 4.1" },
  { "no-encryption-receiving", "no-encryption", UNSAFE, RECEIVING, "plain", SECURITY | PORT,
    N_ ("Mail is fetched without encryption, so others could read it and the password on the way."),
    N_ ("An encrypted connection, where the server offers one."), "RFC 8314, 4.1" },

  { "tls-optional", "tls-optional", UNSAFE, EITHER, "tls-optional", SECURITY,
    N_ ("The connection to {host} is encrypted only “if possible”. Whoever sits on the line can "
        "prevent it unnoticed."),
    N_ ("A connection that is always encrypted."), "RFC 8314, 4.1" },

  { "old-tls-server", "old-tls", BROKEN, EITHER, "saw-old-tls", 0,
    N_ ("{host} can only encrypt in a way that is no longer considered safe."),
    N_ ("Only the provider can change that; please ask there."), "RFC 8996" },
  { "old-tls-only", "old-tls", WILL_STOP, EITHER, "only-old-tls", TLS_VERSION,
    N_ ("The program was told to encrypt only in an old way. Servers no longer take part in that."),
    N_ ("No limit, so that program and server agree on the newest way."), "RFC 8996" },
  { "old-tls-allowed", "old-tls", UNSAFE, EITHER, "allows-old-tls", TLS_VERSION,
    N_ ("The program was told to accept old ways to encrypt that are no longer considered safe."),
    N_ ("No exception for the old ways."), "RFC 8996" },

  { "weak-auth-unencrypted", "weak-auth", UNSAFE, EITHER, "challenge plain !foreign",
    METHOD | SECURITY,
    N_ ("The “encrypted password” protects little: the way it is done is old, and the mail itself "
        "is not encrypted."),
    N_ ("An encrypted connection; the password then goes through it as it is."),
    "RFC 6331; RFC 8314, 4.1" },
  { "weak-auth-ntlm", "weak-auth", UNSAFE, EITHER, "ntlm", METHOD,
    N_ ("The sign-in follows an old way of Windows networks (SPA, NTLM) that is no longer "
        "considered safe."),
    N_ ("An ordinary password over an encrypted connection."), "MS-NLMP, 5.1" },

  { "auth-not-offered", "auth-not-offered", BROKEN, EITHER, "saw-method-missing", METHOD,
    N_ ("The account signs in in a way that {host} does not offer."),
    N_ ("An ordinary password over an encrypted connection."), "RFC 4954, 3; RFC 9051, 6.1.1" },
  { "auth-not-offered-at-all", "auth-not-offered", BROKEN, EITHER, "saw-no-method !no-sign-in",
    METHOD | PORT | SECURITY,
    N_ ("The account signs in, but {host} offers no sign-in on port {port} as it is set."),
    N_ ("Another port or an encrypted connection; most servers sign in on 587 or 465."),
    "RFC 4954, 3; RFC 6409, 4.3" },
  { "auth-unusual", "auth-not-offered", WILL_STOP, EITHER, "provider-lacks-method !foreign", METHOD,
    N_ ("The account signs in in a way (such as SPA) that {provider} does not name."),
    N_ ("An ordinary password over an encrypted connection. Changing it does no harm."), PROVIDER },

  { "host-renamed-gone", "host-renamed", BROKEN, EITHER, "former-host saw-name-gone !ended", HOST,
    N_ ("“{host}” no longer exists. It is an old server name of {provider}."),
    N_ ("The server name that {provider} uses today."), PROVIDER },
  { "host-renamed", "host-renamed", WILL_STOP, EITHER, "former-host !ended", HOST,
    N_ ("“{host}” is an old server name of {provider}. It may stop working."),
    N_ ("The server name that {provider} uses today. Changing it does no harm."), PROVIDER },
  { "host-gone", "host-renamed", BROKEN, EITHER, "saw-name-gone !ended", HOST,
    N_ ("There is no server called “{host}”. Its name may have changed."),
    N_ ("The server name that your provider uses today."), "RFC 1034, 3.6" },

  { "service-ended", "service-ended", BROKEN, EITHER, "ended first-direction", HOST,
    N_ ("The mail service {provider} has ended, so this account can no longer work."),
    N_ ("A new address at another provider. Mail that was fetched stays on this computer."),
    PROVIDER },
  { "service-closed", "service-ended", BROKEN, EITHER, "no-access first-direction", HOST,
    N_ ("{provider} lets no mail program in."),
    N_ ("Reading this mail in the provider’s own app or web page."), PROVIDER },

  { "cert-other-company", "cert-other-host", BROKEN, EITHER, "saw-other-certificate saw-owner",
    HOST,
    N_ ("{host} shows a certificate of {provider}, so the program cannot tell that it is the right "
        "server. Your mail is probably kept there."),
    N_ ("The server name that {provider} gave you, with its certificate."),
    "RFC 6125, 6; " PROVIDER },
  { "cert-other-host", "cert-other-host", BROKEN, EITHER, "saw-other-certificate", HOST,
    N_ ("The certificate of {host} is for another server, so the program cannot tell that it is "
        "the right one."),
    N_ ("The server name that your provider gives for mail programs."), "RFC 6125, 6" },

  { "username-form-rejected", "username-form", BROKEN, EITHER, "other-username-form rejected",
    USERNAME,
    N_ ("The user name was not accepted. {provider} uses another form of it: the whole address, or "
        "only what stands before the @."),
    N_ ("The user name in the form that {provider} uses."), PROVIDER },
  { "username-form-sending", "username-form", WILL_STOP, SENDING,
    "other-username-form !accepted !foreign", USERNAME,
    N_ ("For sending {provider} uses another form of the user name: the whole address, or only "
        "what stands before the @."),
    N_ ("The user name in the form that {provider} uses. Changing it does no harm."), PROVIDER },
  { "username-form", "username-form", FINE, RECEIVING, "other-username-form !accepted", USERNAME,
    N_ ("{provider} writes the user name in another form. While receiving works, nothing has to be "
        "changed."),
    N_ ("The user name in the form that {provider} uses."), PROVIDER },

  { "password-kind", "password-no-longer-accepted", BROKEN, EITHER, "other-password-wanted", METHOD,
    N_ ("{host} no longer takes the password that is saved here for mail programs."),
    N_ ("A password for mail programs or the sign-in page of your provider."), "RFC 5530, 3" },
  { "password-rejected", "password-no-longer-accepted", BROKEN, EITHER,
    "rejected !other-username-form", 0,
    N_ ("The password that is saved in the program was not accepted. It may have been changed."),
    N_ ("The password that is valid now."), "RFC 4954, 6; RFC 5530, 3" },
  { "password-ended", "password-no-longer-accepted", BROKEN, EITHER, "own-page-wanted", METHOD,
    N_ ("{provider} no longer takes a password from mail programs; it signs in on its own page."),
    N_ ("Sign-in on the page of {provider} (OAuth 2)."), PROVIDER },

  { "foreign-outgoing", "foreign-outgoing", FINE, SENDING, "foreign", HOST | SENDER,
    N_ ("Mail is sent through another company’s server. That may be on purpose, so it is left as "
        "it is."),
    N_ ("Nothing has to be changed while it works."), "RFC 7208, 2.4" },

  { "cert-exception", "cert-exception", UNSAFE, EITHER, "exception", CERTIFICATE,
    N_ ("For {host} an exception was saved: its certificate is accepted although it is not valid. "
        "Others could take the server’s place."),
    N_ ("A server name with a valid certificate, and no exception."), "RFC 6125, 6.6.4" },
  { "cert-unchecked", "cert-exception", UNSAFE, EITHER, "trusts-any", CERTIFICATE,
    N_ ("The certificate of {host} is not checked, so others could take the server’s place."),
    N_ ("The certificate is checked."), "RFC 8314, 4.1" },

  { "pop-deletes", "pop-deletes", FINE, RECEIVING, "deletes", LEAVE_ON_SERVER,
    N_ ("Mail is deleted from the server once it was fetched, so other devices no longer see it."),
    N_ ("Leaving mail on the server, if you read it on other devices too."), "RFC 1939, 5" },
};

/**
 * kitte_rules_get:
 *
 * Returns: (transfer none) (array length=n_rules): all of them, in the order they are tried
 */
const KitteRule *
kitte_rules_get (gsize *n_rules)
{
  g_return_val_if_fail (n_rules != NULL, NULL);

  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

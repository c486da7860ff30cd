/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sentences a term. A new term is a row here and one in data/diagnoses/terms.json.
 *
 * TRANSLATORS of this file: words that people meet in letters from their provider. Use the word
 * that providers in your country use. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-terms.h"

#include <glib/gi18n-lib.h>

static const KitteTerm terms[] = {
  { "pop-before-smtp", N_ ("POP before SMTP"),
    N_ ("An old way of sending: whoever has just received mail may send for some minutes without "
        "signing in again. Providers have replaced it by signing in for sending, because anybody "
        "on "
        "the same connection could send during those minutes.") },
  { "smtp-auth", N_ ("SMTP AUTH (signing in for sending)"),
    N_ ("The mail program shows user name and password when it sends too, not only when it "
        "receives. Providers require it so that nobody else can send mail in your name.") },
  { "submission-port", N_ ("Submission port (port 587)"),
    N_ ("The door of the mail server that is meant for mail programs, opened only to those who "
        "sign "
        "in. Providers ask for it because the old door, port 25, is blocked on most lines to stop "
        "junk mail.") },
  { "smtp-over-ssl", N_ ("SMTP over SSL (port 465)"),
    N_ ("Sending through a connection that is encrypted from the first moment, usually on port "
        "465. "
        "Providers ask for it so that nobody on the way can read the password or the mail.") },
  { "op25b", N_ ("Port 25 blocking (OP25B)"),
    N_ ("Internet lines no longer let mail through port 25 to other companies’ servers. Providers "
        "do this because worms and senders of junk mail used that port; sending through port 587 "
        "or "
        "465 with sign-in still works.") },
  { "imap", N_ ("IMAP"),
    N_ ("A way of receiving in which the mail stays on the server, so that several computers and "
        "phones see the same. Providers recommend it because nothing is lost when a computer "
        "breaks.") },
  { "pop", N_ ("POP"),
    N_ ("A way of receiving in which the mail program fetches the mail, and usually deletes it "
        "from "
        "the server after a while. Providers offer it because it needs little room on the "
        "server.") },
  { "smtp", N_ ("SMTP"),
    N_ ("The language in which mail is sent; the sending server in the settings is the SMTP "
        "server. "
        "Providers require their own SMTP server and a sign-in, so that other servers can trust "
        "their mail.") },
  { "starttls", N_ ("STARTTLS"),
    N_ ("A connection begins readable for others and is then encrypted, before the password is "
        "sent. Providers require it on ports such as 587 and 143, which were made before "
        "encryption.") },
  { "ssl-tls", N_ ("SSL/TLS (encrypted connection)"),
    N_ ("Everything between the mail program and the server is encrypted, and the server proves "
        "who "
        "it is. Providers require it because passwords can be read by others on the way, above all "
        "on public Wi-Fi.") },
  { "app-password", N_ ("App password"),
    N_ ("A password of its own for one mail program, which the provider makes for you. Providers "
        "require it where signing in takes two steps, so that your real password stays out of mail "
        "programs and one program can be shut out by itself.") },
  { "two-step", N_ ("Two-step verification"),
    N_ ("Signing in takes a second proof besides the password, such as a code on the phone. "
        "Providers require it so that a stolen password is not enough; mail programs then need an "
        "app password or the provider’s own sign-in page.") },
  { "oauth2", N_ ("OAuth 2.0 (signing in on the provider’s page)"),
    N_ ("You sign in on the provider’s own page and the mail program gets a key instead of your "
        "password. Providers require it because the password is then never stored in a mail "
        "program.") },
  { "apop", N_ ("APOP"),
    N_ ("An old way of receiving by POP that does not show the password itself on the way. "
        "Providers used it before encryption was common; today an encrypted connection is safer "
        "and "
        "takes its place.") },
  { "error-code", N_ ("Error code"),
    N_ ("A number with which a server says why it refused: those beginning with 4 are for the "
        "moment, those beginning with 5 are final. Providers ask for it because it tells the cause "
        "more exactly than words; please copy the whole line with the number.") },
  { "mailer-daemon", N_ ("MAILER-DAEMON (failure notice)"),
    N_ ("The sender name of notices that mail servers write when mail could not be delivered. It "
        "is "
        "a program and nobody reads answers to it; the reason stands in the notice, which can be "
        "pasted here.") },
  { "certificate", N_ ("Server certificate"),
    N_ ("A proof by which a mail server shows that it is the one whose name is in the settings. "
        "Providers require the exact server name for this reason: with another name the proof does "
        "not fit and mail programs warn.") },
  { "relay", N_ ("Relaying"),
    N_ ("A mail server passes on mail to another company’s server. Providers allow it only after "
        "signing in, because open servers were misused for junk mail.") },
  { "mail-password", N_ ("Mail password"),
    N_ ("The password of the mailbox; many providers give out two more, one for the internet "
        "connection and one for the member’s page. Providers keep them apart so that one lost "
        "password does not open everything; mail programs need the one for mail.") },
  { "spf-dkim", N_ ("SPF, DKIM and DMARC"),
    N_ ("Marks by which a receiving server checks that mail really comes from the domain in its "
        "sender address. Providers require them against forged mail, so mail should be sent "
        "through "
        "the server of the provider that the address belongs to.") },
  { "foreign-ip-filter", N_ ("Filter for sign-ins from abroad"),
    N_ ("The provider takes sign-ins only from within the country. Providers switch it on because "
        "stolen passwords are mostly used from abroad; while travelling or with a VPN it has to be "
        "switched off in their control panel.") },
  { "port-number", N_ ("Port number"),
    N_ ("The number of a server’s door: mail programs use 587 or 465 for sending, 993 for IMAP and "
        "995 for POP. Providers name the port because another door leads to another service, or is "
        "closed.") },
  { "incoming-server", N_ ("Receiving server (incoming mail server)"),
    N_ ("The server from which the mail program fetches mail, by IMAP or by POP. Providers give "
        "its exact name because the encrypted connection works only with the name in the server’s "
        "certificate.") },
  { "account-name", N_ ("Account name (user name)"),
    N_ ("The name by which the mail server knows your mailbox: the whole mail address, the part "
        "before the @, or a name of its own. Providers write down which one they want, because "
        "with the wrong form even the right password is turned away.") },
  { "encrypted-password", N_ ("Encrypted password (CRAM-MD5 and others)"),
    N_ ("A way of signing in that does not show the password itself, made for connections without "
        "encryption. Most providers ask for the “normal password” instead, because the whole "
        "connection is encrypted today.") },
  { "spa", N_ ("Secure Password Authentication (SPA)"),
    N_ ("A way of signing in that Microsoft made for networks of companies. Providers ask you to "
        "leave it switched off, because their mail servers do not know it.") },
};

/**
 * kitte_term_find:
 *
 * Returns: (transfer none) (nullable): the term
 */
const KitteTerm *
kitte_term_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    if (g_str_equal (terms[i].id, id))
      return &terms[i];
  return NULL;
}

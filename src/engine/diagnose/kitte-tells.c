/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences that data/diagnoses names by their ids.
 *
 * TRANSLATORS of this file: each sentence follows the explanation of one possible cause of trouble
 * with mail, and says how to find out whether it is this one. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-tells.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *id;
  const char *text;
} tells[] = {
  { "web-mail",
    N_ ("How to tell: if you can sign in to the provider’s web mail with the same password, the "
        "password is right and something else is the cause.") },
  { "user-name",
    N_ ("How to tell: look whether the settings hold the user name as your provider writes it, "
        "either the whole address or only the part before the @.") },
  { "two-step",
    N_ ("How to tell: it is this if the password is right in the web browser, and the mailbox is "
        "at "
        "Gmail, iCloud, Yahoo or another provider that asks for a code when you sign in.") },
  { "service-switch",
    N_ ("How to tell: look in the settings of the provider’s web mail whether mail programs (IMAP, "
        "POP, SMTP) are allowed.") },
  { "receiving-works", N_ ("How to tell: it is this if receiving works and only sending fails.") },
  { "after-receiving",
    N_ ("How to tell: it is this if sending works for some minutes after you have received "
        "mail.") },
  { "no-sign-in",
    N_ ("How to tell: it is this if the settings of the sending server have no user name or no "
        "sign-in.") },
  { "port-25",
    N_ ("How to tell: it is this if port 25 stands in the settings of the sending server.") },
  { "one-recipient", N_ ("How to tell: it is this if mail to other people still goes out.") },
  { "every-recipient",
    N_ ("How to tell: it is this if mail to nobody at another provider goes out.") },
  { "other-network",
    N_ ("How to tell: it is this if it works in another network, for example through a mobile "
        "phone.") },
  { "other-sites", N_ ("How to tell: it is this if no page opens in the web browser either.") },
  { "abroad",
    N_ ("How to tell: it is this if you are abroad or use a VPN, and everything worked before.") },
  { "many-tries",
    N_ ("How to tell: it is this if a wrong password was tried several times, also by a phone or "
        "another computer.") },
  { "server-name",
    N_ ("How to tell: compare the name of the server in the settings with what your provider "
        "wrote.") },
  { "encryption-setting",
    N_ ("How to tell: compare port and encryption in the settings with what your provider "
        "wrote.") },
  { "old-program",
    N_ ("How to tell: it is this if the mail program or the computer has not been updated for "
        "years.") },
  { "virus-scanner",
    N_ ("How to tell: it is this if a virus scanner checks mail and it works while that check is "
        "off.") },
  { "clock", N_ ("How to tell: look at the date of this computer.") },
  { "from-address",
    N_ ("How to tell: look whether the address in “From” belongs to the account that sends.") },
  { "address-spelling",
    N_ ("How to tell: compare the recipient’s address letter by letter, best with a mail that you "
        "received from there.") },
  { "attachments", N_ ("How to tell: it is this if the same mail goes out without attachments.") },
  { "many-messages",
    N_ ("How to tell: it is this if many messages, or one message to many people, were sent "
        "shortly before.") },
  { "wait",
    N_ ("How to tell: it is this if it works again after some minutes without any change.") },
  { "other-device",
    N_ ("How to tell: it is this if a phone or another mail program has the mailbox open.") },
  { "junk-filter",
    N_ ("How to tell: it is this if a short plain message to the same person goes out.") },
  { "recipient-settings",
    N_ ("How to tell: the recipient can see in the settings of the phone or mailbox whether your "
        "address or domain is allowed.") },
};

/**
 * kitte_tell_find:
 * @id: as in data/diagnoses
 *
 * Returns: (transfer none) (nullable): the sentence, in the person’s language
 */
const char *
kitte_tell_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tells); i++)
    if (g_str_equal (tells[i].id, id))
      return _ (tells[i].text);
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of menus and buttons are those of the programs themselves: docs/exporting.md says of
 * which version, and where each was looked up. */
#define G_LOG_DOMAIN "kitte-export"
#include "config.h"

#include "kitte-help-programs.h"

#include <glib/gi18n-lib.h>

static const KitteHelpProgram programs[] = {
  { "thunderbird",
    /* TRANSLATORS: a heading on a provider’s help page: a mail program. */
    N_ ("Thunderbird (Windows, Mac, Linux)"),
    {
        /* TRANSLATORS: a step on a provider’s help page. In all steps words in quotation marks are
         * menus and buttons: write what that program shows in your language. Thunderbird. */
        { N_ ("Open the menu (≡) and choose “Add Account” (in older versions “New Account”), then "
              "“Email”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Thunderbird. */
        { N_ ("Type your name and your mail address, and choose “Manual configuration”. Older "
              "versions ask for the password here too, and say “Configure manually”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Thunderbird; {protocol} is IMAP or POP and stays; the settings follow. */
        { N_ ("Choose “{protocol}” and make the boxes say this; “Continue” leads from receiving to "
              "sending:"),
          KITTE_HELP_BOTH },
        /* TRANSLATORS: Thunderbird. */
        { N_ ("Press “Continue”, type the password, press “Continue” again, and “Finish” at the "
              "end. In older versions press “Re-test”, then “Done”."),
          KITTE_HELP_NOTHING },
    } },
  { "outlook",
    /* TRANSLATORS: a heading on a provider’s help page: a mail program. */
    N_ ("Outlook (Windows)"),
    {
        /* TRANSLATORS: Outlook. */
        { N_ ("Open “File” and press “Add Account”. In the new Outlook: “Settings”, “Accounts”, "
              "“Add account”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Outlook. */
        { N_ ("Type your mail address. Under “Advanced options” tick “Let me set up my account "
              "manually”, and press “Connect”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Outlook; {protocol} is IMAP or POP and stays; the settings follow below. */
        { N_ ("Choose “{protocol}” and fill in this; some versions ask for the password first. Do "
              "not tick “Require logon using Secure Password Authentication (SPA)”:"),
          KITTE_HELP_BOTH },
        /* TRANSLATORS: Outlook. */
        { N_ ("Press “Next”, type the password, and press “Connect”."), KITTE_HELP_NOTHING },
    } },
  { "apple-mail",
    /* TRANSLATORS: a heading on a provider’s help page: Apple’s mail program. */
    N_ ("Mail (Mac)"),
    {
        /* TRANSLATORS: Apple’s Mail. */
        { N_ ("In the menu “Mail” choose “Add Account…”, then “Other Mail Account…”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Apple’s Mail. */
        { N_ ("Type your name, your mail address and the password, and press “Sign In”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Apple’s Mail; {protocol} is IMAP or POP and stays; the settings follow. */
        { N_ ("If it cannot verify the account, choose “{protocol}” as the account type, fill in "
              "this, and press “Sign In” again:"),
          KITTE_HELP_BOTH },
    } },
  { "iphone",
    /* TRANSLATORS: a heading on a provider’s help page. */
    N_ ("iPhone and iPad"),
    {
        /* TRANSLATORS: iPhone. */
        { N_ ("Open “Settings”, “Apps”, “Mail”, “Mail Accounts”, “Add Account”. Before iOS 18: "
              "“Settings”, “Mail”, “Accounts”, “Add Account”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: iPhone. */
        { N_ ("Tap “Other”, then “Add Mail Account”. Type your name, your mail address and the "
              "password, and tap “Next”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: iPhone; {protocol} is IMAP or POP and stays; the settings follow below. */
        { N_ ("Choose “{protocol}” at the top. Under “Incoming Mail Server” fill in:"),
          KITTE_HELP_RECEIVING },
        /* TRANSLATORS: iPhone; the settings follow below. */
        { N_ ("Under “Outgoing Mail Server” fill in this, user name and password too, although "
              "they are said to be optional:"),
          KITTE_HELP_SENDING },
        /* TRANSLATORS: iPhone. */
        { N_ ("Tap “Next”, then “Save”. Ports and encryption can be looked at afterwards in the "
              "account, under “Advanced”."),
          KITTE_HELP_NOTHING },
    } },
  { "gmail-app",
    /* TRANSLATORS: a heading on a provider’s help page. */
    N_ ("Android, in the Gmail app"),
    {
        /* TRANSLATORS: the Gmail app. */
        { N_ ("Tap your picture at the top right, “Add another account”, then “Other”."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: the Gmail app; {protocol} is IMAP or POP and stays. */
        { N_ ("Type your mail address, tap “Manual setup”, choose “{protocol}”, and type the "
              "password."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: the Gmail app; the settings follow below. */
        { N_ ("Under “Incoming server settings” fill in:"), KITTE_HELP_RECEIVING },
        /* TRANSLATORS: the Gmail app; the settings follow below. */
        { N_ ("Under “Outgoing server settings” leave “Require sign-in” on, and fill in:"),
          KITTE_HELP_SENDING },
        /* TRANSLATORS: the Gmail app. */
        { N_ ("Tap “Next” until the account is there."), KITTE_HELP_NOTHING },
    } },
  { "thunderbird-android",
    /* TRANSLATORS: a heading on a provider’s help page. */
    N_ ("Android, in Thunderbird"),
    {
        /* TRANSLATORS: Thunderbird for Android. */
        { N_ ("Open the menu, “Settings”, “Add account”, and type your mail address."),
          KITTE_HELP_NOTHING },
        /* TRANSLATORS: Thunderbird for Android; {protocol} is IMAP or POP and stays. */
        { N_ ("Tap “Edit configuration”, choose “{protocol}”, and fill in:"),
          KITTE_HELP_RECEIVING },
        /* TRANSLATORS: Thunderbird for Android. */
        { N_ ("On the next page fill in:"), KITTE_HELP_SENDING },
        /* TRANSLATORS: Thunderbird for Android. */
        { N_ ("Tap “Next” until the account is there."), KITTE_HELP_NOTHING },
    } },
  { "others",
    /* TRANSLATORS: a heading on a provider’s help page. */
    N_ ("Other mail programs"),
    {
        /* TRANSLATORS: the settings follow below. */
        { N_ ("Add an account, choose {protocol} and to set it up by hand, and fill in:"),
          KITTE_HELP_BOTH },
    } },
};

/**
 * kitte_help_get_program:
 *
 * Returns: (transfer none) (nullable): program number @index; %NULL behind the last one
 */
const KitteHelpProgram *
kitte_help_get_program (guint index)
{
  return index < G_N_ELEMENTS (programs) ? &programs[index] : NULL;
}

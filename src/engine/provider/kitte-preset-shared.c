/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One place for what would otherwise stand in dozens of presets, and in two languages only. */
#define G_LOG_DOMAIN "kitte-provider"
#include "config.h"

#include "kitte-preset-shared.h"

#include <glib/gi18n-lib.h>

/* The schema lists the same names. */
static const struct
{
  const char *name;
  const char *text;
} texts[] = {
  /* TRANSLATORS: what providers call the password of a mailbox; stands alone, or after “Password:”.
   */
  { "mail-password", N_ ("mail password") },
  /* TRANSLATORS: a password that is made at the provider for one mail program only. */
  { "app-password", N_ ("app password") },
  /* TRANSLATORS: what Chinese providers call the password for mail programs; the Chinese word
   * stays, because people have to find it on a page. */
  { "authorisation-code", N_ ("authorisation code (授权码)") },
  /* TRANSLATORS: about the mail password. */
  { "mail-password-differs",
    N_ ("It may differ from the passwords of the internet connection and of the member page.") },
  /* TRANSLATORS: about the mail password at a hosting company. */
  { "set-with-address", N_ ("You set it when you made the address in the control panel. It is not "
                            "the password of the control panel.") },
  { "app-password-with-two-factor",
    N_ ("With two-factor authentication an app password is needed.") },
  { "code-instead-of-password", N_ ("You use a code instead of your usual password; the web mail "
                                    "shows it when IMAP is switched on.") },
  /* TRANSLATORS: the label of an entry. */
  { "server-name", N_ ("server name") },
  { "server-is-mx", N_ ("It is the same name as the mail exchanger of your domain; the control "
                        "panel shows it.") },
  { "enable-access", N_ ("First allow mail programs (POP3 and IMAP) in the settings of the "
                         "provider’s web mail.") },
  { "enable-imap", N_ ("First switch IMAP on in the settings of the provider’s web mail.") },
  { "enable-imap-if-refused", N_ ("If the login is refused, switch IMAP on in the settings of the "
                                  "provider’s web mail.") },
  { "enable-pop-if-refused", N_ ("If the login is refused, switch POP on in the settings of the "
                                 "provider’s web mail.") },
  { "from-abroad", N_ ("From abroad or through a VPN the login may be refused although the "
                       "password is right.") },
  { "from-abroad-sending", N_ ("Sending may be refused from abroad or through a VPN.") },
  { "administrator-allows", N_ ("If the login is refused, ask the administrator of your company or "
                                "school whether mail programs (IMAP, SMTP) are allowed.") },
};

/**
 * kitte_preset_shared_get_text:
 *
 * Returns: (nullable): the text called @name, in the person’s language
 */
const char *
kitte_preset_shared_get_text (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (texts[i].name, name))
      return _ (texts[i].text);
  return NULL;
}

/**
 * kitte_preset_shared_get_name:
 *
 * Returns: (nullable): the name of text number @index; %NULL behind the last one
 */
const char *
kitte_preset_shared_get_name (guint index)
{
  return index < G_N_ELEMENTS (texts) ? texts[index].name : NULL;
}

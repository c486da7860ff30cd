/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The questions are those whose answers the page for servers by hand has fields for. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-provider-questions.h"

#include <glib/gi18n-lib.h>

/**
 * kitte_provider_questions_write:
 *
 * Returns: (transfer full): a text that can be sent to a help desk as it is; of the address it has
 *   only the part after the @
 */
char *
kitte_provider_questions_write (const KitteAddress *address)
{
  g_return_val_if_fail (address != NULL, NULL);

  return g_strdup_printf (
      /* TRANSLATORS: a letter to a provider’s help desk; %s is the part of the address after the @.
       */
      _ ("I would like to use my mailbox at “%s” in a mail program. Please tell me:\n"
         "1. What is the name of the receiving server, and is it IMAP or POP3?\n"
         "2. Which port and which encryption does it use (SSL/TLS or STARTTLS)?\n"
         "3. What is the name of the sending server (SMTP)?\n"
         "4. Which port and which encryption does it use (SSL/TLS or STARTTLS)?\n"
         "5. Which user name do I use: the whole mail address or something else? Is it the same "
         "for "
         "receiving and for sending?\n"
         "6. Which password do I use? Is there one of its own for mail programs, or for sending?\n"
         "7. Do I have to switch something on before a mail program can be used?"),
      address->display_domain);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The difference between IMAP and POP3 in a line each. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-protocol-choice.h"

#include <glib/gi18n-lib.h>

/**
 * kitte_protocol_choice_describe:
 * @protocol: one to receive by
 *
 * Returns: (transfer none): what it means for the person, in one line
 */
const char *
kitte_protocol_choice_describe (KitteProtocol protocol)
{
  if (protocol == KITTE_PROTOCOL_POP3)
    /* TRANSLATORS: what POP3 means, where the person chooses between IMAP and POP3. */
    return _ ("Your mail is brought to this computer; what you file or delete here does not show "
              "on other devices.");
  /* TRANSLATORS: what IMAP means, where the person chooses between IMAP and POP3. */
  return _ ("All your devices show the same mail. If you are not sure, take this one.");
}

/**
 * kitte_protocol_choice_make_ask:
 *
 * Returns: (transfer full): the question which of both it shall be
 */
KitteAsk *
kitte_protocol_choice_make_ask (void)
{
  const char *imap = kitte_protocol_to_nick (KITTE_PROTOCOL_IMAP);
  const char *pop3 = kitte_protocol_to_nick (KITTE_PROTOCOL_POP3);
  g_autofree char *why =
      g_strdup_printf ("imap: %s\npop3: %s", kitte_protocol_choice_describe (KITTE_PROTOCOL_IMAP),
                       kitte_protocol_choice_describe (KITTE_PROTOCOL_POP3));

  /* TRANSLATORS: a question to the person; the answer is IMAP or POP3. */
  return kitte_ask_new (KITTE_ASK_PROTOCOL, _ ("How should your mail be fetched?"), why,
                        (const char *const[]){ imap, pop3, NULL }, NULL, imap, FALSE);
}

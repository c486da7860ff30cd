/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Firewalls that read mail overwrite the words they do not let through, letter by letter, so that
 * packets keep their length: Cisco's, in its manuals and in many logs, writes X for each letter of
 * STARTTLS, or a last letter that counts (XXXXXXXA). The client’s command is overwritten too, and
 * the server then complains of a word it does not know. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-masked-offer.h"

#include <string.h>

/* What stands between the words of a capability line and of a complaint. */
#define SEPARATORS " \t-\"'<>()[]:;,."

static gboolean
is_masked (const char *word, gsize length)
{
  gsize letters = strspn (word, "X");

  return strlen (word) == length &&
         (letters == length || (letters == length - 1 && g_ascii_isupper (word[length - 1])));
}

/**
 * kitte_masked_offer_is_in:
 * @lines: (array zero-terminated=1): capabilities, or the answer to the command
 *
 * Returns: whether one of the words is that for encryption, overwritten
 */
gboolean
kitte_masked_offer_is_in (KitteProtocol protocol, const char *const *lines)
{
  gsize length = strlen (protocol == KITTE_PROTOCOL_POP3 ? "STLS" : "STARTTLS");

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], SEPARATORS, -1);

      for (gsize j = 0; words[j] != NULL; j++)
        if (is_masked (words[j], length))
          return TRUE;
    }
  return FALSE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first line of the protocols that are found on a mail server’s ports by mistake. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-foreign-greeting.h"

/* The first that matches; FTP and NNTP greet with three digits, as SMTP does. IMAP’s asterisk
 * would be a wildcard. */
static const struct
{
  const char *glob;
  const char *name;
} greetings[] = {
  { "HTTP/*", "HTTP" },
  { "<!DOCTYPE*", "HTTP" },
  { "<HTML*", "HTTP" },
  { "SSH-*", "SSH" },
  { "RFB 0*", "VNC" },
  { "? OK*", "IMAP" },
  { "? BYE*", "IMAP" },
  { "? PREAUTH*", "IMAP" },
  { "+OK*", "POP3" },
  { "-ERR*", "POP3" },
  { "\"IMPLEMENTATION\"*", "ManageSieve" },
  { "220*SMTP*", "SMTP" },
  { "220 *FTP*", "FTP" },
  { "220-*FTP*", "FTP" },
  { "200 *", "NNTP" },
  { "201 *", "NNTP" },
  { "220*", "SMTP" },
  { "421*", "SMTP" },
  { "554*", "SMTP" },
};

/**
 * kitte_foreign_greeting_name:
 * @expected: what it should be
 * @line: a server’s first line
 *
 * Returns: (transfer none) (nullable): the protocol’s name where @line is the greeting of another
 *   one; %NULL where it is that of @expected or of none known
 */
const char *
kitte_foreign_greeting_name (KitteProtocol expected, const char *line)
{
  /* Longer greetings exist, but what they are is said at their beginning. */
  g_autofree char *head = g_strndup (line, 200);
  g_autofree char *valid = g_utf8_make_valid (head, -1);
  g_autofree char *upper = g_ascii_strup (valid, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (greetings); i++)
    if (g_pattern_match_simple (greetings[i].glob, upper))
      return g_str_equal (greetings[i].name, kitte_protocol_get_display_name (expected)) ?
                 NULL :
                 greetings[i].name;
  return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of kitte-masked-offer: which words are overwritten ones, and which merely look like it. */
#include "config.h"

#include "dialog/kitte-masked-offer.h"

static const struct
{
  KitteProtocol protocol;
  const char *line;
  gboolean masked;
} cases[] = {
  { KITTE_PROTOCOL_SMTP, "250-XXXXXXXA", TRUE },
  { KITTE_PROTOCOL_SMTP, "250 XXXXXXXX", TRUE },
  { KITTE_PROTOCOL_SMTP, "500 5.5.1 Command unrecognized: \"XXXXXXXX\"", TRUE },
  { KITTE_PROTOCOL_SMTP, "250-STARTTLS", FALSE },
  { KITTE_PROTOCOL_SMTP, "250-X-EXPS LOGIN", FALSE },
  { KITTE_PROTOCOL_SMTP, "250-XCLIENT NAME ADDR", FALSE },
  { KITTE_PROTOCOL_SMTP, "250-XXXX", FALSE },
  { KITTE_PROTOCOL_SMTP, "250-XXXXXXXXX", FALSE },
  { KITTE_PROTOCOL_SMTP, "250-xxxxxxxx", FALSE },
  { KITTE_PROTOCOL_SMTP, "250-XXXXXX01", FALSE },
  { KITTE_PROTOCOL_IMAP, "* CAPABILITY IMAP4rev1 XXXXXXXX AUTH=PLAIN", TRUE },
  { KITTE_PROTOCOL_IMAP, "* OK [CAPABILITY IMAP4rev1 XXXXXXXX] ready", TRUE },
  { KITTE_PROTOCOL_IMAP, "* CAPABILITY IMAP4rev1 XLIST XAPPLEPUSHSERVICE", FALSE },
  { KITTE_PROTOCOL_POP3, "XXXX", TRUE },
  { KITTE_PROTOCOL_POP3, "-ERR unknown command 'XXXX'", TRUE },
  { KITTE_PROTOCOL_POP3, "XTND", FALSE },
  { KITTE_PROTOCOL_POP3, "XXXXXXXX", FALSE },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *lines[] = { "250-mail.example.test", cases[i].line, NULL };

      g_test_message ("%s", cases[i].line);
      g_assert_cmpint (kitte_masked_offer_is_in (cases[i].protocol, lines), ==, cases[i].masked);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialog/masked-offer", test_table);
  return g_test_run ();
}

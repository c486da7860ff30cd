/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 5322 and MIME by GMime. It says in whose name it was sent and that it may be deleted; whoever
 * answers letters by machine is told not to (RFC 3834, section 5). */
#define G_LOG_DOMAIN "kitte-trial"
#include "config.h"

#include "kitte-trial-message.h"

#include <glib/gi18n.h>
#include <gmime/gmime.h>

#include "base/kitte-gmime.h"

static GMimePart *
make_text (const KitteAccount *account)
{
  GMimeTextPart *part = g_mime_text_part_new_with_subtype ("plain");
  /* TRANSLATORS: the text of a test message that a person sends to themselves; %s is their mail
   * address. */
  g_autofree char *text = g_strdup_printf (_ ("This is a test message. Kitte sent it from %s to "
                                              "the same address, to show that mail goes out and "
                                              "comes in.\n\n"
                                              "If you can read this, everything works. You may "
                                              "delete it.\n"),
                                           account->address->display);

  g_mime_text_part_set_charset (part, "utf-8");
  g_mime_text_part_set_text (part, text);
  g_mime_part_set_content_encoding (GMIME_PART (part), g_str_is_ascii (text) ?
                                                           GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE :
                                                           GMIME_CONTENT_ENCODING_BASE64);
  return GMIME_PART (part);
}

static void
fill_header (GMimeMessage *message, const KitteAccount *account, const char *id)
{
  const char *name = *account->name != '\0' ? account->name : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_FROM, name, account->address->text);
  g_mime_message_add_mailbox (message, GMIME_ADDRESS_TYPE_TO, name, account->address->text);
  /* TRANSLATORS: the subject of a test message that a person sends to themselves. */
  g_mime_message_set_subject (message, _ ("A test message from Kitte"), "utf-8");
  g_mime_message_set_date (message, now);
  g_mime_message_set_message_id (message, id);
  g_mime_object_set_header (GMIME_OBJECT (message), "Auto-Submitted", "auto-generated", NULL);
}

/**
 * kitte_trial_message_make_id:
 *
 * Returns: (transfer full): an identifier that no other message has (RFC 5322, section 3.6.4),
 *   without angle brackets; it says nothing of this computer
 */
char *
kitte_trial_message_make_id (const KitteAddress *address)
{
  g_autofree char *random = NULL;

  g_return_val_if_fail (address != NULL, NULL);

  random = g_uuid_string_random ();
  return g_strdup_printf ("%s@%s", random, address->domain);
}

/**
 * kitte_trial_message_write:
 * @account: who writes to whom
 * @id: as made by kitte_trial_message_make_id()
 *
 * Returns: (transfer full): header and text, ASCII, lines ended by CR LF
 */
char *
kitte_trial_message_write (const KitteAccount *account, const char *id)
{
  GMimeMessage *message;
  GMimePart *text;
  GMimeFormatOptions *format;
  char *written;

  g_return_val_if_fail (account != NULL && id != NULL, NULL);

  kitte_gmime_ensure ();
  message = g_mime_message_new (TRUE);
  text = make_text (account);
  format = g_mime_format_options_new ();
  g_mime_format_options_set_newline_format (format, GMIME_NEWLINE_FORMAT_DOS);
  fill_header (message, account, id);
  g_mime_message_set_mime_part (message, GMIME_OBJECT (text));
  written = g_mime_object_to_string (GMIME_OBJECT (message), format);
  g_mime_format_options_free (format);
  g_object_unref (text);
  g_object_unref (message);
  return written;
}

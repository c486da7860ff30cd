/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of the message that a person sends to themselves. */
#include "config.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/kitte-gmime.h"
#include "dialog/kitte-message-id.h"
#include "support/account.h"
#include "trial/kitte-trial-message.h"

static KitteAccount *
make_account (const char *name)
{
  const TestAccountSpec spec = { .address = "taro@例え.jp",
                                 .name = name,
                                 .incoming = "imaps://a@localhost",
                                 .outgoing = "smtps://a@localhost",
                                 .incoming_auth = KITTE_AUTH_PLAIN,
                                 .outgoing_auth = KITTE_AUTH_PLAIN };

  return test_account_new (&spec);
}

/* ASCII, short lines, CR LF and nothing else: what any server takes. */
static void
test_form (void)
{
  g_autoptr (KitteAccount) account = make_account ("山田太郎");
  g_autofree char *id = kitte_trial_message_make_id (account->address);
  g_autofree char *message = kitte_trial_message_write (account, id);
  g_auto (GStrv) lines = g_strsplit (message, "\r\n", -1);

  g_assert_true (g_str_is_ascii (message));
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <=, 78);
      g_assert_null (strpbrk (lines[i], "\r\n"));
    }
  g_assert_null (strstr (message, TEST_PASSWORD));
  g_assert_null (strstr (message, g_get_host_name ()));
}

static void
test_content (void)
{
  g_autoptr (KitteAccount) account = make_account ("山田太郎");
  g_autofree char *id = kitte_trial_message_make_id (account->address);
  g_autofree char *written = kitte_trial_message_write (account, id);
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (written, strlen (written));
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);
  InternetAddressList *from = g_mime_message_get_from (message);
  InternetAddress *sender = internet_address_list_get_address (from, 0);
  g_autofree char *text =
      g_mime_text_part_get_text (GMIME_TEXT_PART (g_mime_message_get_mime_part (message)));

  g_assert_cmpstr (g_mime_message_get_message_id (message), ==, id);
  g_assert_true (g_str_has_suffix (id, "@xn--r8jz45g.jp"));
  g_assert_cmpstr (internet_address_get_name (sender), ==, "山田太郎");
  g_assert_cmpstr (internet_address_mailbox_get_idn_addr (INTERNET_ADDRESS_MAILBOX (sender)), ==,
                   "taro@xn--r8jz45g.jp");
  g_assert_cmpint (internet_address_list_length (g_mime_message_get_to (message)), ==, 1);
  g_assert_cmpstr (g_mime_object_get_header (GMIME_OBJECT (message), "Auto-Submitted"), ==,
                   "auto-generated");
  g_assert_nonnull (g_mime_message_get_date (message));
  g_assert_nonnull (strstr (text, "taro@例え.jp"));
  g_object_unref (message);
  g_object_unref (parser);
  g_object_unref (stream);
}

static void
test_ids_differ (void)
{
  g_autoptr (KitteAccount) account = make_account (NULL);
  g_autofree char *one = kitte_trial_message_make_id (account->address);
  g_autofree char *other = kitte_trial_message_make_id (account->address);

  g_assert_cmpstr (one, !=, other);
  g_assert_null (strpbrk (one, "<>\" \\"));
}

/* An answer names the message it answers; folded headers and other letters are usual. */
static void
test_own_header_only (void)
{
  static const struct
  {
    const char *header;
    gboolean is;
  } headers[] = {
    { "Message-ID: <a-1@example.jp>\r\n\r\n", TRUE },
    { "message-id:\r\n <a-1@example.jp>\r\n", TRUE },
    { "Subject: x\r\nMESSAGE-ID: <a-1@example.jp>\r\nTo: y\r\n", TRUE },
    { "In-Reply-To: <a-1@example.jp>\r\nMessage-ID: <b-2@example.jp>\r\n\r\n", FALSE },
    { "References: <a-1@example.jp>\r\n\r\n", FALSE },
    { "Message-ID: <aa-1@example.jp>\r\n\r\n", FALSE },
    { "Subject: <a-1@example.jp>\r\n\r\nMessage-ID: <a-1@example.jp>\r\n", FALSE },
    { "\r\n", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GString) header = g_string_new (headers[i].header);

      g_assert_cmpint (kitte_message_id_is (header, "a-1@example.jp"), ==, headers[i].is);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kitte_gmime_ensure ();
  g_test_add_func ("/trial-message/form", test_form);
  g_test_add_func ("/trial-message/content", test_content);
  g_test_add_func ("/trial-message/ids-differ", test_ids_differ);
  g_test_add_func ("/trial-message/own-header-only", test_own_header_only);
  return g_test_run ();
}

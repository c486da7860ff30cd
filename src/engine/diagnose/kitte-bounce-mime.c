/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a notice by GMime: what is for people, the report for programs (RFC 3464), and the
 * mail that came back. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-bounce-private.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "base/kitte-gmime.h"
#include "kitte-pasted-text.h"

/* A real notice has two levels; the mail in it is not looked into. */
#define MAX_DEPTH 4

/* A report has one group of fields a recipient and one about the message. */
#define MAX_GROUPS (KITTE_MAX_FAILURES + 1)

static GMimeStream *
open_stream (const char *data, gsize length)
{
  return g_mime_stream_mem_new_with_buffer (data, length);
}

/* “dns; mail.example.jp” (RFC 3464, section 2.1.2), “rfc822; taro@example.jp”. */
static char *
take_typed (const char *value)
{
  const char *semicolon = value != NULL ? strchr (value, ';') : NULL;
  const char *start = semicolon != NULL ? semicolon + 1 : value;

  return value != NULL ? g_strstrip (g_strdup (start)) : NULL;
}

/* A host may be followed by its address in brackets. */
static char *
take_host (const char *value)
{
  char *host = take_typed (value);

  if (host != NULL)
    host[strcspn (host, " \t(")] = '\0';
  return host;
}

/* Takes a value over unless one is known already or @value says nothing. */
static void
keep (char **place, char *value)
{
  if (*place == NULL && value != NULL && *value != '\0' && strlen (value) < KITTE_MAX_EVIDENCE)
    *place = value;
  else
    g_free (value);
}

static char *
get_header (GMimeObject *object, const char *name)
{
  const char *value = g_mime_object_get_header (object, name);

  return value != NULL ? kitte_pasted_text_decode (value, strlen (value), NULL) : NULL;
}

/* The last “Received:” is the first hop; “by HOST” is who took the mail there (RFC 5321, 4.4). */
static char *
find_first_hop (GMimeObject *mail)
{
  GMimeHeaderList *headers = g_mime_object_get_header_list (mail);
  const char *value = NULL;
  const char *by;

  for (int i = 0; i < g_mime_header_list_get_count (headers); i++)
    {
      GMimeHeader *header = g_mime_header_list_get_header_at (headers, i);

      if (g_ascii_strcasecmp (g_mime_header_get_name (header), "Received") == 0)
        value = g_mime_header_get_value (header);
    }
  by = value != NULL ? strstr (value, "by ") : NULL;
  if (by == NULL || (by != value && !g_ascii_isspace (by[-1])))
    return NULL;
  return g_strndup (by + 3, strcspn (by + 3, " \t\r\n;("));
}

static char *
find_address (GMimeObject *mail, const char *name)
{
  g_autofree char *value = get_header (mail, name);
  InternetAddressList *list = NULL;
  char *found = NULL;

  if (value != NULL)
    list = internet_address_list_parse (NULL, value);
  if (list != NULL && internet_address_list_length (list) > 0)
    {
      InternetAddress *first = internet_address_list_get_address (list, 0);

      if (INTERNET_ADDRESS_IS_MAILBOX (first))
        found = g_strdup (internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (first)));
    }
  g_clear_object (&list);
  return found;
}

static void
take_returned (KitteBounceFacts *facts, GMimeObject *mail)
{
  keep (&facts->first_hop, find_first_hop (mail));
  keep (&facts->bounce->sender, find_address (mail, "From"));
}

static void
take_group (KitteBounceFacts *facts, GMimeObject *group)
{
  KitteBounce *bounce = facts->bounce;
  g_autofree char *recipient = get_header (group, "Final-Recipient");
  g_autofree char *words = get_header (group, "Diagnostic-Code");
  g_autofree char *action = get_header (group, "Action");
  g_autofree char *reporter = get_header (group, "Reporting-MTA");
  g_autofree char *remote = get_header (group, "Remote-MTA");
  g_autofree char *address = NULL;
  g_autofree char *said = take_typed (words);
  KitteBounceFailure *failure;

  keep (&bounce->reporter, take_host (reporter));
  keep (&bounce->remote, take_host (remote));
  if (recipient == NULL)
    recipient = get_header (group, "Original-Recipient");
  if (recipient == NULL || bounce->failures->len == KITTE_MAX_FAILURES)
    return;
  address = take_typed (recipient);
  failure = kitte_bounce_add_failure (bounce, address, said);
  keep (&failure->status, get_header (group, "Status"));
  failure->delayed = action != NULL && g_ascii_strncasecmp (action, "delayed", 7) == 0;
}

/* RFC 3464, section 2.1: groups of fields with an empty line between them, each like a header. */
static void
take_report (KitteBounceFacts *facts, const char *data, gsize length)
{
  g_autofree char *text = kitte_pasted_text_decode (data, length, NULL);
  g_auto (GStrv) groups = g_strsplit (text, "\n\n", MAX_GROUPS);

  facts->is_report = TRUE;
  for (gsize i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *fields = g_strconcat (g_strchug (groups[i]), "\n\n", NULL);
      GMimeStream *stream = open_stream (fields, strlen (fields));
      GMimeParser *parser = g_mime_parser_new_with_stream (stream);
      GMimeObject *group = g_mime_parser_construct_part (parser, NULL);

      if (group != NULL)
        take_group (facts, group);
      g_clear_object (&group);
      g_object_unref (parser);
      g_object_unref (stream);
    }
}

static GByteArray *
get_content (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GByteArray *bytes = g_byte_array_new ();
  GMimeStream *stream = g_mime_stream_mem_new ();

  g_mime_stream_mem_set_byte_array (GMIME_STREAM_MEM (stream), bytes);
  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  if (content != NULL)
    g_mime_data_wrapper_write_to_stream (content, stream);
  g_object_unref (stream);
  return bytes;
}

static void
take_text (KitteBounceFacts *facts, const GByteArray *bytes, const char *charset)
{
  g_autofree char *decoded =
      kitte_pasted_text_decode ((const char *) bytes->data, bytes->len, charset);
  g_autofree char *text = kitte_pasted_text_plain (decoded);

  if (facts->bounce->notice == NULL && *g_strstrip (text) != '\0')
    facts->bounce->notice = g_steal_pointer (&text);
}

static void
take_part (KitteBounceFacts *facts, GMimePart *part)
{
  GMimeContentType *type = g_mime_object_get_content_type (GMIME_OBJECT (part));
  g_autoptr (GByteArray) bytes = NULL;

  if (g_mime_content_type_is_type (type, "message", "delivery-status") ||
      g_mime_content_type_is_type (type, "message", "global-delivery-status"))
    {
      bytes = get_content (part);
      take_report (facts, (const char *) bytes->data, bytes->len);
    }
  else if (g_mime_content_type_is_type (type, "text", "rfc822-headers"))
    {
      bytes = get_content (part);
      kitte_bounce_read_returned (facts, (const char *) bytes->data, bytes->len);
    }
  else if (g_mime_content_type_is_type (type, "text", "*") &&
           g_mime_part_get_filename (part) == NULL)
    {
      bytes = get_content (part);
      take_text (facts, bytes, g_mime_content_type_get_parameter (type, "charset"));
    }
}

static gboolean
is_from_a_server (const char *address)
{
  g_autofree char *lower = address != NULL ? g_ascii_strdown (address, -1) : NULL;

  return lower != NULL &&
         (g_str_has_prefix (lower, "mailer-daemon@") || g_str_has_prefix (lower, "postmaster@") ||
          g_str_has_prefix (lower, "microsoftexchange"));
}

/* A person may have passed the notice on as an attachment. */
static gboolean
is_notice (GMimeMessage *message)
{
  GMimeObject *part = g_mime_message_get_mime_part (message);
  GMimeContentType *type = part != NULL ? g_mime_object_get_content_type (part) : NULL;
  g_autofree char *from = find_address (GMIME_OBJECT (message), "From");

  return (type != NULL && g_mime_content_type_is_type (type, "multipart", "report")) ||
         is_from_a_server (from) ||
         g_mime_object_get_header (GMIME_OBJECT (message), "X-Failed-Recipients") != NULL;
}

static void take_message (KitteBounceFacts *facts, GMimeMessage *message, guint depth);

static void
take_attached (KitteBounceFacts *facts, GMimeMessage *attached, guint depth)
{
  if (attached == NULL)
    return;
  if (facts->is_report || !is_notice (attached))
    {
      take_returned (facts, GMIME_OBJECT (attached));
      return;
    }
  /* What the person wrote around it is not the notice. */
  g_clear_pointer (&facts->bounce->notice, g_free);
  take_message (facts, attached, depth);
}

static void
take_object (KitteBounceFacts *facts, GMimeObject *object, guint depth)
{
  if (object == NULL || depth > MAX_DEPTH)
    return;
  if (GMIME_IS_MESSAGE_PART (object))
    take_attached (facts, g_mime_message_part_get_message (GMIME_MESSAGE_PART (object)), depth + 1);
  else if (GMIME_IS_MULTIPART (object))
    for (int i = 0; i < MIN (g_mime_multipart_get_count (GMIME_MULTIPART (object)), MAX_GROUPS);
         i++)
      take_object (facts, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1);
  else if (GMIME_IS_PART (object))
    take_part (facts, GMIME_PART (object));
}

/* The notice’s own header: it goes to whoever sent, and comes from a server’s name. */
static void
take_header (KitteBounceFacts *facts, GMimeObject *mail)
{
  g_autofree char *from = find_address (mail, "From");
  g_autofree char *failed = find_address (mail, "X-Failed-Recipients");
  g_autofree char *to = find_address (mail, "To");

  keep (&facts->failed, g_strdup (failed));
  if (is_from_a_server (from))
    {
      facts->is_report = TRUE;
      keep (&facts->bounce->reporter, g_strdup (strchr (from, '@') + 1));
    }
  if (failed != NULL)
    facts->is_report = TRUE;
  if (facts->is_report)
    keep (&facts->bounce->sender, g_steal_pointer (&to));
}

static void
take_message (KitteBounceFacts *facts, GMimeMessage *message, guint depth)
{
  take_object (facts, g_mime_message_get_mime_part (message), depth);
  take_header (facts, GMIME_OBJECT (message));
}

static GMimeMessage *
parse (const char *data, gsize length)
{
  GMimeStream *stream = open_stream (data, length);
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

  g_object_unref (parser);
  g_object_unref (stream);
  return message;
}

/**
 * kitte_bounce_is_mail:
 *
 * Returns: whether @data begins with the header of a mail rather than with words
 */
gboolean
kitte_bounce_is_mail (const char *data, gsize length)
{
  static const char *const names[] = { "From",         "To",           "Date",       "Subject",
                                       "Received",     "Return-Path",  "Message-ID", "MIME-Version",
                                       "Content-Type", "Delivered-To", NULL };
  g_autofree char *head = g_strndup (data, MIN (length, KITTE_MAX_PASTED_TEXT));
  g_auto (GStrv) lines = g_strsplit (head, "\n", -1);
  guint n_known = 0;

  for (gsize i = 0; lines[i] != NULL && lines[i][strspn (lines[i], "\r")] != '\0'; i++)
    {
      const char *colon = strchr (lines[i], ':');

      if (g_ascii_isspace (lines[i][0]) || (i == 0 && g_str_has_prefix (lines[i], "From ")))
        continue;
      if (colon == NULL || memchr (lines[i], ' ', (gsize) (colon - lines[i])) != NULL)
        return FALSE;
      for (gsize j = 0; names[j] != NULL; j++)
        if (g_ascii_strncasecmp (lines[i], names[j], (gsize) (colon - lines[i])) == 0 &&
            strlen (names[j]) == (gsize) (colon - lines[i]))
          n_known++;
    }
  return n_known >= 2;
}

/**
 * kitte_bounce_read_mail:
 * @data: (array length=length): a whole mail, header and body
 */
void
kitte_bounce_read_mail (KitteBounceFacts *facts, const char *data, gsize length)
{
  GMimeMessage *message;

  kitte_gmime_ensure ();
  message = parse (data, length);
  if (message == NULL)
    return;
  take_message (facts, message, 0);
  g_object_unref (message);
}

/**
 * kitte_bounce_read_returned:
 * @data: (array length=length): the mail that came back, or its header alone
 */
void
kitte_bounce_read_returned (KitteBounceFacts *facts, const char *data, gsize length)
{
  GMimeMessage *message;

  if (length == 0)
    return;
  kitte_gmime_ensure ();
  message = parse (data, length);
  if (message == NULL)
    return;
  take_returned (facts, GMIME_OBJECT (message));
  g_object_unref (message);
}

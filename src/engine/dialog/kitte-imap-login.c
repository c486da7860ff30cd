/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 9051, sections 4.3 and 6.2.3: arguments are quoted strings, or literals where they hold 8-bit
 * bytes, which IMAP4rev1 does not allow between quotes. */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-imap-login.h"

#include <string.h>

static gboolean
needs_literal (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if ((guchar) *c >= 0x7f || (guchar) *c < 0x20)
      return TRUE;
  return FALSE;
}

static KitteSecret *
quote (const char *text)
{
  char *quoted = g_malloc (2 * strlen (text) + 3);
  char *end = quoted;
  KitteSecret *result;

  *end++ = '"';
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        *end++ = '\\';
      *end++ = *c;
    }
  *end++ = '"';
  *end = '\0';
  result = kitte_secret_new (quoted);
  kitte_wipe_free (quoted);
  return result;
}

/* Appends " argument" to the last line, or the head of a literal to it and the literal to a new
 * one. Where literals need not be waited for, the new line follows at once. */
static void
add_argument (GPtrArray *lines, const char *text, gboolean literal_plus)
{
  g_autoptr (KitteSecret) last = g_ptr_array_steal_index (lines, lines->len - 1);
  g_autoptr (KitteSecret) quoted = NULL;
  g_autofree char *head = NULL;
  const char *parts[] = { kitte_secret_peek (last), " ", NULL, NULL, NULL };

  if (!needs_literal (text))
    {
      quoted = quote (text);
      parts[2] = kitte_secret_peek (quoted);
      g_ptr_array_add (lines, kitte_secret_join (parts));
      return;
    }
  head = g_strdup_printf (literal_plus ? "{%" G_GSIZE_FORMAT "+}\r\n" : "{%" G_GSIZE_FORMAT "}",
                          strlen (text));
  parts[2] = head;
  parts[3] = literal_plus ? text : NULL;
  g_ptr_array_add (lines, kitte_secret_join (parts));
  if (!literal_plus)
    g_ptr_array_add (lines, kitte_secret_new (text));
}

/**
 * kitte_imap_login_lines:
 * @literal_plus: whether the server takes literals without being asked (RFC 7888)
 *
 * Returns: (transfer full) (element-type KitteSecret): the lines, without line ends; each but the
 *   first is sent when the server says “+”
 */
GPtrArray *
kitte_imap_login_lines (const char *tag, KitteCredential *credential, gboolean literal_plus)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_secret_unref);
  const char *begin[] = { tag, " LOGIN", NULL };

  g_ptr_array_add (lines, kitte_secret_join (begin));
  add_argument (lines, credential->username, literal_plus);
  add_argument (lines, kitte_secret_peek (credential->secret), literal_plus);
  return lines;
}

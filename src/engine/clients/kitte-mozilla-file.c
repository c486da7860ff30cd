/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A settings file with a NUL or of great size is none: Thunderbird loses accounts over it, so
 * nothing may be added to it. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-mozilla-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-client.h"

/**
 * kitte_mozilla_file_set_unreadable:
 * @error: (out) (optional): set to %KITTE_CLIENT_ERROR_UNREADABLE
 * @path: the file that cannot be understood
 */
void
kitte_mozilla_file_set_unreadable (GError **error, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
               /* TRANSLATORS: %s is the path of a settings file of Thunderbird. */
               _ ("Thunderbird’s file “%s” seems to be damaged, so Kitte left it as it is. Open "
                  "Thunderbird and look whether everything is there, close it, and try again."),
               shown);
}

/**
 * kitte_mozilla_file_check:
 * @bytes: the whole file
 * @path: its name
 *
 * UTF-16 is full of NUL bytes, so one test finds both.
 *
 * Returns: %TRUE when it can be a settings file; else %KITTE_CLIENT_ERROR_UNREADABLE is set
 */
gboolean
kitte_mozilla_file_check (GBytes *bytes, const char *path, GError **error)
{
  gsize length;
  const char *text;

  g_return_val_if_fail (bytes != NULL && path != NULL, FALSE);

  text = g_bytes_get_data (bytes, &length);
  if (length <= KITTE_MAX_CLIENT_FILE && (length == 0 || memchr (text, '\0', length) == NULL))
    return TRUE;
  kitte_mozilla_file_set_unreadable (error, path);
  return FALSE;
}

/**
 * kitte_mozilla_file_get_bom:
 *
 * Returns: how many bytes at the start are a UTF-8 byte order mark
 */
gsize
kitte_mozilla_file_get_bom (const char *text, gsize length)
{
  return length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/**
 * kitte_mozilla_file_get_newline:
 *
 * Returns: (transfer none): the line end the file uses, taken from its first line
 */
const char *
kitte_mozilla_file_get_newline (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\n')
        return "\n";
      if (text[i] == '\r')
        return i + 1 < length && text[i + 1] == '\n' ? "\r\n" : "\r";
    }
  return "\n";
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blanks at the ends, full-width letters, the capital lock: pointed out, never taken away. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-typed-note.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
is_full_width (gunichar c)
{
  GUnicodeScript script = g_unichar_get_script (c);

  return (g_unichar_iswide (c) && script != G_UNICODE_SCRIPT_UNKNOWN) ||
         script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA;
}

static gboolean
has_full_width (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (is_full_width (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

static gboolean
has_blank_at_an_end (const char *text)
{
  const char *end = text + strlen (text);

  return *text != '\0' && (g_unichar_isspace (g_utf8_get_char (text)) ||
                           g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))));
}

static void
add (GString *note, const char *sentence)
{
  if (note->len > 0)
    g_string_append_c (note, '\n');
  g_string_append (note, sentence);
}

/**
 * kitte_typed_note_make:
 * @text: a password as it stands in its field; it is looked at and not copied
 * @capital_lock: whether small letters come out as capitals
 *
 * Returns: (transfer full) (nullable): a sentence a line
 */
char *
kitte_typed_note_make (const char *text, gboolean capital_lock)
{
  g_autoptr (GString) note = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  if (capital_lock)
    /* TRANSLATORS: under the password field; “Caps Lock” is what stands on the key. */
    add (note, _ ("Caps Lock is on."));
  if (has_full_width (text))
    /* TRANSLATORS: under the password field: what a Japanese input method types. */
    add (note, _ ("There are full-width characters in it. Please switch the Japanese input off and "
                  "type it again."));
  if (has_blank_at_an_end (text))
    /* TRANSLATORS: under the password field. */
    add (note, _ ("There is a blank at the beginning or at the end."));
  return note->len > 0 ? g_string_free (g_steal_pointer (&note), FALSE) : NULL;
}

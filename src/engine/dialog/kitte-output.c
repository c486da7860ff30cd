/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every line passes through locked memory, whether it holds a secret or not: there is one way out.
 */
#define G_LOG_DOMAIN "kitte-dialog"
#include "config.h"

#include "kitte-output.h"

#include "base/kitte-redact.h"

#include <string.h>

/* Password, and the responses of the longest exchange; more would only slow the search down. */
#define MAX_HIDDEN 8

struct _KitteOutput
{
  GPtrArray *lines;
  GString *shown;
  GPtrArray *hidden;
};

/* Some programs take these for line ends too, and would show a line that nobody said. */
static gboolean
is_separator (gunichar character)
{
  GUnicodeType type = g_unichar_type (character);

  return type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR;
}

/* One line for a person: what cannot be printed becomes a blank. */
static char *
printable (const char *text)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (line, g_unichar_isprint (character) && !is_separator (character) ?
                                         character :
                                         ' ');
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

KitteOutput *
kitte_output_new (void)
{
  KitteOutput *self = g_new0 (KitteOutput, 1);

  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_secret_unref);
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_secret_unref);
  self->shown = g_string_new (NULL);
  return self;
}

void
kitte_output_free (KitteOutput *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->hidden);
  g_string_free (self->shown, TRUE);
  g_free (self);
}

/**
 * kitte_output_add:
 * @line: (transfer none): without its line end
 * @shown: what stands for it in a transcript; redacted once more
 */
void
kitte_output_add (KitteOutput *self, KitteSecret *line, const char *shown)
{
  const char *parts[] = { kitte_secret_peek (line), "\r\n", NULL };
  g_autofree char *redacted = kitte_output_redact (self, shown, strlen (shown));

  g_ptr_array_add (self->lines, kitte_secret_join (parts));
  if (self->shown->len > 0)
    g_string_append_c (self->shown, '\n');
  g_string_append (self->shown, redacted);
}

/**
 * kitte_output_take:
 * @shown: (out) (optional) (transfer full): the lines for a transcript, separated by LF
 *
 * Returns: (transfer full) (nullable): all that was waiting, with line ends; %NULL: nothing was
 */
KitteSecret *
kitte_output_take (KitteOutput *self, char **shown)
{
  g_autofree const char **parts = g_new0 (const char *, self->lines->len + 1);
  gboolean waiting = self->lines->len > 0;
  KitteSecret *joined = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    parts[i] = kitte_secret_peek (g_ptr_array_index (self->lines, i));
  if (waiting)
    joined = kitte_secret_join (parts);
  if (shown != NULL)
    *shown = waiting ? g_strdup (self->shown->str) : NULL;
  g_ptr_array_set_size (self->lines, 0);
  g_string_truncate (self->shown, 0);
  return joined;
}

/**
 * kitte_output_hide:
 * @secret: (transfer none): from now on it is taken out of whatever is shown
 */
void
kitte_output_hide (KitteOutput *self, KitteSecret *secret)
{
  /* The latest first: a response holds the password, and would be found no more without it. */
  if (kitte_secret_get_length (secret) > 0 && self->hidden->len < MAX_HIDDEN)
    g_ptr_array_insert (self->hidden, 0, kitte_secret_ref (secret));
}

/**
 * kitte_output_redact:
 * @text: what was said, by either side; may hold any bytes
 *
 * Returns: (transfer full): @text as one line of valid UTF-8, without what is hidden
 */
char *
kitte_output_redact (KitteOutput *self, const char *text, gsize length)
{
  const KitteSecret *const *hidden = (const KitteSecret *const *) self->hidden->pdata;
  g_autofree char *whole = g_malloc (length + 1);
  g_autofree char *redacted = NULL;
  g_autofree char *line = NULL;

  for (gsize i = 0; i < length; i++)
    whole[i] = text[i] != '\0' ? text[i] : ' ';
  whole[length] = '\0';
  redacted = kitte_redact (whole, hidden, self->hidden->len);
  line = printable (redacted);
  /* Once more: a blank may just have made the secret whole. */
  return kitte_redact (line, hidden, self->hidden->len);
}

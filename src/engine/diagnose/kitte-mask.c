/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A help desk needs the domain and how a user name is formed, not whose it is. Names are replaced
 * by what presets call them, so that “the whole address” and “the part before the @” stay apart.
 * Passwords were taken out long before; nothing here is for them. */
#define G_LOG_DOMAIN "kitte-diagnose"
#include "config.h"

#include "kitte-mask.h"

#include <string.h>

#define LOCAL_PART "{local}"
#define OTHER_USERNAME "{username}"

/* Base64 of less may stand in any word. */
#define SHORTEST_BASE64 8

typedef struct
{
  char *text;
  const char *instead;
} Name;

struct _KitteMask
{
  GArray *names;
};

static void
name_clear (gpointer data)
{
  g_free (((Name *) data)->text);
}

static void
add (KitteMask *self, const char *text, const char *instead)
{
  Name name = { g_strdup (text), instead };

  for (guint i = 0; i < self->names->len; i++)
    if (g_ascii_strcasecmp (g_array_index (self->names, Name, i).text, text) == 0)
      {
        g_free (name.text);
        return;
      }
  g_array_append_val (self->names, name);
}

static gboolean
is_in_name (const char *c)
{
  return g_ascii_isalnum (*c) || *c == '_' || *c == '-';
}

/* “mail” in “mail.example.jp” or in “email” is not the mailbox “mail”. */
static gboolean
is_whole_name (const char *text, const char *found, gsize length)
{
  const char *after = found + length;

  if (found > text && (is_in_name (found - 1) || found[-1] == '.' || found[-1] == '+'))
    return FALSE;
  return !is_in_name (after) && !(*after == '.' && is_in_name (after + 1));
}

static void
replace_name (GString *text, const Name *name)
{
  gsize length = strlen (name->text);

  for (gsize i = 0; length > 0 && i + length <= text->len; i++)
    if (g_ascii_strncasecmp (text->str + i, name->text, length) == 0 &&
        is_whole_name (text->str, text->str + i, length))
      {
        g_string_erase (text, (gssize) i, (gssize) length);
        g_string_insert (text, (gssize) i, name->instead);
        i += strlen (name->instead) - 1;
      }
}

/* Servers repeat what they were sent, and with AUTH LOGIN that was base64. */
static void
replace_base64 (GString *text, const Name *name)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) name->text, strlen (name->text));

  encoded[strcspn (encoded, "=")] = '\0';
  if (strlen (encoded) >= SHORTEST_BASE64)
    g_string_replace (text, encoded, name->instead, 0);
}

/**
 * kitte_mask_new:
 * @address: (nullable): whose part before the @ is hidden; the part after it stays
 *
 * Returns: (transfer full): a mask
 */
KitteMask *
kitte_mask_new (const KitteAddress *address)
{
  KitteMask *self = g_new0 (KitteMask, 1);

  self->names = g_array_new (FALSE, FALSE, sizeof (Name));
  g_array_set_clear_func (self->names, name_clear);
  if (address == NULL)
    return self;
  add (self, address->text, "{address}");
  add (self, address->display, "{address}");
  add (self, address->local, LOCAL_PART);
  return self;
}

void
kitte_mask_free (KitteMask *self)
{
  g_return_if_fail (self != NULL);

  g_array_unref (self->names);
  g_free (self);
}

/**
 * kitte_mask_add_username:
 * @username: (nullable): hidden too, where it is another name than the address
 */
void
kitte_mask_add_username (KitteMask *self, const char *username)
{
  g_return_if_fail (self != NULL);

  if (username != NULL && *username != '\0')
    add (self, username, OTHER_USERNAME);
}

/**
 * kitte_mask_apply:
 * @text: valid UTF-8
 *
 * Returns: (transfer full): @text with `{address}`, `{local}` and `{username}` in the place of
 *   names, however they were written
 */
char *
kitte_mask_apply (const KitteMask *self, const char *text)
{
  GString *masked;

  g_return_val_if_fail (self != NULL && text != NULL, NULL);

  masked = g_string_new (text);
  for (guint i = 0; i < self->names->len; i++)
    {
      const Name *name = &g_array_index (self->names, Name, i);

      replace_name (masked, name);
      replace_base64 (masked, name);
    }
  return g_string_free (masked, FALSE);
}

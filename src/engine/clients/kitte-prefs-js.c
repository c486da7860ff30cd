/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document is a row of statements, each with the bytes before it: joined again they are the
 * file. A change touches the bytes of one value or adds a line; nothing else is ever rewritten. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-prefs-js.h"

#include <string.h>

#include "kitte-mozilla-file.h"
#include "kitte-prefs-lexer.h"

typedef struct
{
  GString *gap;    /* blanks and comments before the statement */
  char *head;      /* up to the value */
  char *value;     /* as it is written */
  char *tail;      /* behind the value, with the semicolon */
  char *old_value; /* (nullable): as it was written, when changed */
  char *key;
  char *text;
  KittePrefType type;
  int number;
  guint line; /* in the file that was read; 0: it was added */
  gboolean is_default;
  gboolean added;
} Entry;

struct _KittePrefsJs
{
  GPtrArray *entries;
  GHashTable *by_key; /* key → the entry that counts */
  GString *end;       /* behind the last statement */
  GString *removed;   /* preview of what was taken out */
  const char *newline;
};

static void
entry_free (Entry *entry)
{
  g_string_free (entry->gap, TRUE);
  g_free (entry->head);
  g_free (entry->value);
  g_free (entry->tail);
  g_free (entry->old_value);
  g_free (entry->key);
  g_free (entry->text);
  g_free (entry);
}

static char *
slice (const char *start, const char *end)
{
  return g_strndup (start, (gsize) (end - start));
}

/* The last user_pref of a key counts; a default only where there is none. */
static void
index_entry (KittePrefsJs *self, Entry *entry)
{
  Entry *present = g_hash_table_lookup (self->by_key, entry->key);

  if (present == NULL || present->is_default || !entry->is_default)
    g_hash_table_replace (self->by_key, entry->key, entry);
}

static void
add_statement (KittePrefsJs *self, const char *gap, guint line, KittePrefStatement *statement)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->gap = g_string_new_len (gap, statement->start - gap);
  entry->head = slice (statement->start, statement->value_start);
  entry->value = slice (statement->value_start, statement->value_end);
  entry->tail = slice (statement->value_end, statement->end);
  entry->key = g_steal_pointer (&statement->key);
  entry->text = g_steal_pointer (&statement->text);
  entry->type = statement->type;
  entry->number = statement->number;
  entry->line = line;
  entry->is_default = statement->is_default;
  g_ptr_array_add (self->entries, entry);
  index_entry (self, entry);
}

static guint
count_lines (const char *start, const char *end)
{
  guint lines = 0;

  for (const char *at = start; at < end; at++)
    lines += *at == '\n';
  return lines;
}

static gboolean
parse (KittePrefsJs *self, const char *text, gsize length)
{
  const char *end = text + length;
  const char *at = text + kitte_mozilla_file_get_bom (text, length);
  const char *gap = text;
  guint line = 1;
  KittePrefStatement statement;
  KittePrefsResult result;

  while ((result = kitte_prefs_lexer_next (&at, end, &statement)) == KITTE_PREFS_STATEMENT)
    {
      line += count_lines (gap, statement.start);
      add_statement (self, gap, line, &statement);
      line += count_lines (statement.start, at);
      kitte_pref_statement_clear (&statement);
      gap = at;
    }
  if (result == KITTE_PREFS_BROKEN)
    return FALSE;
  g_string_append_len (self->end, gap, end - gap);
  return TRUE;
}

static const Entry *
find (const KittePrefsJs *self, const char *key, KittePrefType type)
{
  const Entry *entry = g_hash_table_lookup (self->by_key, key);

  return entry != NULL && entry->type == type ? entry : NULL;
}

static gboolean
ends_line (const char *text, gsize length)
{
  return length == 0 || text[length - 1] == '\n' || text[length - 1] == '\r';
}

static Entry *
append_entry (KittePrefsJs *self, const char *key)
{
  g_autofree char *quoted = kitte_prefs_quote (key);
  Entry *entry = g_new0 (Entry, 1);

  entry->gap = g_string_new_len (self->end->str, (gssize) self->end->len);
  if (!ends_line (entry->gap->str, entry->gap->len) ||
      (entry->gap->len == 0 && self->entries->len > 0))
    g_string_append (entry->gap, self->newline);
  g_string_assign (self->end, self->newline);
  entry->head = g_strdup_printf ("user_pref(%s, ", quoted);
  entry->tail = g_strdup (");");
  entry->key = g_strdup (key);
  entry->added = TRUE;
  g_ptr_array_add (self->entries, entry);
  index_entry (self, entry);
  return entry;
}

static void
set_value (KittePrefsJs *self, const char *key, KittePrefType type, const char *text, int number)
{
  g_autofree char *value = type == KITTE_PREF_STRING ? kitte_prefs_quote (text) : g_strdup (text);
  Entry *entry = g_hash_table_lookup (self->by_key, key);

  if (entry != NULL && entry->type == type && g_str_equal (entry->text, text))
    return;
  if (entry == NULL || entry->is_default)
    entry = append_entry (self, key);
  else if (entry->old_value == NULL && !entry->added)
    entry->old_value = g_steal_pointer (&entry->value);
  g_free (entry->value);
  g_free (entry->text);
  entry->value = g_steal_pointer (&value);
  entry->text = g_strdup (text);
  entry->type = type;
  entry->number = number;
}

/* How many bytes at the start of @text are the rest of a line that now holds nothing. */
static gsize
rest_of_empty_line (const GString *before, const GString *text)
{
  gsize i = strspn (text->str, " \t");

  if (!ends_line (before->str, before->len))
    return 0;
  if (text->str[i] == '\r')
    return text->str[i + 1] == '\n' ? i + 2 : i + 1;
  return text->str[i] == '\n' ? i + 1 : 0;
}

static void
preview_line (GString *preview, char sign, const Entry *entry, const char *value)
{
  g_string_append_printf (preview, "%c %s%s%s\n", sign, entry->head, value, entry->tail);
}

static void
remove_at (KittePrefsJs *self, guint i)
{
  Entry *entry = g_ptr_array_index (self->entries, i);
  GString *after = self->end;

  if (i + 1 < self->entries->len)
    after = ((Entry *) g_ptr_array_index (self->entries, i + 1))->gap;
  g_string_erase (after, 0, (gssize) rest_of_empty_line (entry->gap, after));
  g_string_prepend_len (after, entry->gap->str, (gssize) entry->gap->len);
  if (!entry->added)
    preview_line (self->removed, '-', entry,
                  entry->old_value != NULL ? entry->old_value : entry->value);
  g_ptr_array_remove_index (self->entries, i);
}

/**
 * kitte_prefs_js_new:
 * @bytes: (nullable): the file; %NULL or empty for a new one
 * @path: its name, for the error
 *
 * Returns: (transfer full) (nullable): the document; %NULL with %KITTE_CLIENT_ERROR_UNREADABLE
 *   where Thunderbird itself would lose settings over the file
 */
KittePrefsJs *
kitte_prefs_js_new (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (KittePrefsJs) self = g_new0 (KittePrefsJs, 1);
  const char *text = "";
  gsize length = 0;

  g_return_val_if_fail (path != NULL, NULL);

  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->end = g_string_new (NULL);
  self->removed = g_string_new (NULL);
  if (bytes != NULL && !kitte_mozilla_file_check (bytes, path, error))
    return NULL;
  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    text = g_bytes_get_data (bytes, &length);
  self->newline = kitte_mozilla_file_get_newline (text, length);
  if (!parse (self, text, length))
    {
      kitte_mozilla_file_set_unreadable (error, path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
kitte_prefs_js_free (KittePrefsJs *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->entries);
  g_string_free (self->end, TRUE);
  g_string_free (self->removed, TRUE);
  g_free (self);
}

/**
 * kitte_prefs_js_get_keys:
 *
 * Returns: (transfer full) (element-type utf8): every key, in no order; valid until a change
 */
GPtrArray *
kitte_prefs_js_get_keys (const KittePrefsJs *self)
{
  GPtrArray *keys = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_return_val_if_fail (self != NULL, NULL);

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (keys, key);
  return keys;
}

gboolean
kitte_prefs_js_has (const KittePrefsJs *self, const char *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, FALSE);

  return g_hash_table_contains (self->by_key, key);
}

/**
 * kitte_prefs_js_get_string:
 *
 * Returns: (transfer full) (nullable): valid UTF-8, bytes of another encoding replaced
 */
char *
kitte_prefs_js_get_string (const KittePrefsJs *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  entry = find (self, key, KITTE_PREF_STRING);
  return entry != NULL ? g_utf8_make_valid (entry->text, -1) : NULL;
}

gboolean
kitte_prefs_js_get_int (const KittePrefsJs *self, const char *key, int *value)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, FALSE);

  entry = find (self, key, KITTE_PREF_INT);
  if (entry != NULL)
    *value = entry->number;
  return entry != NULL;
}

gboolean
kitte_prefs_js_get_bool (const KittePrefsJs *self, const char *key, gboolean *value)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, FALSE);

  entry = find (self, key, KITTE_PREF_BOOL);
  if (entry != NULL)
    *value = entry->number != 0;
  return entry != NULL;
}

/**
 * kitte_prefs_js_get_literal:
 *
 * Returns: (transfer full): the value as Thunderbird writes it; "" where there is none
 */
char *
kitte_prefs_js_get_literal (const KittePrefsJs *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  entry = g_hash_table_lookup (self->by_key, key);
  if (entry == NULL)
    return g_strdup ("");
  return entry->type == KITTE_PREF_STRING ? kitte_prefs_quote (entry->text) :
                                            g_strdup (entry->text);
}

/**
 * kitte_prefs_js_get_line:
 *
 * Returns: on which line the statement that counts began in the file, from 1; 0 where there is none
 */
guint
kitte_prefs_js_get_line (const KittePrefsJs *self, const char *key)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && key != NULL, 0);

  entry = g_hash_table_lookup (self->by_key, key);
  return entry != NULL ? entry->line : 0;
}

/**
 * kitte_prefs_js_same:
 *
 * Returns: whether both have the same value for @key, or both none
 */
gboolean
kitte_prefs_js_same (const KittePrefsJs *self, const KittePrefsJs *other, const char *key)
{
  const Entry *a, *b;

  g_return_val_if_fail (self != NULL && other != NULL && key != NULL, FALSE);

  a = g_hash_table_lookup (self->by_key, key);
  b = g_hash_table_lookup (other->by_key, key);
  if (a == NULL || b == NULL)
    return a == b;
  return a->type == b->type && g_str_equal (a->text, b->text);
}

void
kitte_prefs_js_set_string (KittePrefsJs *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL && key != NULL && value != NULL);

  set_value (self, key, KITTE_PREF_STRING, value, 0);
}

void
kitte_prefs_js_set_int (KittePrefsJs *self, const char *key, int value)
{
  g_autofree char *text = g_strdup_printf ("%d", value);

  g_return_if_fail (self != NULL && key != NULL);

  set_value (self, key, KITTE_PREF_INT, text, value);
}

void
kitte_prefs_js_set_bool (KittePrefsJs *self, const char *key, gboolean value)
{
  g_return_if_fail (self != NULL && key != NULL);

  set_value (self, key, KITTE_PREF_BOOL, value ? "true" : "false", value);
}

/**
 * kitte_prefs_js_copy:
 *
 * Gives @key the value it has in @from; removes it where it has none there.
 */
void
kitte_prefs_js_copy (KittePrefsJs *self, const KittePrefsJs *from, const char *key)
{
  const Entry *entry;

  g_return_if_fail (self != NULL && from != NULL && key != NULL);

  entry = g_hash_table_lookup (from->by_key, key);
  if (entry != NULL)
    set_value (self, key, entry->type, entry->text, entry->number);
  else
    kitte_prefs_js_remove (self, key);
}

/**
 * kitte_prefs_js_remove:
 *
 * Takes out every statement of @key, with its line where nothing else stands on it.
 */
void
kitte_prefs_js_remove (KittePrefsJs *self, const char *key)
{
  g_autofree char *name = g_strdup (key);

  g_return_if_fail (self != NULL && key != NULL);

  g_hash_table_remove (self->by_key, name);
  for (guint i = self->entries->len; i > 0; i--)
    if (g_str_equal (((Entry *) g_ptr_array_index (self->entries, i - 1))->key, name))
      remove_at (self, i - 1);
}

/**
 * kitte_prefs_js_to_bytes:
 *
 * Returns: (transfer full): the whole file
 */
GBytes *
kitte_prefs_js_to_bytes (const KittePrefsJs *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      g_string_append_len (text, entry->gap->str, (gssize) entry->gap->len);
      g_string_append (text, entry->head);
      g_string_append (text, entry->value);
      g_string_append (text, entry->tail);
    }
  g_string_append_len (text, self->end->str, (gssize) self->end->len);
  return g_string_free_to_bytes (text);
}

/**
 * kitte_prefs_js_preview:
 *
 * Returns: (transfer full): the changed lines only, `-` before what goes and `+` before what comes
 */
char *
kitte_prefs_js_preview (const KittePrefsJs *self)
{
  GString *preview;

  g_return_val_if_fail (self != NULL, NULL);

  preview = g_string_new (self->removed->str);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->old_value != NULL && g_str_equal (entry->old_value, entry->value))
        continue;
      if (entry->old_value != NULL)
        preview_line (preview, '-', entry, entry->old_value);
      if (entry->old_value != NULL || entry->added)
        preview_line (preview, '+', entry, entry->value);
    }
  return g_string_free (preview, FALSE);
}

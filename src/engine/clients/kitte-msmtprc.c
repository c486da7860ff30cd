/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One command a line; a line that msmtp could not read makes it refuse the whole file, and so do
 * we: an account appended there would never work. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-msmtprc.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kitte-client.h"

#define BLANKS " \t\r"

struct _KitteMsmtprc
{
  GPtrArray *accounts;
  /* What `defaults` sets for accounts that follow the end of the file. */
  GHashTable *defaults;
  GHashTable *default_lines;
  gboolean in_defaults;
  KitteMsmtprcAccount *current;
  const char *newline;
};

/* One line, split; both are NULL for a blank line or a comment. */
typedef struct
{
  char *command;
  char *value;
} Line;

static void
line_clear (Line *self)
{
  g_free (self->command);
  g_free (self->value);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static void
account_free (KitteMsmtprcAccount *self)
{
  g_free (self->name);
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->lines);
  g_free (self);
}

static GHashTable *
make_settings (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static GHashTable *
make_lines (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
copy_lines (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key, line;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &line))
    g_hash_table_insert (to, g_strdup (key), line);
}

static void
copy_settings (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

static gboolean
fail (GError **error, const char *path, guint number)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
               /* TRANSLATORS: %1$s is msmtp's settings file, %2$u the number of a line in it. */
               _ ("msmtp’s file “%1$s” cannot be understood at line %2$u, so Kitte left it as it "
                  "is. Please correct that line and try again."),
               shown, number);
  return FALSE;
}

static gboolean
is_command (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_");

  return length > 0 && text[length] == '\0';
}

/* If the whole value is enclosed in double quotes, msmtp removes that pair and no other. */
static char *
unquote (const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

static gsize
trimmed_length (const char *text, gsize length)
{
  while (length > 0 && strchr (BLANKS, text[length - 1]) != NULL)
    length--;
  return length;
}

/* FALSE where msmtp would refuse the line. */
static gboolean
split_line (const char *text, gsize length, Line *line)
{
  g_autofree char *trimmed = NULL;
  gsize skip = 0;
  gsize word;

  while (skip < length && strchr (BLANKS, text[skip]) != NULL)
    skip++;
  trimmed = g_strndup (text + skip, trimmed_length (text + skip, length - skip));
  if (*trimmed == '\0' || *trimmed == '#')
    return TRUE;
  word = strcspn (trimmed, BLANKS);
  line->command = g_strndup (trimmed, word);
  line->value = unquote (trimmed + word + strspn (trimmed + word, BLANKS));
  return is_command (line->command);
}

/* Splits `NAME : OTHER, ANOTHER`; what a name stands for is nullable. */
static char *
split_account (const char *value, char ***parents)
{
  const char *colon = strchr (value, ':');
  char *name = colon != NULL ? g_strndup (value, (gsize) (colon - value)) : g_strdup (value);

  *parents = g_strsplit (colon != NULL ? colon + 1 : "", ",", -1);
  for (guint i = 0; (*parents)[i] != NULL; i++)
    g_strstrip ((*parents)[i]);
  return g_strstrip (name);
}

static gboolean
begin_account (KitteMsmtprc *self, const char *value)
{
  g_auto (GStrv) parents = NULL;
  g_autofree char *name = split_account (value, &parents);
  KitteMsmtprcAccount *account;

  if (*name == '\0' || kitte_msmtprc_find (self, name) != NULL)
    return FALSE;
  account = g_new0 (KitteMsmtprcAccount, 1);
  account->name = g_strdup (name);
  account->settings = make_settings ();
  account->lines = make_lines ();
  account->is_alias = parents[0] != NULL;
  if (parents[0] == NULL)
    {
      copy_settings (self->defaults, account->settings);
      copy_lines (self->default_lines, account->lines);
    }
  for (guint i = 0; parents[i] != NULL; i++)
    {
      KitteMsmtprcAccount *parent = kitte_msmtprc_find (self, parents[i]);

      if (parent == NULL)
        {
          account_free (account);
          return FALSE;
        }
      copy_settings (parent->settings, account->settings);
      copy_lines (parent->lines, account->lines);
    }
  g_ptr_array_add (self->accounts, account);
  self->current = account;
  self->in_defaults = FALSE;
  return TRUE;
}

static gboolean
begin_defaults (KitteMsmtprc *self, const char *value)
{
  if (*value != '\0')
    return FALSE;
  g_hash_table_remove_all (self->defaults);
  g_hash_table_remove_all (self->default_lines);
  self->in_defaults = TRUE;
  return TRUE;
}

static gboolean
take_line (KitteMsmtprc *self, const Line *line, guint number)
{
  if (line->command == NULL)
    return TRUE;
  if (g_str_equal (line->command, "account"))
    return begin_account (self, line->value);
  if (g_str_equal (line->command, "defaults"))
    return begin_defaults (self, line->value);
  /* Before the first account msmtp takes the settings for those of `default`. */
  if (!self->in_defaults && self->current == NULL && !begin_account (self, "default"))
    return FALSE;
  if (!self->in_defaults)
    self->current->is_alias = FALSE;
  g_hash_table_replace (self->in_defaults ? self->defaults : self->current->settings,
                        g_strdup (line->command), g_strdup (line->value));
  g_hash_table_replace (self->in_defaults ? self->default_lines : self->current->lines,
                        g_strdup (line->command), GUINT_TO_POINTER (number));
  return TRUE;
}

static gsize
line_length (const char *text, gsize left)
{
  const char *end = left > 0 ? memchr (text, '\n', left) : NULL;

  return end != NULL ? (gsize) (end - text) : left;
}

static gboolean
has_byte_order_mark (const char *text, gsize length)
{
  return (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0) ||
         (length >= 2 && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0));
}

static gboolean
parse (KitteMsmtprc *self, const char *text, gsize length, const char *path, GError **error)
{
  guint number = 1;

  if (has_byte_order_mark (text, length))
    return fail (error, path, 1);
  for (gsize offset = 0; offset < length; number++)
    {
      gsize size = line_length (text + offset, length - offset);
      g_auto (Line) line = { 0 };

      if (memchr (text + offset, '\0', size) != NULL || !split_line (text + offset, size, &line) ||
          !take_line (self, &line, number))
        return fail (error, path, number);
      if (number == 1 && size > 0 && text[offset + size - 1] == '\r')
        self->newline = "\r\n";
      offset += size + 1;
    }
  return TRUE;
}

/**
 * kitte_msmtprc_parse:
 * @bytes: (nullable): the file; %NULL: there is none
 * @path: its name, for the error
 *
 * Returns: (transfer full) (nullable): the accounts; %NULL with %KITTE_CLIENT_ERROR_UNREADABLE
 *   where msmtp could not read the file either
 */
KitteMsmtprc *
kitte_msmtprc_parse (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (KitteMsmtprc) self = g_new0 (KitteMsmtprc, 1);
  gsize length = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &length) : NULL;

  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) account_free);
  self->defaults = make_settings ();
  self->default_lines = make_lines ();
  self->newline = "\n";
  return parse (self, text, length, path, error) ? g_steal_pointer (&self) : NULL;
}

void
kitte_msmtprc_free (KitteMsmtprc *self)
{
  g_ptr_array_unref (self->accounts);
  g_hash_table_unref (self->defaults);
  g_hash_table_unref (self->default_lines);
  g_free (self);
}

/**
 * kitte_msmtprc_get_accounts:
 *
 * Returns: (transfer none) (element-type KitteMsmtprcAccount): in the order of the file
 */
GPtrArray *
kitte_msmtprc_get_accounts (KitteMsmtprc *self)
{
  return self->accounts;
}

/* (transfer none) (nullable) */
KitteMsmtprcAccount *
kitte_msmtprc_find (KitteMsmtprc *self, const char *name)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      KitteMsmtprcAccount *account = self->accounts->pdata[i];

      if (g_str_equal (account->name, name))
        return account;
    }
  return NULL;
}

/* Where a setting stands, also where it is inherited; 0 where it is not written. */
guint
kitte_msmtprc_account_get_line (const KitteMsmtprcAccount *account, const char *command)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (account->lines, command));
}

/* A switch without a word is on. */
gboolean
kitte_msmtprc_account_is_on (const KitteMsmtprcAccount *account,
                             const char *command,
                             gboolean otherwise)
{
  const char *value = g_hash_table_lookup (account->settings, command);

  return value != NULL ? *value == '\0' || g_str_equal (value, "on") : otherwise;
}

/**
 * kitte_msmtprc_get_default:
 * @command: a setting
 *
 * Returns: (transfer none) (nullable): what an account appended to the file would inherit
 */
const char *
kitte_msmtprc_get_default (KitteMsmtprc *self, const char *command)
{
  return g_hash_table_lookup (self->defaults, command);
}

/* The line end of the file's first line. */
const char *
kitte_msmtprc_get_newline (KitteMsmtprc *self)
{
  return self->newline;
}

/* Whether msmtp would read another value without a further pair of quotes. */
gboolean
kitte_msmtprc_needs_quotes (const char *value)
{
  gsize length = strlen (value);
  gboolean has_blank = length > 0 && (strchr (BLANKS, value[0]) != NULL ||
                                      strchr (BLANKS, value[length - 1]) != NULL);

  return has_blank || (length >= 2 && value[0] == '"' && value[length - 1] == '"');
}

/**
 * kitte_msmtprc_quote:
 * @value: any text without a line end
 *
 * Returns: (transfer full): how it is written so that msmtp reads @value
 */
char *
kitte_msmtprc_quote (const char *value)
{
  return kitte_msmtprc_needs_quotes (value) ? g_strconcat ("\"", value, "\"", NULL) :
                                              g_strdup (value);
}

static gboolean
fail_in_use (GError **error, const char *name, const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  g_set_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
               /* TRANSLATORS: %1$s is an account's name, %2$s msmtp's settings file. */
               _ ("In msmtp’s file “%2$s” another account builds on “%1$s”, so Kitte left it as "
                  "it is. Please change the other account first and undo once more."),
               name, shown);
  return FALSE;
}

typedef struct
{
  const char *name;
  gboolean inside;
  gboolean in_use;
} Removal;

/* Whether the line goes: our account, its settings, and a default that is nothing but ours. */
static gboolean
removes_line (Removal *self, const Line *line)
{
  g_auto (GStrv) parents = NULL;
  g_autofree char *name = NULL;

  if (line->command == NULL)
    return FALSE;
  if (g_str_equal (line->command, "defaults"))
    self->inside = FALSE;
  if (!g_str_equal (line->command, "account"))
    return self->inside;
  name = split_account (line->value, &parents);
  self->inside = g_str_equal (name, self->name);
  if (self->inside || !g_strv_contains ((const char *const *) parents, self->name))
    return self->inside;
  if (g_str_equal (name, "default") && parents[1] == NULL)
    return TRUE;
  self->in_use = TRUE;
  return FALSE;
}

/**
 * kitte_msmtprc_remove:
 * @bytes: the file
 * @name: an account
 *
 * Takes an account out by its name, with its settings; comments between them stay.
 *
 * Returns: (transfer full) (nullable): the file without it; %NULL where others build on it
 */
GBytes *
kitte_msmtprc_remove (GBytes *bytes, const char *name, const char *path, GError **error)
{
  g_autoptr (KitteMsmtprc) checked = kitte_msmtprc_parse (bytes, path, error);
  g_autoptr (GString) kept = g_string_new (NULL);
  Removal removal = { name, FALSE, FALSE };
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize size;

  if (checked == NULL)
    return NULL;
  for (gsize offset = 0; offset < length; offset += size)
    {
      g_auto (Line) line = { 0 };

      size = line_length (text + offset, length - offset);
      split_line (text + offset, size, &line);
      size = MIN (size + 1, length - offset);
      if (!removes_line (&removal, &line))
        g_string_append_len (kept, text + offset, (gssize) size);
    }
  if (removal.in_use)
    fail_in_use (error, name, path);
  return removal.in_use ? NULL : g_bytes_new (kept->str, kept->len);
}

/* One account's own lines: where a setting stands, and where one can be put. */
typedef struct
{
  const char *name;
  const char *command;
  gboolean inside;
  gboolean began;
  gsize put;
  gsize start;
  gsize end;
} Search;

static void
look_at_line (Search *self, const Line *line, gsize start, gsize bare, gsize end)
{
  g_auto (GStrv) parents = NULL;
  g_autofree char *name = NULL;

  if (line->command == NULL)
    return;
  if (g_str_equal (line->command, "account"))
    name = split_account (line->value, &parents);
  if (name != NULL || g_str_equal (line->command, "defaults"))
    {
      self->inside = name != NULL && g_str_equal (name, self->name);
      self->began = TRUE;
      if (self->inside)
        self->put = end;
      return;
    }
  /* Before the first account msmtp takes the settings for those of `default`. */
  if (!self->began && g_str_equal (self->name, "default"))
    {
      self->inside = TRUE;
      self->put = MIN (self->put, start);
    }
  /* The last one counts. */
  if (self->inside && g_str_equal (line->command, self->command))
    {
      self->start = start;
      self->end = bare;
    }
}

static Search
find_line (GBytes *bytes, const char *name, const char *command)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  Search search = { name, command, FALSE, FALSE, G_MAXSIZE, G_MAXSIZE, G_MAXSIZE };
  gsize size;

  for (gsize offset = 0; offset < length; offset += size)
    {
      g_auto (Line) line = { 0 };

      size = line_length (text + offset, length - offset);
      split_line (text + offset, size, &line);
      look_at_line (&search, &line, offset, offset + trimmed_length (text + offset, size),
                    MIN (offset + size + 1, length));
      size = MIN (size + 1, length - offset);
    }
  return search;
}

/**
 * kitte_msmtprc_get_line:
 * @name: an account
 *
 * Returns: (transfer full) (nullable): the account's own line with a setting, as it stands, without
 *   its end; %NULL where it has none
 */
char *
kitte_msmtprc_get_line (GBytes *bytes, const char *name, const char *command)
{
  const char *text = g_bytes_get_data (bytes, NULL);
  Search search = find_line (bytes, name, command);

  return search.start != G_MAXSIZE ? g_strndup (text + search.start, search.end - search.start) :
                                     NULL;
}

/**
 * kitte_msmtprc_set_line:
 * @line: (nullable): the whole line without its end; %NULL: it goes
 *
 * Puts a setting of an account where it stands, or behind the line that begins the account.
 *
 * Returns: (transfer full) (nullable): the file with it; %NULL where the account does not begin in
 *   this file
 */
GBytes *
kitte_msmtprc_set_line (GBytes *bytes,
                        const char *name,
                        const char *command,
                        const char *line,
                        const char *newline)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  Search search = find_line (bytes, name, command);
  g_autoptr (GString) changed = NULL;
  gboolean there = search.start != G_MAXSIZE;
  gsize start = there ? search.start : search.put;
  gsize end = there ? search.end : search.put;

  if (start == G_MAXSIZE)
    return NULL;
  changed = g_string_new_len (text, (gssize) start);
  if (!there && line != NULL && changed->len > 0 && changed->str[changed->len - 1] != '\n')
    g_string_append (changed, newline);
  if (line != NULL)
    g_string_append_printf (changed, "%s%s", line, there ? "" : newline);
  else if (there)
    end += MIN (line_length (text + end, length - end) + 1, length - end);
  g_string_append_len (changed, text + end, (gssize) (length - end));
  return g_bytes_new (changed->str, changed->len);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read line by line as Thunderbird does: unknown lines are skipped and kept, of a key that stands
 * twice the last counts, sections of one name are one. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-profiles-ini.h"

#include <string.h>

#include "kitte-mozilla-file.h"

/* Room for some hundred profiles. Looking one up goes through every line. */
#define MAX_FILE (64 * 1024)

typedef struct
{
  char *text;    /* without the line end */
  char *ending;  /* "" only for a last line without one */
  char *section; /* (nullable): the section the line stands in, or begins */
  char *key;     /* (nullable): only for a line that sets something */
  char *value;
} Line;

struct _KitteProfilesIni
{
  GPtrArray *lines;
  GString *preview;
  const char *newline;
};

static void
line_free (Line *line)
{
  g_free (line->text);
  g_free (line->ending);
  g_free (line->section);
  g_free (line->key);
  g_free (line->value);
  g_free (line);
}

/* `[name]` → `name`; NULL for a heading that Thunderbird does not take. */
static char *
parse_heading (const char *text)
{
  const char *close = strchr (text, ']');

  if (close == NULL || close[1] != '\0')
    return NULL;
  return g_strndup (text + 1, (gsize) (close - text - 1));
}

static void
parse_line (Line *line, const char *section_so_far)
{
  const char *text = line->text + strspn (line->text, " \t");
  const char *equals;

  if (*text == '[')
    {
      line->section = parse_heading (text);
      return;
    }
  line->section = g_strdup (section_so_far);
  equals = strchr (text, '=');
  if (*text == '#' || *text == ';' || equals == NULL || section_so_far == NULL)
    return;
  line->key = g_strndup (text, (gsize) (equals - text));
  line->value = g_strdup (equals + 1);
}

static void
parse (KitteProfilesIni *self, const char *text, gsize length)
{
  gsize at = 0;
  const char *section = NULL;

  while (at < length)
    {
      Line *line = g_new0 (Line, 1);
      gsize bom = at == 0 ? kitte_mozilla_file_get_bom (text, length) : 0;
      gsize n = 0, ending = 0;

      while (at + n < length && text[at + n] != '\n' && text[at + n] != '\r')
        n++;
      if (at + n < length)
        ending = text[at + n] == '\r' && at + n + 1 < length && text[at + n + 1] == '\n' ? 2 : 1;
      line->text = g_strndup (text + at + bom, n - bom);
      parse_line (line, section);
      if (bom > 0)
        {
          g_free (line->text);
          line->text = g_strndup (text + at, n);
        }
      line->ending = g_strndup (text + at + n, ending);
      g_ptr_array_add (self->lines, line);
      section = line->section;
      at += n + ending;
    }
}

static Line *
find (const KitteProfilesIni *self, const char *section, const char *key)
{
  Line *found = NULL;

  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = g_ptr_array_index (self->lines, i);

      if (line->key != NULL && g_str_equal (line->section, section) && g_str_equal (line->key, key))
        found = line;
    }
  return found;
}

/* Behind the last line of @section that is not blank; 0 when there is no such section. */
static guint
end_of_section (const KitteProfilesIni *self, const char *section)
{
  guint end = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (self->lines, i);

      if (g_strcmp0 (line->section, section) == 0 && line->text[strspn (line->text, " \t")] != '\0')
        end = i + 1;
    }
  return end;
}

static void
insert_line (KitteProfilesIni *self, guint at, const char *section, char *text)
{
  Line *line = g_new0 (Line, 1);

  if (at > 0)
    {
      Line *before = g_ptr_array_index (self->lines, at - 1);

      if (before->ending[0] == '\0')
        {
          g_free (before->ending);
          before->ending = g_strdup (self->newline);
        }
    }
  line->text = text;
  line->ending = g_strdup (self->newline);
  if (*text == '[')
    line->section = g_strdup (section);
  else
    parse_line (line, section);
  g_ptr_array_insert (self->lines, (int) at, line);
  if (*text != '\0')
    g_string_append_printf (self->preview, "+ %s\n", text);
}

static char *
profile_section (guint number)
{
  return g_strdup_printf ("Profile%u", number);
}

static char *
install_section (const char *install_hash)
{
  return g_strconcat ("Install", install_hash, NULL);
}

static gboolean
find_by_path (const KitteProfilesIni *self, const char *path, guint *number)
{
  for (guint i = 0; i < kitte_profiles_ini_count (self); i++)
    if (g_strcmp0 (kitte_profiles_ini_get_profile (self, i, "Path"), path) == 0)
      {
        *number = i;
        return TRUE;
      }
  return FALSE;
}

/**
 * kitte_profiles_ini_new:
 * @bytes: (nullable): the file; %NULL for none yet
 * @path: its name, for the error
 *
 * Returns: (transfer full) (nullable): the document; %NULL with %KITTE_CLIENT_ERROR_UNREADABLE
 */
KitteProfilesIni *
kitte_profiles_ini_new (GBytes *bytes, const char *path, GError **error)
{
  KitteProfilesIni *self;
  const char *text = "";
  gsize length = 0;

  g_return_val_if_fail (path != NULL, NULL);

  if (bytes != NULL && !kitte_mozilla_file_check (bytes, path, error))
    return NULL;
  if (bytes != NULL && g_bytes_get_size (bytes) > 0)
    text = g_bytes_get_data (bytes, &length);
  if (length > MAX_FILE || (length > 0 && !g_utf8_validate (text, (gssize) length, NULL)))
    {
      kitte_mozilla_file_set_unreadable (error, path);
      return NULL;
    }
  self = g_new0 (KitteProfilesIni, 1);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) line_free);
  self->preview = g_string_new (NULL);
  self->newline = kitte_mozilla_file_get_newline (text, length);
  parse (self, text, length);
  return self;
}

void
kitte_profiles_ini_free (KitteProfilesIni *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->lines);
  g_string_free (self->preview, TRUE);
  g_free (self);
}

/**
 * kitte_profiles_ini_get:
 *
 * Returns: (transfer none) (nullable): the value, valid until the next change
 */
const char *
kitte_profiles_ini_get (const KitteProfilesIni *self, const char *section, const char *key)
{
  const Line *line;

  g_return_val_if_fail (self != NULL && section != NULL && key != NULL, NULL);

  line = find (self, section, key);
  return line != NULL ? line->value : NULL;
}

/**
 * kitte_profiles_ini_set:
 *
 * Replaces the value that counts, or adds a line at the end of the section, or the section.
 */
void
kitte_profiles_ini_set (KitteProfilesIni *self,
                        const char *section,
                        const char *key,
                        const char *value)
{
  Line *line;
  guint end;

  g_return_if_fail (self != NULL && section != NULL && key != NULL && value != NULL);

  line = find (self, section, key);
  if (line != NULL && g_str_equal (line->value, value))
    return;
  if (line != NULL)
    {
      g_string_append_printf (self->preview, "- %s\n+ %s=%s\n", line->text, key, value);
      g_free (line->text);
      g_free (line->value);
      line->text = g_strdup_printf ("%s=%s", key, value);
      line->value = g_strdup (value);
      return;
    }
  end = end_of_section (self, section);
  if (end == 0)
    {
      if (self->lines->len > 0)
        insert_line (self, self->lines->len, NULL, g_strdup (""));
      insert_line (self, self->lines->len, section, g_strdup_printf ("[%s]", section));
      end = self->lines->len;
    }
  insert_line (self, end, section, g_strdup_printf ("%s=%s", key, value));
}

guint
kitte_profiles_ini_count (const KitteProfilesIni *self)
{
  guint number = 0;

  g_return_val_if_fail (self != NULL, 0);

  while (kitte_profiles_ini_get_profile (self, number, "Path") != NULL)
    number++;
  return number;
}

/**
 * kitte_profiles_ini_get_profile:
 *
 * Returns: (transfer none) (nullable): the value of @key in the section of profile @number
 */
const char *
kitte_profiles_ini_get_profile (const KitteProfilesIni *self, guint number, const char *key)
{
  g_autofree char *section = profile_section (number);

  return kitte_profiles_ini_get (self, section, key);
}

/**
 * kitte_profiles_ini_add_profile:
 * @name: what the profile manager shows
 * @path: the folder, relative to the root
 *
 * The new profile becomes the one for installations without a profile of their own when no other
 * is. Only a new file gets a version: in an old one it would make Thunderbird ignore installs.ini.
 *
 * Returns: its number
 */
guint
kitte_profiles_ini_add_profile (KitteProfilesIni *self, const char *name, const char *path)
{
  g_autofree char *section = NULL;
  guint number, ignored;
  gboolean first;

  g_return_val_if_fail (self != NULL && name != NULL && path != NULL, 0);

  number = kitte_profiles_ini_count (self);
  section = profile_section (number);
  first = !kitte_profiles_ini_find_default (self, &ignored);
  if (self->lines->len == 0)
    {
      kitte_profiles_ini_set (self, "General", "StartWithLastProfile", "1");
      kitte_profiles_ini_set (self, "General", "Version", "2");
    }
  kitte_profiles_ini_set (self, section, "Name", name);
  kitte_profiles_ini_set (self, section, "IsRelative", "1");
  kitte_profiles_ini_set (self, section, "Path", path);
  if (first)
    kitte_profiles_ini_set (self, section, "Default", "1");
  return number;
}

/**
 * kitte_profiles_ini_get_folder:
 * @root: where profiles.ini stands
 *
 * Returns: (transfer full): the profile's folder
 */
char *
kitte_profiles_ini_get_folder (const KitteProfilesIni *self, guint number, const char *root)
{
  const char *path;

  g_return_val_if_fail (self != NULL && root != NULL, NULL);

  path = kitte_profiles_ini_get_profile (self, number, "Path");
  g_return_val_if_fail (path != NULL, NULL);
  if (g_strcmp0 (kitte_profiles_ini_get_profile (self, number, "IsRelative"), "1") == 0)
    return g_build_filename (root, path, NULL);
  return g_strdup (path);
}

/**
 * kitte_profiles_ini_find_dedicated:
 * @install_hash: of the installation
 * @number: (out): its profile
 *
 * Returns: whether the installation has a profile of its own that exists in the list
 */
gboolean
kitte_profiles_ini_find_dedicated (const KitteProfilesIni *self,
                                   const char *install_hash,
                                   guint *number)
{
  g_autofree char *section = NULL;
  const char *path;

  g_return_val_if_fail (self != NULL && install_hash != NULL && number != NULL, FALSE);

  section = install_section (install_hash);
  path = kitte_profiles_ini_get (self, section, "Default");
  return path != NULL && find_by_path (self, path, number);
}

/**
 * kitte_profiles_ini_find_default:
 * @number: (out): the profile with `Default=1`, or the only one
 */
gboolean
kitte_profiles_ini_find_default (const KitteProfilesIni *self, guint *number)
{
  guint count;

  g_return_val_if_fail (self != NULL && number != NULL, FALSE);

  count = kitte_profiles_ini_count (self);
  for (*number = 0; *number < count; (*number)++)
    if (g_strcmp0 (kitte_profiles_ini_get_profile (self, *number, "Default"), "1") == 0)
      return TRUE;
  *number = 0;
  return count == 1;
}

/**
 * kitte_profiles_ini_is_locked_by_other:
 * @install_hash: (nullable): the installation that asks
 *
 * Returns: whether another installation keeps the profile for itself
 */
gboolean
kitte_profiles_ini_is_locked_by_other (const KitteProfilesIni *self,
                                       guint number,
                                       const char *install_hash)
{
  g_autofree char *own = NULL;
  const char *path;

  g_return_val_if_fail (self != NULL, FALSE);

  own = install_section (install_hash != NULL ? install_hash : "");
  path = kitte_profiles_ini_get_profile (self, number, "Path");
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (self->lines, i);

      if (line->key != NULL && g_str_has_prefix (line->section, "Install") &&
          !g_str_equal (line->section, own) && g_str_equal (line->key, "Default") &&
          g_strcmp0 (line->value, path) == 0 &&
          g_strcmp0 (kitte_profiles_ini_get (self, line->section, "Locked"), "1") == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * kitte_profiles_ini_dedicate:
 *
 * Makes profile @number the one that the installation opens.
 */
void
kitte_profiles_ini_dedicate (KitteProfilesIni *self, const char *install_hash, guint number)
{
  g_autofree char *section = NULL;
  g_autofree char *path = NULL;

  g_return_if_fail (self != NULL && install_hash != NULL);

  section = install_section (install_hash);
  path = g_strdup (kitte_profiles_ini_get_profile (self, number, "Path"));
  g_return_if_fail (path != NULL);
  kitte_profiles_ini_set (self, section, "Default", path);
  if (!kitte_profiles_ini_is_locked_by_other (self, number, install_hash))
    kitte_profiles_ini_set (self, section, "Locked", "1");
}

/**
 * kitte_profiles_ini_to_bytes:
 *
 * Returns: (transfer full): the whole file
 */
GBytes *
kitte_profiles_ini_to_bytes (const KitteProfilesIni *self)
{
  GString *text;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_string_new (NULL);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (self->lines, i);

      g_string_append (text, line->text);
      g_string_append (text, line->ending);
    }
  return g_string_free_to_bytes (text);
}

/**
 * kitte_profiles_ini_preview:
 *
 * Returns: (transfer full): the changed lines only
 */
char *
kitte_profiles_ini_preview (const KitteProfilesIni *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strdup (self->preview->str);
}

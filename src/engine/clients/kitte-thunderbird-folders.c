/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbird names a folder by user, host and path, wherever a setting, filter or search means it.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-thunderbird-accounts.h"
#include "kitte-thunderbird-parts.h"
#include "kitte-thunderbird-private.h"

/* Where a path begins that is relative to the profile. */
#define IN_PROFILE "[ProfD]"

/* What Thunderbird leaves as it is in a part of such a name. */
#define UNESCAPED "*"

/**
 * kitte_thunderbird_folder_root:
 * @incoming: with a user name
 *
 * Returns: (transfer full): how the name of every folder of the account begins, without a slash
 */
char *
kitte_thunderbird_folder_root (const KitteServer *incoming)
{
  const char *scheme = incoming->protocol == KITTE_PROTOCOL_IMAP ? "imap" : "mailbox";
  g_autofree char *user =
      g_uri_escape_string (incoming->username != NULL ? incoming->username : "", UNESCAPED, FALSE);

  return g_strdup_printf ("%s://%s@%s", scheme, user, incoming->host);
}

/**
 * kitte_thunderbird_folder_uri:
 * @folder: as the server names it, its levels divided by a dot or a slash: `INBOX.Sent`
 *
 * Returns: (transfer full): how Thunderbird names it
 */
char *
kitte_thunderbird_folder_uri (const KitteServer *incoming, const char *folder)
{
  g_autofree char *root = kitte_thunderbird_folder_root (incoming);
  g_autofree char *path = g_strdelimit (g_strdup (folder), ".", '/');
  g_autofree char *escaped = g_uri_escape_string (path, UNESCAPED "+/", FALSE);

  return g_strconcat (root, "/", escaped, NULL);
}

/* The names end at a slash or at what cannot be in one. */
static gboolean
ends_name (char next)
{
  return next == '/' || next == '"' || next == '|' || next == '\r' || next == '\n';
}

static GBytes *
replace_names (GBytes *bytes, const char *from, const char *to)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  gsize size = strlen (from);
  g_autoptr (GString) replaced = g_string_sized_new (length + 1);

  for (gsize at = 0; at < length;)
    {
      if (length - at > size && memcmp (text + at, from, size) == 0 && ends_name (text[at + size]))
        {
          g_string_append (replaced, to);
          at += size;
        }
      else
        g_string_append_c (replaced, text[at++]);
    }
  return g_bytes_new (replaced->str, replaced->len);
}

static gboolean
move_in_file (KitteThunderbirdProfile *profile,
              const char *path,
              const char *old_root,
              const char *new_root,
              GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *preview = NULL;
  g_autofree char *part = NULL;

  before = kitte_change_set_read (profile->changes, path, KITTE_MAX_CLIENT_FILE, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (before == NULL)
    return TRUE;
  after = replace_names (before, old_root, new_root);
  if (g_bytes_equal (before, after))
    return TRUE;
  preview = g_strdup_printf ("- %s/…\n+ %s/…\n", old_root, new_root);
  kitte_change_set_write (profile->changes, KITTE_THUNDERBIRD_ID, path, after, 0600, preview,
                          profile->lock_path);
  part = g_strconcat (KITTE_PART_MOVED, old_root, "\t", new_root, NULL);
  kitte_change_set_add_part (profile->changes, path, part);
  return TRUE;
}

/* (nullable): where the account's own files are. */
static char *
find_directory (KitteThunderbirdProfile *profile, const char *server_key)
{
  g_autofree char *relative =
      kitte_thunderbird_get (profile->prefs, KITTE_BRANCH_SERVER, server_key, "directory-rel");

  if (relative != NULL && g_str_has_prefix (relative, IN_PROFILE))
    return g_build_filename (profile->folder, relative + strlen (IN_PROFILE), NULL);
  return kitte_thunderbird_get (profile->prefs, KITTE_BRANCH_SERVER, server_key, "directory");
}

/**
 * kitte_thunderbird_move_folders:
 * @server_key: whose host or user name changes
 *
 * Filters and saved searches mean the same folders afterwards.
 */
gboolean
kitte_thunderbird_move_folders (KitteThunderbirdProfile *profile,
                                const char *server_key,
                                const char *old_root,
                                const char *new_root,
                                GError **error)
{
  g_autofree char *directory = find_directory (profile, server_key);
  g_autofree char *searches = g_build_filename (profile->folder, "virtualFolders.dat", NULL);
  g_autofree char *filters = NULL;

  if (!move_in_file (profile, searches, old_root, new_root, error))
    return FALSE;
  if (directory == NULL || !g_path_is_absolute (directory))
    return TRUE;
  filters = g_build_filename (directory, "msgFilterRules.dat", NULL);
  return move_in_file (profile, filters, old_root, new_root, error);
}

/**
 * kitte_thunderbird_move_back:
 *
 * Gives the folders their old names in a file of filters or searches that was written since.
 */
gboolean
kitte_thunderbird_move_back (const KitteFileTrace *trace, GBytes *now, GBytes **then)
{
  *then = g_bytes_ref (now);
  for (guint i = 0; trace->parts[i] != NULL; i++)
    {
      g_auto (GStrv) roots = NULL;
      g_autoptr (GBytes) present = NULL;

      if (!g_str_has_prefix (trace->parts[i], KITTE_PART_MOVED))
        continue;
      roots = g_strsplit (trace->parts[i] + strlen (KITTE_PART_MOVED), "\t", 2);
      if (g_strv_length (roots) != 2)
        continue;
      present = g_steal_pointer (then);
      *then = replace_names (present, roots[1], roots[0]);
    }
  return TRUE;
}

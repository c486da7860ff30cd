/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another server in a source that is there: five values, each noted with what it was. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-evolution-update.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/kitte-bounds.h"
#include "kitte-evolution-registry.h"
#include "kitte-evolution-words.h"
#include "kitte-key-lines.h"

/* A window of Evolution’s own may write any source that is there from memory. */
#define EVOLUTION_ON_BUS KITTE_LOCK_ON_BUS "org.gnome.Evolution"

/* In the journal: group, key, the value now, and `=` with the value before, each after a tab. */
#define PART_WAS "was "

typedef struct
{
  GBytes *bytes;
  GString *preview;
  GPtrArray *parts;
} Edit;

static char *
escape (const char *value)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_string (file, "g", "k", value);
  return g_key_file_get_value (file, "g", "k", NULL);
}

static void
set (Edit *edit, const char *group, const char *key, const char *value)
{
  g_autofree char *escaped = escape (value);
  g_autofree char *present = kitte_key_lines_get (edit->bytes, group, key);
  g_autoptr (GBytes) before = edit->bytes;

  edit->bytes = NULL;
  if (g_strcmp0 (present, escaped) == 0)
    {
      edit->bytes = g_steal_pointer (&before);
      return;
    }
  edit->bytes = kitte_key_lines_set (before, group, key, escaped);
  if (present != NULL)
    g_string_append_printf (edit->preview, "-%s=%s\n", key, present);
  g_string_append_printf (edit->preview, "+%s=%s\n", key, escaped);
  g_ptr_array_add (edit->parts,
                   g_strdup_printf (PART_WAS "%s\t%s\t%s\t%s%s", group, key, escaped,
                                    present != NULL ? "=" : "", present != NULL ? present : ""));
}

static GBytes *
read_source (KitteChangeSet *changes, const char *path, GError **error)
{
  GBytes *bytes = kitte_change_set_read (changes, path, KITTE_MAX_DOCUMENT, error);

  if (bytes == NULL && (error == NULL || *error == NULL))
    g_set_error_literal (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE,
                         _ ("The account is no longer in Evolution."));
  return bytes;
}

/* None differing is no error. */
static void
write_edit (KitteChangeSet *changes, const char *path, const Edit *edit)
{
  if (edit->parts->len == 0)
    return;
  kitte_change_set_write (changes, "evolution", path, edit->bytes, 0600, edit->preview->str,
                          EVOLUTION_ON_BUS);
  for (guint i = 0; i < edit->parts->len; i++)
    kitte_change_set_add_part (changes, path, edit->parts->pdata[i]);
  kitte_change_set_set_afterwards (changes, kitte_evolution_wait_for_registry);
}

/* Plans the values that differ. */
gboolean
kitte_evolution_update_server (KitteChangeSet *changes,
                               const char *path,
                               const KitteServer *server,
                               const char *method,
                               GError **error)
{
  g_autoptr (GString) preview = g_string_new (NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *port = g_strdup_printf ("%u", server->port);
  g_autoptr (GBytes) after = NULL;
  Edit edit = { read_source (changes, path, error), preview, parts };

  if (edit.bytes == NULL)
    return FALSE;
  set (&edit, "Authentication", "Host", server->host);
  set (&edit, "Authentication", "Port", port);
  set (&edit, "Authentication", "User", server->username != NULL ? server->username : "");
  set (&edit, "Authentication", "Method", method);
  set (&edit, "Security", "Method", kitte_evolution_get_security (server->security));
  after = edit.bytes;
  write_edit (changes, path, &edit);
  return TRUE;
}

/* Plans one value. */
static gboolean
update_value (KitteChangeSet *changes,
              const char *path,
              const char *group,
              const char *key,
              const char *value,
              GError **error)
{
  g_autoptr (GString) preview = g_string_new (NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) after = NULL;
  Edit edit = { read_source (changes, path, error), preview, parts };

  if (edit.bytes == NULL)
    return FALSE;
  set (&edit, group, key, value);
  after = edit.bytes;
  write_edit (changes, path, &edit);
  return TRUE;
}

/* Points the identity in @path to another transport. */
gboolean
kitte_evolution_update_sender (KitteChangeSet *changes,
                               const char *path,
                               const char *transport_uid,
                               GError **error)
{
  return update_value (changes, path, "Mail Submission", "TransportUid", transport_uid, error);
}

/* Gives the server in @path another way to sign in, and nothing else. */
gboolean
kitte_evolution_update_method (KitteChangeSet *changes,
                               const char *path,
                               const char *method,
                               GError **error)
{
  return update_value (changes, path, "Authentication", "Method", method, error);
}

/* Evolution always fetches when it starts. */
gboolean
kitte_evolution_update_habits (KitteChangeSet *changes,
                               const char *path,
                               const KitteHabits *habits,
                               GError **error)
{
  g_autoptr (GString) preview = g_string_new (NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *minutes = g_strdup_printf ("%u", habits->fetch_minutes);
  g_autoptr (GBytes) after = NULL;
  Edit edit = { read_source (changes, path, error), preview, parts };

  if (edit.bytes == NULL)
    return FALSE;
  if (habits->leave_on_server)
    set (&edit, "Pop Backend", "KeepOnServer", "true");
  if (habits->fetch_minutes > 0)
    {
      set (&edit, "Refresh", "Enabled", "true");
      set (&edit, "Refresh", "IntervalMinutes", minutes);
    }
  after = edit.bytes;
  write_edit (changes, path, &edit);
  return TRUE;
}

/* A value that was changed once more since is somebody’s own. */
static GBytes *
take_value_back (GBytes *now, const char *part)
{
  g_auto (GStrv) words = g_strsplit (part, "\t", 4);
  g_autofree char *present = NULL;

  if (g_strv_length (words) != 4)
    return g_bytes_ref (now);
  present = kitte_key_lines_get (now, words[0], words[1]);
  if (g_strcmp0 (present, words[2]) != 0)
    return g_bytes_ref (now);
  return kitte_key_lines_set (now, words[0], words[1], *words[3] == '=' ? words[3] + 1 : NULL);
}

/* Returns: (transfer full): the source with the values it had */
GBytes *
kitte_evolution_update_take_back (const KitteFileTrace *trace, GBytes *now)
{
  GBytes *then = g_bytes_ref (now);

  for (guint i = 0; trace->parts[i] != NULL; i++)
    {
      g_autoptr (GBytes) present = NULL;

      if (!g_str_has_prefix (trace->parts[i], PART_WAS))
        continue;
      present = g_steal_pointer (&then);
      then = take_value_back (present, trace->parts[i] + strlen (PART_WAS));
    }
  return then;
}

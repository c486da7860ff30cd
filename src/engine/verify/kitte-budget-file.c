/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Host names, user names and times; nothing of a password and nothing computed from one. Under a
 * lock file the whole is read, changed and replaced, so that two processes cannot both take the
 * last sign-in. */
#define G_LOG_DOMAIN "kitte-verify"
#include "config.h"

#include "kitte-budget-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/kitte-json.h"

/* A larger file is not ours. */
#define MAX_FILE (256 * 1024)

/* Times kept of one host: more than that many fail only when the person gave their word each time.
 */
#define MAX_TIMES 20
#define MAX_HOSTS 200

/* Another process holds the lock for less than a millisecond; one that was stopped while it did so
 * is not waited for longer than this. */
#define LOCK_TRIES 50
#define LOCK_PAUSE_US (10 * 1000)

#define FORMAT 1

struct _KitteBudgetFile
{
  char *path;
  int lock;
  GHashTable *hosts;
  gboolean tidied;
  gboolean unwritten; /* the file knows less than this process does */
};

static void
host_free (gpointer data)
{
  KitteBudgetHost *host = data;

  g_array_unref (host->failed);
  g_hash_table_unref (host->rejected);
  g_free (host);
}

static KitteBudgetHost *
host_new (void)
{
  KitteBudgetHost *host = g_new0 (KitteBudgetHost, 1);

  host->failed = g_array_new (FALSE, FALSE, sizeof (gint64));
  host->rejected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return host;
}

static GHashTable *
hosts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, host_free);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
read_failed (KitteBudgetHost *host, JsonNode *node)
{
  JsonArray *times =
      node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n_times = times != NULL ? json_array_get_length (times) : 0;

  for (guint i = n_times > MAX_TIMES ? n_times - MAX_TIMES : 0; i < n_times; i++)
    {
      JsonNode *time = json_array_get_element (times, i);

      if (JSON_NODE_HOLDS_VALUE (time) && json_node_get_value_type (time) == G_TYPE_INT64)
        {
          gint64 value = json_node_get_int (time);

          g_array_append_val (host->failed, value);
        }
    }
  g_array_sort (host->failed, compare_times);
}

static void
read_rejected (KitteBudgetHost *host, JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *time;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, &time))
    if (JSON_NODE_HOLDS_VALUE (time) && json_node_get_value_type (time) == G_TYPE_INT64)
      {
        gint64 value = json_node_get_int (time);

        g_hash_table_replace (host->rejected, g_strdup (name), g_memdup2 (&value, sizeof value));
      }
}

static void
read_host (GHashTable *hosts, const char *name, JsonNode *node)
{
  KitteBudgetHost *host;

  if (!JSON_NODE_HOLDS_OBJECT (node) || g_hash_table_size (hosts) >= MAX_HOSTS)
    return;
  host = host_new ();
  read_failed (host, json_object_get_member (json_node_get_object (node), "failed"));
  read_rejected (host, json_object_get_member (json_node_get_object (node), "rejected"));
  g_hash_table_replace (hosts, g_strdup (name), host);
}

/* A file that is damaged, too large or of another format counts as none; what this process knows
 * itself then stands. */
static GHashTable *
read_hosts (const char *path)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  GStatBuf status;
  gsize length;
  JsonNode *member;
  GHashTable *hosts;
  JsonObjectIter iter;
  const char *name;

  /* A pipe would be waited for for ever. */
  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE ||
      !g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  root = kitte_json_parse_within (text, length, MAX_FILE, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  member = json_object_get_member (json_node_get_object (root), "hosts");
  if (member == NULL || !JSON_NODE_HOLDS_OBJECT (member))
    return NULL;
  hosts = hosts_new ();
  json_object_iter_init (&iter, json_node_get_object (member));
  while (json_object_iter_next (&iter, &name, &member))
    read_host (hosts, name, member);
  return hosts;
}

/* A time that lies ahead was written before the clock was set back: it counts from now, or it would
 * count for as long as the clock is behind. */
static gboolean
tidy_host (KitteBudgetHost *host, gint64 now, gint64 window)
{
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer value;

  for (guint i = host->failed->len; i > 0; i--)
    {
      gint64 *time = &g_array_index (host->failed, gint64, i - 1);

      if (*time > now)
        {
          *time = now;
          changed = TRUE;
        }
      else if (*time <= now - window)
        {
          g_array_remove_index (host->failed, i - 1);
          changed = TRUE;
        }
    }
  g_hash_table_iter_init (&iter, host->rejected);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      gint64 *time = value;

      if (*time > now)
        {
          *time = now;
          changed = TRUE;
        }
      else if (*time <= now - window)
        {
          g_hash_table_iter_remove (&iter);
          changed = TRUE;
        }
    }
  return changed;
}

static gboolean
is_empty (const KitteBudgetHost *host)
{
  return host->failed->len == 0 && g_hash_table_size (host->rejected) == 0;
}

static gboolean
tidy (GHashTable *hosts, gint64 now, gint64 window)
{
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer host;

  g_hash_table_iter_init (&iter, hosts);
  while (g_hash_table_iter_next (&iter, NULL, &host))
    {
      changed |= tidy_host (host, now, window);
      if (is_empty (host))
        g_hash_table_iter_remove (&iter);
    }
  return changed;
}

static void
write_host (JsonBuilder *builder, const char *name, const KitteBudgetHost *host)
{
  GHashTableIter iter;
  gpointer user;
  gpointer time;

  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "failed");
  json_builder_begin_array (builder);
  for (guint i = 0; i < host->failed->len; i++)
    json_builder_add_int_value (builder, g_array_index (host->failed, gint64, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "rejected");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, host->rejected);
  while (g_hash_table_iter_next (&iter, &user, &time))
    {
      json_builder_set_member_name (builder, user);
      json_builder_add_int_value (builder, *(gint64 *) time);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static char *
hosts_to_text (GHashTable *hosts, gsize *length)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer host;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, FORMAT);
  json_builder_set_member_name (builder, "hosts");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, hosts);
  while (g_hash_table_iter_next (&iter, &name, &host))
    if (!is_empty (host))
      write_host (builder, name, host);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, length);
}

static gboolean
write_all (int fd, const char *text, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      text += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Replaced whole, but not forced to the disk: this is written between two packets of a sign-in, and
 * it must outlive this process, not a power failure. */
static gboolean
replace_file (const char *path, const char *text, gsize length)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  gboolean written;

  if (fd < 0)
    return FALSE;
  written = write_all (fd, text, length);
  written = close (fd) == 0 && written;
  written = written && g_rename (temporary, path) == 0;
  if (!written)
    g_unlink (temporary);
  return written;
}

static int
take_lock (const char *path)
{
  g_autofree char *lock_path = g_strconcat (path, ".lock", NULL);
  int fd = g_open (lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  for (guint i = 0; fd >= 0 && i < LOCK_TRIES; i++)
    {
      if (flock (fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
      g_usleep (LOCK_PAUSE_US);
    }
  return fd;
}

/**
 * kitte_budget_file_new:
 * @path: where it is, or will be
 *
 * Returns: (transfer full): the file, not read yet
 */
KitteBudgetFile *
kitte_budget_file_new (const char *path)
{
  KitteBudgetFile *self = g_new0 (KitteBudgetFile, 1);

  self->path = g_strdup (path);
  self->lock = -1;
  self->hosts = hosts_new ();
  return self;
}

void
kitte_budget_file_free (KitteBudgetFile *self)
{
  if (self->lock >= 0)
    close (self->lock);
  g_hash_table_unref (self->hosts);
  g_free (self->path);
  g_free (self);
}

/**
 * kitte_budget_file_open:
 * @now: seconds since 1970
 * @window: how many seconds a time counts
 *
 * Locks and reads. May block for half a second; never on the main thread. A folder that cannot be
 * written makes no difference but that other processes do not know: what could not be written is
 * not forgotten for what the file says.
 */
void
kitte_budget_file_open (KitteBudgetFile *self, gint64 now, gint64 window)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  GHashTable *hosts;

  g_mkdir_with_parents (folder, 0700);
  self->lock = take_lock (self->path);
  hosts = self->unwritten ? NULL : read_hosts (self->path);
  if (hosts != NULL)
    {
      g_hash_table_unref (self->hosts);
      self->hosts = hosts;
    }
  self->tidied = tidy (self->hosts, now, window);
}

/**
 * kitte_budget_file_close:
 * @changed: whether anything was changed since it was opened
 *
 * Writes where there is something to write, and unlocks.
 */
void
kitte_budget_file_close (KitteBudgetFile *self, gboolean changed)
{
  if (changed || self->tidied)
    {
      gsize length;
      g_autofree char *text = hosts_to_text (self->hosts, &length);

      self->unwritten = !replace_file (self->path, text, length);
    }
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/**
 * kitte_budget_file_get_host:
 *
 * Returns: (transfer none): what is known of @host, to be read and changed until the file is closed
 */
KitteBudgetHost *
kitte_budget_file_get_host (KitteBudgetFile *self, const char *host)
{
  KitteBudgetHost *found = g_hash_table_lookup (self->hosts, host);

  if (found == NULL)
    {
      found = host_new ();
      g_hash_table_insert (self->hosts, g_strdup (host), found);
    }
  return found;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One folder a change in the state directory, readable by its owner only: journal.json, the old
 * bytes of files, and while something is in flight the transaction's own record. */
#define _GNU_SOURCE
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/kitte-bounds.h"
#include "kitte-files-private.h"
#include "kitte-kept-secret-private.h"
#include "kitte-transaction-private.h"
#include "kitte-undo.h"

#define JOURNAL "journal.json"
/* Old settings are somebody's private life; a month is time enough to notice a mistake. */
#define MAX_AGE (KITTE_UNDO_DAYS * 24 * 60 * 60)
/* A person sets up a few accounts, not hundreds; older changes go first. */
#define MAX_ENTRIES 50

static char *
get_root (void)
{
  return g_build_filename (g_get_user_state_dir (), "kitte", "changes", NULL);
}

static void
journal_file_free (KitteJournalFile *self)
{
  g_free (self->client);
  g_free (self->path);
  g_free (self->program);
  g_free (self->lock_path);
  g_free (self->backup);
  g_free (self->mark);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static void
journal_secret_free (KitteJournalSecret *self)
{
  g_free (self->client);
  g_free (self->label);
  g_free (self->schema);
  g_hash_table_unref (self->attributes);
  g_free (self);
}

static KitteJournalEntry *
make_entry (const char *id)
{
  KitteJournalEntry *self = g_new0 (KitteJournalEntry, 1);
  g_autofree char *root = get_root ();

  self->id = g_strdup (id);
  self->folder = g_build_filename (root, id, NULL);
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) journal_file_free);
  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) journal_secret_free);
  self->directories = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* Sorts by time as a text, also within a second: its fraction stands at the end, in 65,536ths. Can
 * be read out and typed. */
static char *
make_id (gint64 now_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%d-%H%M%S");

  return g_strdup_printf ("%s-%04x", stamp,
                          (guint) (now_us % G_USEC_PER_SEC * 0x10000 / G_USEC_PER_SEC));
}

/* An id comes from the command line too: nothing but what make_id() makes may become a path. */
static gboolean
is_id (const char *text)
{
  return g_regex_match_simple ("^[0-9]{8}-[0-9]{6}-[0-9a-f]{4}$", text, G_REGEX_DOLLAR_ENDONLY, 0);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const KitteJournalEntry *first = *(KitteJournalEntry *const *) a;
  const KitteJournalEntry *second = *(KitteJournalEntry *const *) b;

  if (first->time != second->time)
    return first->time > second->time ? -1 : 1;
  return strcmp (second->id, first->id);
}

static gboolean
fail_nothing (GError **error)
{
  g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_NOTHING_TO_UNDO,
                       /* TRANSLATORS: undo was asked for. */
                       _ ("There is nothing to undo."));
  return FALSE;
}

static gboolean
load_entry (KitteJournalEntry *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, JOURNAL, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (!kitte_files_read (path, KITTE_MAX_CLIENT_FILE, &bytes, error))
    return FALSE;
  if (bytes != NULL)
    return kitte_journal_entry_from_json (self, bytes, error);
  return fail_nothing (error);
}

/* The folder has no folders in it: ours never make one. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      unlink (path);
    }
  g_rmdir (folder);
}

/**
 * kitte_journal_lock:
 * @wait: whether to wait for another Kitte to end its change
 *
 * One change at a time, whichever process makes it.
 *
 * Returns: for kitte_journal_unlock(), or -1 with an error; without @wait -1 without an error
 *   where another process holds it
 */
int
kitte_journal_lock (gboolean wait, GError **error)
{
  g_autofree char *root = get_root ();
  g_autofree char *path = g_build_filename (root, "lock", NULL);
  int lock;

  if (!kitte_files_make_directories (root, NULL, error))
    return -1;
  lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0)
    {
      kitte_files_fail (error, errno, path);
      return -1;
    }
  if (TEMP_FAILURE_RETRY (flock (lock, wait ? LOCK_EX : LOCK_EX | LOCK_NB)) == 0)
    return lock;
  if (wait)
    kitte_files_fail (error, errno, path);
  close (lock);
  return -1;
}

void
kitte_journal_unlock (int lock)
{
  close (lock);
}

/* A new entry with its folder; not listed before it is saved as done. */
KitteJournalEntry *
kitte_journal_entry_new (const char *title, GError **error)
{
  gint64 now = g_get_real_time ();
  g_autofree char *id = make_id (now);
  g_autoptr (KitteJournalEntry) self = make_entry (id);

  self->title = g_strdup (title);
  self->time = now / G_USEC_PER_SEC;
  if (g_mkdir (self->folder, 0700) == 0)
    return g_steal_pointer (&self);
  kitte_files_fail (error, errno, self->folder);
  return NULL;
}

void
kitte_journal_entry_free (KitteJournalEntry *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->folder);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->secrets);
  g_ptr_array_unref (self->directories);
  g_free (self);
}

/* (transfer none): an empty file, for the caller to fill. */
KitteJournalFile *
kitte_journal_entry_add_file (KitteJournalEntry *self)
{
  KitteJournalFile *file = g_new0 (KitteJournalFile, 1);

  file->parts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->files, file);
  return file;
}

KitteJournalSecret *
kitte_journal_entry_add_secret (KitteJournalEntry *self)
{
  KitteJournalSecret *secret = g_new0 (KitteJournalSecret, 1);

  secret->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (self->secrets, secret);
  return secret;
}

/* Keeps the old bytes of a file; never called for one that holds somebody's password. */
gboolean
kitte_journal_entry_keep (KitteJournalEntry *self,
                          KitteJournalFile *file,
                          GBytes *bytes,
                          GError **error)
{
  g_autofree char *path = NULL;

  file->backup = g_strdup_printf ("before-%u", self->files->len);
  path = g_build_filename (self->folder, file->backup, NULL);
  return kitte_files_create (path, bytes, NULL, 0600, error);
}

GBytes *
kitte_journal_entry_get_kept (KitteJournalEntry *self, KitteJournalFile *file, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, file->backup, NULL);
  GBytes *bytes = NULL;

  if (!kitte_files_read (path, KITTE_MAX_CLIENT_FILE, &bytes, error))
    return NULL;
  if (bytes == NULL)
    kitte_files_fail (error, ENOENT, path);
  return bytes;
}

/* Not one in flight, and not one that was taken back and leaves something to tidy. */
gboolean
kitte_journal_entry_can_be_undone (const KitteJournalEntry *self)
{
  return self->done && !self->undone;
}

gboolean
kitte_journal_entry_save (KitteJournalEntry *self, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, JOURNAL, NULL);
  g_autoptr (GBytes) bytes = kitte_journal_entry_to_json (self);

  return kitte_files_replace (path, bytes, error);
}

/* The journal goes first: a folder without one is nothing but rubbish. */
void
kitte_journal_entry_remove (KitteJournalEntry *self)
{
  g_autofree char *path = g_build_filename (self->folder, JOURNAL, NULL);

  unlink (path);
  remove_folder (self->folder);
}

/**
 * kitte_journal_load:
 *
 * Returns: (transfer full) (element-type KitteJournalEntry) (nullable): every entry that can be
 *   read, the newest first, those in flight too
 */
GPtrArray *
kitte_journal_load (GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_journal_entry_free);
  g_autofree char *root = get_root ();
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) dir = g_dir_open (root, 0, &cause);
  const char *name;

  if (dir == NULL && !g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      g_set_error_literal (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_JOURNAL, cause->message);
      return NULL;
    }
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (KitteJournalEntry) entry = is_id (name) ? make_entry (name) : NULL;

      /* A damaged entry must not hide the others; asking for it by its id says what is wrong. */
      if (entry != NULL && load_entry (entry, NULL))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  g_ptr_array_sort (entries, compare_newest_first);
  return g_steal_pointer (&entries);
}

/**
 * kitte_journal_find:
 * @id: (nullable): which change; %NULL: the latest one that is done
 *
 * Returns: (transfer full) (nullable): the entry
 */
KitteJournalEntry *
kitte_journal_find (const char *id, GError **error)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (KitteJournalEntry) entry = NULL;

  if (id == NULL)
    {
      entries = kitte_journal_load (error);
      for (guint i = 0; entries != NULL && i < entries->len; i++)
        if (kitte_journal_entry_can_be_undone (entries->pdata[i]))
          return g_ptr_array_steal_index (entries, i);
      if (entries == NULL)
        return NULL;
    }
  /* An id of nothing but zeros is never made and so is never found. */
  entry = make_entry (id != NULL && is_id (id) ? id : "00000000-000000-0000");
  if (!load_entry (entry, error) || (entry->undone && !fail_nothing (error)))
    return NULL;
  return g_steal_pointer (&entry);
}

/* Whether Kitte ever changed anything here. */
gboolean
kitte_journal_exists (void)
{
  g_autofree char *root = get_root ();

  return g_file_test (root, G_FILE_TEST_IS_DIR);
}

/* Folders of changes that were killed before they had noted, and so done, anything. */
void
kitte_journal_remove_stillborn (void)
{
  g_autofree char *root = get_root ();
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (root, name, NULL);
      g_autofree char *journal = g_build_filename (folder, JOURNAL, NULL);

      if (is_id (name) && !g_file_test (journal, G_FILE_TEST_EXISTS))
        remove_folder (folder);
    }
}

static gboolean
keeps_in_files (KitteJournalEntry *entry)
{
  for (guint i = 0; i < entry->files->len; i++)
    if (((KitteJournalFile *) entry->files->pdata[i])->keeps)
      return TRUE;
  return FALSE;
}

/* Forgets what is older than a month or too many, and the secrets that were kept for it. An entry
 * whose kept secrets cannot be reached stays until they can; so does one with secrets in files if
 * there is no @forget. */
void
kitte_journal_prune (KitteSecretStore *store,
                     gint64 now,
                     KitteForgetFunc forget,
                     gpointer user_data,
                     GCancellable *cancellable)
{
  g_autoptr (GPtrArray) entries = kitte_journal_load (NULL);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      KitteJournalEntry *entry = entries->pdata[i];
      gboolean old = now - entry->time > MAX_AGE || i >= MAX_ENTRIES;

      if (old && entry->done &&
          kitte_transaction_get_recovery (entry->folder) == KITTE_RECOVERY_NOTHING &&
          (!keeps_in_files (entry) || (forget != NULL && forget (entry, user_data))) &&
          kitte_kept_secrets_forget (entry, store, cancellable, NULL))
        kitte_journal_entry_remove (entry);
    }
}

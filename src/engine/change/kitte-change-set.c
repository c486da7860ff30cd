/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ChangeSet: collects what several mail programs plan; reads through it see earlier plans. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-change-set-private.h"

#include "kitte-files-private.h"

struct _KitteChangeSet
{
  GObject parent_instance;

  char *title;
  char *program;
  GPtrArray *files;
  GPtrArray *secrets;
  /* Path to GBytes as first read, or to NULL where there was no file: the precondition. */
  GHashTable *originals;
  KitteAfterwardsFunc afterwards;
  gboolean frozen;
};

struct _KitteChangeSetState
{
  GPtrArray *files;
  guint n_secrets;
};

G_DEFINE_FINAL_TYPE (KitteChangeSet, kitte_change_set, G_TYPE_OBJECT)
G_DEFINE_QUARK (kitte_change_error, kitte_change_error)

static void
file_change_free (KitteFileChange *self)
{
  g_free (self->client);
  g_free (self->program);
  g_free (self->path);
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->after, g_bytes_unref);
  g_free (self->preview);
  g_free (self->lock_path);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static void
secret_change_free (KitteSecretChange *self)
{
  g_free (self->client);
  g_free (self->label);
  g_free (self->schema);
  g_clear_pointer (&self->attributes, g_hash_table_unref);
  g_clear_pointer (&self->secret, kitte_secret_unref);
  g_free (self);
}

static void
unref_bytes (gpointer bytes)
{
  if (bytes != NULL)
    g_bytes_unref (bytes);
}

static GBytes *
ref_bytes (GBytes *bytes)
{
  return bytes != NULL ? g_bytes_ref (bytes) : NULL;
}

static gpointer
copy_file_change (gconstpointer source, gpointer user_data)
{
  const KitteFileChange *from = source;
  KitteFileChange *self = g_new0 (KitteFileChange, 1);

  *self = *from;
  self->client = g_strdup (from->client);
  self->program = g_strdup (from->program);
  self->path = g_strdup (from->path);
  self->before = ref_bytes (from->before);
  self->after = ref_bytes (from->after);
  self->preview = g_strdup (from->preview);
  self->lock_path = g_strdup (from->lock_path);
  self->parts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < from->parts->len; i++)
    g_ptr_array_add (self->parts, g_strdup (from->parts->pdata[i]));
  return self;
}

static KitteFileChange *
find_file (KitteChangeSet *self, const char *path)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      KitteFileChange *file = self->files->pdata[i];

      if (g_str_equal (file->path, path))
        return file;
    }
  return NULL;
}

static KitteFileChange *
add_file (KitteChangeSet *self, const char *client, const char *path)
{
  KitteFileChange *file = g_new0 (KitteFileChange, 1);

  file->client = g_strdup (client);
  file->program = g_strdup (self->program);
  file->path = g_strdup (path);
  file->before = ref_bytes (g_hash_table_lookup (self->originals, path));
  file->preview = g_strdup ("");
  file->parts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->files, file);
  return file;
}

static char *
join_previews (const char *first, const char *second)
{
  gboolean needs_end = *first != '\0' && !g_str_has_suffix (first, "\n");

  return g_strconcat (first, needs_end ? "\n" : "", second, NULL);
}

static void
kitte_change_set_finalize (GObject *object)
{
  KitteChangeSet *self = KITTE_CHANGE_SET (object);

  g_free (self->title);
  g_free (self->program);
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->secrets);
  g_hash_table_unref (self->originals);
  G_OBJECT_CLASS (kitte_change_set_parent_class)->finalize (object);
}

static void
kitte_change_set_class_init (KitteChangeSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kitte_change_set_finalize;
}

static void
kitte_change_set_init (KitteChangeSet *self)
{
  self->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_change_free);
  self->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) secret_change_free);
  self->originals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_bytes);
}

/**
 * kitte_change_set_new:
 * @title: what is done, for the list of changes: the mail address
 *
 * Returns: (transfer full): an empty change set
 */
KitteChangeSet *
kitte_change_set_new (const char *title)
{
  KitteChangeSet *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (KITTE_TYPE_CHANGE_SET, NULL);
  self->title = g_strdup (title);
  return self;
}

const char *
kitte_change_set_get_title (KitteChangeSet *self)
{
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self), NULL);

  return self->title;
}

/**
 * kitte_change_set_set_program:
 * @program: (nullable): the name of the mail program, as the person knows it
 *
 * Whose files are planned from now on; for sentences that name it.
 */
void
kitte_change_set_set_program (KitteChangeSet *self, const char *program)
{
  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);

  g_free (self->program);
  self->program = g_strdup (program);
}

/**
 * kitte_change_set_read:
 * @path: an absolute path; symbolic links are followed
 * @max_size: largest size in bytes that is still a sensible file of this kind
 *
 * What the file holds: what an earlier plan of this set will write there, else what is on the
 * disk. The bytes of the first reading are the precondition of a later write.
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL without an error where there is no file,
 *   %NULL with a #KitteChangeError where it cannot be read
 */
GBytes *
kitte_change_set_read (KitteChangeSet *self, const char *path, gsize max_size, GError **error)
{
  KitteFileChange *file;
  g_autoptr (GBytes) bytes = NULL;
  gpointer known;

  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self) && path != NULL, NULL);
  g_return_val_if_fail (g_path_is_absolute (path), NULL);

  file = find_file (self, path);
  if (file != NULL)
    return g_bytes_ref (file->after);
  if (g_hash_table_lookup_extended (self->originals, path, NULL, &known))
    return ref_bytes (known);
  if (!kitte_files_read (path, max_size, &bytes, error))
    return NULL;
  g_hash_table_insert (self->originals, g_strdup (path), ref_bytes (bytes));
  return g_steal_pointer (&bytes);
}

/**
 * kitte_change_set_write:
 * @client: which mail program
 * @path: an absolute path, read through this set before
 * @after: what the file shall hold
 * @mode: permission bits where the file is new; those of an old one are kept
 * @preview: (nullable): our own lines, `+` or `-` before each, secrets masked
 * @lock_path: (nullable): file whose fcntl write lock says that the program runs
 *
 * Plans a file. A path that was not read is one that must not be there. A second write of a path
 * replaces what the first would have written and adds to its preview.
 */
void
kitte_change_set_write (KitteChangeSet *self,
                        const char *client,
                        const char *path,
                        GBytes *after,
                        guint mode,
                        const char *preview,
                        const char *lock_path)
{
  KitteFileChange *file;
  g_autofree char *joined = NULL;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);
  g_return_if_fail (client != NULL && path != NULL && after != NULL);
  g_return_if_fail (g_path_is_absolute (path));

  file = find_file (self, path);
  if (file == NULL)
    file = add_file (self, client, path);
  g_clear_pointer (&file->after, g_bytes_unref);
  file->after = g_bytes_ref (after);
  file->mode = mode;
  joined = join_previews (file->preview, preview != NULL ? preview : "");
  g_free (file->preview);
  file->preview = g_steal_pointer (&joined);
  if (lock_path != NULL)
    {
      g_free (file->lock_path);
      file->lock_path = g_strdup (lock_path);
    }
}

/**
 * kitte_change_set_add_part:
 * @path: a file that was planned by kitte_change_set_write()
 * @part: one fact in the client's own words, never a secret: `login {guid}`, `key mail.server.s1.`
 *
 * Kept in the journal. Where somebody else writes the file after us, undo hands the facts to the
 * client's take_back, which takes out what they name.
 */
void
kitte_change_set_add_part (KitteChangeSet *self, const char *path, const char *part)
{
  KitteFileChange *file;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);
  g_return_if_fail (path != NULL && part != NULL);

  file = find_file (self, path);
  g_return_if_fail (file != NULL);
  g_ptr_array_add (file->parts, g_strdup (part));
}

/**
 * kitte_change_set_set_holds_secrets:
 * @path: a file that was planned by kitte_change_set_write()
 *
 * Says that the file holds passwords, in clear or with their key beside them. No copy of it is
 * kept then: undo always takes our part out by the facts of kitte_change_set_add_part().
 */
void
kitte_change_set_set_holds_secrets (KitteChangeSet *self, const char *path)
{
  KitteFileChange *file;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);
  g_return_if_fail (path != NULL);

  file = find_file (self, path);
  g_return_if_fail (file != NULL);
  file->holds_secrets = TRUE;
}

/**
 * kitte_change_set_set_afterwards:
 * @afterwards: is run once everything was written
 */
void
kitte_change_set_set_afterwards (KitteChangeSet *self, KitteAfterwardsFunc afterwards)
{
  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);

  self->afterwards = afterwards;
}

void
kitte_change_set_run_afterwards (KitteChangeSet *self, GCancellable *cancellable)
{
  if (self->afterwards != NULL)
    self->afterwards (self, cancellable);
}

/**
 * kitte_change_set_set_keeps:
 * @path: a file that was planned by kitte_change_set_write()
 *
 * Says that the program’s own store in this file keeps an old secret beside the new one. When the
 * change can no longer be taken back, the file owner’s forget lets it go.
 */
void
kitte_change_set_set_keeps (KitteChangeSet *self, const char *path)
{
  KitteFileChange *file;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);
  g_return_if_fail (path != NULL);

  file = find_file (self, path);
  g_return_if_fail (file != NULL);
  file->keeps = TRUE;
}

/**
 * kitte_change_set_store_in_keyring:
 * @client: which mail program
 * @label: what a keyring viewer shows
 * @schema: the name of the keyring schema
 * @attributes: (element-type utf8 utf8): how the program finds the secret; not changed any more
 * @secret: what to store
 */
void
kitte_change_set_store_in_keyring (KitteChangeSet *self,
                                   const char *client,
                                   const char *label,
                                   const char *schema,
                                   GHashTable *attributes,
                                   KitteSecret *secret)
{
  KitteSecretChange *change;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen);
  g_return_if_fail (client != NULL && label != NULL && schema != NULL);
  g_return_if_fail (attributes != NULL && secret != NULL);

  change = g_new0 (KitteSecretChange, 1);
  change->client = g_strdup (client);
  change->place = KITTE_SECRET_PLACE_KEYRING;
  change->label = g_strdup (label);
  change->schema = g_strdup (schema);
  change->attributes = g_hash_table_ref (attributes);
  change->secret = kitte_secret_ref (secret);
  g_ptr_array_add (self->secrets, change);
}

/**
 * kitte_change_set_note_secret_in_file:
 * @client: which mail program
 *
 * Says that one of the planned files holds the account's secret in the program's own store.
 */
void
kitte_change_set_note_secret_in_file (KitteChangeSet *self, const char *client)
{
  KitteSecretChange *change;

  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen && client != NULL);

  change = g_new0 (KitteSecretChange, 1);
  change->client = g_strdup (client);
  change->place = KITTE_SECRET_PLACE_FILE;
  g_ptr_array_add (self->secrets, change);
}

/**
 * kitte_change_set_get_files:
 *
 * Returns: (transfer none) (element-type KitteFileChange): in the order they will be written
 */
GPtrArray *
kitte_change_set_get_files (KitteChangeSet *self)
{
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self), NULL);

  return self->files;
}

/**
 * kitte_change_set_get_secrets:
 *
 * Returns: (transfer none) (element-type KitteSecretChange): what is stored where
 */
GPtrArray *
kitte_change_set_get_secrets (KitteChangeSet *self)
{
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self), NULL);

  return self->secrets;
}

gboolean
kitte_change_set_is_empty (KitteChangeSet *self)
{
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self), TRUE);

  return self->files->len == 0 && self->secrets->len == 0;
}

/**
 * kitte_change_set_is_planned:
 *
 * Returns: whether @path is one of the files that will be written
 */
gboolean
kitte_change_set_is_planned (KitteChangeSet *self, const char *path)
{
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self) && path != NULL, FALSE);

  return find_file (self, path) != NULL;
}

/**
 * kitte_change_set_check_writable:
 * @first_file: from which of the files on
 *
 * Said while planning what applying would say too late: then one program’s file would stop all.
 *
 * Returns: whether the files may be written; %KITTE_CHANGE_ERROR_READ_ONLY where one may not
 */
gboolean
kitte_change_set_check_writable (KitteChangeSet *self, guint first_file, GError **error)
{
  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self), FALSE);

  for (guint i = first_file; i < self->files->len; i++)
    if (!kitte_files_check_writable (((KitteFileChange *) self->files->pdata[i])->path, error))
      return FALSE;
  return TRUE;
}

/**
 * kitte_change_set_save_state:
 *
 * Returns: (transfer full): what is planned now, for kitte_change_set_go_back()
 */
KitteChangeSetState *
kitte_change_set_save_state (KitteChangeSet *self)
{
  KitteChangeSetState *state;

  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self), NULL);

  state = g_new0 (KitteChangeSetState, 1);
  state->files = g_ptr_array_copy (self->files, copy_file_change, NULL);
  g_ptr_array_set_free_func (state->files, (GDestroyNotify) file_change_free);
  state->n_secrets = self->secrets->len;
  return state;
}

/**
 * kitte_change_set_go_back:
 * @state: (transfer none): from kitte_change_set_save_state() of the same set
 *
 * Takes out again what was planned since, also from files that were planned before already.
 */
void
kitte_change_set_go_back (KitteChangeSet *self, KitteChangeSetState *state)
{
  g_return_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen && state != NULL);
  g_return_if_fail (state->n_secrets <= self->secrets->len);

  g_ptr_array_set_size (self->files, 0);
  for (guint i = 0; i < state->files->len; i++)
    g_ptr_array_add (self->files, copy_file_change (state->files->pdata[i], NULL));
  g_ptr_array_set_size (self->secrets, (gint) state->n_secrets);
}

void
kitte_change_set_state_free (KitteChangeSetState *state)
{
  g_ptr_array_unref (state->files);
  g_free (state);
}

/**
 * kitte_change_set_leave_out_keyring:
 *
 * Takes out what would go into the keyring: the mail programs then ask for it themselves.
 *
 * Returns: how many secrets that were
 */
guint
kitte_change_set_leave_out_keyring (KitteChangeSet *self)
{
  guint n_left_out = 0;

  g_return_val_if_fail (KITTE_IS_CHANGE_SET (self) && !self->frozen, 0);

  for (guint i = self->secrets->len; i > 0; i--)
    {
      const KitteSecretChange *change = self->secrets->pdata[i - 1];

      if (change->place != KITTE_SECRET_PLACE_KEYRING)
        continue;
      g_ptr_array_remove_index (self->secrets, i - 1);
      n_left_out++;
    }
  return n_left_out;
}

/* From now on the set is only read: applying does so in another thread. */
void
kitte_change_set_freeze (KitteChangeSet *self)
{
  g_assert (KITTE_IS_CHANGE_SET (self));

  self->frozen = TRUE;
}

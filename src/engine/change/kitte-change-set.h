/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ChangeSet: files to write and secrets to store, before and after, applied as a whole or not. */
#pragma once

#include <gio/gio.h>

#include "base/kitte-secret.h"

G_BEGIN_DECLS

#define KITTE_LOCK_ON_BUS "bus:"

#define KITTE_CHANGE_ERROR (kitte_change_error_quark ())

/**
 * KitteChangeError:
 * @KITTE_CHANGE_ERROR_CHANGED: a file is no longer as it was when the change was planned
 * @KITTE_CHANGE_ERROR_RUNNING: the program that owns a file is open
 * @KITTE_CHANGE_ERROR_NO_SPACE: the disk is full; nothing was changed
 * @KITTE_CHANGE_ERROR_READ_ONLY: a folder or file may not be written; nothing was changed
 * @KITTE_CHANGE_ERROR_STORE: a secret could not be stored; nothing was changed
 * @KITTE_CHANGE_ERROR_JOURNAL: the record of earlier changes cannot be read or written
 * @KITTE_CHANGE_ERROR_NOTHING_TO_UNDO: there is no such change
 * @KITTE_CHANGE_ERROR_IO: anything else the file system refused; nothing was changed
 */
typedef enum
{
  KITTE_CHANGE_ERROR_CHANGED,
  KITTE_CHANGE_ERROR_RUNNING,
  KITTE_CHANGE_ERROR_NO_SPACE,
  KITTE_CHANGE_ERROR_READ_ONLY,
  KITTE_CHANGE_ERROR_STORE,
  KITTE_CHANGE_ERROR_JOURNAL,
  KITTE_CHANGE_ERROR_NOTHING_TO_UNDO,
  KITTE_CHANGE_ERROR_IO,
} KitteChangeError;

/**
 * KitteSecretPlace:
 * @KITTE_SECRET_PLACE_KEYRING: the secret service, found again by attributes
 * @KITTE_SECRET_PLACE_FILE: inside a file of the change set, encrypted by the program’s own store
 */
typedef enum
{
  KITTE_SECRET_PLACE_KEYRING,
  KITTE_SECRET_PLACE_FILE,
} KitteSecretPlace;

/**
 * KitteFileChange:
 * @client: which mail program
 * @program: (nullable): its name as the person knows it
 * @path: the file itself; symbolic links are followed when it is written
 * @before: (nullable): its bytes when the change was planned; %NULL: it was not there
 * @after: its bytes afterwards
 * @mode: permission bits for a new file
 * @preview: our own lines only, `+` or `-` before each, secrets masked
 * @lock_path: (nullable): file whose fcntl write lock says that the owning program runs, or
 *   %KITTE_LOCK_ON_BUS with the name that the program owns on the session’s bus
 * @parts: (element-type utf8): facts by which its client finds our part again, see #KitteFileOwner
 * @keeps: an old secret is kept in it until the change is taken back or forgotten
 * @holds_secrets: the bytes hold somebody’s password: no copy of them is ever kept
 */
typedef struct
{
  char *client;
  char *program;
  char *path;
  GBytes *before;
  GBytes *after;
  guint mode;
  char *preview;
  char *lock_path;
  GPtrArray *parts;
  gboolean keeps;
  gboolean holds_secrets;
} KitteFileChange;

/**
 * KitteSecretChange:
 * @client: which mail program
 * @place: where it goes
 * @label: what a keyring viewer shows
 * @schema: the name of the keyring schema
 * @attributes: (element-type utf8 utf8): how the program finds it
 */
typedef struct
{
  char *client;
  KitteSecretPlace place;
  char *label;
  char *schema;
  GHashTable *attributes;
  KitteSecret *secret;
} KitteSecretChange;

/* What was planned at one moment, for a plan that fails to go back to. */
typedef struct _KitteChangeSetState KitteChangeSetState;

#define KITTE_TYPE_CHANGE_SET (kitte_change_set_get_type ())
G_DECLARE_FINAL_TYPE (KitteChangeSet, kitte_change_set, KITTE, CHANGE_SET, GObject)

/* What a program needs after its files were written, before anybody is told so. In the worker
 * thread; bounded, and what comes of it changes nothing any more. */
typedef void (*KitteAfterwardsFunc) (KitteChangeSet *self, GCancellable *cancellable);

GQuark kitte_change_error_quark (void);

KitteChangeSet *kitte_change_set_new (const char *title);
const char *kitte_change_set_get_title (KitteChangeSet *self);
void kitte_change_set_set_program (KitteChangeSet *self, const char *program);

/* Reading through the set sees what an earlier plan of the same set will write. */
GBytes *
kitte_change_set_read (KitteChangeSet *self, const char *path, gsize max_size, GError **error);
void kitte_change_set_write (KitteChangeSet *self,
                             const char *client,
                             const char *path,
                             GBytes *after,
                             guint mode,
                             const char *preview,
                             const char *lock_path);
void kitte_change_set_add_part (KitteChangeSet *self, const char *path, const char *part);
void kitte_change_set_set_holds_secrets (KitteChangeSet *self, const char *path);
void kitte_change_set_set_keeps (KitteChangeSet *self, const char *path);
void kitte_change_set_store_in_keyring (KitteChangeSet *self,
                                        const char *client,
                                        const char *label,
                                        const char *schema,
                                        GHashTable *attributes,
                                        KitteSecret *secret);
void kitte_change_set_set_afterwards (KitteChangeSet *self, KitteAfterwardsFunc afterwards);
void kitte_change_set_note_secret_in_file (KitteChangeSet *self, const char *client);

GPtrArray *kitte_change_set_get_files (KitteChangeSet *self);
GPtrArray *kitte_change_set_get_secrets (KitteChangeSet *self);
gboolean kitte_change_set_is_empty (KitteChangeSet *self);
gboolean kitte_change_set_is_planned (KitteChangeSet *self, const char *path);
gboolean kitte_change_set_check_writable (KitteChangeSet *self, guint first_file, GError **error);
KitteChangeSetState *kitte_change_set_save_state (KitteChangeSet *self);
void kitte_change_set_go_back (KitteChangeSet *self, KitteChangeSetState *state);
void kitte_change_set_state_free (KitteChangeSetState *state);
guint kitte_change_set_leave_out_keyring (KitteChangeSet *self);

void kitte_change_set_apply_async (KitteChangeSet *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
char *kitte_change_set_apply_finish (KitteChangeSet *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteChangeSetState, kitte_change_set_state_free)

G_END_DECLS

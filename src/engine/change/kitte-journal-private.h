/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journal: what Kitte changed, kept for thirty days so that it can be taken back. */
#pragma once

#include <gio/gio.h>

#include "kitte-secret-store.h"

G_BEGIN_DECLS

/**
 * KitteJournalFile:
 * @client: which mail program
 * @program: (nullable): its name as the person knows it
 * @path: the file
 * @lock_path: (nullable): says that the program runs
 * @created: whether the change made it
 * @keeps: the program’s own store in it keeps an old secret
 * @backup: (nullable): name of the old bytes in the entry's folder; %NULL: none was kept
 * @mark: (nullable): by which the written file is known again
 * @parts: (element-type utf8): how the client finds our part
 */
typedef struct
{
  char *client;
  char *program;
  char *path;
  char *lock_path;
  gboolean created;
  gboolean keeps;
  char *backup;
  char *mark;
  GPtrArray *parts;
} KitteJournalFile;

/* What stood in the keyring under the same attributes before. */
typedef enum
{
  KITTE_STORED_NEW,
  KITTE_STORED_SAME,
  KITTE_STORED_REPLACED,
} KitteStored;

/* Never the secret itself: one that was replaced is kept beside the new one in the keyring. */
typedef struct
{
  char *client;
  char *label;
  char *schema;
  GHashTable *attributes;
  KitteStored stored;
} KitteJournalSecret;

/**
 * KitteJournalEntry:
 * @time: seconds since 1970
 * @done: %FALSE while the change is being applied
 * @undone: it was taken back; what is left is to be tidied at a later start
 * @taking_back: its files go, or have gone, and its secrets are to follow
 * @storing: whether the keyring may have been written to
 * @folder: where its files are
 * @files: (element-type KitteJournalFile)
 * @secrets: (element-type KitteJournalSecret)
 * @directories: (element-type filename): folders that were made, the outer ones first
 */
typedef struct
{
  char *id;
  char *title;
  gint64 time;
  gboolean done;
  gboolean undone;
  gboolean taking_back;
  gboolean storing;
  char *folder;
  GPtrArray *files;
  GPtrArray *secrets;
  GPtrArray *directories;
} KitteJournalEntry;

int kitte_journal_lock (gboolean wait, GError **error);
void kitte_journal_unlock (int lock);

KitteJournalEntry *kitte_journal_entry_new (const char *title, GError **error);
void kitte_journal_entry_free (KitteJournalEntry *self);
KitteJournalFile *kitte_journal_entry_add_file (KitteJournalEntry *self);
KitteJournalSecret *kitte_journal_entry_add_secret (KitteJournalEntry *self);
gboolean kitte_journal_entry_keep (KitteJournalEntry *self,
                                   KitteJournalFile *file,
                                   GBytes *bytes,
                                   GError **error);
GBytes *
kitte_journal_entry_get_kept (KitteJournalEntry *self, KitteJournalFile *file, GError **error);
gboolean kitte_journal_entry_can_be_undone (const KitteJournalEntry *self);
gboolean kitte_journal_entry_save (KitteJournalEntry *self, GError **error);
void kitte_journal_entry_remove (KitteJournalEntry *self);

GPtrArray *kitte_journal_load (GError **error);
KitteJournalEntry *kitte_journal_find (const char *id, GError **error);
gboolean kitte_journal_exists (void);
void kitte_journal_remove_stillborn (void);
/* Lets go what the files of an entry keep of old secrets; FALSE where it cannot be done now. */
typedef gboolean (*KitteForgetFunc) (KitteJournalEntry *entry, gpointer user_data);

void kitte_journal_prune (KitteSecretStore *store,
                          gint64 now,
                          KitteForgetFunc forget,
                          gpointer user_data,
                          GCancellable *cancellable);

/* Entry to and from JSON; the folder is not part of it. */
GBytes *kitte_journal_entry_to_json (KitteJournalEntry *self);
gboolean kitte_journal_entry_from_json (KitteJournalEntry *self, GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteJournalEntry, kitte_journal_entry_free)

G_END_DECLS

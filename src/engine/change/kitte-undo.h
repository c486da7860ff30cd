/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo: what Kitte changed on this computer, listed and taken back. */
#pragma once

#include <gio/gio.h>

#include "kitte-change-set.h"

G_BEGIN_DECLS

/* How long a change can be taken back. */
#define KITTE_UNDO_DAYS 30

/**
 * KitteUndoEntry:
 * @id: for `kittectl undo ID`
 * @title: what was done: the address
 * @time: seconds since 1970
 * @clients: the mail programs it touched
 * @programs: their names as the person knows them
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *id;
  char *title;
  gint64 time;
  char **clients;
  char **programs;
} KitteUndoEntry;

void kitte_undo_entry_free (KitteUndoEntry *self);

GPtrArray *kitte_undo_list (GError **error);
void kitte_undo_async (GPtrArray *owners,
                       const char *id,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
gboolean kitte_undo_finish (GAsyncResult *result, GError **error);

/* Completes or takes back what an earlier run that was killed left half done; call once at start.
 */
gboolean kitte_undo_recover (GPtrArray *owners, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteUndoEntry, kitte_undo_entry_free)

G_END_DECLS

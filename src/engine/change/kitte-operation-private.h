/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operation: one file of a transaction, from its precondition to the way back. */
#pragma once

#include "kitte-transaction-private.h"

G_BEGIN_DECLS

/**
 * KitteOperation:
 * @path: as planned
 * @target: the real file behind symbolic links
 * @new_path: where the new file waits
 * @old_path: the second name of the old file
 * @created: there was none before
 * @removes: there is none afterwards
 * @program: (nullable): whose file it is, for a sentence
 * @mark: (nullable): by which the written file is known again
 *
 * After reading it back from a record only what recovery needs is set.
 */
typedef struct
{
  char *path;
  char *target;
  char *new_path;
  char *old_path;
  GBytes *before;
  GBytes *after;
  guint mode;
  char *program;
  char *lock_path;
  gboolean holds_secrets;
  gboolean created;
  gboolean removes;
  char *mark;
} KitteOperation;

KitteOperation *kitte_operation_new (const KitteWrite *write, const char *tag);
void kitte_operation_free (KitteOperation *self);

gboolean kitte_operation_check (KitteOperation *self, GError **error);
gboolean kitte_operation_prepare (KitteOperation *self, GError **error);
gboolean kitte_operation_keep_old (KitteOperation *self, GError **error);
gboolean kitte_operation_replace (KitteOperation *self, GError **error);
gboolean kitte_operation_restore (KitteOperation *self,
                                  gboolean ready,
                                  guint index,
                                  KitteTouchedFunc touched,
                                  gpointer user_data,
                                  GError **error);
gboolean kitte_operation_finish (KitteOperation *self);

GBytes *kitte_operations_to_json (GPtrArray *operations, GPtrArray *directories, gboolean ready);
gboolean kitte_operations_from_json (GBytes *bytes,
                                     GPtrArray *operations,
                                     GPtrArray *directories,
                                     gboolean *ready,
                                     GError **error);

G_END_DECLS

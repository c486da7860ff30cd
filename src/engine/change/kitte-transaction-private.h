/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transaction: several files replaced, made or removed as a whole or not at all, also when killed.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Called before each step that changes the disk; a test fails or dies there. */
typedef gboolean (*KitteStepFunc) (const char *step, gpointer user_data, GError **error);

/* Asked during recovery about a file that somebody wrote after us: what it shall hold instead;
 * *@then is @now where it stays as it is and %NULL where it goes. */
typedef gboolean (*KitteTouchedFunc) (guint index,
                                      const char *path,
                                      GBytes *now,
                                      GBytes **then,
                                      gpointer user_data,
                                      GError **error);

typedef struct _KitteTransaction KitteTransaction;

/**
 * KitteWrite:
 * @path: the file; symbolic links are followed
 * @before: (nullable): what it must hold; %NULL: it must not be there
 * @after: (nullable): what it shall hold; %NULL: it goes
 * @mode: permission bits where it is new
 * @lock_path: (nullable): must not be locked by another process
 * @holds_secrets: nothing computed from the bytes is written down
 * @program: (nullable): whose file it is, for a sentence
 *
 * One file of a transaction. A value that the caller keeps for the call.
 */
typedef struct
{
  const char *path;
  GBytes *before;
  GBytes *after;
  guint mode;
  const char *lock_path;
  gboolean holds_secrets;
  const char *program;
} KitteWrite;

KitteTransaction *kitte_transaction_new (const char *folder, const char *tag);
void kitte_transaction_free (KitteTransaction *self);
void kitte_transaction_set_step (KitteTransaction *self, KitteStepFunc step, gpointer user_data);
void kitte_transaction_add (KitteTransaction *self, const KitteWrite *write);

gboolean kitte_transaction_is_empty (KitteTransaction *self);
gboolean kitte_transaction_check (KitteTransaction *self, GError **error);
gboolean kitte_transaction_prepare (KitteTransaction *self, GError **error);
const char *kitte_transaction_get_mark (KitteTransaction *self, guint index);
GPtrArray *kitte_transaction_get_directories (KitteTransaction *self);
gboolean kitte_transaction_commit (KitteTransaction *self, GError **error);
void kitte_transaction_roll_back (KitteTransaction *self);
void kitte_transaction_finish (KitteTransaction *self);

typedef enum
{
  KITTE_RECOVERY_NOTHING,
  KITTE_RECOVERY_GO_BACK,
  KITTE_RECOVERY_FINISH,
} KitteRecovery;

KitteRecovery kitte_transaction_get_recovery (const char *folder);
gboolean kitte_transaction_recover (const char *folder,
                                    KitteTouchedFunc touched,
                                    gpointer user_data,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteTransaction, kitte_transaction_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The secrets of a change: stored, with what they replace kept beside them, and taken back. */
#pragma once

#include "kitte-change-set.h"
#include "kitte-journal-private.h"

G_BEGIN_DECLS

gboolean kitte_kept_secrets_note (KitteJournalEntry *entry,
                                  GPtrArray *changes,
                                  KitteSecretStore *store,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean kitte_kept_secrets_store (KitteJournalEntry *entry,
                                   GPtrArray *changes,
                                   KitteSecretStore *store,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean kitte_kept_secrets_are_reachable (KitteJournalEntry *entry,
                                           KitteSecretStore *store,
                                           GCancellable *cancellable,
                                           GError **error);
gboolean kitte_kept_secrets_take_back (KitteJournalEntry *entry,
                                       KitteSecretStore *store,
                                       GCancellable *cancellable,
                                       GError **error);
gboolean kitte_kept_secrets_forget (KitteJournalEntry *entry,
                                    KitteSecretStore *store,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS

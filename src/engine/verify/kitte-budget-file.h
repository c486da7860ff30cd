/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteBudgetFile: the file of sign-ins that failed, shared by all of a person’s processes. */
#pragma once

#include "model/kitte-protocol.h"

G_BEGIN_DECLS

/**
 * KitteBudgetState:
 * @KITTE_BUDGET_STATE_SENT: begun; until it is known what came of it, it counts as failed
 * @KITTE_BUDGET_STATE_UNCLEAR: the host may have counted it
 * @KITTE_BUDGET_STATE_REJECTED: the host judged user name and password and said no
 */
typedef enum
{
  KITTE_BUDGET_STATE_SENT,
  KITTE_BUDGET_STATE_UNCLEAR,
  KITTE_BUDGET_STATE_REJECTED,
} KitteBudgetState;

/**
 * KitteBudgetEntry:
 * @host: where
 * @addresses: the addresses that the name had; may be empty
 * @knows_protocol: %FALSE: read from a file of the first format, which did not say
 * @username: (nullable): %NULL: the same
 * @time: seconds since 1970
 *
 * One sign-in that counts as failed.
 */
typedef struct
{
  char *host;
  char **addresses;
  gboolean knows_protocol;
  KitteProtocol protocol;
  char *username;
  gint64 time;
  KitteBudgetState state;
} KitteBudgetEntry;

typedef struct _KitteBudgetFile KitteBudgetFile;

KitteBudgetEntry *kitte_budget_entry_new (const char *host, gint64 time);

KitteBudgetFile *kitte_budget_file_new (const char *path);
void kitte_budget_file_free (KitteBudgetFile *self);

void kitte_budget_file_open (KitteBudgetFile *self, gint64 now, gint64 window);
void kitte_budget_file_close (KitteBudgetFile *self, gboolean changed);

GPtrArray *kitte_budget_file_get_entries (KitteBudgetFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteBudgetFile, kitte_budget_file_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteBudgetFile: the file of failed sign-ins, shared by all of a person’s processes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteBudgetHost:
 * @failed: (element-type gint64): when sign-ins failed, oldest first, seconds since 1970
 * @rejected: (element-type utf8 gint64): when a user name was last rejected
 */
typedef struct
{
  GArray *failed;
  GHashTable *rejected;
} KitteBudgetHost;

typedef struct _KitteBudgetFile KitteBudgetFile;

KitteBudgetFile *kitte_budget_file_new (const char *path);
void kitte_budget_file_free (KitteBudgetFile *self);

void kitte_budget_file_open (KitteBudgetFile *self, gint64 now, gint64 window);
void kitte_budget_file_close (KitteBudgetFile *self, gboolean changed);

KitteBudgetHost *kitte_budget_file_get_host (KitteBudgetFile *self, const char *host);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteBudgetFile, kitte_budget_file_free)

G_END_DECLS

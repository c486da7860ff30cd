/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a change, and waits at a terminal for the mail program that has to be closed first. */
#pragma once

#include "kittectl.h"

G_BEGIN_DECLS

/**
 * KittectlApply:
 * @plan_anew: (transfer none): what is to be written now; closing a program writes its files, so
 *   that the plan made while it was open no longer fits
 * @applied: told how to take it back, or why nothing was written
 */
typedef struct
{
  KitteChangeSet *(*plan_anew) (gpointer data, GError **error);
  void (*applied) (gpointer data, const char *undo_id, const GError *error);
} KittectlApply;

void
kittectl_apply (KittectlRun *run, KitteChangeSet *changes, const KittectlApply *how, gpointer data);

G_END_DECLS

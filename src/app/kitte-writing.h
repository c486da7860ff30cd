/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteWriting: a proven account on its way into the mail programs, and out of them again. */
#pragma once

#include "clients/kitte-plan.h"
#include "kitte-program.h"
#include "repair/kitte-repair-plan.h"

G_BEGIN_DECLS

#define KITTE_TYPE_WRITING (kitte_writing_get_type ())
G_DECLARE_FINAL_TYPE (KitteWriting, kitte_writing, KITTE, WRITING, GObject)

/* Signal “planned” after every plan, whether it worked or not. Property “waiting-for”: name of the
 * program that has to be closed first, or %NULL. */
KitteWriting *kitte_writing_new (KitteAccount *account);
KitteWriting *kitte_writing_new_for_undo (const char *undo_id);
KitteWriting *kitte_writing_new_for_repair (KitteRepair *repair, KitteCure *cure);

gboolean kitte_writing_offers_password_in_file (KitteWriting *self);
void kitte_writing_set_password_in_file (KitteWriting *self, gboolean wanted);
void kitte_writing_set_primary_password (KitteWriting *self, const char *primary_password);

GListModel *kitte_writing_get_programs (KitteWriting *self);
KitteChangeSet *kitte_writing_get_changes (KitteWriting *self);
gboolean kitte_writing_is_planning (KitteWriting *self);
char *kitte_writing_describe (KitteWriting *self);
char *kitte_writing_describe_notes (KitteWriting *self);
KitteRepairPlan *kitte_writing_get_repair_plan (KitteWriting *self);
const GError *kitte_writing_get_problem (KitteWriting *self);
const char *kitte_writing_get_waiting_for (KitteWriting *self);

void
kitte_writing_find_async (KitteWriting *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean kitte_writing_find_finish (KitteWriting *self, GAsyncResult *result, GError **error);

void kitte_writing_plan (KitteWriting *self);

void
kitte_writing_apply_async (KitteWriting *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean kitte_writing_apply_finish (KitteWriting *self, GAsyncResult *result, GError **error);

void
kitte_writing_undo_async (KitteWriting *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean kitte_writing_undo_finish (KitteWriting *self, GAsyncResult *result, GError **error);

void kitte_writing_cancel (KitteWriting *self);

G_END_DECLS

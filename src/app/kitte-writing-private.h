/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of KitteWriting share. */
#pragma once

#include "kitte-writing-work.h"
#include "kitte-writing.h"

G_BEGIN_DECLS

struct _KitteWriting
{
  GObject parent_instance;
  GPtrArray *clients;

  /* What is to be written: a whole account, or a repaired way of sending. */
  KitteAccount *account;
  KitteRepair *repair;
  KitteCure *cure;

  GListStore *programs;
  KitteChangeSet *changes;
  KitteRepairPlan *repair_plan;
  GPtrArray *notes;
  GError *problem;
  GCancellable *cancellable;
  char *waiting_for;
  char *undo_id;
  gboolean password_in_file;
  gboolean planning;
  gboolean plan_again;
  guint replans;
  guint look_again;
  GTask *waiting_task;
};

KitteWritingWork *kitte_writing_make_work (KitteWriting *self);
KitteWritingWork *kitte_writing_make_work_for_chosen (KitteWriting *self);
GTask *kitte_writing_start_worker (KitteWriting *self,
                                   KitteWritingWork *work,
                                   GTaskThreadFunc function,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void kitte_writing_take_plan (KitteWriting *self, GAsyncResult *result);
void kitte_writing_set_waiting_for (KitteWriting *self, const char *name);
void kitte_writing_drop_secrets (KitteWriting *self);

G_END_DECLS

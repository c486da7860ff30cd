/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRepairQuestions: at which provider the mail of an existing account is, and what that asks.
 */
#pragma once

#include <gtk/gtk.h>

#include "repair/kitte-repair.h"

G_BEGIN_DECLS

#define KITTE_TYPE_REPAIR_QUESTIONS (kitte_repair_questions_get_type ())
G_DECLARE_FINAL_TYPE (KitteRepairQuestions, kitte_repair_questions, KITTE, REPAIR_QUESTIONS, GtkBox)

/* Signal “answered” after the repair was told an answer: more is known of the mailbox then. */
void
kitte_repair_questions_ask (KitteRepairQuestions *self, KitteRepair *repair, KitteLookup *lookup);
gboolean kitte_repair_questions_are_open (KitteRepairQuestions *self);
gboolean kitte_repair_questions_take (KitteRepairQuestions *self);
void kitte_repair_questions_use_provider (KitteRepairQuestions *self, const char *id);
gboolean kitte_repair_questions_focus (KitteRepairQuestions *self);
void kitte_repair_questions_forget (KitteRepairQuestions *self);

G_END_DECLS

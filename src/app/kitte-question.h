/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteQuestion: one thing only the person can say, as a field or as choices. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-ask.h"

G_BEGIN_DECLS

#define KITTE_TYPE_QUESTION (kitte_question_get_type ())
G_DECLARE_FINAL_TYPE (KitteQuestion, kitte_question, KITTE, QUESTION, GtkBox)

/* Signal “answered” after every change. */
KitteQuestion *kitte_question_new (KitteAsk *ask);

KitteAsk *kitte_question_get_ask (KitteQuestion *self);
const char *kitte_question_get_answer (KitteQuestion *self);
void kitte_question_set_answer (KitteQuestion *self, const char *answer);
void kitte_question_set_problem (KitteQuestion *self, const char *problem);
void kitte_question_focus (KitteQuestion *self);

G_END_DECLS

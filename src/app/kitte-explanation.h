/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteExplanation: what happened, what was not done, and buttons for what helps. */
#pragma once

#include <gtk/gtk.h>

#include "diagnose/kitte-diagnosis.h"

G_BEGIN_DECLS

#define KITTE_TYPE_EXPLANATION (kitte_explanation_get_type ())
G_DECLARE_FINAL_TYPE (KitteExplanation, kitte_explanation, KITTE, EXPLANATION, GtkBox)

/* Signal “remedy” (KitteRemedy): its button was pressed. */
GtkWidget *kitte_explanation_new (void);

void kitte_explanation_set_diagnosis (KitteExplanation *self,
                                      const KitteDiagnosis *diagnosis,
                                      const KitteFinding *finding,
                                      const char *transcript);
void kitte_explanation_set_sentence (KitteExplanation *self,
                                     const char *title,
                                     const char *sentence,
                                     GPtrArray *remedies);
void kitte_explanation_set_kept (KitteExplanation *self, const char *sentence);
void kitte_explanation_set_contacts (KitteExplanation *self, const KitteProposal *proposal);
void kitte_explanation_add_choice (KitteExplanation *self, GtkWidget *button);
void kitte_explanation_describe (KitteExplanation *self, GtkWidget *button);
GtkWidget *kitte_explanation_get_primary (KitteExplanation *self);

G_END_DECLS

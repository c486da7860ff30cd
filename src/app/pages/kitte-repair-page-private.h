/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of KitteRepairPage share: the page itself, its words, and the way to what is
 * written.
 */
#pragma once

#include "kitte-repair-page.h"

#include "kitte-field.h"
#include "kitte-repair-questions.h"
#include "repair/kitte-repair-plan.h"

G_BEGIN_DECLS

/* What is done before there is anything to write. */
typedef enum
{
  PROOF_LOOKING,
  PROOF_ASKING,
  PROOF_CHECKING,
  PROOF_FAILED,
} Proof;

struct _KitteRepairPage
{
  KitteWritingPage parent_instance;
  GtkLabel *heading;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkBox *problems;
  KitteRepairQuestions *questions;
  KitteField *password_field;
  GtkCheckButton *keep_mail;
  GtkWidget *primary;
  KitteField *primary_field;
  GtkWidget *open_store;
  GtkBox *rows;
  GtkLabel *deeds;
  GtkLabel *by_hand;
  GtkWidget *elsewhere;
  GtkWidget *leave;
  GtkWidget *changes;
  GtkLabel *preview;
  GtkWidget *check;
  GtkWidget *use_saved;
  GtkWidget *change;
  GtkWidget *stop;
  GtkWidget *undo;
  GtkWidget *done;

  KitteRepair *repair;
  KitteReport *report;
  KitteSecret *password;
  KitteCure *cure;
  GCancellable *cancellable;
  GPtrArray *cleartext_hosts;
  gboolean something_changed;
  gboolean password_is_saved; /* the one that a mail program keeps */
  gboolean primary_was_typed;
  gboolean wants_new_password; /* whatever is typed takes its place */
  Proof proof;
};

KitteRepairPlan *kitte_repair_page_get_plan (KitteRepairPage *self);

/* Words */
gboolean kitte_repair_page_is_all_right (KitteRepairPage *self);
const char *kitte_repair_page_get_heading (KitteWritingPage *page);
KitteMotif kitte_repair_page_get_motif (KitteWritingPage *page);
char *kitte_repair_page_describe (KitteWritingPage *page);

/* Proof */
void kitte_repair_page_look (KitteRepairPage *self);
void kitte_repair_page_ask_again (KitteRepairPage *self);
void kitte_repair_page_check (KitteRepairPage *self);
void kitte_repair_page_use_saved (KitteRepairPage *self);
void kitte_repair_page_show_failure (KitteRepairPage *self);
void kitte_repair_page_answered (KitteRepairPage *self);
gboolean kitte_repair_page_show_primary (KitteRepairPage *self, const GError *problem);
void kitte_repair_page_open_store (KitteRepairPage *self);
void kitte_repair_page_take_remedy (KitteRepairPage *self, KitteRemedy *remedy);
void kitte_repair_page_stop (KitteRepairPage *self);

G_END_DECLS

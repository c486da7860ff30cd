/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of KitteCheckPage share. */
#pragma once

#include "kitte-check-page.h"

#include "kitte-check-row.h"
#include "kitte-copier.h"
#include "kitte-explanation.h"

#include <adwaita.h>

G_BEGIN_DECLS

struct _KitteCheckPage
{
  KittePage parent_instance;
  GtkLabel *heading;
  GtkLabel *status;
  AdwClamp *general;
  GtkWidget *revealer;
  KitteExplanation *explanation;
  GtkBox *hints;
  GtkBox *rows;
  KitteCheckRow *holder;
  GtkExpander *tried;
  GtkLabel *tried_text;
  KitteCopier *support;
  GtkWidget *later;
  GtkLabel *later_title;
  GtkBox *buttons;
  GtkWidget *stop;
  GtkWidget *back;
  GtkWidget *by_hand;
  GtkWidget *primary;
  AdwAnimation *scrolling;
  gboolean running;
  guint frames;
  guint slow;
  guint tried_timer;
  guint press;
};

void kitte_check_page_start (KitteCheckPage *self);
void kitte_check_page_show_running (KitteCheckPage *self, gboolean running);
void kitte_check_page_show_failure (KitteCheckPage *self);
void kitte_check_page_show_error (KitteCheckPage *self, const GError *error);
void kitte_check_page_show_question (KitteCheckPage *self);
void kitte_check_page_take_back_explanation (KitteCheckPage *self);
void kitte_check_page_revealed_cb (KitteCheckPage *self);
void kitte_check_page_copying_cb (KitteCheckPage *self);
void kitte_check_page_remedy_cb (KitteCheckPage *self, KitteRemedy *remedy);

G_END_DECLS

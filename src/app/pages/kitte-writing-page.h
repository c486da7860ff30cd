/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteWritingPage: a page on which a change is looked at, written, and taken back. */
#pragma once

#include "kitte-explanation.h"
#include "kitte-page.h"
#include "kitte-writing.h"

G_BEGIN_DECLS

#define KITTE_TYPE_WRITING_PAGE (kitte_writing_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KitteWritingPage, kitte_writing_page, KITTE, WRITING_PAGE, KittePage)

/**
 * KitteWritingState:
 * @KITTE_WRITING_STATE_BEFORE: it is not known yet what there is to write
 * @KITTE_WRITING_STATE_PLANNED: the person may look at the change and say so
 * @KITTE_WRITING_STATE_WRITING: perhaps waiting for a program that has to be closed
 * @KITTE_WRITING_STATE_DONE: written, and can be taken back
 * @KITTE_WRITING_STATE_UNDOING: as with writing
 * @KITTE_WRITING_STATE_UNDONE: as if nothing had been written
 */
typedef enum
{
  KITTE_WRITING_STATE_BEFORE,
  KITTE_WRITING_STATE_PLANNED,
  KITTE_WRITING_STATE_WRITING,
  KITTE_WRITING_STATE_DONE,
  KITTE_WRITING_STATE_UNDOING,
  KITTE_WRITING_STATE_UNDONE,
} KitteWritingState;

/**
 * KitteWritingParts:
 *
 * What every such page has in its template, borrowed.
 */
typedef struct
{
  GtkLabel *heading;
  GtkLabel *status;
  KitteExplanation *explanation;
  GtkLabel *preview;
  GtkWidget *undo;
  GtkWidget *write;
  GtkWidget *stop;
} KitteWritingParts;

/**
 * KitteWritingPageClass:
 * @get_heading: (transfer none): for every state but the last one
 * @get_motif: the picture, where nothing is under way and nothing was taken back
 * @describe: (transfer full): the sentence below, where nothing is under way
 * @update: shows and hides what is the page’s own
 * @planned: there is a plan now, or @problem says why not
 * @settled: the change is written, or taken back: drop what is not needed any more, and put the
 *   focus where it goes on
 */
struct _KitteWritingPageClass
{
  KittePageClass parent_class;

  const char *(*get_heading) (KitteWritingPage *self);
  KitteMotif (*get_motif) (KitteWritingPage *self);
  char *(*describe) (KitteWritingPage *self);
  void (*update) (KitteWritingPage *self);
  void (*planned) (KitteWritingPage *self, const GError *problem);
  void (*settled) (KitteWritingPage *self);
};

void kitte_writing_page_set_parts (KitteWritingPage *self, const KitteWritingParts *parts);

KitteWriting *kitte_writing_page_get_writing (KitteWritingPage *self);
void kitte_writing_page_set_writing (KitteWritingPage *self, KitteWriting *writing);
KitteWritingState kitte_writing_page_get_state (KitteWritingPage *self);
void kitte_writing_page_set_state (KitteWritingPage *self, KitteWritingState state);
gboolean kitte_writing_page_is_busy (KitteWritingPage *self);

void kitte_writing_page_update (KitteWritingPage *self);
void kitte_writing_page_show_problem (KitteWritingPage *self,
                                      const char *title,
                                      const char *sentence,
                                      gboolean try_again);

void kitte_writing_page_write (KitteWritingPage *self);
void kitte_writing_page_undo (KitteWritingPage *self);
void kitte_writing_page_stop (KitteWritingPage *self);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePage: what the window knows of a page. */
#pragma once

#include <adwaita.h>

#include "kitte-flow.h"
#include "kitte-picture.h"
#include "kitte-setup.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PAGE (kitte_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KittePage, kitte_page, KITTE, PAGE, AdwBin)

/**
 * KittePageClass:
 * @shown: it came on screen: fill it, set the default button, focus the first thing to do
 * @left: it goes off screen: stop what it started
 *
 * A page says by the signal “finished” (KitteOutcome) what came of it, never where to go.
 * Property “title” is shown in the header bar; “complete” says that going back makes no sense
 * any more, because what the page was for has been done; “motif” is the picture above it, which
 * the window shows.
 */
struct _KittePageClass
{
  AdwBinClass parent_class;

  void (*shown) (KittePage *self);
  void (*left) (KittePage *self);
};

KitteSetup *kitte_page_get_setup (KittePage *self);
const char *kitte_page_get_title (KittePage *self);
void kitte_page_set_title (KittePage *self, const char *title);
gboolean kitte_page_get_complete (KittePage *self);
void kitte_page_set_complete (KittePage *self, gboolean complete);
KitteMotif kitte_page_get_motif (KittePage *self);
void kitte_page_set_motif (KittePage *self, KitteMotif motif);

void kitte_page_shown (KittePage *self);
void kitte_page_left (KittePage *self);
gboolean kitte_page_is_shown (KittePage *self);
gboolean kitte_page_is_touched (KittePage *self);
void kitte_page_finish (KittePage *self, KitteOutcome outcome);
void kitte_page_set_default (KittePage *self, GtkWidget *button);
void kitte_page_set_default_within (KittePage *self, GtkWidget *part, GtkWidget *button);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider wants people to know, with the links to its pages, in a box. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

GtkWidget *kitte_hints_make_text (const char *text);
GtkWidget *kitte_hints_make_link (const char *url, const char *text);

void kitte_hints_add_needed (GtkBox *box, const KitteProposal *proposal);
void kitte_hints_fill_found (GtkBox *box, const KitteProposal *proposal);

G_END_DECLS

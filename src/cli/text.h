/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person reads in the terminal. */
#pragma once

#include "kittectl.h"
#include "provider/kitte-catalogue.h"

G_BEGIN_DECLS

const char *kittectl_protocol_sentence (void);
void kittectl_print_proposal (const KitteProposal *proposal);
void kittectl_print_asks (GPtrArray *asks);
void kittectl_print_problems (KitteCatalogue *catalogue);
void kittectl_print_progress (KitteReport *report);
void kittectl_print_report (KitteReport *report,
                            const KitteProposal *proposal,
                            KitteCatalogue *catalogue,
                            gboolean transcript);
void kittectl_print_changes (KitteChangeSet *changes);
void kittectl_print_plan (KittePlan *plan);

G_END_DECLS

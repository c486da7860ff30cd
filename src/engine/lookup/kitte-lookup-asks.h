/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the person can say about settings that were found: the user name, and whether a
 * stranger may get the password. */
#pragma once

#include "kitte-lookup.h"

G_BEGIN_DECLS

const char *kitte_lookup_get_answer (const KitteLookupRequest *request, const char *key);
void kitte_lookup_fill_questions (const KitteLookupRequest *request, KitteProposal *proposal);
void kitte_lookup_fill_family (const KitteLookupRequest *request,
                               KitteCatalogue *catalogue,
                               KitteProposal *proposal);
void kitte_lookup_fill_usernames (const KitteLookupRequest *request, KitteProposal *proposal);
void kitte_lookup_add_asks (const KitteLookupRequest *request, KitteProposal *proposal);

G_END_DECLS

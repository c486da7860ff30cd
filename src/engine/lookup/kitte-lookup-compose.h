/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what is known without any network, and what a search brought, to one proposal. */
#pragma once

#include "kitte-lookup.h"

G_BEGIN_DECLS

KitteProposal *kitte_lookup_propose_known (KitteCatalogue *catalogue,
                                           const KitteLookupRequest *request,
                                           GError **error);
KitteProposal *kitte_lookup_compose (KitteCatalogue *catalogue,
                                     const KitteLookupRequest *request,
                                     const KitteProposal *known,
                                     const KitteProposal *found,
                                     GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom to ask for help: the provider of a mailbox, or whoever the program is from. */
#pragma once

#include "kitte-brand.h"
#include "model/kitte-proposal.h"

G_BEGIN_DECLS

GPtrArray *kitte_brand_list_contacts (KitteBrand *self);
GPtrArray *kitte_brand_find_help (KitteBrand *self, const KitteProposal *proposal);

G_END_DECLS

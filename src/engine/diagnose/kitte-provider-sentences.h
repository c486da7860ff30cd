/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a provider before anything is sent: which password it takes, how old that is. */
#pragma once

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

char *kitte_provider_password_sentence (const KitteProposal *proposal);
char *kitte_provider_age_sentence (const KitteProposal *proposal);

G_END_DECLS

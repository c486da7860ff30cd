/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a provider publishes about locking, as a sentence. */
#pragma once

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

char *kitte_lockout_sentence (const KitteProposal *proposal);
char *kitte_duration_phrase (guint minutes);

G_END_DECLS

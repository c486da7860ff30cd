/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a password can be the one that a provider takes, before it is sent anywhere. */
#pragma once

#include "base/kitte-secret.h"
#include "kitte-proposal.h"

G_BEGIN_DECLS

gboolean kitte_password_kind_fits (const KitteProposal *proposal, const KitteSecret *password);
char *kitte_password_kind_describe (const KitteProposal *proposal);
KitteAsk *kitte_password_kind_make_ask (const KitteProposal *proposal);

G_END_DECLS

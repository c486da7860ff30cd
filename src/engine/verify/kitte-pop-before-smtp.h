/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sending that is opened by receiving, in place of a sign-in of its own. */
#pragma once

#include "model/kitte-finding.h"
#include "model/kitte-proposal.h"

G_BEGIN_DECLS

KitteFinding *kitte_pop_before_smtp_refine (KitteFinding *finding,
                                            const KitteServer *outgoing,
                                            const KitteServer *incoming,
                                            const KittePopBeforeSmtp *record);

G_END_DECLS

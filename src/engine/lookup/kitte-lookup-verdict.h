/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a search found nothing: the domain, the network, or nobody knows. */
#pragma once

#include <gio/gio.h>

#include "kitte-portal.h"
#include "kitte-trail.h"
#include "model/kitte-finding.h"

G_BEGIN_DECLS

KitteFinding *kitte_lookup_verdict (const KitteAddress *address,
                                    KitteTrail *trail,
                                    const GError *why,
                                    const KittePortalSigns *portal,
                                    GNetworkConnectivity connectivity);

G_END_DECLS

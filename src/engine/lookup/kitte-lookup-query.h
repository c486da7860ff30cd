/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLookupQuery: what the sources of one search share. */
#pragma once

#include "kitte-exchangers.h"
#include "kitte-portal.h"
#include "kitte-trail.h"
#include "kitte-web.h"
#include "provider/kitte-catalogue.h"
#include "session/kitte-session-keep.h"
#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

/**
 * KitteLookupQuery:
 * @address: whose mail it is; only the domain’s own host may hear more of it than the domain
 * @catalogue: the presets
 * @resolver: whom to ask for names
 * @exchangers: the domain’s mail exchangers, asked for once for all sources
 * @web: fetches documents
 * @trail: where each source writes down what it asks, and what came of it
 * @keep: (nullable): takes sessions that are ready for sign-in, for the check that follows
 * @not_offered: of each protocol, whether the domain itself says that it does not offer it
 *   (RFC 6186, 3.4: a target of “.”)
 * @portal: what the web sources saw of a network that wants a sign-in first
 *
 * Shared and counted. Everything happens on the main context.
 */
typedef struct
{
  KitteAddress *address;
  KitteCatalogue *catalogue;
  KitteResolver *resolver;
  KitteExchangers *exchangers;
  KitteWeb *web;
  KitteTrail *trail;
  KitteSessionKeep *keep;
  gboolean not_offered[KITTE_PROTOCOL_SMTP + 1];
  KittePortalSigns portal;
} KitteLookupQuery;

KitteLookupQuery *kitte_lookup_query_new (KitteAddress *address,
                                          KitteCatalogue *catalogue,
                                          KitteResolver *resolver,
                                          KitteWeb *web,
                                          KitteTrail *trail,
                                          KitteSessionKeep *keep);
KitteLookupQuery *kitte_lookup_query_ref (KitteLookupQuery *self);
void kitte_lookup_query_unref (KitteLookupQuery *self);

KitteTrust kitte_lookup_judge (const KitteAddress *address, const KitteProposal *proposal);
KitteTrust kitte_lookup_query_judge (const KitteLookupQuery *self, const KitteProposal *proposal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteLookupQuery, kitte_lookup_query_unref)

G_END_DECLS

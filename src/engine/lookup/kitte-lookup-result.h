/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLookupResult: what a lookup came to: a proposal, or the reason why there is none. */
#pragma once

#include "model/kitte-finding.h"
#include "model/kitte-proposal.h"

G_BEGIN_DECLS

#define KITTE_TYPE_LOOKUP_RESULT (kitte_lookup_result_get_type ())

/**
 * KitteLookupResult:
 * @proposal: (nullable): perhaps with open asks; %NULL where nobody knows the domain
 * @finding: (nullable): why there is no proposal
 * @tried: (element-type KitteTried): every source that was asked, also those in @proposal
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteProposal *proposal;
  KitteFinding *finding;
  GPtrArray *tried;
} KitteLookupResult;

GType kitte_lookup_result_get_type (void);

KitteLookupResult *
kitte_lookup_result_new (KitteProposal *proposal, KitteFinding *finding, GPtrArray *tried);
KitteLookupResult *kitte_lookup_result_ref (KitteLookupResult *self);
void kitte_lookup_result_unref (KitteLookupResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteLookupResult, kitte_lookup_result_unref)

G_END_DECLS

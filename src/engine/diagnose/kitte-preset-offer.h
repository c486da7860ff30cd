/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The provider a failed check points to: offered as a question, never as a host. */
#pragma once

#include "model/kitte-finding.h"
#include "provider/kitte-catalogue.h"

G_BEGIN_DECLS

/**
 * KittePresetOffer:
 * @proposal: what the provider’s preset says about the address before anything is answered
 * @title: one short sentence, not yet translated
 * @text: what happened, and what is offered; not yet translated
 *
 * Both sentences may hold what those of a finding may, and {preset} {ask} {ended}.
 */
typedef struct
{
  KitteProposal *proposal;
  const char *title;
  const char *text;
} KittePresetOffer;

KittePresetOffer *kitte_preset_offer_find (KitteCatalogue *catalogue,
                                           const KitteFinding *finding,
                                           const KitteServer *server,
                                           const KitteProposal *proposal);
void kitte_preset_offer_free (KittePresetOffer *self);

gboolean kitte_preset_offer_can_be_used (const KittePresetOffer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetOffer, kitte_preset_offer_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteOffer: the sign-in methods a server offers, and which of them is used. */
#pragma once

#include "model/kitte-credential.h"
#include "model/kitte-finding.h"
#include "model/kitte-protocol.h"

G_BEGIN_DECLS

/**
 * KitteOffer:
 * @methods: those that Kitte knows
 * @others: whether there were others
 * @prefers_user_pass: whether the protocol’s own command takes a round trip less than PLAIN
 * @doubts_user_pass: whether the server’s list of mechanisms says that it takes no passwords in
 * clear
 * @refuses_cleartext: whether the server said that it takes no password unencrypted
 * @line: (nullable): the server’s own words
 */
typedef struct
{
  KitteAuthList methods;
  gboolean others;
  gboolean prefers_user_pass;
  gboolean doubts_user_pass;
  gboolean refuses_cleartext;
  char *line;
} KitteOffer;

void kitte_offer_add_names (KitteOffer *offer, const char *names);
gboolean kitte_offer_choose (const KitteOffer *offer,
                             const KitteAuthList *allowed,
                             gboolean encrypted,
                             const KitteCredential *credential,
                             KitteAuth *method);
KitteFindingCode kitte_offer_explain (const KitteOffer *offer, gboolean encrypted);

G_END_DECLS

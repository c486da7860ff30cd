/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLookup: from an address to a proposal, by every source there is, ordered by trust. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-proposal.h"
#include "provider/kitte-catalogue.h"

G_BEGIN_DECLS

#define KITTE_LOOKUP_ERROR (kitte_lookup_error_quark ())

/**
 * KitteLookupError:
 * @KITTE_LOOKUP_ERROR_NOTHING_FOUND: no source knows settings for this domain
 * @KITTE_LOOKUP_ERROR_BAD_ANSWER: an answer does not fit its question
 */
typedef enum
{
  KITTE_LOOKUP_ERROR_NOTHING_FOUND,
  KITTE_LOOKUP_ERROR_BAD_ANSWER,
} KitteLookupError;

#define KITTE_TYPE_LOOKUP (kitte_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KitteLookup, kitte_lookup, KITTE, LOOKUP, GObject)

/**
 * KitteLookupRequest:
 * @address: whose mail it is
 * @answers: (nullable) (element-type utf8 utf8): answers to asks, by key; under
 *   %KITTE_ASK_PROVIDER the id of a preset
 * @incoming: (nullable): given by hand
 * @outgoing: (nullable): given by hand
 */
typedef struct
{
  KitteAddress *address;
  GHashTable *answers;
  KitteServer *incoming;
  KitteServer *outgoing;
} KitteLookupRequest;

GQuark kitte_lookup_error_quark (void);

KitteLookup *kitte_lookup_new (void);
KitteCatalogue *kitte_lookup_get_catalogue (KitteLookup *self);
KitteProposal *
kitte_lookup_offline (KitteLookup *self, const KitteLookupRequest *request, GError **error);

G_END_DECLS

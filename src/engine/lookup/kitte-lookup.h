/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLookup: from an address to a proposal, by every source there is, ordered by trust. */
#pragma once

#include <gio/gio.h>

#include "kitte-lookup-error.h"
#include "kitte-lookup-result.h"
#include "kitte-trail.h"
#include "kitte-web.h"
#include "provider/kitte-catalogue.h"
#include "session/kitte-session-keep.h"
#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

#define KITTE_TYPE_LOOKUP (kitte_lookup_get_type ())
G_DECLARE_FINAL_TYPE (KitteLookup, kitte_lookup, KITTE, LOOKUP, GObject)

/**
 * KitteLookupRequest:
 * @address: whose mail it is
 * @answers: (nullable) (element-type utf8 utf8): answers to asks, by key; under
 *   %KITTE_ASK_PROVIDER the id of a preset
 * @incoming: (nullable): given by hand
 * @outgoing: (nullable): given by hand
 * @offline: whether nobody may be asked who is not on this computer
 * @document: (nullable): an autoconfig document to read instead of searching
 * @keep: (nullable): takes sessions that the search brought up to their sign-in
 */
typedef struct
{
  KitteAddress *address;
  GHashTable *answers;
  KitteServer *incoming;
  KitteServer *outgoing;
  gboolean offline;
  GBytes *document;
  KitteSessionKeep *keep;
} KitteLookupRequest;

KitteLookup *kitte_lookup_new (void);
KitteLookup *
kitte_lookup_new_with (KitteCatalogue *catalogue, KitteResolver *resolver, KitteWeb *web);
KitteCatalogue *kitte_lookup_get_catalogue (KitteLookup *self);
KitteProposal *
kitte_lookup_offline (KitteLookup *self, const KitteLookupRequest *request, GError **error);

void kitte_lookup_async (KitteLookup *self,
                         const KitteLookupRequest *request,
                         KitteTrail *trail,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
KitteLookupResult *kitte_lookup_finish (KitteLookup *self, GAsyncResult *result, GError **error);
void kitte_lookup_add_answer (GHashTable *answers, const char *key, const char *answer);
void kitte_lookup_forget (KitteLookup *self);

G_END_DECLS

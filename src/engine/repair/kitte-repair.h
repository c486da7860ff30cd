/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRepair: one mailbox as it is set up in the mail programs, and what is wrong with it there.
 */
#pragma once

#include "clients/kitte-client.h"
#include "diagnose/kitte-preset-offer.h"
#include "kitte-judge.h"
#include "lookup/kitte-lookup.h"

G_BEGIN_DECLS

/**
 * KitteRepairAccount:
 * @client: the program that has it
 * @existing: as it stands there
 * @judgement: what is wrong with it
 * @incoming: (nullable): what was seen of its receiving server
 * @outgoing: (nullable): what was seen of its sending server
 *
 * The mailbox in one program. Changed by the repair alone, when it has looked.
 */
typedef struct
{
  KitteClient *client;
  KitteExistingAccount *existing;
  KitteJudgement *judgement;
  KitteSighting *incoming;
  KitteSighting *outgoing;
} KitteRepairAccount;

#define KITTE_TYPE_REPAIR (kitte_repair_get_type ())
G_DECLARE_FINAL_TYPE (KitteRepair, kitte_repair, KITTE, REPAIR, GObject)

/* kitte-repair-find.c */
GPtrArray *kitte_repair_find (GPtrArray *clients, KitteLookup *lookup, const char *address);

const char *kitte_repair_get_address (KitteRepair *self);
gboolean kitte_repair_has_address (KitteRepair *self);
GPtrArray *kitte_repair_get_accounts (KitteRepair *self);
KitteRepairAccount *kitte_repair_get_first (KitteRepair *self);
KitteProposal *kitte_repair_get_proposal (KitteRepair *self);
KitteProposal *kitte_repair_get_records (KitteRepair *self);
KitteCatalogue *kitte_repair_get_catalogue (KitteRepair *self);
void kitte_repair_set_answers (KitteRepair *self, KitteLookup *lookup, GHashTable *answers);

KitteSeverity kitte_repair_get_severity (KitteRepair *self);
gboolean kitte_repair_works_now (KitteRepair *self);
const char *kitte_repair_get_unclear (KitteRepair *self);
gboolean kitte_repair_deletes_mail (KitteRepair *self);
gboolean kitte_repair_is_needed (KitteRepair *self);
gboolean kitte_repair_needs_server (const KitteRepairAccount *account, gboolean incoming);
KitteServer *kitte_repair_get_incoming (KitteRepair *self);
KitteServer *kitte_repair_get_also_incoming (KitteRepair *self);
KittePresetOffer *kitte_repair_find_offer (KitteRepair *self);
KitteAsk *kitte_repair_make_provider_ask (KitteRepair *self);
char *kitte_repair_find_provider_named (KitteRepair *self, const char *typed);
char *kitte_repair_list_programs (KitteRepair *self);

/* kitte-repair-password.c */
gboolean kitte_repair_can_use_stored_password (KitteRepair *self);
void kitte_repair_lookup_password_async (KitteRepair *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
KitteSecret *
kitte_repair_lookup_password_finish (KitteRepair *self, GAsyncResult *result, GError **error);

G_END_DECLS

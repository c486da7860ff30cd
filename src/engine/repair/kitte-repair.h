/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteRepair: one existing account, what is wrong with it, and the sending server that works. */
#pragma once

#include "clients/kitte-client.h"
#include "kitte-judge.h"
#include "lookup/kitte-lookup.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_REPAIR (kitte_repair_get_type ())
G_DECLARE_FINAL_TYPE (KitteRepair, kitte_repair, KITTE, REPAIR, GObject)

GPtrArray *kitte_repair_find (GPtrArray *clients, KitteLookup *lookup, const char *address);

KitteExistingAccount *kitte_repair_get_account (KitteRepair *self);
KitteClient *kitte_repair_get_client (KitteRepair *self);
KitteJudgement *kitte_repair_get_judgement (KitteRepair *self);
GPtrArray *kitte_repair_get_problems (KitteRepair *self);
gboolean kitte_repair_is_needed (KitteRepair *self);
GPtrArray *kitte_repair_get_candidates (KitteRepair *self);
KitteProposal *kitte_repair_get_proposal (KitteRepair *self);

void kitte_repair_prove_async (KitteRepair *self,
                               KitteSecret *password,
                               gboolean something_changed,
                               KitteReport *report,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KitteServer *kitte_repair_prove_finish (KitteRepair *self, GAsyncResult *result, GError **error);

KitteChangeSet *
kitte_repair_plan (KitteRepair *self, KitteServer *proven, KitteSecret *password, GError **error);

G_END_DECLS

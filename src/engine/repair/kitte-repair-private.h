/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of a repair share. */
#pragma once

#include "kitte-repair.h"

G_BEGIN_DECLS

/* How the provider of a mailbox came to be known. */
typedef enum
{
  KITTE_PROVENANCE_NONE,
  KITTE_PROVENANCE_ADDRESS,
  KITTE_PROVENANCE_EXCHANGER,
  KITTE_PROVENANCE_HOST,
  KITTE_PROVENANCE_WORD,
} KitteProvenance;

struct _KitteRepair
{
  GObject parent_instance;
  GPtrArray *accounts;
  KitteCatalogue *catalogue;
  KitteProposal *proposal;
  KitteProposal *records;
  KitteProvenance provenance;
  GHashTable *answers; /* what was said last */
  char **exchangers;   /* of the address’s domain, where they were looked at */
  char *network;       /* in which the line has its name, where that shows */
};

/* kitte-repair.c */
KitteRepair *
kitte_repair_new (KitteClient *client, KitteExistingAccount *existing, KitteLookup *lookup);
void
kitte_repair_add_account (KitteRepair *self, KitteClient *client, KitteExistingAccount *existing);
void kitte_repair_judge_again (KitteRepair *self);
gboolean
kitte_repair_renews_trust (const KitteRepairAccount *account, gboolean incoming, const char *code);
gboolean kitte_repair_blames_server (const KitteJudgement *judgement, gboolean incoming);
/* Whether only the person can take back an exception that is not needed. */
gboolean kitte_repair_is_left_to_person (const KitteRepairAccount *account,
                                         const KitteProblem *problem);

/* kitte-repair-provider.c */
void kitte_repair_look_up (KitteRepair *self, KitteLookup *lookup, GHashTable *answers);
void kitte_repair_take_network (KitteRepair *self, char *taken_network);
void kitte_repair_take_exchangers (KitteRepair *self, char **taken_hosts);

/* kitte-repair-target.c */
GPtrArray *
kitte_repair_find_targets (KitteRepair *self, gboolean incoming, const KitteServer *like);
GPtrArray *kitte_repair_find_also_targets (KitteRepair *self);
gboolean kitte_repair_sends_by_name (KitteRepair *self, const KitteServer *outgoing);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges an existing account by the rules, the catalogue and what was seen of its servers. */
#pragma once

#include "model/kitte-existing-account.h"
#include "model/kitte-problem.h"
#include "model/kitte-sighting.h"
#include "provider/kitte-catalogue.h"

G_BEGIN_DECLS

#define KITTE_TYPE_JUDGEMENT (kitte_judgement_get_type ())

/**
 * KitteJudgement:
 * @problems: (element-type KitteProblem): most severe first; empty for a healthy account
 * @unclear: (nullable): why the account could not be judged, in the person’s language
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  GPtrArray *problems;
  char *unclear;
} KitteJudgement;

/**
 * KitteEvidence:
 * @catalogue: (nullable): what providers say of themselves
 * @incoming: (nullable): what was seen of the receiving server
 * @outgoing: (nullable): what was seen of the sending server
 * @exchangers: (nullable): who takes in the mail of the address’s domain
 *
 * What is known beside the account’s own settings; all %NULL: nothing.
 */
typedef struct
{
  KitteCatalogue *catalogue;
  const KitteSighting *incoming;
  const KitteSighting *outgoing;
  const char *const *exchangers;
} KitteEvidence;

GType kitte_judgement_get_type (void);

gboolean kitte_judge_has_address (const KitteExistingAccount *account);
KitteJudgement *kitte_judge_account (const KitteExistingAccount *account,
                                     const KitteEvidence *evidence);
KitteJudgement *kitte_judgement_ref (KitteJudgement *self);
void kitte_judgement_unref (KitteJudgement *self);

KitteSeverity kitte_judgement_get_severity (const KitteJudgement *self);
gboolean kitte_judgement_is_healthy (const KitteJudgement *self);
char **kitte_judgement_get_sentences (const KitteJudgement *self);
gboolean kitte_judgement_has (const KitteJudgement *self, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteJudgement, kitte_judgement_unref)

G_END_DECLS

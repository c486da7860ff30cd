/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Diagnosis: a finding as a person reads it: title, text, remedies. */
#pragma once

#include "model/kitte-finding.h"
#include "model/kitte-proposal.h"
#include "model/kitte-remedy.h"
#include "provider/kitte-catalogue.h"

G_BEGIN_DECLS

#define KITTE_TYPE_DIAGNOSIS (kitte_diagnosis_get_type ())

/**
 * KitteDiagnosis:
 * @title: one short sentence: what is so
 * @text: what happened, what was not done, what to do
 * @remedies: (element-type KitteRemedy): the first one is the primary button
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *title;
  char *text;
  GPtrArray *remedies;
} KitteDiagnosis;

GType kitte_diagnosis_get_type (void);

KitteDiagnosis *kitte_diagnosis_new (const char *title, const char *text, GPtrArray *remedies);
KitteDiagnosis *kitte_diagnosis_new_for_finding (const KitteFinding *finding,
                                                 const KitteServer *server,
                                                 const KitteProposal *proposal);
KitteDiagnosis *kitte_diagnosis_new_for_check (const KitteFinding *finding,
                                               const KitteServer *server,
                                               const KitteProposal *proposal,
                                               KitteCatalogue *catalogue);
KitteDiagnosis *kitte_diagnosis_new_explained (KitteFindingCode code);
KitteDiagnosis *kitte_diagnosis_ref (KitteDiagnosis *self);
void kitte_diagnosis_unref (KitteDiagnosis *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteDiagnosis, kitte_diagnosis_unref)

G_END_DECLS

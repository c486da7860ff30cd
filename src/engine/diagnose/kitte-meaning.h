/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteMeaning: what a text means: who wrote it, what may be the cause, what helps. */
#pragma once

#include <glib-object.h>

#include "kitte-bounce.h"
#include "kitte-known-words.h"

G_BEGIN_DECLS

#define KITTE_TYPE_MEANING (kitte_meaning_get_type ())

/**
 * KitteCause:
 * @code: a finding’s code, or the id of a term that no finding is about
 * @text: what it means, and on a line of its own how to tell whether it is this
 * @remedies: (element-type KitteRemedy): what would help
 */
typedef struct
{
  char *code;
  KitteLikelihood likelihood;
  char *title;
  char *text;
  GPtrArray *remedies;
} KitteCause;

/**
 * KitteMeaning:
 * @written_by: whose server or program wrote the text
 * @whom: (nullable): the same as a sentence, and whom to ask therefore
 * @causes: (element-type KitteCause): the likeliest first; empty when nothing was recognised
 * @evidence: the words that were recognised, shortened
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteWriter written_by;
  char *whom;
  GPtrArray *causes;
  char **evidence;
} KitteMeaning;

GType kitte_meaning_get_type (void);

KitteMeaning *kitte_meaning_new (KitteWriter written_by,
                                 const char *whom,
                                 GPtrArray *causes,
                                 const char *const *evidence);
KitteMeaning *kitte_meaning_ref (KitteMeaning *self);
void kitte_meaning_unref (KitteMeaning *self);

const char *kitte_meaning_get_writer (const KitteMeaning *self);
const char *kitte_meaning_get_excuse (void);
const char *kitte_likelihood_to_words (KitteLikelihood likelihood);

KitteCause *
kitte_cause_new_for_finding (KitteFindingCode code, KitteLikelihood likelihood, const char *tell);
KitteCause *kitte_cause_new_for_term (const KitteKnownWords *term, KitteLikelihood likelihood);
void kitte_cause_free (KitteCause *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteMeaning, kitte_meaning_unref)

G_END_DECLS

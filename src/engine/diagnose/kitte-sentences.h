/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentence for every finding, once for window and terminal. */
#pragma once

#include "model/kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteSentenceRole:
 *
 * Whether a sentence is about receiving, sending, or either, or explains what another program
 * showed: then Kitte itself has tried nothing, and knows neither host nor port. Once a sign-in was
 * under way, nobody says that the password was not sent.
 */
typedef enum
{
  KITTE_SENTENCE_EITHER,
  KITTE_SENTENCE_RECEIVING,
  KITTE_SENTENCE_SENDING,
  KITTE_SENTENCE_EXPLAINED,
  KITTE_SENTENCE_SIGNING_IN,
} KitteSentenceRole;

/**
 * KitteSentence:
 * @title: one short sentence, not yet translated
 * @text: what happened, what was not done, what to do; not yet translated
 *
 * Both may hold {host} {port} {provider} {address} {names} {date} {today} {from} {until} {issuer}
 * {detail} {wait} {other_port}.
 */
typedef struct
{
  KitteFindingCode code;
  KitteSentenceRole role;
  const char *title;
  const char *text;
} KitteSentence;

/**
 * KitteMoreSentence:
 * @detail: what the finding’s detail says
 * @text: stands behind the finding’s own text
 */
typedef struct
{
  KitteFindingCode code;
  const char *detail;
  const char *text;
} KitteMoreSentence;

const char *kitte_sentence_find_more (KitteFindingCode code, const char *detail);
const KitteSentence *kitte_sentence_find (KitteFindingCode code, KitteSentenceRole role);
const KitteSentence *kitte_sentence_find_placed (KitteFindingCode code, KittePlace place);
const KitteSentence *kitte_sentences_get_all (gsize *n_sentences);

G_END_DECLS

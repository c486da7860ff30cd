/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteKnownWords: one entry of data/diagnoses: words or codes, and what they may mean. */
#pragma once

#include "model/kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteWordsKind:
 * @KITTE_WORDS_SERVER: what mail servers say
 * @KITTE_WORDS_PROGRAM: what mail programs show
 * @KITTE_WORDS_STANDARD: codes of the standards, which leave more open
 * @KITTE_WORDS_TERM: a word that people look up
 */
typedef enum
{
  KITTE_WORDS_SERVER,
  KITTE_WORDS_PROGRAM,
  KITTE_WORDS_STANDARD,
  KITTE_WORDS_TERM,
} KitteWordsKind;

typedef enum
{
  KITTE_LIKELIHOOD_CERTAIN,
  KITTE_LIKELIHOOD_LIKELY,
  KITTE_LIKELIHOOD_POSSIBLE,
} KitteLikelihood;

/**
 * KitteKnownCause:
 * @tell: (nullable): the id of the sentence that says how to tell (kitte-tells)
 */
typedef struct
{
  KitteFindingCode code;
  KitteLikelihood likelihood;
  const char *tell;
} KitteKnownCause;

/**
 * KitteKnownWords:
 * @id: unique within its kind
 * @codes: (array zero-terminated=1): whole tokens, lower case
 * @causes: (element-type KitteKnownCause): the likeliest first
 * @weak: whether the words count only in a reply, or where they are nearly all there is
 * @source: where the words were read
 * @example: a text that leads here
 * @unlike: (array zero-terminated=1): texts that look similar and do not lead here
 *
 * Lives as long as the program.
 */
typedef struct
{
  const char *id;
  KitteWordsKind kind;
  GPtrArray *words;
  GPtrArray *codes;
  GArray *causes;
  gboolean weak;
  const char *source;
  const char *example;
  char **unlike;
} KitteKnownWords;

GPtrArray *kitte_known_words_get_all (void);
const KitteKnownWords *kitte_known_words_get (KitteWordsKind kind, const char *id);
const KitteKnownWords *kitte_known_words_find (KitteWordsKind kind, const char *folded);
gboolean kitte_known_words_has_reply (const char *folded);
gboolean kitte_known_words_matches (const KitteKnownWords *words, const char *folded);
const KitteKnownWords *kitte_known_words_find_term (const char *folded, gboolean *exact);

const char *kitte_likelihood_to_nick (KitteLikelihood likelihood);

G_END_DECLS

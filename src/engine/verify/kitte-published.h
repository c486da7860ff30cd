/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePublished: what a domain publishes in one place, held against a preset. */
#pragma once

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

/**
 * KittePublishedState:
 * @KITTE_PUBLISHED_PENDING: not known: it was cancelled, or there was no time
 * @KITTE_PUBLISHED_AGREES: the same as the preset
 * @KITTE_PUBLISHED_DIFFERS: @missing and @extra say in what
 * @KITTE_PUBLISHED_ABSENT: nothing is published there
 */
typedef enum
{
  KITTE_PUBLISHED_PENDING,
  KITTE_PUBLISHED_AGREES,
  KITTE_PUBLISHED_DIFFERS,
  KITTE_PUBLISHED_ABSENT,
} KittePublishedState;

/**
 * KittePublished:
 * @what: (nullable): what was asked for: a URL, or a domain’s service records
 * @outcome: (nullable): what came of it, as in a lookup’s “tried”
 * @missing: (element-type KitteServer): in the preset, and not published
 * @extra: (element-type KitteServer): published, and not in the preset
 */
typedef struct
{
  KitteSource source;
  char *what;
  char *outcome;
  KittePublishedState state;
  GPtrArray *missing;
  GPtrArray *extra;
} KittePublished;

KittePublished *kitte_published_new (KitteSource source);
void kitte_published_free (KittePublished *self);

void kitte_published_compare (KittePublished *self,
                              const KitteProposal *expected,
                              const KitteProposal *found);

const char *kitte_published_state_to_nick (KittePublishedState state);

G_END_DECLS

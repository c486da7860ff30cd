/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page follows which result: the only place that knows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KITTE_PAGE_ID_START,
  KITTE_PAGE_ID_CHECK,
  KITTE_PAGE_ID_READY,
  KITTE_PAGE_ID_ACCOUNTS,
  KITTE_PAGE_ID_REPAIR,
  KITTE_PAGE_ID_CHANGES,
  KITTE_PAGE_ID_EXPLAIN,
  KITTE_PAGE_ID_BY_HAND,
  KITTE_PAGE_ID_PROTOCOL,
  KITTE_PAGE_ID_STEP,
} KittePageId;

#define KITTE_N_PAGES (KITTE_PAGE_ID_STEP + 1)

/**
 * KitteOutcome:
 * @KITTE_OUTCOME_CONTINUE: everything the page asks for is there
 * @KITTE_OUTCOME_BACK: the person wants to see or change what was typed before
 * @KITTE_OUTCOME_RETYPE: something that was typed has to be typed anew
 * @KITTE_OUTCOME_PROVEN: the servers were proven, or are taken as they are
 * @KITTE_OUTCOME_AGAIN: done; another address
 * @KITTE_OUTCOME_ACCOUNTS: the accounts that are there are to be looked at
 * @KITTE_OUTCOME_REPAIR: an account that is there already is to be repaired
 * @KITTE_OUTCOME_CHANGES: what was set up earlier is to be seen
 * @KITTE_OUTCOME_EXPLAIN: a message is to be explained
 * @KITTE_OUTCOME_BY_HAND: the person knows the servers, or wants to change them
 * @KITTE_OUTCOME_PROTOCOL: the person has to choose what mail is fetched by
 * @KITTE_OUTCOME_STEP: something has to be done at the provider first
 */
typedef enum
{
  KITTE_OUTCOME_CONTINUE,
  KITTE_OUTCOME_BACK,
  KITTE_OUTCOME_RETYPE,
  KITTE_OUTCOME_PROVEN,
  KITTE_OUTCOME_AGAIN,
  KITTE_OUTCOME_ACCOUNTS,
  KITTE_OUTCOME_REPAIR,
  KITTE_OUTCOME_CHANGES,
  KITTE_OUTCOME_EXPLAIN,
  KITTE_OUTCOME_BY_HAND,
  KITTE_OUTCOME_PROTOCOL,
  KITTE_OUTCOME_STEP,
} KitteOutcome;

KittePageId kitte_flow_next (KittePageId page, KitteOutcome outcome);

G_END_DECLS

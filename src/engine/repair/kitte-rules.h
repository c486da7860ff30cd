/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules by which an existing account is judged, as data. */
#pragma once

#include "model/kitte-problem.h"
#include "model/kitte-setting.h"

G_BEGIN_DECLS

/* Which direction a rule is about. */
typedef enum
{
  KITTE_RULE_RECEIVING = 1 << 0,
  KITTE_RULE_SENDING = 1 << 1,
} KitteRuleDirection;

/**
 * KitteRule:
 * @id: its own name; several rules may have one @code
 * @code: of the contract
 * @when: conditions that must hold; see kitte_conditions_apply()
 * @settings: which settings it is about, as bits: `1 << KITTE_SETTING_PORT`
 * @reason: for people, to be translated; {host}, {port} and {provider} are filled in
 * @right: what would be right, likewise
 * @source: the document it is from
 */
typedef struct
{
  const char *id;
  const char *code;
  KitteSeverity severity;
  KitteRuleDirection direction;
  const char *when;
  guint settings;
  const char *reason;
  const char *right;
  const char *source;
} KitteRule;

const KitteRule *kitte_rules_get (gsize *n_rules);

G_END_DECLS

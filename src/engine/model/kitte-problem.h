/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problem: one thing wrong with an existing account. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_PROBLEM (kitte_problem_get_type ())

/* FINE: said, not wrong. UNSAFE: works, but others could read or fake it. WILL_STOP: works here and
 * now. BROKEN: does not work. */
typedef enum
{
  KITTE_SEVERITY_FINE,
  KITTE_SEVERITY_UNSAFE,
  KITTE_SEVERITY_WILL_STOP,
  KITTE_SEVERITY_BROKEN,
} KitteSeverity;

/**
 * KitteProblem:
 * @code: stable name of the contract: `port-25`, `smtp-no-auth`, …
 * @rule: which rule found it; see docs/repair.md
 * @incoming: whether it is about receiving; else about sending
 * @text: the reason, in the person’s language
 * @right: what would be right, in the person’s language
 * @source: where the rule is from: the title or address of a document
 * @settings: (element-type KitteSetting): the places it is about
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *code;
  char *rule;
  KitteSeverity severity;
  gboolean incoming;
  char *text;
  char *right;
  char *source;
  GPtrArray *settings;
} KitteProblem;

GType kitte_problem_get_type (void);

KitteProblem *kitte_problem_new (const char *code, KitteSeverity severity, const char *text);
KitteProblem *kitte_problem_ref (KitteProblem *self);
void kitte_problem_unref (KitteProblem *self);

const char *kitte_severity_to_nick (KitteSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteProblem, kitte_problem_unref)

G_END_DECLS

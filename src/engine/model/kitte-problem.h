/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problem: one thing wrong with an existing account. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KITTE_TYPE_PROBLEM (kitte_problem_get_type ())

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
 * @text: the reason and what would be right, in the person’s language
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *code;
  KitteSeverity severity;
  char *text;
} KitteProblem;

GType kitte_problem_get_type (void);

KitteProblem *kitte_problem_new (const char *code, KitteSeverity severity, const char *text);
KitteProblem *kitte_problem_ref (KitteProblem *self);
void kitte_problem_unref (KitteProblem *self);

const char *kitte_severity_to_nick (KitteSeverity severity);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteProblem, kitte_problem_unref)

G_END_DECLS

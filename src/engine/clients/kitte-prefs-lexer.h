/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The grammar of prefs.js as Thunderbird reads it: one statement at a time. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KITTE_PREF_STRING,
  KITTE_PREF_INT,
  KITTE_PREF_BOOL,
} KittePrefType;

/**
 * KittePrefStatement:
 * @start: first byte of the statement
 * @value_start: first byte of the value as it is written
 * @value_end: behind its last byte
 * @end: behind the semicolon
 * @is_default: whether it only sets a default (`pref`, `sticky_pref`)
 * @key: (owned): the name
 * @text: (owned): the value with its escapes resolved
 * @number: the value of an integer or boolean
 *
 * One statement; the pointers point into the text that was read.
 */
typedef struct
{
  const char *start;
  const char *value_start;
  const char *value_end;
  const char *end;
  gboolean is_default;
  KittePrefType type;
  char *key;
  char *text;
  int number;
} KittePrefStatement;

typedef enum
{
  KITTE_PREFS_STATEMENT,
  KITTE_PREFS_END,
  KITTE_PREFS_BROKEN,
} KittePrefsResult;

KittePrefsResult
kitte_prefs_lexer_next (const char **at, const char *end, KittePrefStatement *statement);
void kitte_pref_statement_clear (KittePrefStatement *statement);
char *kitte_prefs_quote (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What has to be pressed in each mail program, for a provider’s help page. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KitteHelpValues:
 *
 * Which settings stand below a step.
 */
typedef enum
{
  KITTE_HELP_NOTHING,
  KITTE_HELP_RECEIVING,
  KITTE_HELP_SENDING,
  KITTE_HELP_BOTH,
} KitteHelpValues;

/* @text: a sentence, not yet translated; “{protocol}” in it is IMAP or POP */
typedef struct
{
  const char *text;
  KitteHelpValues values;
} KitteHelpStep;

#define KITTE_HELP_MAX_STEPS 6

/**
 * KitteHelpProgram:
 * @id: stable, for links into the page
 * @name: not yet translated
 * @steps: up to the first without text
 */
typedef struct
{
  const char *id;
  const char *name;
  KitteHelpStep steps[KITTE_HELP_MAX_STEPS];
} KitteHelpProgram;

const KitteHelpProgram *kitte_help_get_program (guint index);

G_END_DECLS

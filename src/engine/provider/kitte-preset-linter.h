/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks preset files for those who write them: each by itself, and all of them together. */
#pragma once

#include "kitte-catalogue.h"

G_BEGIN_DECLS

/**
 * KittePresetVerdict:
 * @file: as it was given, or the file in a folder that was given
 * @mistakes: (element-type GError): each begins with the place in the file; empty: it is in order
 */
typedef struct
{
  char *file;
  GPtrArray *mistakes;
} KittePresetVerdict;

KittePresetVerdict *kitte_preset_verdict_new (const char *file);
void kitte_preset_verdict_free (KittePresetVerdict *self);

GPtrArray *kitte_preset_lint (KitteCatalogue *catalogue, const char *const *places);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetAnswers: what is known about a preset’s asks, and what is still open. */
#pragma once

#include "kitte-preset.h"

G_BEGIN_DECLS

typedef struct _KittePresetAnswers KittePresetAnswers;

KittePresetAnswers *kitte_preset_answers_new (KittePreset *preset,
                                              KitteAddress *address,
                                              const char *mx,
                                              GHashTable *given,
                                              GError **error);
void kitte_preset_answers_free (KittePresetAnswers *self);

GHashTable *kitte_preset_answers_get_values (KittePresetAnswers *self);
GHashTable *kitte_preset_answers_get_placeholders (KittePresetAnswers *self);
gboolean kitte_preset_answers_is_from_dns (KittePresetAnswers *self, const char *key);
const char *kitte_preset_answers_get_username (KittePresetAnswers *self, gboolean incoming);
void kitte_preset_answers_add_open (KittePresetAnswers *self, GPtrArray *asks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetAnswers, kitte_preset_answers_free)

G_END_DECLS

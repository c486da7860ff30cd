/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePresetClaims: which preset of one layer has which id, domain and zone. */
#pragma once

#include "kitte-preset.h"

G_BEGIN_DECLS

typedef struct _KittePresetClaims KittePresetClaims;

KittePresetClaims *kitte_preset_claims_new (void);
void kitte_preset_claims_free (KittePresetClaims *self);

gboolean kitte_preset_claims_add (KittePresetClaims *self, KittePreset *preset, GError **error);
gboolean kitte_preset_claims_has_id (KittePresetClaims *self, const char *id);
gboolean kitte_preset_claims_refuse (KittePreset *preset,
                                     const char *what,
                                     const char *owner,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePresetClaims, kitte_preset_claims_free)

G_END_DECLS

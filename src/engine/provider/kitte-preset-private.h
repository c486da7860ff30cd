/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about one preset share: its members by name, and the rules it must obey. */
#pragma once

#include "kitte-preset-member.h"
#include "kitte-preset.h"

G_BEGIN_DECLS

JsonObject *kitte_preset_find_ask (JsonObject *root, const char *key);
char *kitte_preset_get_ask_pattern (JsonObject *root, JsonObject *ask);
char *kitte_preset_get_mx_host (KittePreset *self, const char *mx);
gboolean kitte_preset_server_is_confirmed (JsonObject *server);

void kitte_preset_fill_facts (JsonObject *root, KitteProposal *proposal);
void kitte_preset_add_hints (KittePreset *self, KitteProposal *proposal);

void kitte_preset_find_mistakes (JsonObject *root, GPtrArray *mistakes);
void kitte_preset_find_server_mistakes (JsonObject *root, GPtrArray *mistakes);

gboolean kitte_preset_break_rule (GError **error, const char *path, const char *reason);

G_END_DECLS

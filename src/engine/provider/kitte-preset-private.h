/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files about one preset share: its members by name, and the rules it must obey. */
#pragma once

#include "kitte-preset.h"

G_BEGIN_DECLS

/* Members of a preset that fits the schema; a missing one and null are the same: %NULL. */
JsonObject *kitte_preset_member_object (JsonObject *object, const char *key);
JsonArray *kitte_preset_member_array (JsonObject *object, const char *key);
guint kitte_preset_member_length (JsonObject *object, const char *key);
const char *kitte_preset_member_string (JsonObject *object, const char *key);
const char *kitte_preset_member_text (JsonObject *object, const char *key);
gboolean kitte_preset_member_contains (JsonObject *object, const char *key, const char *text);

JsonObject *kitte_preset_find_ask (JsonObject *root, const char *key);
char *kitte_preset_get_ask_pattern (JsonObject *root, JsonObject *ask);
char *kitte_preset_get_mx_host (KittePreset *self, const char *mx);
gboolean kitte_preset_applies (KittePreset *self, JsonObject *item, const char *domain);

void kitte_preset_fill_facts (JsonObject *root, KitteProposal *proposal);
void kitte_preset_add_hints (KittePreset *self, KitteProposal *proposal);

gboolean kitte_preset_check_rules (JsonObject *root, GError **error);
gboolean kitte_preset_check_server_rules (JsonObject *root, GError **error);

gboolean kitte_preset_break_rule (GError **error, const char *path, const char *reason);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The members of a preset by name, for whoever reads one as a document. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of a preset that fits the schema; a missing one and null are the same: %NULL. */
JsonObject *kitte_preset_member_object (JsonObject *object, const char *key);
JsonArray *kitte_preset_member_array (JsonObject *object, const char *key);
guint kitte_preset_member_length (JsonObject *object, const char *key);
const char *kitte_preset_member_string (JsonObject *object, const char *key);
const char *kitte_preset_member_text (JsonObject *object, const char *key);
gboolean kitte_preset_member_contains (JsonObject *object, const char *key, const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few JSON habits that the records of the change room share. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void kitte_json_add_string (JsonBuilder *builder, const char *name, const char *value);
void kitte_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void kitte_json_add_strings (JsonBuilder *builder, const char *name, GPtrArray *values);
GBytes *kitte_json_to_bytes (JsonBuilder *builder);

JsonObject *kitte_json_parse_record (GBytes *bytes, GError **error);
char *kitte_json_dup_string (JsonObject *object, const char *name);
void kitte_json_read_strings (JsonObject *object, const char *name, GPtrArray *values);
GPtrArray *kitte_json_get_objects (JsonObject *object, const char *name);

/* Says that a record of an earlier change cannot be understood; always returns FALSE. */
gboolean kitte_json_fail (GError **error);

G_END_DECLS

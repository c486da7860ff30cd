/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSchema: whether a JSON document is what a JSON Schema describes, and if not, where. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _KitteSchema KitteSchema;

/**
 * KitteSchemaFlags:
 * @KITTE_SCHEMA_STRICT: an unknown key is an error
 * @KITTE_SCHEMA_IGNORE_UNKNOWN: a key from a later version is passed over
 */
typedef enum
{
  KITTE_SCHEMA_STRICT,
  KITTE_SCHEMA_IGNORE_UNKNOWN,
} KitteSchemaFlags;

KitteSchema *kitte_schema_new (JsonNode *schema);
KitteSchema *kitte_schema_new_from_resource (GResource *resource, const char *path);
void kitte_schema_free (KitteSchema *self);

gboolean
kitte_schema_check (KitteSchema *self, JsonNode *document, KitteSchemaFlags flags, GError **error);

GPtrArray *
kitte_schema_find_mistakes (KitteSchema *self, JsonNode *document, KitteSchemaFlags flags);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteSchema, kitte_schema_free)

G_END_DECLS

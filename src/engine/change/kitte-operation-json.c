/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record of a transaction in flight: names and marks, never a byte of a file. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "kitte-json-private.h"
#include "kitte-operation-private.h"

static void
add_operation (JsonBuilder *builder, const KitteOperation *operation)
{
  json_builder_begin_object (builder);
  kitte_json_add_string (builder, "path", operation->path);
  kitte_json_add_string (builder, "target", operation->target);
  kitte_json_add_string (builder, "new", operation->new_path);
  kitte_json_add_string (builder, "old", operation->old_path);
  kitte_json_add_boolean (builder, "created", operation->created);
  kitte_json_add_boolean (builder, "removes", operation->removes);
  kitte_json_add_string (builder, "mark", operation->mark);
  json_builder_end_object (builder);
}

/* NULL where a name is missing. */
static KitteOperation *
read_operation (JsonObject *object)
{
  KitteOperation *self = g_new0 (KitteOperation, 1);

  self->path = kitte_json_dup_string (object, "path");
  self->target = kitte_json_dup_string (object, "target");
  self->new_path = kitte_json_dup_string (object, "new");
  self->old_path = kitte_json_dup_string (object, "old");
  self->created = json_object_get_boolean_member_with_default (object, "created", FALSE);
  self->removes = json_object_get_boolean_member_with_default (object, "removes", FALSE);
  self->mark = kitte_json_dup_string (object, "mark");
  if (self->path == NULL || self->target == NULL || self->new_path == NULL ||
      self->old_path == NULL)
    g_clear_pointer (&self, kitte_operation_free);
  return self;
}

GBytes *
kitte_operations_to_json (GPtrArray *operations, GPtrArray *directories, gboolean ready)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kitte_json_add_boolean (builder, "ready", ready);
  kitte_json_add_strings (builder, "directories", directories);
  json_builder_set_member_name (builder, "operations");
  json_builder_begin_array (builder);
  for (guint i = 0; i < operations->len; i++)
    add_operation (builder, operations->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return kitte_json_to_bytes (builder);
}

gboolean
kitte_operations_from_json (GBytes *bytes,
                            GPtrArray *operations,
                            GPtrArray *directories,
                            gboolean *ready,
                            GError **error)
{
  g_autoptr (JsonObject) object = kitte_json_parse_record (bytes, error);
  g_autoptr (GPtrArray) objects = NULL;

  if (object == NULL)
    return FALSE;
  *ready = json_object_get_boolean_member_with_default (object, "ready", FALSE);
  kitte_json_read_strings (object, "directories", directories);
  objects = kitte_json_get_objects (object, "operations");
  for (guint i = 0; i < objects->len; i++)
    {
      KitteOperation *operation = read_operation (objects->pdata[i]);

      if (operation == NULL)
        return kitte_json_fail (error);
      g_ptr_array_add (operations, operation);
    }
  return TRUE;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal entry as JSON: paths, marks, facts and attributes; no bytes of a file, no secret. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-journal-private.h"
#include "kitte-json-private.h"

/* Raised when an older Kitte could no longer take such an entry back. */
#define VERSION 1

static const char *const stored_nicks[] = { "new", "same", "replaced" };

static void
add_file (JsonBuilder *builder, const KitteJournalFile *file)
{
  json_builder_begin_object (builder);
  kitte_json_add_string (builder, "client", file->client);
  kitte_json_add_string (builder, "program", file->program);
  kitte_json_add_string (builder, "path", file->path);
  kitte_json_add_string (builder, "lock", file->lock_path);
  kitte_json_add_boolean (builder, "created", file->created);
  kitte_json_add_boolean (builder, "keeps", file->keeps);
  kitte_json_add_string (builder, "backup", file->backup);
  kitte_json_add_string (builder, "mark", file->mark);
  kitte_json_add_strings (builder, "parts", file->parts);
  json_builder_end_object (builder);
}

static void
add_secret (JsonBuilder *builder, const KitteJournalSecret *secret)
{
  GHashTableIter iter;
  gpointer key, value;

  json_builder_begin_object (builder);
  kitte_json_add_string (builder, "client", secret->client);
  kitte_json_add_string (builder, "label", secret->label);
  kitte_json_add_string (builder, "schema", secret->schema);
  kitte_json_add_string (builder, "stored", stored_nicks[secret->stored]);
  json_builder_set_member_name (builder, "attributes");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, secret->attributes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    kitte_json_add_string (builder, key, value);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
}

static gboolean
read_file (KitteJournalEntry *self, JsonObject *object)
{
  KitteJournalFile *file = kitte_journal_entry_add_file (self);

  file->client = kitte_json_dup_string (object, "client");
  file->program = kitte_json_dup_string (object, "program");
  file->path = kitte_json_dup_string (object, "path");
  file->lock_path = kitte_json_dup_string (object, "lock");
  file->created = json_object_get_boolean_member_with_default (object, "created", FALSE);
  file->keeps = json_object_get_boolean_member_with_default (object, "keeps", FALSE);
  file->backup = kitte_json_dup_string (object, "backup");
  file->mark = kitte_json_dup_string (object, "mark");
  kitte_json_read_strings (object, "parts", file->parts);
  return file->client != NULL && file->path != NULL && g_path_is_absolute (file->path) &&
         (file->backup == NULL || strchr (file->backup, '/') == NULL);
}

static gboolean
read_stored (JsonObject *object, KitteStored *stored)
{
  g_autofree char *nick = kitte_json_dup_string (object, "stored");

  for (guint i = 0; i < G_N_ELEMENTS (stored_nicks); i++)
    if (g_strcmp0 (nick, stored_nicks[i]) == 0)
      {
        *stored = (KitteStored) i;
        return TRUE;
      }
  return FALSE;
}

static void
read_attributes (JsonObject *object, GHashTable *attributes)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *name = names; name != NULL; name = name->next)
    {
      char *value = kitte_json_dup_string (object, name->data);

      if (value != NULL)
        g_hash_table_insert (attributes, g_strdup (name->data), value);
    }
}

static gboolean
read_secret (KitteJournalEntry *self, JsonObject *object)
{
  KitteJournalSecret *secret = kitte_journal_entry_add_secret (self);
  JsonNode *attributes = json_object_get_member (object, "attributes");

  secret->client = kitte_json_dup_string (object, "client");
  secret->label = kitte_json_dup_string (object, "label");
  secret->schema = kitte_json_dup_string (object, "schema");
  if (attributes != NULL && JSON_NODE_HOLDS_OBJECT (attributes))
    read_attributes (json_node_get_object (attributes), secret->attributes);
  /* Clearing by no attributes would clear everything. */
  return secret->client != NULL && secret->label != NULL && secret->schema != NULL &&
         g_hash_table_size (secret->attributes) > 0 && read_stored (object, &secret->stored);
}

static gboolean
read_lists (KitteJournalEntry *self, JsonObject *object)
{
  g_autoptr (GPtrArray) files = kitte_json_get_objects (object, "files");
  g_autoptr (GPtrArray) secrets = kitte_json_get_objects (object, "secrets");

  kitte_json_read_strings (object, "directories", self->directories);
  for (guint i = 0; i < files->len; i++)
    if (!read_file (self, files->pdata[i]))
      return FALSE;
  for (guint i = 0; i < secrets->len; i++)
    if (!read_secret (self, secrets->pdata[i]))
      return FALSE;
  return TRUE;
}

GBytes *
kitte_journal_entry_to_json (KitteJournalEntry *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION);
  kitte_json_add_string (builder, "title", self->title);
  json_builder_set_member_name (builder, "time");
  json_builder_add_int_value (builder, self->time);
  kitte_json_add_boolean (builder, "done", self->done);
  kitte_json_add_boolean (builder, "undone", self->undone);
  kitte_json_add_boolean (builder, "taking-back", self->taking_back);
  kitte_json_add_boolean (builder, "storing", self->storing);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->files->len; i++)
    add_file (builder, self->files->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "secrets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->secrets->len; i++)
    add_secret (builder, self->secrets->pdata[i]);
  json_builder_end_array (builder);
  kitte_json_add_strings (builder, "directories", self->directories);
  json_builder_end_object (builder);
  return kitte_json_to_bytes (builder);
}

/* Fills an empty entry. */
gboolean
kitte_journal_entry_from_json (KitteJournalEntry *self, GBytes *bytes, GError **error)
{
  g_autoptr (JsonObject) object = kitte_json_parse_record (bytes, error);

  if (object == NULL)
    return FALSE;
  if (json_object_get_int_member_with_default (object, "version", 0) != VERSION)
    return kitte_json_fail (error);
  self->title = kitte_json_dup_string (object, "title");
  self->time = json_object_get_int_member_with_default (object, "time", 0);
  self->done = json_object_get_boolean_member_with_default (object, "done", FALSE);
  self->undone = json_object_get_boolean_member_with_default (object, "undone", FALSE);
  self->taking_back = json_object_get_boolean_member_with_default (object, "taking-back", FALSE);
  self->storing = json_object_get_boolean_member_with_default (object, "storing", FALSE);
  if (self->title == NULL || !read_lists (self, object))
    return kitte_json_fail (error);
  return TRUE;
}

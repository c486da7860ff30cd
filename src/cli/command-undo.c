/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl undo: takes back what Kitte changed. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "change/kitte-undo.h"
#include "json.h"
#include "kittectl.h"

static void
print_list_json (GPtrArray *entries)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "undo");
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      const KitteUndoEntry *entry = entries->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "id", entry->id);
      kittectl_json_string (builder, "title", entry->title);
      json_builder_set_member_name (builder, "time");
      json_builder_add_int_value (builder, entry->time);
      json_builder_set_member_name (builder, "clients");
      json_builder_begin_array (builder);
      for (guint j = 0; entry->clients[j] != NULL; j++)
        json_builder_add_string_value (builder, entry->clients[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

static void
print_list (GPtrArray *entries)
{
  if (entries->len == 0)
    g_print ("%s\n", _ ("There is nothing to take back."));
  for (guint i = 0; i < entries->len; i++)
    {
      const KitteUndoEntry *entry = entries->pdata[i];
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (entry->time);
      g_autofree char *when = g_date_time_format (time, "%F %R");
      g_autofree char *clients = g_strjoinv (_ (", "), entry->programs);

      g_print ("%s  %s  %s  (%s)\n", entry->id, when, entry->title, clients);
    }
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  KittectlRun *run = user_data;
  g_autoptr (GError) error = NULL;

  if (!kitte_undo_finish (result, &error))
    {
      kittectl_fail_with (run, error);
      return;
    }
  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "result", "ok");
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  else
    g_print ("%s\n", _ ("The settings are as they were before. No fetched mail was deleted."));
  kittectl_exit (run, KITTECTL_DONE);
}

void
kittectl_undo (KittectlRun *run)
{
  const char *id = run->options.arguments != NULL ? run->options.arguments[0] : NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  if (id != NULL && run->options.arguments[1] != NULL)
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", _ ("Give one ID at the most."));
      return;
    }
  if (!run->options.list)
    {
      kitte_undo_async (run->clients, id, run->cancellable, undone_cb, run);
      return;
    }
  entries = kitte_undo_list (&error);
  if (entries == NULL)
    {
      kittectl_fail_with (run, error);
      return;
    }
  if (run->options.json)
    print_list_json (entries);
  else
    print_list (entries);
  kittectl_exit (run, KITTECTL_DONE);
}

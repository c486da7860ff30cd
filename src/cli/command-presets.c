/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl presets: the catalogue to look at, and a linter for those who write presets. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "json.h"
#include "kittectl.h"
#include "provider/kitte-catalogue.h"
#include "provider/kitte-preset-folder.h"
#include "text.h"

static void
list_presets (KittectlRun *run, KitteCatalogue *catalogue)
{
  g_autoptr (GPtrArray) presets = kitte_catalogue_list (catalogue);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "presets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < presets->len; i++)
    {
      KittePreset *preset = presets->pdata[i];

      json_builder_begin_object (builder);
      kittectl_json_string (builder, "id", kitte_preset_get_id (preset));
      kittectl_json_string (builder, "name", kitte_preset_get_name (preset));
      kittectl_json_string (builder, "origin",
                            kitte_origin_to_nick (kitte_preset_get_origin (preset)));
      kittectl_json_string (builder, "checked", kitte_preset_get_checked (preset));
      json_builder_end_object (builder);
      if (!run->options.json)
        g_print ("%-20s %s\n", kitte_preset_get_id (preset), kitte_preset_get_name (preset));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (run->options.json)
    kittectl_print_json (builder);
  kittectl_exit (run, KITTECTL_DONE);
}

/* A preset is a document that people read and write: it is shown as it is written. */
static void
show_preset (KittectlRun *run, KitteCatalogue *catalogue, const char *id)
{
  g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, id);
  g_autoptr (JsonGenerator) generator = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  if (preset == NULL)
    {
      /* TRANSLATORS: %s is what was given. */
      g_autofree char *message =
          g_strdup_printf (_ ("There is no preset “%s”; see kittectl presets list."), id);

      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", message);
      return;
    }
  node = json_node_alloc ();
  json_node_init_object (node, kitte_preset_get_json (preset));
  generator = json_generator_new ();
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
  kittectl_exit (run, KITTECTL_DONE);
}

static gboolean
check_file (const char *path, GError **error)
{
  g_autoptr (KittePreset) preset = kitte_preset_load_file (path, KITTE_ORIGIN_SHIPPED, error);

  return preset != NULL;
}

static void
check_files (KittectlRun *run, char **files)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  gboolean all_good = TRUE;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = check_file (files[i], &error);

      all_good = all_good && good;
      json_builder_begin_object (builder);
      kittectl_json_string (builder, "file", files[i]);
      kittectl_json_string (builder, "result", good ? "ok" : "failed");
      kittectl_json_string (builder, "message", good ? NULL : error->message);
      json_builder_end_object (builder);
      if (run->options.json)
        continue;
      /* TRANSLATORS: after a file’s name: there is nothing to mend in it. */
      g_print ("%s: %s\n", files[i], good ? _ ("in order") : error->message);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (run->options.json)
    kittectl_print_json (builder);
  kittectl_exit (run, all_good ? KITTECTL_DONE : KITTECTL_BAD_INPUT);
}

void
kittectl_presets (KittectlRun *run)
{
  char **arguments = run->options.arguments;
  guint n = arguments != NULL ? g_strv_length (arguments) : 0;
  g_autoptr (KitteCatalogue) catalogue = kitte_catalogue_new ();

  if (n >= 2 && g_str_equal (arguments[0], "check"))
    {
      check_files (run, arguments + 1);
      return;
    }
  if (n == 1 && g_str_equal (arguments[0], "list"))
    list_presets (run, catalogue);
  else if (n == 2 && g_str_equal (arguments[0], "show"))
    show_preset (run, catalogue, arguments[1]);
  else
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                   _ ("Write kittectl presets list, presets show ID or presets check FILE…"));
  kittectl_print_problems (catalogue);
}

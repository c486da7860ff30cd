/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl presets: the catalogue to look at, and a linter for those who write presets. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>

#include "brand/kitte-brand-home.h"
#include "columns.h"
#include "json.h"
#include "kittectl.h"
#include "preset-page.h"
#include "provider/kitte-catalogue.h"
#include "provider/kitte-preset-linter.h"
#include "text.h"
#include "verdicts.h"

/* One word for what can be expected. */
static const char *
describe_state (KittePreset *preset)
{
  JsonArray *servers;

  switch (kitte_preset_get_status (preset))
    {
    case KITTE_PRESET_NO_ACCESS:
      /* TRANSLATORS: in a narrow column: mail programs cannot sign in at this provider. */
      return C_ ("column", "no mail programs");
    case KITTE_PRESET_ENDED:
      /* TRANSLATORS: in a narrow column: this provider’s service is gone. */
      return C_ ("column", "ended");
    case KITTE_PRESET_OK:
    case KITTE_PRESET_NEEDS_STEP:
    default:
      break;
    }
  servers = json_object_get_array_member (kitte_preset_get_json (preset), "servers");
  if (json_array_get_length (servers) == 0)
    /* TRANSLATORS: in a narrow column: the provider is known, its servers are not. */
    return C_ ("column", "servers unknown");
  if (!kitte_preset_is_confirmed (preset))
    /* TRANSLATORS: in a narrow column: nobody has confirmed these settings. */
    return C_ ("column", "not certain");
  return kitte_preset_get_status (preset) == KITTE_PRESET_NEEDS_STEP ?
             /* TRANSLATORS: in a narrow column: something has to be switched on at the provider. */
             C_ ("column", "known, needs a step") :
             /* TRANSLATORS: in a narrow column: the provider’s settings are known. */
             C_ ("column", "known");
}

static void
append_line (GString *text, const char *const *cells, const guint *widths)
{
  for (guint i = 0; i < 4; i++)
    kittectl_append_cell (text, cells[i], widths[i]);
  while (g_str_has_suffix (text->str, " "))
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static void
get_cells (KittePreset *preset, const char *cells[4])
{
  const char *name = kitte_preset_get_name (preset);

  cells[0] = kitte_preset_get_id (preset);
  cells[1] = describe_state (preset);
  cells[2] = kitte_preset_get_checked (preset);
  cells[3] = name;
}

/* The name stands last: it may be long, and its letters as wide as two. */
static void
print_table (GPtrArray *presets)
{
  /* TRANSLATORS: headings of a table of mail providers: the short name for commands; what can be
   * expected; the month the data is from; the provider. */
  const char *headings[4] = { C_ ("column", "ID"), C_ ("column", "State"), C_ ("column", "Data of"),
                              C_ ("column", "Provider") };
  guint widths[4] = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  const char *cells[4];

  for (guint j = 0; j < 3; j++)
    widths[j] = kittectl_measure (headings[j]);
  for (guint i = 0; i < presets->len; i++)
    {
      get_cells (presets->pdata[i], cells);
      for (guint j = 0; j < 3; j++)
        widths[j] = MAX (widths[j], kittectl_measure (cells[j]));
    }
  append_line (text, headings, widths);
  for (guint i = 0; i < presets->len; i++)
    {
      get_cells (presets->pdata[i], cells);
      append_line (text, cells, widths);
    }
  g_print ("%s", text->str);
}

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
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (run->options.json)
    kittectl_print_json (builder);
  else
    print_table (presets);
  kittectl_exit (run, KITTECTL_DONE);
}

/* For scripts it is shown as it is written. */
static void
print_document (KittePreset *preset)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;

  json_node_init_object (node, kitte_preset_get_json (preset));
  json_generator_set_root (generator, node);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, NULL);
  g_print ("%s\n", text);
}

static void
show_preset (KittectlRun *run, KitteCatalogue *catalogue, const char *id)
{
  g_autoptr (KittePreset) preset = kitte_catalogue_get_preset (catalogue, id);

  if (preset == NULL)
    {
      /* TRANSLATORS: %s is what was given. */
      g_autofree char *message =
          g_strdup_printf (_ ("There is no preset “%s”; see kittectl presets list."), id);

      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", message);
      return;
    }
  if (run->options.json)
    print_document (preset);
  else
    kittectl_print_preset (preset);
  kittectl_exit (run, KITTECTL_DONE);
}

static void
check_files (KittectlRun *run, KitteCatalogue *catalogue, char **places)
{
  g_autoptr (GPtrArray) verdicts = kitte_preset_lint (catalogue, (const char *const *) places);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_add_verdicts (builder, verdicts);
  json_builder_end_object (builder);
  kittectl_finish_verdicts (run, builder, verdicts);
}

void
kittectl_presets (KittectlRun *run)
{
  char **arguments = run->options.arguments;
  guint n = arguments != NULL ? g_strv_length (arguments) : 0;
  g_autoptr (KitteCatalogue) catalogue = kitte_brand_open_catalogue ();

  if (run->options.live && n >= 1 && g_str_equal (arguments[0], "check"))
    {
      kittectl_check_services (run, catalogue, arguments + 1);
      return;
    }
  if (n >= 2 && g_str_equal (arguments[0], "check"))
    {
      check_files (run, catalogue, arguments + 1);
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

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kittectl export: a provider’s settings as a document for other systems. */
#define G_LOG_DOMAIN "kittectl"
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

#include "brand/kitte-brand-home.h"
#include "export/kitte-export.h"
#include "json.h"
#include "kittectl.h"
#include "provider/kitte-catalogue.h"
#include "text.h"

static void
report_asks (KittectlRun *run, const KitteExportRequest *request, const GError *error)
{
  g_autoptr (GPtrArray) asks = kitte_export_find_asks (request);

  g_printerr ("kittectl: %s\n", error->message);
  if (run->options.json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      kittectl_json_asks (builder, asks, NULL);
      json_builder_end_object (builder);
      kittectl_print_json (builder);
    }
  else
    kittectl_print_asks (asks);
  kittectl_exit (run, KITTECTL_ANSWER_NEEDED);
}

static void
add_content (JsonBuilder *builder, const KitteExport *export)
{
  gsize size;
  const guchar *data = g_bytes_get_data (export->content, &size);
  g_autofree char *text =
      export->is_text ? g_strndup ((const char *) data, size) : g_base64_encode (data, size);

  kittectl_json_string (builder, "encoding", export->is_text ? "utf-8" : "base64");
  kittectl_json_string (builder, "content", text);
}

static void
print_object (KittePreset *preset, KitteExportFormat format, const KitteExport *export)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  kittectl_json_string (builder, "id", kitte_preset_get_id (preset));
  kittectl_json_string (builder, "format", kitte_export_format_to_nick (format));
  kittectl_json_string (builder, "media_type", export->media_type);
  kittectl_json_string (builder, "file_name", export->file_name);
  add_content (builder, export);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < export->notes->len; i++)
    json_builder_add_string_value (builder, export->notes->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kittectl_print_json (builder);
}

/* A file gets every byte as it is; a terminal gets text only. */
static void
print_content (const KitteExport *export)
{
  gsize size;
  const char *data = g_bytes_get_data (export->content, &size);

  for (guint i = 0; i < export->notes->len; i++)
    g_printerr ("kittectl: %s\n", (const char *) export->notes->pdata[i]);
  if (isatty (STDOUT_FILENO))
    g_print ("%.*s", (int) size, data);
  else
    fwrite (data, 1, size, stdout);
}

static gboolean
read_format (KittectlRun *run, KitteExportFormat *format)
{
  if (run->options.format == NULL || !kitte_export_format_from_nick (run->options.format, format))
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                   /* TRANSLATORS: the words behind “--format” stay as they are. */
                   _ ("Write --format autoconfig, autodiscover, mobileconfig, srv, help, qr or "
                      "qr-png."));
  else if (*format == KITTE_EXPORT_QR_PNG && !run->options.json && isatty (STDOUT_FILENO))
    kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                   _ ("A picture is not for a terminal; write “> FILE.png” behind the command."));
  else
    return TRUE;
  return FALSE;
}

static KittePreset *
find_preset (KittectlRun *run, KitteCatalogue *catalogue)
{
  char **arguments = run->options.arguments;
  KittePreset *preset;

  if (arguments == NULL || g_strv_length (arguments) != 1)
    {
      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage",
                     _ ("Give the name of one preset; see kittectl presets list."));
      return NULL;
    }
  preset = kitte_catalogue_get_preset (catalogue, arguments[0]);
  if (preset == NULL)
    {
      g_autofree char *message =
          g_strdup_printf (_ ("There is no preset “%s”; see kittectl presets list."), arguments[0]);

      kittectl_fail (run, KITTECTL_BAD_INPUT, "bad-usage", message);
    }
  return preset;
}

static void
write_export (KittectlRun *run, KittePreset *preset, KitteExportFormat format)
{
  const KitteExportRequest request = { preset, run->address, run->answers, run->options.name };
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteExport) export = kitte_export_new (&request, format, &error);

  if (g_error_matches (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_OPEN_ASKS))
    {
      report_asks (run, &request, error);
      return;
    }
  if (export == NULL)
    {
      kittectl_fail_with (run, error);
      return;
    }
  if (run->options.json)
    print_object (preset, format, export);
  else
    print_content (export);
  kittectl_exit (run, KITTECTL_DONE);
}

void
kittectl_export (KittectlRun *run)
{
  g_autoptr (KitteCatalogue) catalogue = kitte_brand_open_catalogue ();
  g_autoptr (KittePreset) preset = NULL;
  KitteExportFormat format;

  if (!read_format (run, &format) || !kittectl_take_plain_answers (run) ||
      (run->options.for_address != NULL && !kittectl_read_address (run, run->options.for_address)))
    return;
  preset = find_preset (run, catalogue);
  kittectl_print_problems (catalogue);
  if (preset != NULL)
    write_export (run, preset, format);
}

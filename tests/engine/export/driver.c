/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes every shipped preset, and a hostile one, in every format into a folder, as ID-N.FORMAT,
 * and beside each code what it has to say. Usage: export-driver FOLDER HOSTILE */
#include "config.h"

#include "base/kitte-locale.h"
#include "export-samples.h"
#include "export/kitte-export.h"
#include "export/kitte-phone.h"

static void
write_file (const char *folder, const char *name, const char *ending, GBytes *content)
{
  g_autofree char *file = g_strconcat (name, ".", ending, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, g_bytes_get_data (content, NULL), (gssize) g_bytes_get_size (content),
                       &error);
  g_assert_no_error (error);
}

static void
write_expected (const char *folder, const char *name, const KitteExportRequest *request)
{
  g_autoptr (KitteProposal) proposal =
      kitte_preset_propose (request->preset, request->address, NULL, request->answers, NULL);
  KitteServer *incoming = proposal->incoming->pdata[0];
  KitteServer *outgoing = proposal->outgoing->pdata[0];
  g_autoptr (KitteServer) receiving = kitte_server_with_auth (incoming, incoming->auth.items[0]);
  g_autoptr (KitteServer) sending = kitte_server_with_auth (outgoing, outgoing->auth.items[0]);
  g_autoptr (KitteAccount) account =
      kitte_account_new (proposal, request->name, receiving, sending, NULL, NULL);
  g_autofree char *text = kitte_phone_describe (account);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  write_file (folder, name, "expected", bytes);
}

/* A format may refuse a preset: one without a password, one without encryption. */
static void
write_all (const char *folder, const char *name, const KitteExportRequest *request)
{
  for (int format = 0; format < KITTE_N_EXPORT_FORMATS; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KitteExport) export =
          kitte_export_new (request, (KitteExportFormat) format, &error);

      if (export == NULL)
        {
          g_assert_error (error, KITTE_EXPORT_ERROR, KITTE_EXPORT_ERROR_NO_SERVERS);
          continue;
        }
      write_file (folder, name, kitte_export_format_to_nick ((KitteExportFormat) format),
                  export->content);
      if (format == KITTE_EXPORT_QR_PNG)
        write_expected (folder, name, request);
    }
}

static void
write_preset (const char *folder, KittePreset *preset)
{
  Samples samples;

  fill_samples (&samples, preset);
  for (guint i = 0; i < samples.n_addresses; i++)
    {
      g_autoptr (GHashTable) answers = make_answers (preset, samples.addresses[i], TRUE);
      KitteExportRequest request = { preset, samples.addresses[i], answers, "山田 花子" };
      g_autofree char *name = g_strdup_printf ("%s-%u", kitte_preset_get_id (preset), i);

      write_all (folder, name, &request);
    }
  clear_samples (&samples);
}

/* One whose every text means harm. */
static void
write_hostile (const char *folder, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KittePreset) preset = NULL;
  g_autoptr (GBytes) json = NULL;
  char *text = NULL;
  gsize size;

  g_file_get_contents (path, &text, &size, &error);
  g_assert_no_error (error);
  json = g_bytes_new_take (text, size);
  preset = kitte_preset_new (json, path, KITTE_ORIGIN_SYSTEM, &error);
  g_assert_no_error (error);
  write_preset (folder, preset);
}

int
main (int argc, char **argv)
{
  g_autoptr (KitteCatalogue) catalogue = NULL;
  g_autoptr (GPtrArray) presets = NULL;

  kitte_locale_init ();
  g_assert_cmpint (argc, ==, 3);
  catalogue = shipped_only ();
  presets = kitte_catalogue_list (catalogue);
  for (guint i = 0; i < presets->len; i++)
    write_preset (argv[1], presets->pdata[i]);
  write_hostile (argv[1], argv[2]);
  return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads planned files back, so that a mistake of ours leaves a program out instead of breaking it.
 */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-parse-back.h"

#include "kitte-logins-json.h"
#include "kitte-msmtprc.h"
#include "kitte-prefs-js.h"
#include "kitte-profiles-ini.h"

static gboolean
read_thunderbird (GBytes *bytes, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  if (g_str_equal (name, "prefs.js"))
    {
      g_autoptr (KittePrefsJs) prefs = kitte_prefs_js_new (bytes, path, error);

      return prefs != NULL;
    }
  if (g_str_equal (name, "profiles.ini"))
    {
      g_autoptr (KitteProfilesIni) ini = kitte_profiles_ini_new (bytes, path, error);

      return ini != NULL;
    }
  if (g_str_equal (name, "logins.json"))
    {
      g_autoptr (KitteLoginsJson) logins = kitte_logins_json_new (bytes, path, error);

      return logins != NULL;
    }
  return TRUE;
}

static gboolean
read_msmtp (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (KitteMsmtprc) file = kitte_msmtprc_parse (bytes, path, error);

  return file != NULL;
}

static gboolean
read_evolution (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  return g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, error);
}

static gboolean
read_file (const KitteFileChange *file, GError **error)
{
  if (g_str_equal (file->client, "thunderbird"))
    return read_thunderbird (file->after, file->path, error);
  if (g_str_equal (file->client, "msmtp"))
    return read_msmtp (file->after, file->path, error);
  if (g_str_equal (file->client, "evolution"))
    return read_evolution (file->after, file->path, error);
  return TRUE;
}

/**
 * kitte_parse_back:
 *
 * Returns: whether each planned file can be understood; the error names the one that cannot
 */
gboolean
kitte_parse_back (KitteChangeSet *changes, GError **error)
{
  GPtrArray *files = kitte_change_set_get_files (changes);

  g_return_val_if_fail (KITTE_IS_CHANGE_SET (changes), FALSE);

  for (guint i = 0; i < files->len; i++)
    if (!read_file (files->pdata[i], error))
      return FALSE;
  return TRUE;
}

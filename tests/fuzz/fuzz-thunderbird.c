/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thunderbird's files as anybody may have left them: what is read is written back byte for byte,
 * and what was added can be taken out again. */
#include "config.h"

#include <string.h>

#include "clients/kitte-logins-json.h"
#include "clients/kitte-prefs-js.h"
#include "clients/kitte-profiles-ini.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define KEY "kitte.fuzz.key"

static void
check_prefs (GBytes *bytes)
{
  g_autoptr (KittePrefsJs) prefs = kitte_prefs_js_new (bytes, "/prefs.js", NULL);
  g_autoptr (KittePrefsJs) again = NULL;
  g_autoptr (GBytes) same = NULL;
  g_autoptr (GBytes) longer = NULL;

  if (prefs == NULL)
    return;
  same = kitte_prefs_js_to_bytes (prefs);
  g_assert_true (g_bytes_equal (same, bytes));
  kitte_prefs_js_set_string (prefs, KEY, "\"\\\n\r日本");
  longer = kitte_prefs_js_to_bytes (prefs);
  again = kitte_prefs_js_new (longer, "/prefs.js", NULL);
  g_assert_nonnull (again);
  g_assert_true (kitte_prefs_js_same (prefs, again, KEY));
  kitte_prefs_js_remove (again, KEY);
  g_assert_false (kitte_prefs_js_has (again, KEY));
}

static void
check_list (GBytes *bytes)
{
  g_autoptr (KitteProfilesIni) list = kitte_profiles_ini_new (bytes, "/profiles.ini", NULL);
  g_autoptr (KitteProfilesIni) again = NULL;
  g_autoptr (GBytes) same = NULL;
  g_autoptr (GBytes) longer = NULL;
  guint number, found = 0;

  if (list == NULL)
    return;
  same = kitte_profiles_ini_to_bytes (list);
  g_assert_true (g_bytes_equal (same, bytes));
  number = kitte_profiles_ini_add_profile (list, "default", "fuzz0000.default");
  kitte_profiles_ini_dedicate (list, "0123456789ABCDEF", number);
  longer = kitte_profiles_ini_to_bytes (list);
  again = kitte_profiles_ini_new (longer, "/profiles.ini", NULL);
  g_assert_nonnull (again);
  g_assert_true (kitte_profiles_ini_find_dedicated (again, "0123456789ABCDEF", &found));
}

static void
check_logins (GBytes *bytes)
{
  g_autoptr (KitteLoginsJson) logins = kitte_logins_json_new (bytes, "/logins.json", NULL);
  g_autoptr (KitteLoginsJson) again = NULL;
  g_autoptr (GBytes) written = NULL;

  if (logins == NULL)
    return;
  kitte_logins_json_remove (logins, "{g}");
  written = kitte_logins_json_to_bytes (logins);
  again = kitte_logins_json_new (written, "/logins.json", NULL);
  g_assert_nonnull (again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  check_prefs (bytes);
  check_list (bytes);
  check_logins (bytes);
  return 0;
}

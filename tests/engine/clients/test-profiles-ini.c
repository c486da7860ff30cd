/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests reading Thunderbird's list of profiles and adding to it. */
#include "config.h"

#include <string.h>

#include "clients/kitte-client.h"
#include "clients/kitte-profiles-ini.h"

#define DEBIAN "FDC34C9F024745EB"

static KitteProfilesIni *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KitteProfilesIni *ini = kitte_profiles_ini_new (bytes, "/home/hana/profiles.ini", &error);

  g_assert_no_error (error);
  return ini;
}

static void
assert_text (const KitteProfilesIni *ini, const char *expected)
{
  g_autoptr (GBytes) bytes = kitte_profiles_ini_to_bytes (ini);
  g_autofree char *text = NULL;

  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteProfilesIni) ini = kitte_profiles_ini_new (NULL, "/x", &error);
  guint number;

  g_assert_no_error (error);
  g_assert_cmpuint (kitte_profiles_ini_count (ini), ==, 0);
  number = kitte_profiles_ini_add_profile (ini, "default", "abcd1234.default");
  g_assert_cmpuint (number, ==, 0);
  kitte_profiles_ini_dedicate (ini, DEBIAN, number);
  assert_text (ini, "[General]\nStartWithLastProfile=1\nVersion=2\n\n"
                    "[Profile0]\nName=default\nIsRelative=1\nPath=abcd1234.default\nDefault=1\n\n"
                    "[InstallFDC34C9F024745EB]\nDefault=abcd1234.default\nLocked=1\n");
}

static const char *const existing =
    "; by hand\r\n[Profile1]\r\nName=b\r\nIsRelative=0\r\nPath=/srv/b\r\nunknown=x=y\r\n\r\n"
    "[Profile0]\r\nName=a\r\nIsRelative=1\r\nPath=Profiles/a\r\nDefault=1\r\n\r\n"
    "[Profile3]\r\nName=d\r\nIsRelative=1\r\nPath=d\r\n\r\n"
    "[Install0123456789ABCDEF]\r\nDefault=Profiles/a\r\nLocked=1\r\n\r\n"
    "[General]\r\nVersion=2\r\n\r\n";

static void
test_read (void)
{
  g_autoptr (KitteProfilesIni) ini = parse (existing);
  g_autofree char *first = kitte_profiles_ini_get_folder (ini, 0, "/home/hana/.thunderbird");
  g_autofree char *second = kitte_profiles_ini_get_folder (ini, 1, "/home/hana/.thunderbird");
  guint number = 9;

  assert_text (ini, existing);
  g_assert_cmpuint (kitte_profiles_ini_count (ini), ==, 2);
  g_assert_cmpstr (first, ==, "/home/hana/.thunderbird/Profiles/a");
  g_assert_cmpstr (second, ==, "/srv/b");
  g_assert_true (kitte_profiles_ini_find_default (ini, &number));
  g_assert_cmpuint (number, ==, 0);
  g_assert_false (kitte_profiles_ini_find_dedicated (ini, DEBIAN, &number));
  g_assert_true (kitte_profiles_ini_find_dedicated (ini, "0123456789ABCDEF", &number));
  g_assert_cmpuint (number, ==, 0);
  g_assert_true (kitte_profiles_ini_is_locked_by_other (ini, 0, DEBIAN));
  g_assert_false (kitte_profiles_ini_is_locked_by_other (ini, 0, "0123456789ABCDEF"));
  g_assert_false (kitte_profiles_ini_is_locked_by_other (ini, 1, DEBIAN));
}

static void
test_add (void)
{
  g_autoptr (KitteProfilesIni) ini = parse (existing);
  g_autofree char *preview = NULL;
  g_autofree char *expected = NULL;

  kitte_profiles_ini_dedicate (ini, DEBIAN, 1);
  preview = kitte_profiles_ini_preview (ini);
  g_assert_cmpstr (preview, ==, "+ [InstallFDC34C9F024745EB]\n+ Default=/srv/b\n+ Locked=1\n");
  expected = g_strconcat (existing,
                          "\r\n[InstallFDC34C9F024745EB]\r\nDefault=/srv/b\r\nLocked=1\r\n", NULL);
  assert_text (ini, expected);
}

static void
test_gap_is_filled (void)
{
  g_autoptr (KitteProfilesIni) ini = parse ("[Profile1]\nName=b\nIsRelative=1\nPath=b\n");
  guint number;

  g_assert_cmpuint (kitte_profiles_ini_count (ini), ==, 0);
  number = kitte_profiles_ini_add_profile (ini, "default", "new.default");
  g_assert_cmpuint (number, ==, 0);
  g_assert_cmpuint (kitte_profiles_ini_count (ini), ==, 2);
  /* No version: it would make Thunderbird ignore installs.ini. */
  g_assert_null (kitte_profiles_ini_get (ini, "General", "Version"));
}

static void
test_replace_without_last_line_end (void)
{
  g_autoptr (KitteProfilesIni) ini =
      parse ("\xef\xbb\xbf[Profile0]\nPath=a\nIsRelative=1\nPath=c\n[InstallFDC34C9F024745EB]\n"
             "Default=gone");

  kitte_profiles_ini_dedicate (ini, DEBIAN, 0);
  assert_text (ini, "\xef\xbb\xbf[Profile0]\nPath=a\nIsRelative=1\nPath=c\n"
                    "[InstallFDC34C9F024745EB]\nDefault=c\nLocked=1\n");
}

static void
test_unreadable (void)
{
  static const char utf16[] = "\xff\xfe[\0P\0";
  g_autoptr (GBytes) wide = g_bytes_new_static (utf16, sizeof utf16 - 1);
  g_autoptr (GBytes) latin = g_bytes_new_static ("[\xe9]\n", 4);
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_profiles_ini_new (wide, "/x/profiles.ini", &error));
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_null (kitte_profiles_ini_new (latin, "/x/profiles.ini", &error));
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE);
}

/* Every question goes through every line: a file without end would be one without answer. */
static void
test_too_long (void)
{
  g_autofree char *blanks = g_strnfill (65 * 1024, '\n');
  g_autoptr (GBytes) bytes = g_bytes_new (blanks, strlen (blanks));
  g_autoptr (GError) error = NULL;

  g_assert_null (kitte_profiles_ini_new (bytes, "/profiles.ini", &error));
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNREADABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profiles-ini/new", test_new);
  g_test_add_func ("/profiles-ini/read", test_read);
  g_test_add_func ("/profiles-ini/add", test_add);
  g_test_add_func ("/profiles-ini/gap-is-filled", test_gap_is_filled);
  g_test_add_func ("/profiles-ini/replace", test_replace_without_last_line_end);
  g_test_add_func ("/profiles-ini/unreadable", test_unreadable);
  g_test_add_func ("/profiles-ini/too-long", test_too_long);
  return g_test_run ();
}

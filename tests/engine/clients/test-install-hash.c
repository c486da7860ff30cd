/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests the installation hash against values that real installations show. */
#include "config.h"

#include "clients/kitte-install-hash.h"

static void
test_known_values (void)
{
  static const struct
  {
    const char *directory;
    const char *hash;
  } cases[] = {
    { "/usr/lib/thunderbird", "FDC34C9F024745EB" },
    { "/usr/lib64/thunderbird", "3DDF446CE6CB1A45" },
    { "/opt/thunderbird", "9238613B8C3D2579" },
    { "/app/lib/thunderbird", "BD520B11F73A6B64" },
    { "/usr/lib/firefox", "4F96D1932A9F858E" },
    { "/usr/lib/betterbird", "64D4F0F26D4052E7" },
    { "/opt/betterbird", "F72D9E66FA3C07ED" },
    /* Longer than one block of 64 bytes, and than three. */
    { "/opt/a-rather-long-name-of-a-folder-where-somebody-unpacked-it/日本/lib/thunderbird",
      "3F1D7A0582BBD92C" },
    { "/opt/a-rather-long-name-of-a-folder-where-somebody-unpacked-it/日本/lib/thunderbird-"
      "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      "9E2367259C63103B" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *hash = kitte_install_hash (cases[i].directory);

      g_assert_cmpstr (hash, ==, cases[i].hash);
    }
}

static void
test_not_utf8 (void)
{
  g_assert_null (kitte_install_hash ("/opt/\xff"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/install-hash/known-values", test_known_values);
  g_test_add_func ("/install-hash/not-utf8", test_not_utf8);
  return g_test_run ();
}

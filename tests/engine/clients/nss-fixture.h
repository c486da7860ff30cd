/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes password stores as old and new Thunderbirds leave them, by NSS itself. */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <nss.h>
#include <pk11pub.h>
#include <pk11sdr.h>
#include <secitem.h>

typedef enum
{
  FIXTURE_DES3 = 1 << 0,
  FIXTURE_AES = 1 << 1,
} FixtureKeys;

/* Returns the key4.db; @sample, when given, gets what NSS's own call encrypted with the old key. */
static inline GBytes *
make_key4 (FixtureKeys keys, const char *primary_password, char **sample)
{
  static unsigned char id_bytes[] = { 0xf8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
  g_autofree char *dir = g_dir_make_tmp ("kitte-store-XXXXXX", NULL);
  g_autofree char *spec = g_strconcat ("sql:", dir, NULL);
  g_autofree char *path = g_build_filename (dir, "key4.db", NULL);
  SECItem id = { siBuffer, id_bytes, sizeof id_bytes };
  SECItem none = { siBuffer, NULL, 0 };
  SECItem text = { siBuffer, (unsigned char *) "old secret", 10 };
  SECItem encrypted = { siBuffer, NULL, 0 };
  PK11SlotInfo *slot;
  PK11SymKey *key;
  char *contents;
  gsize length;

  g_assert_cmpint (NSS_InitReadWrite (spec), ==, SECSuccess);
  slot = PK11_GetInternalKeySlot ();
  g_assert_cmpint (PK11_InitPin (slot, NULL, primary_password), ==, SECSuccess);
  g_assert_cmpint (PK11_CheckUserPassword (slot, primary_password), ==, SECSuccess);
  if (keys & FIXTURE_DES3)
    {
      g_assert_cmpint (PK11SDR_Encrypt (&none, &text, &encrypted, NULL), ==, SECSuccess);
      if (sample != NULL)
        *sample = g_base64_encode (encrypted.data, encrypted.len);
      SECITEM_FreeItem (&encrypted, PR_FALSE);
    }
  if (keys & FIXTURE_AES)
    {
      key = PK11_TokenKeyGen (slot, CKM_AES_CBC, NULL, 32, &id, PR_TRUE, NULL);
      g_assert_nonnull (key);
      PK11_FreeSymKey (key);
    }
  PK11_FreeSlot (slot);
  g_assert_cmpint (NSS_Shutdown (), ==, SECSuccess);
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_unlink (path);
  g_free (g_steal_pointer (&path));
  path = g_build_filename (dir, "cert9.db", NULL);
  g_unlink (path);
  g_free (g_steal_pointer (&path));
  path = g_build_filename (dir, "pkcs11.txt", NULL);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
  return g_bytes_new_take (contents, length);
}

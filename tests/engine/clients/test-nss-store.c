/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests the password store with every kind of key it may hold, and with a primary password. */
#define _GNU_SOURCE
#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "clients/kitte-client.h"
#include "clients/kitte-nss-store.h"
#include "nss-fixture.h"
#include "support/account.h"

#define PATH "/home/hana/profile/key4.db"
#define PASSWORD "\"ä :\\パスワード"

static const guint8 aes_oid[] = { 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x01, 0x2a };
static const guint8 des3_oid[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x03, 0x07 };

static KitteNssStore *
open_store (GBytes *key4, const char *primary_password)
{
  g_autoptr (KitteSecret) secret =
      primary_password != NULL ? kitte_secret_new (primary_password) : NULL;
  g_autoptr (GError) error = NULL;
  KitteNssStore *store = kitte_nss_store_open (key4, PATH, secret, &error);

  g_assert_no_error (error);
  return store;
}

static void
assert_decrypts (KitteNssStore *store, const char *base64, const char *expected)
{
  g_autoptr (KitteSecret) secret = kitte_nss_store_decrypt (store, base64);

  g_assert_nonnull (secret);
  g_assert_cmpstr (kitte_secret_peek (secret), ==, expected);
}

static char *
encrypt (KitteNssStore *store, const char *text)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (text);
  g_autoptr (GError) error = NULL;
  char *base64 = kitte_nss_store_encrypt (store, secret, &error);

  g_assert_no_error (error);
  return base64;
}

static gboolean
contains (const char *base64, const guint8 *oid, gsize n)
{
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (base64, &length);

  return memmem (bytes, length, oid, n) != NULL;
}

static void
assert_key4_stays (KitteNssStore *store)
{
  g_autoptr (GBytes) key4 = NULL;
  g_autoptr (GBytes) cert9 = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kitte_nss_store_close (store, &key4, &cert9, &error));
  g_assert_no_error (error);
  g_assert_null (key4);
}

static void
test_new_store (void)
{
  g_autoptr (KitteNssStore) store = open_store (NULL, NULL);
  g_autofree char *base64 = encrypt (store, PASSWORD);
  g_autofree char *empty = encrypt (store, "");
  g_autofree char *plain = g_base64_encode ((const guchar *) PASSWORD, strlen (PASSWORD));
  g_autoptr (GBytes) key4 = NULL;
  g_autoptr (GBytes) cert9 = NULL;
  g_autoptr (GError) error = NULL;
  KitteNssStore *again;

  g_assert_true (contains (base64, des3_oid, sizeof des3_oid));
  g_assert_null (strstr (base64, plain));
  g_assert_true (kitte_nss_store_close (store, &key4, &cert9, &error));
  g_assert_no_error (error);
  g_assert_nonnull (key4);
  g_assert_nonnull (cert9);
  g_clear_pointer (&store, kitte_nss_store_free);
  again = open_store (key4, NULL);
  assert_decrypts (again, base64, PASSWORD);
  assert_decrypts (again, empty, "");
  kitte_nss_store_free (again);
}

static void
test_des3 (void)
{
  g_autofree char *sample = NULL;
  g_autoptr (GBytes) key4 = make_key4 (FIXTURE_DES3, "", &sample);
  g_autoptr (KitteNssStore) store = open_store (key4, NULL);
  g_autofree char *base64 = encrypt (store, PASSWORD);

  assert_decrypts (store, sample, "old secret");
  assert_decrypts (store, base64, PASSWORD);
  g_assert_true (contains (base64, des3_oid, sizeof des3_oid));
  assert_key4_stays (store);
}

static void
test_aes (void)
{
  g_autoptr (GBytes) key4 = make_key4 (FIXTURE_AES, "", NULL);
  g_autoptr (KitteNssStore) store = open_store (key4, NULL);
  g_autofree char *base64 = encrypt (store, PASSWORD);

  g_assert_true (contains (base64, aes_oid, sizeof aes_oid));
  assert_decrypts (store, base64, PASSWORD);
  assert_key4_stays (store);
}

static GBytes *
unpack (GBytes *packed)
{
  g_autoptr (GConverter) converter =
      G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, converter);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (stream, g_bytes_get_data (packed, NULL), g_bytes_get_size (packed),
                             NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_both (void)
{
  g_autoptr (GBytes) packed = test_fixture_load ("thunderbird", "stores", "both-key4.db.gz", NULL);
  g_autoptr (GBytes) text = test_fixture_load ("thunderbird", "stores", "both-des3.txt", NULL);
  g_autofree char *sample = g_strndup (g_bytes_get_data (text, NULL), g_bytes_get_size (text));
  g_autoptr (GBytes) key4 = unpack (packed);
  g_autoptr (KitteNssStore) store = open_store (key4, NULL);
  g_autofree char *base64 = encrypt (store, PASSWORD);

  assert_decrypts (store, sample, "old secret");
  g_assert_true (contains (base64, aes_oid, sizeof aes_oid));
  assert_decrypts (store, base64, PASSWORD);
  assert_key4_stays (store);
}

static void
test_without_key (void)
{
  g_autoptr (GBytes) key4 = make_key4 (0, "", NULL);
  g_autoptr (KitteNssStore) store = open_store (key4, NULL);
  g_autofree char *base64 = encrypt (store, PASSWORD);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GBytes) cert9 = NULL;

  assert_decrypts (store, base64, PASSWORD);
  g_assert_true (kitte_nss_store_close (store, &after, &cert9, NULL));
  g_assert_nonnull (after);
}

static void
test_primary_password (void)
{
  g_autoptr (GBytes) key4 = make_key4 (FIXTURE_DES3, "open sesame", NULL);
  g_autoptr (KitteSecret) wrong = kitte_secret_new ("close sesame");
  g_autoptr (GError) error = NULL;
  g_autofree char *base64 = NULL;
  KitteNssStore *store;

  g_assert_null (kitte_nss_store_open (key4, PATH, NULL, &error));
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD);
  g_clear_error (&error);
  g_assert_null (kitte_nss_store_open (key4, PATH, wrong, &error));
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_PRIMARY_PASSWORD);
  store = open_store (key4, "open sesame");
  base64 = encrypt (store, PASSWORD);
  assert_decrypts (store, base64, PASSWORD);
  assert_key4_stays (store);
  kitte_nss_store_free (store);
}

static void
test_foreign_entries (void)
{
  static const char *const cases[] = { "", "!!!", "AAAA", "MDoEEPgAAAAAAAAAAAAAAAAAAAE=" };
  g_autofree char *foreign = NULL;
  g_autoptr (GBytes) other = make_key4 (FIXTURE_DES3, "", &foreign);
  g_autoptr (GBytes) key4 = make_key4 (FIXTURE_AES, "", NULL);
  g_autoptr (KitteNssStore) store = open_store (key4, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_null (kitte_nss_store_decrypt (store, cases[i]));
  g_assert_null (kitte_nss_store_decrypt (store, foreign));
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) whole = make_key4 (FIXTURE_AES, "", NULL);
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, 5000);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("this is no data base at all", 27);
  GBytes *cases[] = { cut, rubbish };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kitte_nss_store_open (cases[i], PATH, NULL, &error));
      g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_STORE);
      g_assert_nonnull (strstr (error->message, PATH));
    }
}

static void
test_nothing_is_left (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_get_user_runtime_dir (), 0, NULL);

  g_assert_nonnull (dir);
  g_assert_null (g_dir_read_name (dir));
}

int
main (int argc, char **argv)
{
  g_autofree char *runtime = g_dir_make_tmp ("kitte-run-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_RUNTIME_DIR", runtime, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/nss-store/new", test_new_store);
  g_test_add_func ("/nss-store/des3", test_des3);
  g_test_add_func ("/nss-store/aes", test_aes);
  g_test_add_func ("/nss-store/both", test_both);
  g_test_add_func ("/nss-store/without-key", test_without_key);
  g_test_add_func ("/nss-store/primary-password", test_primary_password);
  g_test_add_func ("/nss-store/foreign-entries", test_foreign_entries);
  g_test_add_func ("/nss-store/damaged", test_damaged);
  g_test_add_func ("/nss-store/nothing-is-left", test_nothing_is_left);
  status = g_test_run ();
  g_assert_no_errno (g_rmdir (runtime));
  return status;
}

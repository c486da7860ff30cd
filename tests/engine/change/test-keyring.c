/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteKeyring against a real secret service, which with-keyring starts for them. */
#include "config.h"

#include "change/kitte-keyring.h"

#include "change/kitte-change-set.h"

/* Set by with-keyring: this session's keyring is a throwaway one, unlocked or without a key. */
#define STATE_VARIABLE "KITTE_TEST_KEYRING"

#define SCHEMA "jp.kitte.Test"

static GHashTable *
attributes_of (const char *user)
{
  GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (attributes, (gpointer) "host", (gpointer) "smtp.example.test");
  g_hash_table_insert (attributes, (gpointer) "user", (gpointer) user);
  return attributes;
}

static gboolean
is_state (const char *state)
{
  if (g_strcmp0 (g_getenv (STATE_VARIABLE), state) == 0)
    return TRUE;
  g_test_skip ("this session has another kind of keyring");
  return FALSE;
}

static void
assert_secret (KitteSecretStore *store, const char *user, const char *expected)
{
  g_autoptr (GHashTable) attributes = attributes_of (user);
  g_autoptr (KitteSecret) found = NULL;
  g_autoptr (GError) error = NULL;

  kitte_secret_store_lookup (store, SCHEMA, attributes, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found != NULL ? kitte_secret_peek (found) : NULL, ==, expected);
}

static void
put (KitteSecretStore *store, const char *user, const char *text)
{
  g_autoptr (GHashTable) attributes = attributes_of (user);
  g_autoptr (KitteSecret) secret = kitte_secret_new (text);
  g_autoptr (GError) error = NULL;

  kitte_secret_store_store (store, SCHEMA, attributes, "label", secret, NULL, &error);
  g_assert_no_error (error);
}

/* Where libsecret would keep the passwords of a program in a sandbox; no mail program looks there.
 */
static void
assert_no_file_of_its_own (void)
{
  const char *path = g_getenv ("SECRET_FILE_TEST_PATH");

  g_assert_true (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_round_trip (void)
{
  g_autoptr (KitteSecretStore) store = kitte_keyring_new ();
  g_autoptr (GHashTable) attributes = attributes_of ("taro");
  g_autoptr (GError) error = NULL;

  if (!is_state ("unlocked"))
    return;
  assert_secret (store, "taro", NULL);
  put (store, "taro", "first ä");
  put (store, "hanako", "other");
  put (store, "taro", "second");
  assert_secret (store, "taro", "second");
  assert_secret (store, "hanako", "other");
  g_assert_true (kitte_secret_store_clear (store, SCHEMA, attributes, NULL, &error));
  g_assert_true (kitte_secret_store_clear (store, SCHEMA, attributes, NULL, &error));
  assert_secret (store, "taro", NULL);
  assert_secret (store, "hanako", "other");
  assert_no_file_of_its_own ();
}

/* Nobody answers, or the keyring asks for a key and there is nobody to show the question to. */
static void
test_refused (void)
{
  g_autoptr (KitteSecretStore) store = kitte_keyring_new ();
  g_autoptr (GHashTable) attributes = attributes_of ("taro");
  g_autoptr (KitteSecret) secret = kitte_secret_new ("never-stored-4d1c");
  g_autoptr (GError) error = NULL;

  if (!is_state ("refused"))
    return;
  g_assert_false (
      kitte_secret_store_store (store, SCHEMA, attributes, "label", secret, NULL, &error));
  g_assert_error (error, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE);
  g_assert_null (strstr (error->message, "never-stored"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change/keyring/round-trip", test_round_trip);
  g_test_add_func ("/change/keyring/refused", test_refused);
  return g_test_run ();
}

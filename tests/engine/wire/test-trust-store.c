/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of KitteTrustStore: loaded once, and a test authority is never in use unsaid. */
#include "config.h"

#include "wire/kitte-trust-store.h"

static guint loaded;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kitte_trust_store_load_finish (KITTE_TRUST_STORE (source), result, &error));
  g_assert_no_error (error);
  loaded++;
}

static void
load (KitteTrustStore *store, guint times)
{
  loaded = 0;
  for (guint i = 0; i < times; i++)
    kitte_trust_store_load_async (store, NULL, loaded_cb, NULL);
  while (loaded < times)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_load (void)
{
  g_autoptr (KitteTrustStore) store = kitte_trust_store_new (NULL);

  load (store, 3);
  g_assert_nonnull (kitte_trust_store_get_credentials (store));
  load (store, 1);
}

static void
test_authority (void)
{
  if (g_test_subprocess ())
    {
      g_setenv ("KITTE_CA_FILE", "/etc/ssl/certs/ca-certificates.crt", TRUE);
      g_assert_true (kitte_trust_store_uses_test_authority ());
      load (kitte_trust_store_get_default (), 2);
      load (kitte_trust_store_get_default (), 2);
      return;
    }
  if (!g_file_test ("/etc/ssl/certs/ca-certificates.crt", G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no bundle of authorities here");
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*A test authority is in use: /etc/ssl/certs/ca-certificates.crt\n*");
  g_test_trap_assert_stderr_unmatched ("*in use*in use*");
}

static void
test_unreadable (void)
{
  if (g_test_subprocess ())
    {
      g_setenv ("KITTE_CA_FILE", "/does/not/exist", TRUE);
      load (kitte_trust_store_get_default (), 1);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*/does/not/exist could not be read.\n*");
}

static void
test_none (void)
{
  if (g_test_subprocess ())
    {
      g_unsetenv ("KITTE_CA_FILE");
      g_assert_false (kitte_trust_store_uses_test_authority ());
      load (kitte_trust_store_get_default (), 1);
      g_setenv ("KITTE_CA_FILE", "", TRUE);
      g_assert_false (kitte_trust_store_uses_test_authority ());
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr_unmatched ("*authority*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/trust-store/load", test_load);
  g_test_add_func ("/wire/trust-store/test-authority", test_authority);
  g_test_add_func ("/wire/trust-store/unreadable", test_unreadable);
  g_test_add_func ("/wire/trust-store/none", test_none);
  return g_test_run ();
}

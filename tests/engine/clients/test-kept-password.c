/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tests of what Evolution and msmtp keep, read back: beside a real secret service, one that asks
 * first, and none. The program with-keyring starts them. */
#include "config.h"

#include "change/kitte-keyring.h"
#include "clients/kitte-evolution.h"
#include "clients/kitte-msmtp.h"

#define EVOLUTION_SCHEMA "org.gnome.Evolution.Data.Source"
#define MSMTP_SCHEMA "de.marlam.msmtp.password"

static gboolean
is_kind (const char *kind)
{
  if (g_strcmp0 (g_getenv ("KITTE_TEST_KEYRING_KIND"), kind) == 0)
    return TRUE;
  g_test_skip ("this session has another kind of keyring");
  return FALSE;
}

static gboolean
is_refused (void)
{
  if (g_strcmp0 (g_getenv ("KITTE_TEST_KEYRING"), "refused") == 0)
    return TRUE;
  g_test_skip ("this session has another kind of keyring");
  return FALSE;
}

static void
keep (const char *schema, const char *const *pairs, const char *text)
{
  g_autoptr (KitteSecretStore) store = kitte_keyring_new ();
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (KitteSecret) secret = kitte_secret_new (text);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; pairs[i] != NULL; i += 2)
    g_hash_table_insert (attributes, (gpointer) pairs[i], (gpointer) pairs[i + 1]);
  kitte_secret_store_store (store, schema, attributes, "label", secret, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_kept (KitteClient *client, const KitteExistingAccount *account, const char *expected)
{
  const KitteServer *server = account->incoming != NULL ? account->incoming : account->outgoing;
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteSecret) found =
      kitte_client_lookup_password (client, account, server, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found != NULL ? kitte_secret_peek (found) : NULL, ==, expected);
}

static KitteExistingAccount *
make_evolution (const char *root, const char *uid)
{
  g_autoptr (KitteInstallation) installation =
      kitte_installation_new ("evolution", "Evolution", NULL, NULL, root, FALSE);
  KitteExistingAccount *account = kitte_existing_account_new (installation);
  KitteAuthList auth = { 0 };

  kitte_auth_list_add (&auth, KITTE_AUTH_PLAIN);
  account->key = g_strdup (uid);
  account->incoming = kitte_server_new (KITTE_PROTOCOL_IMAP, "imap.example.test", 993,
                                        KITTE_SECURITY_TLS, &auth, "taro");
  return account;
}

static void
test_evolution (void)
{
  const char *const ours[] = { "e-source-uid", "a1", "eds-origin", "evolution-data-server", NULL };
  const char *const other[] = { "e-source-uid", "b2", "eds-origin", "evolution-data-server", NULL };
  g_autofree char *sandbox =
      g_build_filename (g_get_home_dir (), ".var/app/org.gnome.Evolution/config", NULL);
  g_autoptr (KitteClient) client = kitte_evolution_new ();
  g_autoptr (KitteExistingAccount) account = make_evolution ("/nonexistent", "a1");
  g_autoptr (KitteExistingAccount) unknown = make_evolution ("/nonexistent", "c3");
  g_autoptr (KitteExistingAccount) enclosed = make_evolution (sandbox, "a1");

  if (!is_kind ("unlocked"))
    return;
  keep (EVOLUTION_SCHEMA, ours, "päss of a");
  keep (EVOLUTION_SCHEMA, other, "pass of b");
  assert_kept (client, account, "päss of a");
  assert_kept (client, unknown, NULL);
  assert_kept (client, enclosed, NULL);
}

/* The person agrees to unlock the keyring. */
static void
test_prompt (void)
{
  g_autoptr (KitteClient) client = kitte_evolution_new ();
  g_autoptr (KitteExistingAccount) account = make_evolution ("/nonexistent", "kept-before");

  if (is_kind ("prompting"))
    assert_kept (client, account, "kept");
}

/* Locked, or there is none: nothing is found, and nothing has failed. */
static void
test_refused (void)
{
  g_autoptr (KitteClient) client = kitte_evolution_new ();
  g_autoptr (KitteExistingAccount) account = make_evolution ("/nonexistent", "kept-before");

  if (is_refused ())
    assert_kept (client, account, NULL);
}

/* Whoever gives up waiting is not told that nothing is kept. */
static void
test_cancelled (void)
{
  g_autoptr (KitteClient) client = kitte_evolution_new ();
  g_autoptr (KitteExistingAccount) account = make_evolution ("/nonexistent", "a1");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  if (!is_kind ("unlocked"))
    return;
  g_cancellable_cancel (cancellable);
  g_assert_null (
      kitte_client_lookup_password (client, account, account->incoming, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static GPtrArray *
read_msmtp (KitteClient *client, const char *path, const char *lines)
{
  g_autofree char *text = g_strconcat (
      "account home\nhost smtp.example.test\nauth on\nuser taro\nfrom taro@example.test\n", lines,
      NULL);
  g_autoptr (KitteInstallation) installation =
      kitte_installation_new ("msmtp", "msmtp", NULL, NULL, path, FALSE);
  g_autoptr (GError) error = NULL;
  GPtrArray *accounts;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
  g_assert_no_error (error);
  accounts = kitte_client_read (client, installation, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  return accounts;
}

static void
check_msmtp (const char *lines, KitteStoredPassword stored, const char *expected)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), ".msmtprc", NULL);
  g_autoptr (KitteClient) client = kitte_msmtp_new ();
  g_autoptr (GPtrArray) accounts = read_msmtp (client, path, lines);
  const KitteExistingAccount *account = accounts->pdata[0];

  g_assert_cmpint (account->sending->password, ==, stored);
  assert_kept (client, account, expected);
}

static void
test_msmtp_keyring (void)
{
  const char *const ours[] = {
    "host", "smtp.example.test", "service", "smtp", "user", "taro", NULL
  };

  if (!is_kind ("unlocked"))
    return;
  check_msmtp ("", KITTE_STORED_PASSWORD_UNKNOWN, NULL);
  keep (MSMTP_SCHEMA, ours, "from the keyring");
  check_msmtp ("", KITTE_STORED_PASSWORD_UNKNOWN, "from the keyring");
  check_msmtp ("password in clear\n", KITTE_STORED_PASSWORD_YES, "in clear");
}

/* No keyring is needed for what stands in the file, and no command in it is run. */
static void
test_msmtp_file (void)
{
  g_autofree char *ran = g_build_filename (g_get_home_dir (), "ran", NULL);
  g_autofree char *command = g_strdup_printf ("passwordeval touch %s\n", ran);

  if (!is_kind ("absent"))
    return;
  check_msmtp ("password a b\n", KITTE_STORED_PASSWORD_YES, "a b");
  check_msmtp ("password \" led \"\n", KITTE_STORED_PASSWORD_YES, " led ");
  check_msmtp (command, KITTE_STORED_PASSWORD_OUT_OF_REACH, NULL);
  g_assert_false (g_file_test (ran, G_FILE_TEST_EXISTS));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clients/kept-password/evolution", test_evolution);
  g_test_add_func ("/clients/kept-password/prompt", test_prompt);
  g_test_add_func ("/clients/kept-password/refused", test_refused);
  g_test_add_func ("/clients/kept-password/cancelled", test_cancelled);
  g_test_add_func ("/clients/kept-password/msmtp-keyring", test_msmtp_keyring);
  g_test_add_func ("/clients/kept-password/msmtp-file", test_msmtp_file);
  return g_test_run ();
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every protocol by every security by every way to sign in, for each mail program: what was proven
 * is what the program has afterwards, and what it cannot do it is left out of with the reason. */
#include "config.h"

#include <string.h>

#include "clients/kitte-evolution.h"
#include "clients/kitte-msmtp.h"
#include "change/kitte-apply-private.h"
#include "support/thunderbird.h"

#define ADDRESS "taro@example.test"
#define N_PROTOCOLS 3

static const KitteSecurity securities[] = { KITTE_SECURITY_TLS, KITTE_SECURITY_STARTTLS,
                                            KITTE_SECURITY_NONE };

/* By protocol, in the order of KitteAuth: PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, SCRAM-SHA-1 and -256,
 * APOP, the protocol's own command, OAuth 2 (no host that a program has a page for), none. */
static const struct
{
  const char *client;
  const char *can[N_PROTOCOLS];
} table[] = {
  { "thunderbird", { "yyy----y--", "yyy---yy--", "yyy------y" } },
  { "evolution", { "yyyy---y--", "yyyy---y--", "yyyy-----y" } },
  { "msmtp", { "yyyyyyyyyy", "yyyyyyyyyy", "yyyyyy---y" } },
};

typedef struct
{
  TestThunderbird thunderbird;
  GPtrArray *clients;
  GPtrArray *installations;
} Fixture;

static void
add (Fixture *fixture, KitteClient *taken_client, KitteInstallation *taken_installation)
{
  g_ptr_array_add (fixture->clients, taken_client);
  g_ptr_array_add (fixture->installations, taken_installation);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TestHome *home = &fixture->thunderbird.home;
  g_autofree char *sources = NULL;
  g_autofree char *program = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GPtrArray) found = NULL;

  test_thunderbird_set_up (&fixture->thunderbird);
  test_thunderbird_install (&fixture->thunderbird, "/usr/lib/thunderbird");
  sources = test_home_path (home, "sources");
  program = test_home_path (home, "bin/msmtp");
  file = test_home_path (home, ".msmtprc");
  test_home_write (home, "bin/msmtp", "#!/bin/sh\necho 'Keyring support: Gnome '\n", 0700);
  fixture->clients = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->installations =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kitte_installation_unref);
  found = kitte_client_find (fixture->thunderbird.client);
  g_assert_cmpuint (found->len, ==, 1);
  add (fixture, g_object_ref (fixture->thunderbird.client),
       kitte_installation_ref (found->pdata[0]));
  add (fixture, kitte_evolution_new (),
       kitte_installation_new ("evolution", "Evolution", NULL, NULL, sources, FALSE));
  add (fixture, kitte_msmtp_new (),
       kitte_installation_new ("msmtp", "msmtp", NULL, program, file, FALSE));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->clients);
  g_ptr_array_unref (fixture->installations);
  test_thunderbird_tear_down (&fixture->thunderbird);
}

static KitteServer *
make_server (KitteProtocol protocol, KitteSecurity security, KitteAuth auth)
{
  static const guint ports[N_PROTOCOLS][2] = { { 993, 143 }, { 995, 110 }, { 465, 587 } };
  static const char *const hosts[] = { "imap.example.test", "pop.example.test",
                                       "smtp.example.test" };
  KitteAuthList any = { 0 };
  guint16 port = (guint16) ports[protocol][security == KITTE_SECURITY_TLS ? 0 : 1];
  g_autoptr (KitteServer) plain =
      kitte_server_new (protocol, hosts[protocol], port, security, &any, ADDRESS);

  return kitte_server_with_auth (plain, auth);
}

static KitteCredential *
make_credential (const KitteServer *server)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (TEST_PASSWORD);

  if (server->auth.items[0] == KITTE_AUTH_OAUTH2 || server->auth.items[0] == KITTE_AUTH_NONE)
    return NULL;
  return kitte_credential_new (server->username, secret);
}

static KitteAccount *
make_account (KitteServer *incoming, KitteServer *outgoing)
{
  g_autoptr (KitteAddress) address = kitte_address_new (ADDRESS, NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_proposal_new (address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);
  g_autoptr (KitteCredential) receiving = make_credential (incoming);
  g_autoptr (KitteCredential) sending = make_credential (outgoing);

  return kitte_account_new (proposal, "Taro", incoming, outgoing, receiving, sending);
}

static void
assert_same (const KitteServer *server, const KitteServer *expected)
{
  g_assert_nonnull (server);
  g_assert_cmpint (server->protocol, ==, expected->protocol);
  g_assert_cmpstr (server->host, ==, expected->host);
  g_assert_cmpuint (server->port, ==, expected->port);
  g_assert_cmpint (server->security, ==, expected->security);
  g_assert_true (kitte_auth_list_contains (&server->auth, expected->auth.items[0]));
}

static void
write_and_take_back (Fixture *fixture, guint index, KitteChangeSet *changes, KitteAccount *account)
{
  KitteClient *client = fixture->clients->pdata[index];
  KitteApplyContext context = { .store = KITTE_SECRET_STORE (fixture->thunderbird.store) };
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kitte_apply_run (changes, &context, &error);
  const KitteExistingAccount *existing;

  g_assert_no_error (error);
  g_assert_nonnull (id);
  accounts = kitte_client_read (client, fixture->installations->pdata[index], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (accounts->len, ==, 1);
  existing = accounts->pdata[0];
  if (!g_str_equal (table[index].client, "msmtp"))
    assert_same (existing->incoming, account->incoming);
  assert_same (existing->outgoing, account->outgoing);
  kitte_undo_run (fixture->clients, id, &context, &error);
  g_assert_no_error (error);
}

static void
check (Fixture *fixture, guint index, KitteAccount *account, gboolean can)
{
  g_autoptr (KitteChangeSet) changes = kitte_change_set_new (ADDRESS);
  g_autoptr (GError) error = NULL;
  gboolean planned =
      kitte_client_plan (fixture->clients->pdata[index], fixture->installations->pdata[index],
                         account, changes, &error);

  if (can)
    {
      g_assert_no_error (error);
      g_assert_true (planned);
      write_and_take_back (fixture, index, changes, account);
      return;
    }
  g_assert_error (error, KITTE_CLIENT_ERROR, KITTE_CLIENT_ERROR_UNSUPPORTED);
  g_assert_cmpuint (strlen (error->message), >, 0);
  g_assert_true (kitte_change_set_is_empty (changes));
}

/* One direction goes through all, the other stays as everybody can do it. */
static void
check_way (Fixture *fixture, KitteProtocol protocol, KitteSecurity security, KitteAuth auth)
{
  gboolean sending = protocol == KITTE_PROTOCOL_SMTP;
  g_autoptr (KitteServer) server = make_server (protocol, security, auth);
  g_autoptr (KitteServer) other =
      make_server (sending ? KITTE_PROTOCOL_IMAP : KITTE_PROTOCOL_SMTP, security, KITTE_AUTH_PLAIN);
  g_autoptr (KitteAccount) account =
      make_account (sending ? other : server, sending ? server : other);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_test_message ("%s: protocol %d, security %d, sign-in %d", table[i].client, protocol,
                      security, auth);
      check (fixture, i, account, table[i].can[protocol][auth] == 'y');
    }
}

static void
test_every_way (Fixture *fixture, gconstpointer data)
{
  KitteProtocol protocol = (KitteProtocol) GPOINTER_TO_UINT (data);

  for (gsize i = 0; i < G_N_ELEMENTS (securities); i++)
    for (guint auth = 0; auth < KITTE_N_AUTH; auth++)
      check_way (fixture, protocol, securities[i], (KitteAuth) auth);
}

int
main (int argc, char **argv)
{
  test_home_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/clients/every-way/imap", Fixture, GUINT_TO_POINTER (KITTE_PROTOCOL_IMAP), set_up,
              test_every_way, tear_down);
  g_test_add ("/clients/every-way/pop3", Fixture, GUINT_TO_POINTER (KITTE_PROTOCOL_POP3), set_up,
              test_every_way, tear_down);
  g_test_add ("/clients/every-way/smtp", Fixture, GUINT_TO_POINTER (KITTE_PROTOCOL_SMTP), set_up,
              test_every_way, tear_down);
  return g_test_run ();
}

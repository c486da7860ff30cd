/* SPDX-License-Identifier: GPL-3.0-or-later */
/* As the verification would leave them: one method a server, one password. */
#include "config.h"

#include "support/account.h"

static KitteServer *
make_server (const char *url, gboolean incoming, KitteAuth auth)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KitteServer) server = kitte_server_new_from_url (url, incoming, &error);

  g_assert_no_error (error);
  return kitte_server_with_auth (server, auth);
}

static KitteCredential *
make_credential (const KitteServer *server, const char *password)
{
  g_autoptr (KitteSecret) secret = kitte_secret_new (password != NULL ? password : TEST_PASSWORD);
  KitteAuth auth = server->auth.items[0];

  if (auth == KITTE_AUTH_OAUTH2 || auth == KITTE_AUTH_NONE)
    return NULL;
  return kitte_credential_new (server->username, secret);
}

KitteAccount *
test_account_new (const TestAccountSpec *spec)
{
  g_autoptr (KitteAddress) address = kitte_address_new (spec->address, NULL);
  g_autoptr (KitteProposal) proposal =
      kitte_proposal_new (address, KITTE_SOURCE_MANUAL, KITTE_TRUST_SURE);
  g_autoptr (KitteServer) incoming = make_server (spec->incoming, TRUE, spec->incoming_auth);
  g_autoptr (KitteServer) outgoing = make_server (spec->outgoing, FALSE, spec->outgoing_auth);
  g_autoptr (KitteCredential) receiving = make_credential (incoming, spec->password);
  g_autoptr (KitteCredential) sending = make_credential (outgoing, spec->password);

  proposal->pop.leave_on_server = TRUE;
  proposal->pop.days = 14;
  return kitte_account_new (proposal, spec->name, incoming, outgoing, receiving, sending);
}

GBytes *
test_fixture_load (const char *first, ...)
{
  g_autofree char *fixtures = g_test_build_filename (G_TEST_DIST, "fixtures", NULL);
  g_autofree char *inside = NULL;
  g_autofree char *path = NULL;
  char *text;
  gsize length;
  va_list args;

  va_start (args, first);
  inside = g_build_filename_valist (first, &args);
  va_end (args);
  path = g_build_filename (fixtures, inside, NULL);
  return g_file_get_contents (path, &text, &length, NULL) ? g_bytes_new_take (text, length) : NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts: what the mail programs are told. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-account.h"

#include "kitte-typed.h"

G_DEFINE_BOXED_TYPE (KitteAccount, kitte_account, kitte_account_ref, kitte_account_unref)

static void
kitte_account_clear (KitteAccount *self)
{
  kitte_address_unref (self->address);
  g_free (self->name);
  kitte_server_unref (self->incoming);
  kitte_server_unref (self->outgoing);
  g_clear_pointer (&self->incoming_credential, kitte_credential_unref);
  g_clear_pointer (&self->outgoing_credential, kitte_credential_unref);
  g_free (self->folders.sent);
  g_free (self->folders.drafts);
  g_free (self->folders.trash);
  g_free (self->folders.junk);
}

/**
 * kitte_account_new:
 * @proposal: whose address, POP3 policy and folders are taken
 * @name: (nullable): the person’s name; made one line
 * @incoming: with exactly one method
 * @outgoing: with exactly one method
 * @incoming_credential: (nullable): %NULL where the mail program signs in itself
 * @outgoing_credential: (nullable): the same
 *
 * Returns: (transfer full): an account
 */
KitteAccount *
kitte_account_new (const KitteProposal *proposal,
                   const char *name,
                   KitteServer *incoming,
                   KitteServer *outgoing,
                   KitteCredential *incoming_credential,
                   KitteCredential *outgoing_credential)
{
  KitteAccount *self;

  g_return_val_if_fail (proposal != NULL && incoming != NULL && outgoing != NULL, NULL);
  g_return_val_if_fail (incoming->auth.n_items == 1 && outgoing->auth.n_items == 1, NULL);

  self = g_atomic_rc_box_new0 (KitteAccount);
  self->address = kitte_address_ref (proposal->address);
  self->name = kitte_typed_clean_name (name != NULL ? name : "");
  self->incoming = kitte_server_ref (incoming);
  self->outgoing = kitte_server_ref (outgoing);
  if (incoming_credential != NULL)
    self->incoming_credential = kitte_credential_ref (incoming_credential);
  if (outgoing_credential != NULL)
    self->outgoing_credential = kitte_credential_ref (outgoing_credential);
  self->pop = proposal->pop;
  self->folders.sent = g_strdup (proposal->folders.sent);
  self->folders.drafts = g_strdup (proposal->folders.drafts);
  self->folders.trash = g_strdup (proposal->folders.trash);
  self->folders.junk = g_strdup (proposal->folders.junk);
  return self;
}

/* The user name is the proven one. A mail program that signs in by the provider’s page keeps a
 * token of its own, no password. */
static KitteCredential *
stored_credential (const KitteServer *server, KitteCredential *given)
{
  KitteAuth method = server->auth.items[0];

  if (given == NULL || method == KITTE_AUTH_OAUTH2 || method == KITTE_AUTH_NONE)
    return NULL;
  return kitte_credential_new (server->username != NULL ? server->username : given->username,
                               given->secret);
}

static KitteAccount *
new_for_servers (const KitteProposal *proposal,
                 const char *name,
                 KitteServer *incoming,
                 KitteServer *outgoing,
                 KitteCredential *incoming_credential,
                 KitteCredential *outgoing_credential)
{
  g_autoptr (KitteCredential) receiving = stored_credential (incoming, incoming_credential);
  g_autoptr (KitteCredential) sending = stored_credential (outgoing, outgoing_credential);

  return kitte_account_new (proposal, name, incoming, outgoing, receiving, sending);
}

/**
 * kitte_account_new_from_report:
 * @name: (nullable): the person’s name
 * @report: a finished verification of both directions
 * @incoming_credential: (nullable): what was used
 * @outgoing_credential: (nullable): what was used
 *
 * The method, security and user name that were proven are what is written.
 *
 * Returns: (transfer full) (nullable): an account; %NULL where a direction has no usable server
 */
KitteAccount *
kitte_account_new_from_report (const KitteProposal *proposal,
                               const char *name,
                               KitteReport *report,
                               KitteCredential *incoming_credential,
                               KitteCredential *outgoing_credential)
{
  KitteCheck *receiving;
  KitteCheck *sending;
  KitteServer *incoming;
  KitteServer *outgoing;

  g_return_val_if_fail (proposal != NULL && KITTE_IS_REPORT (report), NULL);

  receiving = kitte_report_find_check (report, TRUE);
  sending = kitte_report_find_check (report, FALSE);
  incoming = receiving != NULL ? kitte_check_get_proven_server (receiving) : NULL;
  outgoing = sending != NULL ? kitte_check_get_proven_server (sending) : NULL;
  if (incoming == NULL || outgoing == NULL)
    return NULL;
  return new_for_servers (proposal, name, incoming, outgoing, incoming_credential,
                          outgoing_credential);
}

/* The server as it was to be, with the method that would have been tried first. */
static KitteServer *
likely_server (KitteCheck *check)
{
  const KitteServer *server = kitte_check_get_server (check);
  KitteServer *proven = kitte_check_get_proven_server (check);
  KitteAuth method = server->auth.n_items > 0 ? server->auth.items[0] : KITTE_AUTH_PLAIN;

  if (proven != NULL && proven->auth.n_items == 1)
    return kitte_server_ref (proven);
  if (method == KITTE_AUTH_OAUTH2 && server->auth.n_items > 1)
    method = server->auth.items[1];
  return kitte_server_with_auth (server, method);
}

/**
 * kitte_account_new_unverified:
 *
 * As kitte_account_new_from_report(), for a person who wants the account all the same while a
 * server is down: what could not be proven is written as the proposal has it, and of several
 * servers that were tried in vain the best one that may answer again.
 *
 * Returns: (transfer full) (nullable): an account; %NULL where a direction was not even begun
 */
KitteAccount *
kitte_account_new_unverified (const KitteProposal *proposal,
                              const char *name,
                              KitteReport *report,
                              KitteCredential *incoming_credential,
                              KitteCredential *outgoing_credential)
{
  KitteCheck *receiving;
  KitteCheck *sending;
  g_autoptr (KitteServer) incoming = NULL;
  g_autoptr (KitteServer) outgoing = NULL;

  g_return_val_if_fail (proposal != NULL && KITTE_IS_REPORT (report), NULL);

  receiving = kitte_report_find_likely (report, TRUE);
  sending = kitte_report_find_likely (report, FALSE);
  if (receiving == NULL || sending == NULL)
    return NULL;
  incoming = likely_server (receiving);
  outgoing = likely_server (sending);
  return new_for_servers (proposal, name, incoming, outgoing, incoming_credential,
                          outgoing_credential);
}

KitteAccount *
kitte_account_ref (KitteAccount *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_account_unref (KitteAccount *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_account_clear);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Account: one incoming and one outgoing server chosen, with the identity. */
#pragma once

#include "kitte-credential.h"
#include "kitte-proposal.h"
#include "kitte-report.h"

G_BEGIN_DECLS

#define KITTE_TYPE_ACCOUNT (kitte_account_get_type ())

/**
 * KitteAccount:
 * @address: the mail address
 * @name: the person’s name, UTF-8; may be empty
 * @incoming: with exactly one method: the one that was proven
 * @outgoing: with exactly one method
 * @incoming_credential: (nullable): %NULL where the mail program signs in itself
 * @outgoing_credential: (nullable): the same
 * @pop: only meant for POP3
 * @folders: all %NULL: left to the mail program
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteAddress *address;
  char *name;
  KitteServer *incoming;
  KitteServer *outgoing;
  KitteCredential *incoming_credential;
  KitteCredential *outgoing_credential;
  KittePopPolicy pop;
  KitteFolders folders;
} KitteAccount;

GType kitte_account_get_type (void);

KitteAccount *kitte_account_new (const KitteProposal *proposal,
                                 const char *name,
                                 KitteServer *incoming,
                                 KitteServer *outgoing,
                                 KitteCredential *incoming_credential,
                                 KitteCredential *outgoing_credential);
KitteAccount *kitte_account_new_from_report (const KitteProposal *proposal,
                                             const char *name,
                                             KitteReport *report,
                                             KitteCredential *incoming_credential,
                                             KitteCredential *outgoing_credential);
KitteAccount *kitte_account_new_unverified (const KitteProposal *proposal,
                                            const char *name,
                                            KitteReport *report,
                                            KitteCredential *incoming_credential,
                                            KitteCredential *outgoing_credential);
KitteAccount *kitte_account_ref (KitteAccount *self);
void kitte_account_unref (KitteAccount *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteAccount, kitte_account_unref)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Evolution gets that was not there: the files of an account, or of a sending server. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

/* The three uids of one account. */
typedef struct
{
  char *account;
  char *identity;
  char *transport;
} KitteEvolutionUids;

void kitte_evolution_uids_clear (KitteEvolutionUids *self);

char *kitte_evolution_get_path (const KitteInstallation *installation, const char *uid);
void kitte_evolution_make_account (KitteChangeSet *changes,
                                   KitteInstallation *installation,
                                   const KitteAccount *account,
                                   const KitteEvolutionUids *uids);
void kitte_evolution_make_transport (KitteChangeSet *changes,
                                     KitteInstallation *installation,
                                     const char *uid,
                                     const char *parent,
                                     const KitteServer *outgoing,
                                     const KitteAddress *address);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KitteEvolutionUids, kitte_evolution_uids_clear)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sighting: what was seen of the servers of an existing account, as evidence for judging it. */
#pragma once

#include "kitte-finding.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SIGHTING (kitte_sighting_get_type ())

/**
 * KitteSighting:
 * @finding: (nullable): how the server as it is set answered without a sign-in: %KITTE_FINDING_OK
 *   or %KITTE_FINDING_OK_UNENCRYPTED when it got ready for one; %NULL: it was not looked at
 * @offered: the methods it offered as it is set; counts where @finding is a success
 * @words: (array zero-terminated=1) (nullable): the methods in the server’s own words, upper case:
 *   `NTLM`, `GSSAPI` and others that @offered has no value for; %NULL: not known
 * @encrypted: (nullable): a server of the same host with encryption that got ready for a sign-in
 * @offered_encrypted: the methods @encrypted offered
 * @sign_in: (nullable): what signing in with the name and the stored password as they are set gave;
 *   only after the person’s word; %NULL: it was not tried
 *
 * One server, as far as it was looked at. The maker fills it before handing it on.
 */
typedef struct
{
  KitteFinding *finding;
  KitteAuthList offered;
  char **words;
  KitteServer *encrypted;
  KitteAuthList offered_encrypted;
  KitteFinding *sign_in;
} KitteSighting;

GType kitte_sighting_get_type (void);

KitteSighting *kitte_sighting_new (void);
KitteSighting *kitte_sighting_ref (KitteSighting *self);
void kitte_sighting_unref (KitteSighting *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteSighting, kitte_sighting_unref)

G_END_DECLS

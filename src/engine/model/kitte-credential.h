/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Credential: user name and secret for one role. */
#pragma once

#include "base/kitte-secret.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CREDENTIAL (kitte_credential_get_type ())

/**
 * KitteCredential:
 * @username: what goes to the server
 * @secret: the password
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  char *username;
  KitteSecret *secret;
} KitteCredential;

GType kitte_credential_get_type (void);

KitteCredential *kitte_credential_new (const char *username, KitteSecret *secret);
KitteCredential *kitte_credential_ref (KitteCredential *self);
void kitte_credential_unref (KitteCredential *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteCredential, kitte_credential_unref)

G_END_DECLS

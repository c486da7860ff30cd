/* SPDX-License-Identifier: GPL-3.0-or-later */
/* User name and secret that belong together. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-credential.h"

G_DEFINE_BOXED_TYPE (KitteCredential,
                     kitte_credential,
                     kitte_credential_ref,
                     kitte_credential_unref)

static void
kitte_credential_clear (KitteCredential *self)
{
  g_free (self->username);
  kitte_secret_unref (self->secret);
}

/**
 * kitte_credential_new:
 * @secret: (transfer none): the password; a reference is taken
 *
 * Returns: (transfer full): a credential
 */
KitteCredential *
kitte_credential_new (const char *username, KitteSecret *secret)
{
  KitteCredential *self;

  g_return_val_if_fail (username != NULL && secret != NULL, NULL);

  self = g_atomic_rc_box_new0 (KitteCredential);
  self->username = g_strdup (username);
  self->secret = kitte_secret_ref (secret);
  return self;
}

KitteCredential *
kitte_credential_ref (KitteCredential *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kitte_credential_unref (KitteCredential *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) kitte_credential_clear);
}

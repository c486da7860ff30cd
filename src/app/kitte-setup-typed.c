/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed, judged before anything is sent: the address that was meant, the kind of password.
 */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

#include "model/kitte-password-kind.h"
#include "provider/kitte-typed-address.h"

/* Reads what was typed last, and notes what was wrong with it and what was probably meant. */
KitteAddress *
kitte_setup_read_address (KitteSetup *self, gboolean finished)
{
  KitteCatalogue *catalogue = kitte_lookup_get_catalogue (kitte_setup_get_lookup (self));

  g_clear_error (&self->address_error);
  g_clear_pointer (&self->suggestion, g_free);
  return kitte_typed_address_read (catalogue, kitte_setup_get_typed (self), finished,
                                   &self->suggestion, &self->address_error);
}

/**
 * kitte_setup_finish_address:
 *
 * The person has done typing the address: what looked like the beginning of a well-known domain may
 * be a slip now. Emits “recognised” where that is so.
 */
void
kitte_setup_finish_address (KitteSetup *self)
{
  g_autoptr (KitteAddress) same = NULL;
  g_autofree char *before = NULL;

  g_return_if_fail (KITTE_IS_SETUP (self));

  before = g_strdup (self->suggestion);
  same = kitte_setup_read_address (self, TRUE);
  if (g_strcmp0 (before, self->suggestion) != 0)
    kitte_setup_emit_recognised (self);
}

/**
 * kitte_setup_get_suggestion:
 *
 * Returns: (transfer none) (nullable): the address that was probably meant by what was typed
 */
const char *
kitte_setup_get_suggestion (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->suggestion;
}

/* Whether the password cannot be the one that the provider takes, and the person has not insisted.
 */
gboolean
kitte_setup_doubts_password (KitteSetup *self, const KitteProposal *proposal)
{
  return proposal != NULL && self->password != NULL && !self->insists_on_password &&
         kitte_setup_uses_password (self, proposal) &&
         !kitte_password_kind_fits (proposal, self->password);
}

/**
 * kitte_setup_insist_on_password:
 *
 * The person wants the password to be tried although it does not look like one of the provider’s;
 * until another one is typed.
 */
void
kitte_setup_insist_on_password (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  self->insists_on_password = TRUE;
}

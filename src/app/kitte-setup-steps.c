/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the person has to do at the provider before anything is sent, and their word that it is
 * done.
 */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

/* A document that anybody may have written sends nobody anywhere. */
static gboolean
may_send_people (const KitteProposal *proposal)
{
  return proposal->provider_id != NULL ||
         (proposal->trust != KITTE_TRUST_ASKED && !proposal->forgeable);
}

static gboolean
has_required_step (const KitteProposal *proposal)
{
  for (guint i = 0; i < proposal->hints->len; i++)
    if (((const KitteHint *) proposal->hints->pdata[i])->required)
      return TRUE;
  return FALSE;
}

/**
 * kitte_setup_makes_password:
 *
 * Returns: whether the password is one that the person makes for mail programs first, and none was
 *   typed yet
 */
gboolean
kitte_setup_makes_password (KitteSetup *self, const KitteProposal *proposal)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return proposal != NULL && proposal->credential_kind == KITTE_CREDENTIAL_APP_PASSWORD &&
         kitte_setup_uses_password (self, proposal) && self->password == NULL;
}

/**
 * kitte_setup_has_open_step:
 * @proposal: (nullable): what is known of the provider
 *
 * Returns: whether nothing works before the person has done something at the provider, and has not
 *   said yet that it is done
 */
gboolean
kitte_setup_has_open_step (KitteSetup *self, const KitteProposal *proposal)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  if (proposal == NULL || self->steps_done || proposal->no_access != NULL)
    return FALSE;
  return kitte_setup_makes_password (self, proposal) ||
         (may_send_people (proposal) && has_required_step (proposal));
}

/**
 * kitte_setup_get_step_proposal:
 *
 * Returns: (transfer none) (nullable): whose steps are open
 */
KitteProposal *
kitte_setup_get_step_proposal (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  if (kitte_setup_has_open_step (self, self->proposal))
    return self->proposal;
  return kitte_setup_has_open_step (self, self->greeting) ? self->greeting : NULL;
}

/**
 * kitte_setup_finish_steps:
 *
 * The person’s word that everything is done there. It holds until another provider is asked, and
 * like every such word it grants one sign-in.
 */
void
kitte_setup_finish_steps (KitteSetup *self)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  self->steps_done = TRUE;
  self->something_changed = TRUE;
}

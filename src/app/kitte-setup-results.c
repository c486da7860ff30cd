/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came of the last check. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

void
kitte_setup_clear_results (KitteSetup *self)
{
  g_clear_pointer (&self->proposal, kitte_proposal_unref);
  g_clear_object (&self->report);
  g_ptr_array_set_size (self->report_asks, 0);
  g_clear_pointer (&self->finding, kitte_finding_unref);
  g_clear_pointer (&self->account, kitte_account_unref);
}

/**
 * kitte_setup_get_proposal:
 *
 * Returns: (transfer none) (nullable): what the last check worked with
 */
KitteProposal *
kitte_setup_get_proposal (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->proposal;
}

/**
 * kitte_setup_get_trail:
 *
 * Returns: (transfer none) (nullable): who was asked for the settings in the last check
 */
KitteTrail *
kitte_setup_get_trail (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->trail;
}

/**
 * kitte_setup_get_report:
 *
 * Returns: (transfer none) (nullable): of the check that runs or ran last
 */
KitteReport *
kitte_setup_get_report (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->report;
}

/**
 * kitte_setup_get_finding:
 *
 * Returns: (transfer none) (nullable): why the last check failed
 */
KitteFinding *
kitte_setup_get_finding (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->finding;
}

/**
 * kitte_setup_get_account:
 *
 * Returns: (transfer none) (nullable): what was proven
 */
KitteAccount *
kitte_setup_get_account (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->account;
}

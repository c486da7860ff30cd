/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which existing account is to be repaired. */
#define G_LOG_DOMAIN "kitte-app"
#include "config.h"

#include "kitte-setup-private.h"

/**
 * kitte_setup_get_repair:
 *
 * Returns: (transfer none) (nullable): the existing account the person wants to have repaired
 */
KitteRepair *
kitte_setup_get_repair (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return self->repair;
}

/**
 * kitte_setup_set_repair:
 * @by_saved_password: the person’s word that the password saved in the mail program may be used
 */
void
kitte_setup_set_repair (KitteSetup *self, KitteRepair *repair, gboolean by_saved_password)
{
  g_return_if_fail (KITTE_IS_SETUP (self));

  g_set_object (&self->repair, repair);
  self->repair_by_saved_password = by_saved_password;
}

/**
 * kitte_setup_get_repair_lookup:
 *
 * Returns: (transfer none): for what the person answers about an existing account
 */
KitteLookup *
kitte_setup_get_repair_lookup (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), NULL);

  return kitte_setup_get_lookup (self);
}

gboolean
kitte_setup_get_repair_by_saved_password (KitteSetup *self)
{
  g_return_val_if_fail (KITTE_IS_SETUP (self), FALSE);

  return self->repair_by_saved_password;
}

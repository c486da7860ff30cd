/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail program keeps in the keyring; where it stays closed the person can type it. */
#define G_LOG_DOMAIN "kitte-clients"
#include "config.h"

#include "kitte-keyring-lookup.h"

#include "change/kitte-change-set.h"
#include "change/kitte-keyring.h"

/**
 * kitte_keyring_lookup:
 * @schema: the name of the schema; an item without one is found as well
 * @attributes: (element-type utf8 utf8): what the item must have
 *
 * Waits where the person is asked to unlock the keyring: worker threads only.
 *
 * Returns: (transfer full) (nullable): what is kept; %NULL without an error where nothing is, where
 *   there is no keyring, or where it stays locked
 */
KitteSecret *
kitte_keyring_lookup (const char *schema,
                      GHashTable *attributes,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (KitteSecretStore) keyring = kitte_keyring_new ();
  g_autoptr (KitteSecret) found = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (schema != NULL && attributes != NULL, NULL);

  if (!kitte_secret_store_lookup (keyring, schema, attributes, &found, cancellable, &cause) &&
      !g_error_matches (cause, KITTE_CHANGE_ERROR, KITTE_CHANGE_ERROR_STORE))
    g_propagate_error (error, g_steal_pointer (&cause));
  return g_steal_pointer (&found);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calls into whichever store was handed in: the keyring, or a test's own. */
#define G_LOG_DOMAIN "kitte-change"
#include "config.h"

#include "kitte-secret-store.h"

G_DEFINE_INTERFACE (KitteSecretStore, kitte_secret_store, G_TYPE_OBJECT)

static void
kitte_secret_store_default_init (KitteSecretStoreInterface *iface)
{
}

/**
 * kitte_secret_store_lookup:
 * @schema: the name of the schema
 * @attributes: (element-type utf8 utf8): what the item must have
 * @secret: (out) (transfer full) (nullable): what was found; %NULL: there is no such item
 *
 * Returns: whether the store could be asked
 */
gboolean
kitte_secret_store_lookup (KitteSecretStore *self,
                           const char *schema,
                           GHashTable *attributes,
                           KitteSecret **secret,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (KITTE_IS_SECRET_STORE (self) && secret != NULL, FALSE);

  *secret = NULL;
  return KITTE_SECRET_STORE_GET_IFACE (self)->lookup (self, schema, attributes, secret, cancellable,
                                                      error);
}

/**
 * kitte_secret_store_store:
 * @label: what a keyring viewer shows
 *
 * Stores @secret under @attributes; an item with the same attributes is replaced.
 */
gboolean
kitte_secret_store_store (KitteSecretStore *self,
                          const char *schema,
                          GHashTable *attributes,
                          const char *label,
                          KitteSecret *secret,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (KITTE_IS_SECRET_STORE (self) && secret != NULL, FALSE);

  return KITTE_SECRET_STORE_GET_IFACE (self)->store (self, schema, attributes, label, secret,
                                                     cancellable, error);
}

/**
 * kitte_secret_store_clear:
 *
 * Removes the item; one that is not there is no error.
 */
gboolean
kitte_secret_store_clear (KitteSecretStore *self,
                          const char *schema,
                          GHashTable *attributes,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (KITTE_IS_SECRET_STORE (self), FALSE);

  return KITTE_SECRET_STORE_GET_IFACE (self)->clear (self, schema, attributes, cancellable, error);
}

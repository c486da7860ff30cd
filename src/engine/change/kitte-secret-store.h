/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SecretStore: where secrets are kept for mail programs that look them up by attributes. */
#pragma once

#include <gio/gio.h>

#include "base/kitte-secret.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SECRET_STORE (kitte_secret_store_get_type ())
G_DECLARE_INTERFACE (KitteSecretStore, kitte_secret_store, KITTE, SECRET_STORE, GObject)

/**
 * KitteSecretStoreInterface:
 *
 * All three block, possibly while a person answers an unlock dialog: worker threads only. Each
 * error is a %KITTE_CHANGE_ERROR_STORE with a sentence for the person.
 */
struct _KitteSecretStoreInterface
{
  GTypeInterface parent_iface;

  gboolean (*lookup) (KitteSecretStore *self,
                      const char *schema,
                      GHashTable *attributes,
                      KitteSecret **secret,
                      GCancellable *cancellable,
                      GError **error);
  gboolean (*store) (KitteSecretStore *self,
                     const char *schema,
                     GHashTable *attributes,
                     const char *label,
                     KitteSecret *secret,
                     GCancellable *cancellable,
                     GError **error);
  gboolean (*clear) (KitteSecretStore *self,
                     const char *schema,
                     GHashTable *attributes,
                     GCancellable *cancellable,
                     GError **error);
};

gboolean kitte_secret_store_lookup (KitteSecretStore *self,
                                    const char *schema,
                                    GHashTable *attributes,
                                    KitteSecret **secret,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean kitte_secret_store_store (KitteSecretStore *self,
                                   const char *schema,
                                   GHashTable *attributes,
                                   const char *label,
                                   KitteSecret *secret,
                                   GCancellable *cancellable,
                                   GError **error);
gboolean kitte_secret_store_clear (KitteSecretStore *self,
                                   const char *schema,
                                   GHashTable *attributes,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS

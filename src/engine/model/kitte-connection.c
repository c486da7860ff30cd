/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a help desk asks about a connection, and a table of what a server can do is made of. */
#define G_LOG_DOMAIN "kitte-model"
#include "config.h"

#include "kitte-connection.h"

/**
 * kitte_connection_new:
 *
 * Returns: (transfer full): nothing known yet
 */
KitteConnection *
kitte_connection_new (void)
{
  KitteConnection *self = g_new0 (KitteConnection, 1);

  self->addresses = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
kitte_connection_free (KitteConnection *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->addresses);
  g_clear_object (&self->remote);
  g_free (self->tls_version);
  g_free (self->tls_cipher);
  g_clear_pointer (&self->certificate, kitte_certificate_info_free);
  g_free (self);
}

/**
 * kitte_connection_set_addresses:
 * @addresses: (transfer none) (element-type GInetAddress): take the place of those before
 */
void
kitte_connection_set_addresses (KitteConnection *self, GPtrArray *addresses)
{
  g_return_if_fail (self != NULL && addresses != NULL);

  g_ptr_array_set_size (self->addresses, 0);
  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (self->addresses, g_object_ref (addresses->pdata[i]));
}

/**
 * kitte_connection_set_remote:
 * @remote: (transfer none) (nullable): which address answered
 */
void
kitte_connection_set_remote (KitteConnection *self, GInetAddress *remote)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->remote, remote);
}

/**
 * kitte_connection_set_tls:
 * @version: (nullable): %NULL: the handshake did not get that far
 * @cipher: (nullable): its cipher suite
 * @certificate: (nullable): copied
 */
void
kitte_connection_set_tls (KitteConnection *self,
                          const char *version,
                          const char *cipher,
                          const KitteCertificateInfo *certificate)
{
  g_return_if_fail (self != NULL);

  g_free (self->tls_version);
  self->tls_version = g_strdup (version);
  g_free (self->tls_cipher);
  self->tls_cipher = g_strdup (cipher);
  g_clear_pointer (&self->certificate, kitte_certificate_info_free);
  self->certificate = kitte_certificate_info_copy (certificate);
}

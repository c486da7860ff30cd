/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connection: what was learned of the way to one server: addresses, encryption, methods offered. */
#pragma once

#include <gio/gio.h>

#include "kitte-finding.h"

G_BEGIN_DECLS

/**
 * KitteConnection:
 * @addresses: (element-type GInetAddress): what the name led to
 * @remote: (nullable): which of them answered
 * @tls_version: (nullable): as in “TLS1.3”; %NULL: not encrypted, or not that far
 * @tls_cipher: (nullable): the cipher suite’s name
 * @certificate: (nullable): what the server showed, accepted or not
 * @offered_in_clear: the methods offered before encryption
 * @offered: the methods offered on the connection as it was last
 *
 * Filled while a check runs; whoever reads it changes nothing.
 */
typedef struct
{
  GPtrArray *addresses;
  GInetAddress *remote;
  char *tls_version;
  char *tls_cipher;
  KitteCertificateInfo *certificate;
  KitteAuthList offered_in_clear;
  KitteAuthList offered;
} KitteConnection;

KitteConnection *kitte_connection_new (void);
void kitte_connection_free (KitteConnection *self);

void kitte_connection_set_addresses (KitteConnection *self, GPtrArray *addresses);
void kitte_connection_set_remote (KitteConnection *self, GInetAddress *remote);
void kitte_connection_set_tls (KitteConnection *self,
                               const char *version,
                               const char *cipher,
                               const KitteCertificateInfo *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteConnection, kitte_connection_free)

G_END_DECLS

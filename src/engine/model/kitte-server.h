/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Server: protocol, host, port, security, sign-in methods and user name. */
#pragma once

#include <gio/gio.h>

#include "kitte-protocol.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SERVER (kitte_server_get_type ())

/**
 * KitteServer:
 * @host: an A-label name or an IP address, never with brackets
 * @auth: the methods that may be used, best first; empty: whatever the server offers
 * @username: (nullable): what goes to the server; %NULL while nobody knows
 *
 * A value: read the fields, never write them.
 */
typedef struct
{
  KitteProtocol protocol;
  char *host;
  guint16 port;
  KitteSecurity security;
  KitteAuthList auth;
  char *username;
} KitteServer;

#define KITTE_MODEL_ERROR (kitte_model_error_quark ())

/**
 * KitteModelError:
 * @KITTE_MODEL_ERROR_BAD_SERVER: a server’s URL cannot be read
 * @KITTE_MODEL_ERROR_BAD_ADDRESS: what was typed is no mail address; see #KitteAddress
 */
typedef enum
{
  KITTE_MODEL_ERROR_BAD_SERVER,
  KITTE_MODEL_ERROR_BAD_ADDRESS,
} KitteModelError;

GQuark kitte_model_error_quark (void);
GType kitte_server_get_type (void);

KitteServer *kitte_server_new (KitteProtocol protocol,
                               const char *host,
                               guint16 port,
                               KitteSecurity security,
                               const KitteAuthList *auth,
                               const char *username);
KitteServer *kitte_server_new_from_url (const char *url, gboolean incoming, GError **error);
KitteServer *kitte_server_with_username (const KitteServer *self, const char *username);
KitteServer *kitte_server_with_auth (const KitteServer *self, KitteAuth auth);
KitteServer *kitte_server_with_security (const KitteServer *self, KitteSecurity security);
KitteServer *kitte_server_ref (KitteServer *self);
void kitte_server_unref (KitteServer *self);

gboolean kitte_server_is_incoming (const KitteServer *self);
gboolean kitte_server_same_endpoint (const KitteServer *a, const KitteServer *b);
char *kitte_server_to_string (const KitteServer *self);
char *kitte_server_to_url (const KitteServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteServer, kitte_server_unref)

G_END_DECLS

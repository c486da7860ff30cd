/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteConnector: one connection to a host, its addresses raced as RFC 8305 says. */
#pragma once

#include <gio/gio.h>

#include "model/kitte-finding.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CONNECTOR (kitte_connector_get_type ())
G_DECLARE_FINAL_TYPE (KitteConnector, kitte_connector, KITTE, CONNECTOR, GObject)

/* Signal “resolved”: the first address is known and is being connected to. */
KitteConnector *kitte_connector_new (const char *host, guint16 port);
void kitte_connector_set_addresses (KitteConnector *self, GPtrArray *addresses);

gboolean kitte_connector_get_asked_network (KitteConnector *self);
GPtrArray *kitte_connector_get_addresses (KitteConnector *self);
KitteFinding *kitte_connector_get_finding (KitteConnector *self);

void kitte_connector_connect_async (KitteConnector *self,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GSocket *
kitte_connector_connect_finish (KitteConnector *self, GAsyncResult *result, GError **error);

gboolean kitte_connector_is_offline (void);

G_END_DECLS

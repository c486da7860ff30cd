/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteServerForm: a server as a person types it, field by field; ports and security set each other
 * right. */
#pragma once

#include "kitte-server.h"

G_BEGIN_DECLS

/**
 * KitteServerForm:
 * @port: 0: not said yet
 *
 * What was said so far. The field that was typed last is never changed; the others follow it.
 */
typedef struct
{
  KitteProtocol protocol;
  guint16 port;
  KitteSecurity security;
} KitteServerForm;

void kitte_server_form_set_protocol (KitteServerForm *self, KitteProtocol protocol);
void kitte_server_form_set_security (KitteServerForm *self, KitteSecurity security);
void kitte_server_form_set_port (KitteServerForm *self, guint16 port);
char *kitte_server_form_read_host (KitteServerForm *self, const char *typed, GError **error);

gboolean kitte_server_form_is_same (const KitteServerForm *a, const KitteServerForm *b);

G_END_DECLS

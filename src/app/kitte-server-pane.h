/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteServerPane: the fields of one server that the person types by hand. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-server.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SERVER_PANE (kitte_server_pane_get_type ())
G_DECLARE_FINAL_TYPE (KitteServerPane, kitte_server_pane, KITTE, SERVER_PANE, GtkBox)

/* Property “incoming” (construct-only). Signal “offer-taken”: the fields hold what was offered. */
void kitte_server_pane_set_server (KitteServerPane *self, const KitteServer *server);
KitteServer *kitte_server_pane_read (KitteServerPane *self);
const char *kitte_server_pane_get_password (KitteServerPane *self);
void kitte_server_pane_clear_password (KitteServerPane *self);
void kitte_server_pane_offer (KitteServerPane *self, KitteServer *server);
gboolean kitte_server_pane_has_offer (KitteServerPane *self);
void kitte_server_pane_focus (KitteServerPane *self);

G_END_DECLS

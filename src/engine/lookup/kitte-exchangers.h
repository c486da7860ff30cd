/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteExchangers: the mail exchangers of one domain, asked for once however many want them. */
#pragma once

#include <gio/gio.h>

#include "kitte-trail.h"
#include "wire/kitte-resolver.h"

G_BEGIN_DECLS

#define KITTE_TYPE_EXCHANGERS (kitte_exchangers_get_type ())
G_DECLARE_FINAL_TYPE (KitteExchangers, kitte_exchangers, KITTE, EXCHANGERS, GObject)

KitteExchangers *
kitte_exchangers_new (KitteResolver *resolver, const char *domain, KitteTrail *trail);

void kitte_exchangers_ask_async (KitteExchangers *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
char **kitte_exchangers_ask_finish (KitteExchangers *self, GAsyncResult *result, GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sending servers in prefs.js, which several accounts may share. */
#pragma once

#include "kitte-prefs-js.h"
#include "model/kitte-server.h"

G_BEGIN_DECLS

char *kitte_thunderbird_find_sender (const KittePrefsJs *prefs, const KitteServer *outgoing);
void kitte_thunderbird_add_sender (KittePrefsJs *prefs,
                                   const char *sender_key,
                                   const KitteServer *outgoing);
void kitte_thunderbird_set_sender (KittePrefsJs *prefs,
                                   const char *sender_key,
                                   const KitteServer *outgoing);
gboolean kitte_thunderbird_is_sender_shared (const KittePrefsJs *prefs,
                                             const char *sender_key,
                                             const char *const *own_identities);

G_END_DECLS

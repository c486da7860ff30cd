/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evolution's words for protocols, encryption and sign-in, and ours. */
#pragma once

#include "model/kitte-account.h"
#include "model/kitte-existing-account.h"

G_BEGIN_DECLS

const char *kitte_evolution_get_backend (KitteProtocol protocol);
gboolean kitte_evolution_parse_backend (const char *word, KitteProtocol *protocol);

const char *kitte_evolution_get_security (KitteSecurity security);
KitteSecurity kitte_evolution_parse_security (const char *word);

const char *kitte_evolution_get_method (const KitteServer *server, const KitteAddress *address);
void kitte_evolution_parse_method (const char *word, KitteProtocol protocol, KitteAuthList *list);
KitteSignIn kitte_evolution_parse_sign_in (const char *word, KitteProtocol protocol);

G_END_DECLS

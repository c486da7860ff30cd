/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers by which Thunderbird's settings name security and sign-in methods. */
#pragma once

#include "model/kitte-existing-account.h"

G_BEGIN_DECLS

int kitte_thunderbird_security_to_number (KitteSecurity security);
KitteSecurity kitte_thunderbird_security_from_number (int number);

gboolean kitte_thunderbird_auth_to_number (const KitteServer *server, int *number);
void kitte_thunderbird_auth_from_number (KitteProtocol protocol, int number, KitteAuthList *list);

KitteSignIn kitte_thunderbird_sign_in_from_number (int number);

gboolean kitte_thunderbird_knows_oauth2 (const char *host);
char *kitte_thunderbird_get_origin (KitteProtocol protocol, const char *host);

G_END_DECLS

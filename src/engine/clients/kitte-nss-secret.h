/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One secret as Thunderbird keeps it: encrypted under a key of the NSS store, in DER, in base64. */
#pragma once

#include <glib.h>
#include <pk11pub.h>

#include "base/kitte-secret.h"

G_BEGIN_DECLS

PK11SymKey *kitte_nss_secret_find_key (PK11SlotInfo *slot, guint length);
PK11SymKey *kitte_nss_secret_make_key (PK11SlotInfo *slot);

char *kitte_nss_secret_encrypt (PK11SymKey *key, const char *text, gsize length);
KitteSecret *kitte_nss_secret_decrypt (PK11SlotInfo *slot, const char *base64);

G_END_DECLS

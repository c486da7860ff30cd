/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keyring: the desktop's secret service as a SecretStore. */
#pragma once

#include "kitte-secret-store.h"

G_BEGIN_DECLS

#define KITTE_TYPE_KEYRING (kitte_keyring_get_type ())
G_DECLARE_FINAL_TYPE (KitteKeyring, kitte_keyring, KITTE, KEYRING, GObject)

KitteSecretStore *kitte_keyring_new (void);
gboolean kitte_keyring_is_running (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail program keeps in the keyring, read with the person’s word. */
#pragma once

#include <gio/gio.h>

#include "base/kitte-secret.h"

G_BEGIN_DECLS

KitteSecret *kitte_keyring_lookup (const char *schema,
                                   GHashTable *attributes,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteNssStore: the keys of Thunderbird's password store, worked on as a staged copy. */
#pragma once

#include <glib.h>

#include "base/kitte-secret.h"

G_BEGIN_DECLS

typedef struct _KitteNssStore KitteNssStore;

KitteNssStore *kitte_nss_store_open (GBytes *key4,
                                     const char *path,
                                     KitteSecret *primary_password,
                                     GError **error);
void kitte_nss_store_free (KitteNssStore *self);

char *kitte_nss_store_encrypt (KitteNssStore *self, KitteSecret *secret, GError **error);
KitteSecret *kitte_nss_store_decrypt (KitteNssStore *self, const char *base64);
gboolean kitte_nss_store_close (KitteNssStore *self, GBytes **key4, GBytes **cert9, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteNssStore, kitte_nss_store_free)

G_END_DECLS

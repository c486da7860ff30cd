/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteLoginsJson: Thunderbird's list of saved passwords; every member it does not know is kept. */
#pragma once

#include <glib.h>

#include "kitte-nss-store.h"

G_BEGIN_DECLS

typedef struct _KitteLoginsJson KitteLoginsJson;

KitteLoginsJson *kitte_logins_json_new (GBytes *bytes, const char *path, GError **error);
void kitte_logins_json_free (KitteLoginsJson *self);

gboolean kitte_logins_json_has_origin (const KitteLoginsJson *self, const char *origin);
KitteSecret *kitte_logins_json_lookup (const KitteLoginsJson *self,
                                       KitteNssStore *store,
                                       const char *origin,
                                       const char *username);
gboolean kitte_logins_json_put (KitteLoginsJson *self,
                                KitteNssStore *store,
                                const char *origin,
                                const char *username,
                                KitteSecret *secret,
                                char **part,
                                GError **error);
gboolean kitte_logins_json_restore (KitteLoginsJson *self, const char *part);
gboolean kitte_logins_json_forget (KitteLoginsJson *self, const char *part);
gboolean kitte_logins_json_remove (KitteLoginsJson *self, const char *guid);
gboolean kitte_logins_json_is_changed (const KitteLoginsJson *self);

GBytes *kitte_logins_json_to_bytes (const KitteLoginsJson *self);
char *kitte_logins_json_preview (const KitteLoginsJson *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteLoginsJson, kitte_logins_json_free)

G_END_DECLS

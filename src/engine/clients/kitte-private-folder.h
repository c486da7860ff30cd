/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder that only we can enter, where a copy of a password store is worked on and then wiped. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KittePrivateFolder KittePrivateFolder;

void kitte_private_folder_clean (void);
KittePrivateFolder *kitte_private_folder_new (GError **error);
void kitte_private_folder_free (KittePrivateFolder *self);

const char *kitte_private_folder_get_path (const KittePrivateFolder *self);
gboolean kitte_private_folder_put (KittePrivateFolder *self,
                                   const char *name,
                                   GBytes *bytes,
                                   GError **error);
GBytes *kitte_private_folder_get (KittePrivateFolder *self, const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KittePrivateFolder, kitte_private_folder_free)

G_END_DECLS

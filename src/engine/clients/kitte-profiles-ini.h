/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProfilesIni: Thunderbird's list of profiles, edited by adding and replacing single lines. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _KitteProfilesIni KitteProfilesIni;

KitteProfilesIni *kitte_profiles_ini_new (GBytes *bytes, const char *path, GError **error);
void kitte_profiles_ini_free (KitteProfilesIni *self);

const char *
kitte_profiles_ini_get (const KitteProfilesIni *self, const char *section, const char *key);
void kitte_profiles_ini_set (KitteProfilesIni *self,
                             const char *section,
                             const char *key,
                             const char *value);

/* Profiles are numbered from 0; Thunderbird stops reading at the first number that is missing. */
guint kitte_profiles_ini_count (const KitteProfilesIni *self);
const char *
kitte_profiles_ini_get_profile (const KitteProfilesIni *self, guint number, const char *key);
guint kitte_profiles_ini_add_profile (KitteProfilesIni *self, const char *name, const char *path);
char *kitte_profiles_ini_get_folder (const KitteProfilesIni *self, guint number, const char *root);

/* Which profile an installation has for its own. */
gboolean kitte_profiles_ini_find_dedicated (const KitteProfilesIni *self,
                                            const char *install_hash,
                                            guint *number);
gboolean kitte_profiles_ini_find_default (const KitteProfilesIni *self, guint *number);
gboolean kitte_profiles_ini_is_locked_by_other (const KitteProfilesIni *self,
                                                guint number,
                                                const char *install_hash);
void kitte_profiles_ini_dedicate (KitteProfilesIni *self, const char *install_hash, guint number);

GBytes *kitte_profiles_ini_to_bytes (const KitteProfilesIni *self);
char *kitte_profiles_ini_preview (const KitteProfilesIni *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteProfilesIni, kitte_profiles_ini_free)

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The profile that an installation of Thunderbird opens, found or made, with its settings. */
#pragma once

#include "change/kitte-change-set.h"
#include "kitte-prefs-js.h"
#include "kitte-profiles-ini.h"
#include "model/kitte-installation.h"

G_BEGIN_DECLS

/**
 * KitteThunderbirdProfile:
 * @changes: what is read and written through
 * @folder: the profile’s folder; need not exist yet
 * @lock_path: the file Thunderbird locks while it has the profile open
 * @fresh: whether Thunderbird never used the profile
 * @ini: the list of profiles, with what this plan adds
 * @prefs: the settings
 * @user_prefs: (nullable): what overrides them at every start: user.js
 */
typedef struct
{
  KitteChangeSet *changes;
  char *folder;
  char *lock_path;
  gboolean fresh;
  char *ini_path;
  KitteProfilesIni *ini;
  char *prefs_path;
  KittePrefsJs *prefs;
  KittePrefsJs *user_prefs;
} KitteThunderbirdProfile;

KitteThunderbirdProfile *kitte_thunderbird_profile_open (const char *system_root,
                                                         const KitteInstallation *installation,
                                                         KitteChangeSet *changes,
                                                         gboolean *there,
                                                         GError **error);
KitteThunderbirdProfile *kitte_thunderbird_profile_make (const char *system_root,
                                                         const KitteInstallation *installation,
                                                         KitteChangeSet *changes,
                                                         GError **error);
void kitte_thunderbird_profile_free (KitteThunderbirdProfile *self);

gboolean kitte_thunderbird_profile_read (KitteThunderbirdProfile *self,
                                         const char *name,
                                         GBytes **bytes,
                                         char **path,
                                         GError **error);
void kitte_thunderbird_profile_write_prefs (KitteThunderbirdProfile *self);
void kitte_thunderbird_profile_write_list (KitteThunderbirdProfile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteThunderbirdProfile, kitte_thunderbird_profile_free)

G_END_DECLS

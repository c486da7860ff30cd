/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of KitteThunderbird share; one file each. */
#pragma once

#include "kitte-prefs-js.h"
#include "kitte-thunderbird-profile.h"
#include "kitte-thunderbird.h"

G_BEGIN_DECLS

#define KITTE_THUNDERBIRD_ID "thunderbird"

/* kitte-thunderbird-find.c */
GPtrArray *kitte_thunderbird_find (const char *system_root);
char *kitte_thunderbird_get_directory (const char *system_root,
                                       const KitteInstallation *installation);
gboolean kitte_thunderbird_is_snap (const KitteInstallation *installation);

/* kitte-thunderbird-plan.c */
gboolean kitte_thunderbird_plan (KitteThunderbirdProfile *profile,
                                 const KitteAccount *account,
                                 KitteSecret *primary_password,
                                 GError **error);

/* kitte-thunderbird-read.c */
GPtrArray *kitte_thunderbird_read (KitteThunderbirdProfile *profile,
                                   KitteInstallation *installation);

/* kitte-thunderbird-settings.c */
void kitte_thunderbird_read_settings (KitteThunderbirdProfile *profile,
                                      KitteExistingAccount *existing);

/* kitte-thunderbird-outgoing.c */
typedef struct
{
  const KitteServer *incoming; /* (nullable): as before */
  KitteCredential *incoming_credential;
  const KitteServer *outgoing;
  KitteCredential *outgoing_credential;
  KitteSharedServer shared;
} KitteThunderbirdWish;

gboolean kitte_thunderbird_plan_outgoing (KitteThunderbirdProfile *profile,
                                          const KitteExistingAccount *existing,
                                          const KitteThunderbirdWish *wish,
                                          KitteSecret *primary_password,
                                          GError **error);

/* kitte-thunderbird-habits.c */
gboolean kitte_thunderbird_plan_habits (KitteThunderbirdProfile *profile,
                                        const KitteExistingAccount *existing,
                                        const KitteHabits *habits,
                                        GError **error);

/* kitte-thunderbird-folders.c */
char *kitte_thunderbird_folder_root (const KitteServer *incoming);
char *kitte_thunderbird_folder_uri (const KitteServer *incoming, const char *folder);
gboolean kitte_thunderbird_move_folders (KitteThunderbirdProfile *profile,
                                         const char *server_key,
                                         const char *old_root,
                                         const char *new_root,
                                         GError **error);
gboolean kitte_thunderbird_move_back (const KitteFileTrace *trace, GBytes *now, GBytes **then);

/* kitte-thunderbird-take-back.c */
gboolean kitte_thunderbird_take_back (const KitteFileTrace *trace,
                                      GBytes *now,
                                      GBytes **then,
                                      GError **error);

gboolean
kitte_thunderbird_forget (const KitteFileTrace *trace, GBytes *now, GBytes **then, GError **error);

G_END_DECLS

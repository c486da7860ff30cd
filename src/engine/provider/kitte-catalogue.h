/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteCatalogue: every preset there is, found by domain, mail exchanger or certificate. */
#pragma once

#include <gio/gio.h>

#include "kitte-preset.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CATALOGUE (kitte_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (KitteCatalogue, kitte_catalogue, KITTE, CATALOGUE, GObject)

KitteCatalogue *kitte_catalogue_new (void);
KitteCatalogue *kitte_catalogue_new_for_brand (const char *folder, const char *const *shown);
KitteCatalogue *kitte_catalogue_new_for_folders (const char *shipped,
                                                 const char *brand,
                                                 const char *system,
                                                 const char *user);
void kitte_catalogue_show_only (KitteCatalogue *self, const char *const *ids);

KittePreset *kitte_catalogue_get_preset (KitteCatalogue *self, const char *id);
KittePreset *kitte_catalogue_find_domain (KitteCatalogue *self, const char *domain);
KittePreset *
kitte_catalogue_find_mx (KitteCatalogue *self, const char *const *hosts, const char **matched);
KittePreset *kitte_catalogue_find_certificate (KitteCatalogue *self, const char *const *names);
KittePreset *kitte_catalogue_find_former_host (KitteCatalogue *self,
                                               const KitteAddress *address,
                                               const char *host);
KittePreset *kitte_catalogue_find_servers (KitteCatalogue *self,
                                           const KitteAddress *address,
                                           const char *incoming,
                                           const char *outgoing);

GPtrArray *kitte_catalogue_get_common_domains (KitteCatalogue *self);
void kitte_catalogue_foreach (KitteCatalogue *self, KittePresetFunc function, gpointer user_data);
gboolean kitte_catalogue_promises_starttls (KitteCatalogue *self, const KitteServer *server);

GPtrArray *kitte_catalogue_list (KitteCatalogue *self);
GPtrArray *kitte_catalogue_get_problems (KitteCatalogue *self);

G_END_DECLS

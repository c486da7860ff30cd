/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EvolutionSources: the folder of key files in which Evolution keeps its accounts, read. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

typedef struct _KitteEvolutionSources KitteEvolutionSources;

KitteEvolutionSources *kitte_evolution_sources_load (const char *folder, GError **error);
void kitte_evolution_sources_free (KitteEvolutionSources *self);

gboolean kitte_evolution_sources_has_account (KitteEvolutionSources *self,
                                              const KitteAccount *account);
const char *kitte_evolution_get_identity_path (const KitteExistingAccount *account);
gboolean kitte_evolution_sources_is_shared (KitteEvolutionSources *self,
                                            const char *transport_uid,
                                            const char *identity_path);
char *kitte_evolution_sources_make_uid (KitteEvolutionSources *self);
GPtrArray *kitte_evolution_sources_get_accounts (KitteEvolutionSources *self,
                                                 KitteInstallation *installation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KitteEvolutionSources, kitte_evolution_sources_free)

G_END_DECLS

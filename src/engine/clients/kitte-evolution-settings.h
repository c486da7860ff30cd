/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an account of Evolution was told to work, and where each setting stands. */
#pragma once

#include "model/kitte-existing-account.h"

G_BEGIN_DECLS

/* One source: its file, read; the bytes for the line numbers. */
typedef struct
{
  char *path;
  GBytes *bytes;
  GKeyFile *file;
} KitteEvolutionSource;

void kitte_evolution_source_free (KitteEvolutionSource *self);

KitteServer *kitte_evolution_read_server (const KitteEvolutionSource *source,
                                          KitteProtocol protocol);
KitteExistingServer *kitte_evolution_read_settings (const KitteEvolutionSource *source,
                                                    const char *uid,
                                                    const KitteServer *server,
                                                    const char *data_folder);
void kitte_evolution_read_sender (const KitteEvolutionSource *identity,
                                  KitteExistingServer *server);
void kitte_evolution_read_fetching (const KitteEvolutionSource *source,
                                    KitteExistingAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evolution: three key files and two keyring items an account. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

#define KITTE_TYPE_EVOLUTION (kitte_evolution_get_type ())
G_DECLARE_FINAL_TYPE (KitteEvolution, kitte_evolution, KITTE, EVOLUTION, KitteClient)

KitteClient *kitte_evolution_new (void);

G_END_DECLS

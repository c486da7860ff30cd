/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteClaws: Claws Mail and Sylpheed, whose accounts Kitte reads and does not write. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

#define KITTE_TYPE_CLAWS (kitte_claws_get_type ())
G_DECLARE_FINAL_TYPE (KitteClaws, kitte_claws, KITTE, CLAWS, KitteClient)

#define KITTE_TYPE_SYLPHEED (kitte_sylpheed_get_type ())
G_DECLARE_FINAL_TYPE (KitteSylpheed, kitte_sylpheed, KITTE, SYLPHEED, KitteClient)

KitteClient *kitte_claws_new (void);
KitteClient *kitte_sylpheed_new (void);

G_END_DECLS

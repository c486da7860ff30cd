/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteThunderbird: Thunderbird and Betterbird, however they were installed. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

#define KITTE_TYPE_THUNDERBIRD (kitte_thunderbird_get_type ())
G_DECLARE_FINAL_TYPE (KitteThunderbird, kitte_thunderbird, KITTE, THUNDERBIRD, KitteClient)

KitteClient *kitte_thunderbird_new (const char *system_root);

G_END_DECLS

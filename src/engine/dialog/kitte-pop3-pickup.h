/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePop3Pickup: looks for one message among the newest of a mailbox, and removes that one. */
#pragma once

#include "kitte-errand.h"

G_BEGIN_DECLS

#define KITTE_TYPE_POP3_PICKUP (kitte_pop3_pickup_get_type ())
G_DECLARE_FINAL_TYPE (KittePop3Pickup, kitte_pop3_pickup, KITTE, POP3_PICKUP, KitteErrand)

KitteErrand *kitte_pop3_pickup_new (const char *message_id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteImapPickup: looks for one message in the INBOX, and removes that one where it can. */
#pragma once

#include "kitte-errand.h"

G_BEGIN_DECLS

#define KITTE_TYPE_IMAP_PICKUP (kitte_imap_pickup_get_type ())
G_DECLARE_FINAL_TYPE (KitteImapPickup, kitte_imap_pickup, KITTE, IMAP_PICKUP, KitteErrand)

KitteErrand *kitte_imap_pickup_new (const char *message_id);

G_END_DECLS

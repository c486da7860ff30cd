/* SPDX-License-Identifier: GPL-3.0-or-later */
/* msmtp: one account appended to the one file it reads, the password in the keyring. */
#pragma once

#include "kitte-client.h"

G_BEGIN_DECLS

#define KITTE_TYPE_MSMTP (kitte_msmtp_get_type ())
G_DECLARE_FINAL_TYPE (KitteMsmtp, kitte_msmtp, KITTE, MSMTP, KitteClient)

KitteClient *kitte_msmtp_new (void);

G_END_DECLS

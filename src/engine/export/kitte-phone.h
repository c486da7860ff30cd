/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account as Thunderbird for Android reads it from a QR code, without the password. */
#pragma once

#include "model/kitte-account.h"

G_BEGIN_DECLS

char *kitte_phone_describe (const KitteAccount *account);

G_END_DECLS

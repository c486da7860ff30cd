/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePhoneCode: the code that Thunderbird for Android reads an account from. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-account.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PHONE_CODE (kitte_phone_code_get_type ())
G_DECLARE_FINAL_TYPE (KittePhoneCode, kitte_phone_code, KITTE, PHONE_CODE, GtkBox)

void kitte_phone_code_set_account (KittePhoneCode *self, const KitteAccount *account);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSettingsCard: every setting of an account with a button that copies it; printed, too. */
#pragma once

#include <gtk/gtk.h>

#include "model/kitte-account.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SETTINGS_CARD (kitte_settings_card_get_type ())
G_DECLARE_FINAL_TYPE (KitteSettingsCard, kitte_settings_card, KITTE, SETTINGS_CARD, GtkBox)

void kitte_settings_card_set_account (KitteSettingsCard *self, const KitteAccount *account);

G_END_DECLS

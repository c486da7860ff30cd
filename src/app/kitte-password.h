/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePassword: the field for the mailbox’s password, with what the provider says of it. */
#pragma once

#include <gtk/gtk.h>

#include "kitte-setup.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PASSWORD (kitte_password_get_type ())
G_DECLARE_FINAL_TYPE (KittePassword, kitte_password, KITTE, PASSWORD, GtkBox)

void kitte_password_update (KittePassword *self, KitteSetup *setup);
void kitte_password_hand_over (KittePassword *self, KitteSetup *setup);
void kitte_password_take_back (KittePassword *self, KitteSetup *setup);
void kitte_password_put_away (KittePassword *self, KitteSetup *setup);
void kitte_password_show_need (KittePassword *self, KitteNeed need, const char *sentence);
void kitte_password_focus (KittePassword *self);

G_END_DECLS

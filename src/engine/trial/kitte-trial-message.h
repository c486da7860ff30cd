/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The message that a person sends to themselves to see that mail goes out and comes in. */
#pragma once

#include "model/kitte-account.h"

G_BEGIN_DECLS

char *kitte_trial_message_make_id (const KitteAddress *address);
char *kitte_trial_message_write (const KitteAccount *account, const char *id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KittePop3: reading by POP3 up to sign-in; the mailbox is never touched. */
#pragma once

#include "kitte-dialog.h"

G_BEGIN_DECLS

#define KITTE_TYPE_POP3 (kitte_pop3_get_type ())
G_DECLARE_FINAL_TYPE (KittePop3, kitte_pop3, KITTE, POP3, KitteDialog)

KitteDialog *kitte_pop3_new (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteSmtp: submission up to sign-in; a message is never begun. */
#pragma once

#include "kitte-dialog.h"

G_BEGIN_DECLS

#define KITTE_TYPE_SMTP (kitte_smtp_get_type ())
G_DECLARE_FINAL_TYPE (KitteSmtp, kitte_smtp, KITTE, SMTP, KitteDialog)

KitteDialog *kitte_smtp_new (void);

G_END_DECLS

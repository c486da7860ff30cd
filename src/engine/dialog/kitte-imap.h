/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteImap: IMAP up to an INBOX that was opened for reading. */
#pragma once

#include "kitte-dialog.h"

G_BEGIN_DECLS

#define KITTE_TYPE_IMAP (kitte_imap_get_type ())
G_DECLARE_FINAL_TYPE (KitteImap, kitte_imap, KITTE, IMAP, KitteDialog)

KitteDialog *kitte_imap_new (void);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteProtocolPage: IMAP or POP3. */
#pragma once

#include "kitte-page.h"

G_BEGIN_DECLS

#define KITTE_TYPE_PROTOCOL_PAGE (kitte_protocol_page_get_type ())
G_DECLARE_FINAL_TYPE (KitteProtocolPage, kitte_protocol_page, KITTE, PROTOCOL_PAGE, KittePage)

G_END_DECLS

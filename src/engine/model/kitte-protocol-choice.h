/* SPDX-License-Identifier: GPL-3.0-or-later */
/* IMAP or POP3, where there are both and nobody says which is better. */
#pragma once

#include "kitte-ask.h"
#include "kitte-protocol.h"

G_BEGIN_DECLS

const char *kitte_protocol_choice_describe (KitteProtocol protocol);
KitteAsk *kitte_protocol_choice_make_ask (void);

G_END_DECLS

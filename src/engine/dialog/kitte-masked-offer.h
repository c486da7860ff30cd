/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recognises an offer of encryption that was overwritten on its way. */
#pragma once

#include "model/kitte-protocol.h"

G_BEGIN_DECLS

gboolean kitte_masked_offer_is_in (KitteProtocol protocol, const char *const *lines);

G_END_DECLS

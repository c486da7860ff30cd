/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed, read with the catalogue at hand: the address, or why not, and which was meant. */
#pragma once

#include "kitte-catalogue.h"
#include "model/kitte-address.h"

G_BEGIN_DECLS

KitteAddress *kitte_typed_address_read (KitteCatalogue *catalogue,
                                        const char *typed,
                                        gboolean finished,
                                        char **suggestion,
                                        GError **error);

G_END_DECLS

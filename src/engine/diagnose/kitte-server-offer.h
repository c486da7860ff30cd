/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What answers at a server in place of what the person typed, as a sentence. */
#pragma once

#include "model/kitte-server.h"

G_BEGIN_DECLS

const char *kitte_server_offer_name_security (KitteSecurity security);
char *kitte_server_offer_write (const KitteServer *server);

G_END_DECLS

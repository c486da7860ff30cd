/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a look at a provider’s own service established, as a table and as JSON. */
#pragma once

#include <json-glib/json-glib.h>

#include "verify/kitte-service-check.h"

G_BEGIN_DECLS

void kittectl_print_service (KitteServiceCheck *service);
void kittectl_json_service (JsonBuilder *builder, KitteServiceCheck *service);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The servers of one preset as a section to read. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

void kittectl_append_preset_servers (GString *page, JsonObject *root, const char *role);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells by its header whether a message is one that was sent before. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_message_id_is (const GString *header, const char *id);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document has to be before a parser sees it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *kitte_autoconfig_input_read (GBytes *document);

G_END_DECLS

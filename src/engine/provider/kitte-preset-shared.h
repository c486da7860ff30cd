/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that many presets share, translated with the program. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *kitte_preset_shared_get_text (const char *name);
const char *kitte_preset_shared_get_name (guint index);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is worth pointing out about a password that cannot be seen. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kitte_typed_note_make (const char *text, gboolean capital_lock);

G_END_DECLS

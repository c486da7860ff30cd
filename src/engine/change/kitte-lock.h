/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a mail program holds the lock on its files: whether it is open. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_lock_is_held (const char *lock_path);

G_END_DECLS

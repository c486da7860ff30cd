/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mark: a short text by which a file is known again as the one we wrote. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kitte_mark_new_for_bytes (GBytes *bytes);
char *kitte_mark_new_for_file (const char *path);
gboolean kitte_mark_fits (const char *mark, const char *path);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KeyLines: single values of a key file changed, and every other byte of it kept. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint kitte_key_lines_get_line (GBytes *bytes, const char *group, const char *key);
char *kitte_key_lines_get (GBytes *bytes, const char *group, const char *key);
GBytes *kitte_key_lines_set (GBytes *bytes, const char *group, const char *key, const char *value);

G_END_DECLS

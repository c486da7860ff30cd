/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patterns of host names, compared label by label. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_pattern_matches (const char *pattern, const char *name, GHashTable *labels);
gboolean kitte_pattern_names_host (const char *pattern);
const char *kitte_pattern_get_tail (const char *pattern);
char *kitte_pattern_get_owner (const char *pattern);
char *kitte_pattern_normalise (const char *name);

G_END_DECLS

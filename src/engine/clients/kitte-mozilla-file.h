/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all of Thunderbird's text files have in common: what cannot be one, and how to say so. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_mozilla_file_check (GBytes *bytes, const char *path, GError **error);
void kitte_mozilla_file_set_unreadable (GError **error, const char *path);
gsize kitte_mozilla_file_get_bom (const char *text, gsize length);
const char *kitte_mozilla_file_get_newline (const char *text, gsize length);

G_END_DECLS

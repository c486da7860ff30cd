/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text in columns, as wide as a terminal draws it: Japanese takes two columns a character. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Blanks between two columns. */
#define KITTECTL_COLUMN_GAP 2

guint kittectl_measure (const char *text);
void kittectl_append_cell (GString *line, const char *text, guint width);
void kittectl_append_wrapped (GString *text, guint indent, const char *paragraph);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is printed is text, never an order to the terminal. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kittectl_guard_terminal (void);
void kittectl_print_exactly (const char *json);
gboolean kittectl_can_print_over (guint n_lines, guint width);
void kittectl_print_over (guint n_lines, const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTML that was pasted, or that a notice came as, turned into lines of text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean kitte_pasted_html_is_html (const char *text);
char *kitte_pasted_html_to_text (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that a person copied from somewhere: its encoding found out, and made fit for comparing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is looked at of a notice or a message: what matters is said at the beginning. */
#define KITTE_MAX_PASTED_TEXT (16 * 1024)

char *kitte_pasted_text_decode (const char *data, gsize length, const char *charset);
char *kitte_pasted_text_fold (const char *text);
char *kitte_pasted_text_plain (const char *text);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explains a text that a person pastes: a server’s reply, a mail program’s message, a mail that
 * came back, or a term. */
#pragma once

#include "kitte-meaning.h"

G_BEGIN_DECLS

KitteMeaning *kitte_explain (const char *data, gsize length);

G_END_DECLS

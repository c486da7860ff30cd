/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that look the same to a person and are not. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *kitte_lookalike_find (const char *display, GPtrArray *known);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chooses the person’s language for both programs. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void kitte_locale_init (void);

G_END_DECLS

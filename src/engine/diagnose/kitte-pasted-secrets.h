/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pasted line may hold a password: it is taken out before the line is shown again. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kitte_pasted_secrets_hide (const char *text);

G_END_DECLS

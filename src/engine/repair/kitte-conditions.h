/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The conditions that rules are made of, each with a name. */
#pragma once

#include "kitte-case.h"

G_BEGIN_DECLS

gboolean kitte_conditions_apply (const char *when, const KitteCase *item);
gboolean kitte_conditions_are_known (const char *when);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips of the fingers: which of some well-known domains was meant by one that nobody knows. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kitte_slip_clean (const char *typed);
const char *kitte_slip_find (const char *typed, GPtrArray *known);
const char *kitte_slip_complete (const char *typed, GPtrArray *known);

G_END_DECLS

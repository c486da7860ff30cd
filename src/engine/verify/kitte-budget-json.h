/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of the file of sign-ins that failed: both of its formats in, the present one out. */
#pragma once

#include "kitte-budget-file.h"

G_BEGIN_DECLS

GPtrArray *kitte_budget_entries_new (void);
GPtrArray *kitte_budget_entries_from_json (const char *text, gsize length);
char *kitte_budget_entries_to_json (GPtrArray *entries, gsize *length);

G_END_DECLS

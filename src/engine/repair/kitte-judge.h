/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judges how an existing account sends: rules as data, with a reason each. */
#pragma once

#include "clients/kitte-client.h"
#include "model/kitte-problem.h"

G_BEGIN_DECLS

GPtrArray *kitte_judge_account (const KitteExistingAccount *account);
gboolean kitte_judge_needs_repair (GPtrArray *problems);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sentence for every step of a check, as the live list shows it. */
#pragma once

#include "model/kitte-report.h"

G_BEGIN_DECLS

const char *kitte_step_sentence (KitteStep step, KitteStepState state, gboolean incoming);
const char *kitte_direction_sentence (gboolean incoming);

G_END_DECLS

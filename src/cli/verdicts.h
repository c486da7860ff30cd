/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the linters found, for people and for scripts. */
#pragma once

#include "kittectl.h"

void kittectl_add_verdicts (JsonBuilder *builder, GPtrArray *verdicts);
void kittectl_finish_verdicts (KittectlRun *run, JsonBuilder *builder, GPtrArray *verdicts);

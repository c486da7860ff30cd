/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came of asking a source for settings, as a person reads it. */
#pragma once

#include "model/kitte-proposal.h"

G_BEGIN_DECLS

const char *kitte_tried_sentence (const KitteTried *tried);
char *kitte_tried_to_text (GPtrArray *tried);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What it means that a server says nothing, or breaks off, at a point of its dialog. */
#pragma once

#include "dialog/kitte-dialog.h"

G_BEGIN_DECLS

KitteFindingCode kitte_silence_mean (KitteDialog *dialog, KitteStep step);
KitteFinding *kitte_breakage_mean (KitteDialog *dialog, KitteFinding *finding);

G_END_DECLS

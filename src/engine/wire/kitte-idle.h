/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What came over a connection while nobody listened. */
#pragma once

#include "dialog/kitte-dialog.h"
#include "kitte-channel.h"
#include "kitte-recorder.h"

G_BEGIN_DECLS

KitteFinding *kitte_idle_look (KitteChannel *channel, KitteDialog *dialog, KitteRecorder *recorder);
KitteFinding *
kitte_idle_shouts (KitteChannel *channel, KitteDialog *dialog, KitteRecorder *recorder);

G_END_DECLS

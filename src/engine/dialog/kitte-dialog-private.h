/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the protocols share: queueing output, choosing a method, failing with a finding. */
#pragma once

#include "kitte-dialog.h"

G_BEGIN_DECLS

void kitte_dialog_send (KitteDialog *self, const char *command);
void kitte_dialog_send_secret (KitteDialog *self, KitteSecret *line, const char *shown);
void kitte_dialog_set_step (KitteDialog *self, KitteStep step);
void kitte_dialog_offer (KitteDialog *self, KitteAuth auth);
void kitte_dialog_clear_offered (KitteDialog *self);
KitteDialogWants kitte_dialog_fail (KitteDialog *self, KitteFindingCode code, const char *evidence);
KitteDialogWants kitte_dialog_fail_with (KitteDialog *self, KitteFinding *finding);

G_END_DECLS

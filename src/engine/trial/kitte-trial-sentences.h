/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person reads of a test message, in window and terminal. */
#pragma once

#include "diagnose/kitte-diagnosis.h"
#include "kitte-trial.h"

G_BEGIN_DECLS

char *kitte_trial_describe_sending (KitteTrial *self);
char *kitte_trial_describe_receiving (KitteTrial *self);
char *kitte_trial_describe_rest (KitteTrial *self);
KitteDiagnosis *kitte_trial_diagnose (KitteTrial *self);

G_END_DECLS

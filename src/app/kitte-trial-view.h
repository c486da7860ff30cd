/* SPDX-License-Identifier: GPL-3.0-or-later */
/* KitteTrialView: sends a test message to oneself and shows both halves of its way. */
#pragma once

#include <gtk/gtk.h>

#include "trial/kitte-trial.h"

G_BEGIN_DECLS

#define KITTE_TYPE_TRIAL_VIEW (kitte_trial_view_get_type ())
G_DECLARE_FINAL_TYPE (KitteTrialView, kitte_trial_view, KITTE, TRIAL_VIEW, GtkBox)

void kitte_trial_view_set_trial (KitteTrialView *self, KitteTrial *trial);

G_END_DECLS

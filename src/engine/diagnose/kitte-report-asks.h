/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions that a finished check leaves open: what the person may still agree to. */
#pragma once

#include "model/kitte-ask.h"
#include "model/kitte-report.h"

G_BEGIN_DECLS

GPtrArray *kitte_report_find_asks (KitteReport *report);

G_END_DECLS

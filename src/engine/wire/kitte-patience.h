/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long each step of a connection may take. */
#pragma once

#include "model/kitte-report.h"

G_BEGIN_DECLS

guint kitte_patience_get_seconds (KitteStep step, gboolean errand);

G_END_DECLS

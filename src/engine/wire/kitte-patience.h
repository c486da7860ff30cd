/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long each step of a connection may take. */
#pragma once

#include "model/kitte-report.h"

G_BEGIN_DECLS

/* What a server does with a message takes longer than a word; RFC 5321, section 4.5.3.2, would wait
 * for minutes, but nobody in front of a window does. */
#define KITTE_ERRAND_SECONDS 60

guint kitte_patience_get_seconds (KitteStep step);

G_END_DECLS

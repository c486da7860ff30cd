/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is planned is read once more as its program will read it. */
#pragma once

#include "change/kitte-change-set.h"

G_BEGIN_DECLS

gboolean kitte_parse_back (KitteChangeSet *changes, GError **error);

G_END_DECLS

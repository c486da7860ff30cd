/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a person can tell one possible cause from another. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *kitte_tell_find (const char *id);

G_END_DECLS

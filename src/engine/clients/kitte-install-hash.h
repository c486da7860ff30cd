/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The name that Thunderbird gives to one installation of itself: a hash of its directory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kitte_install_hash (const char *directory);

G_END_DECLS

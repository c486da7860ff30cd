/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said, as much of it as a person can read: an endless server does not fill the screen. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *kitte_transcript_shorten (const char *transcript);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads kindly what was typed with a Japanese keyboard or pasted from a web page. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer input is an accident with the clipboard. */
#define KITTE_MAX_TYPED 2000

/* A name that fills several lines of a header is none. */
#define KITTE_MAX_NAME 250

char *kitte_typed_fold (const char *typed);
char *kitte_typed_clean_name (const char *typed);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well one colour is read on another (WCAG 2.1, “contrast ratio”). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* WCAG 2.1, 1.4.3, level AA: text of ordinary size. */
#define KITTE_CONTRAST_ENOUGH 4.5

double kitte_contrast_compute (const char *one, const char *other);

G_END_DECLS

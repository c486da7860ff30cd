/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Relative luminance and contrast ratio as WCAG 2.1 defines them. */
#define G_LOG_DOMAIN "kitte-brand"
#include "config.h"

#include "kitte-contrast.h"

#include <math.h>
#include <string.h>

/* One of the three parts of “#rrggbb”, as an amount of light. */
static double
get_light (const char *color, guint part)
{
  int high = g_ascii_xdigit_value (color[1 + 2 * part]);
  int low = g_ascii_xdigit_value (color[2 + 2 * part]);
  double value = (16 * high + low) / 255.0;

  return value <= 0.03928 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const char *color)
{
  return 0.2126 * get_light (color, 0) + 0.7152 * get_light (color, 1) +
         0.0722 * get_light (color, 2);
}

/**
 * kitte_contrast_compute:
 * @one: as in “#1f5f8b”
 * @other: the same
 *
 * Returns: the ratio, from 1 (the same colour) to 21 (black on white)
 */
double
kitte_contrast_compute (const char *one, const char *other)
{
  double first;
  double second;

  g_return_val_if_fail (one != NULL && strlen (one) == 7, 1);
  g_return_val_if_fail (other != NULL && strlen (other) == 7, 1);

  first = get_luminance (one);
  second = get_luminance (other);
  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

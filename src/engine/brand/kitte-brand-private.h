/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What reading, checking and asking a brand share. */
#pragma once

#include "kitte-brand.h"

G_BEGIN_DECLS

/**
 * KitteBrand:
 * @root: `brand.json`, which fits the schema and the rules
 * @pictures: SVG as it was checked, written anew
 */
struct _KitteBrand
{
  gatomicrefcount references;
  char *folder;
  JsonNode *root;
  GBytes *pictures[KITTE_BRAND_N_PICTURES];
};

extern const char *const kitte_brand_color_keys[KITTE_BRAND_N_COLORS];
extern const char *const kitte_brand_picture_keys[KITTE_BRAND_N_PICTURES];

KitteBrand *kitte_brand_new (const char *folder, JsonNode *root);

GBytes *kitte_brand_read_file (const char *path, gsize most, GError **error);
GBytes *kitte_brand_check_picture (GBytes *svg, gboolean square, GError **error);

G_END_DECLS
